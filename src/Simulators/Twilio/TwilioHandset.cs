using CallActors.Simulators.Media;

namespace CallActors.Simulators.Twilio;

/// <summary>A phone in the simulated Twilio's network.</summary>
public sealed class TwilioHandset : Handset
{
    private static readonly string[] Stopping = ["STOP", "STOPALL", "UNSUBSCRIBE", "END", "QUIT", "CANCEL"];
    private static readonly string[] Starting = ["START", "UNSTOP", "YES"];

    private readonly TwilioSimulator _twilio;

    internal TwilioHandset(TwilioSimulator twilio, string number, HandsetPlan plan)
        : base(twilio.Watch, number, plan, twilio.Options.KeepPlayed) => (_twilio, CallerId) = (twilio, number);

    /// <summary>What machine detection says of it; null for what fits <see cref="Handset.Plan"/>.</summary>
    public MachineVerdict? Verdict { get; set; }

    /// <summary>The status that the call gets when the phone declines: networks say busy or no-answer.</summary>
    public string DeclinedAs { get; set; } = "busy";

    /// <summary>The number that a called application sees: the phone's own, another's where it is forged, <c>+266696687</c> where it is withheld.</summary>
    public string CallerId { get; set; }

    /// <summary>What Twilio says of the caller's signed number, as <c>TN-Validation-Passed-A</c>; null for a call without a signature.</summary>
    public string? Verification { get; set; }

    /// <summary>Why texts to it do not arrive, for example 30003 (unreachable) or 30007 (filtered); null when they do.</summary>
    public int? TextError { get; set; }

    /// <summary>The person has written STOP.</summary>
    public bool HasOptedOut { get; private set; }

    internal DateTimeOffset? WroteOverWhatsApp { get; private set; }

    internal RingOutcome.Failed Declined => new(DeclinedAs, DeclinedAs == "busy" ? 486 : 480);

    /// <summary>Calls a number. Returns when it is answered.</summary>
    /// <exception cref="PhoneException">It was not; the message has the call's status.</exception>
    public async Task<TwilioCall> DialAsync(string to, TimeSpan within, CancellationToken cancellationToken = default)
    {
        var call = Dial(to);
        await call.WaitForStatusAsync(status => status is not ("queued" or "ringing"), within, cancellationToken).ConfigureAwait(false);
        return call.IsInProgress || call.Status == "completed" ? call : throw new PhoneException($"The call was not answered: {call.Status}.");
    }

    /// <inheritdoc/>
    public override TwilioCall Dial(string to)
    {
        var call = new TwilioCall(_twilio, new CallOrder { From = CallerId, To = to, Direction = "inbound" }, this);
        if (!Take(call)) throw new PhoneException("The phone is in a call.");
        _twilio.Add(call);
        call.Start();
        return call;
    }

    /// <inheritdoc/>
    /// <remarks>Over WhatsApp when <paramref name="to"/> begins with <c>whatsapp:</c>. Done when the application has answered.</remarks>
    public override Task<string> SendTextAsync(string to, string body, CancellationToken cancellationToken = default) =>
        _twilio.DeliverToApplicationAsync(this, to, body, cancellationToken);

    internal void Wrote(TwilioMessage message)
    {
        if (TextAddress.IsWhatsApp(message.To))
        {
            WroteOverWhatsApp = message.Created;
            return;
        }
        var word = message.Body.Trim().ToUpperInvariant();
        if (Stopping.Contains(word)) HasOptedOut = true;
        else if (Starting.Contains(word)) HasOptedOut = false;
    }
}
