namespace CallActors.Simulators.Twilio;

/// <summary>A text message of the account.</summary>
public sealed class TwilioMessage
{
    internal TwilioMessage(string from, string to, string body, string direction, DateTimeOffset created) =>
        (From, To, Body, Direction, Created) = (from, to, body, direction, created);

    /// <summary>SM and 32 hex digits.</summary>
    public string Sid { get; } = TwilioSid.New("SM");

    public string From { get; }

    public string To { get; }

    public string Body { get; }

    /// <summary>outbound-api, outbound-reply or inbound.</summary>
    public string Direction { get; }

    /// <summary>queued, sent, delivered, undelivered, failed or received.</summary>
    public string Status { get; internal set; } = "queued";

    /// <summary>Why it did not arrive.</summary>
    public int? ErrorCode { get; internal set; }

    internal DateTimeOffset Created { get; }

    /// <summary>An SMS has 160 characters; several share 153 each; with characters outside ASCII it is 70 and 67.</summary>
    internal int Segments
    {
        get
        {
            var (one, each) = Body.All(char.IsAscii) ? (160, 153) : (70, 67);
            return Body.Length <= one ? 1 : (Body.Length + each - 1) / each;
        }
    }
}
