using CallActors.Simulators.Media;

namespace CallActors.Simulators.Telnyx;

/// <summary>A phone in the simulated Telnyx' network.</summary>
public sealed class TelnyxHandset : Handset
{
    private readonly SimulatedTelnyx _telnyx;

    internal TelnyxHandset(SimulatedTelnyx telnyx, string number, HandsetPlan plan)
        : base(telnyx.Watch, number, plan, telnyx.Options.KeepPlayed) => (_telnyx, CallerId) = (telnyx, number);

    /// <summary>The number that is seen where it calls: its own, another's where it is forged, <c>anonymous</c> where it is withheld.</summary>
    public string CallerId { get; set; }

    /// <summary>How its number is signed, A, B or C; null when it is not.</summary>
    public string? Attestation { get; set; }

    /// <summary>Whether the signature is valid.</summary>
    public bool IsAttestationValid { get; set; } = true;

    /// <inheritdoc/>
    public override SimulatedTelnyxCall Dial(string to) => to == _telnyx.Options.Number ? _telnyx.Ring(Number) : throw new PhoneException("The account has no such number.");

    /// <inheritdoc/>
    public override Task<string> SendTextAsync(string to, string body, CancellationToken cancellationToken = default) =>
        to == _telnyx.Options.Number ? Task.FromResult(_telnyx.Text(Number, body)) : throw new PhoneException("The account has no such number.");
}
