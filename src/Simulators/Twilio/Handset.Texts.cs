namespace CallActors.Simulators.Twilio;

/// <summary>Text messages, as the network sees the phone.</summary>
public sealed partial class Handset
{
    private static readonly string[] Stopping = ["STOP", "STOPALL", "UNSUBSCRIBE", "END", "QUIT", "CANCEL"];
    private static readonly string[] Starting = ["START", "UNSTOP", "YES"];

    /// <summary>Why texts to it do not arrive, for example 30003 (unreachable) or 30007 (filtered); null when they do.</summary>
    public int? TextError { get; set; }

    /// <summary>The person has written STOP.</summary>
    public bool HasOptedOut { get; private set; }

    internal DateTimeOffset? WroteOverWhatsApp { get; private set; }

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
