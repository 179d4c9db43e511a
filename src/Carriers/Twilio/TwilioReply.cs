namespace CallActors.Carriers.Twilio;

/// <summary>How a request to Twilio went.</summary>
internal abstract record TwilioReply
{
    /// <summary>Twilio did it.</summary>
    /// <param name="Date">The time at Twilio, when it said so.</param>
    public sealed record Done(byte[] Body, DateTimeOffset? Date) : TwilioReply;

    /// <summary>Twilio refused it: nothing was done.</summary>
    /// <param name="Code">Twilio's error code, or 0.</param>
    public sealed record Refused(int Status, int Code) : TwilioReply
    {
        public string Sentence => Code > 0 ? TwilioErrors.Describe(Code) : TwilioErrors.DescribeStatus(Status);
    }

    /// <summary>Twilio cannot take it just now, and did nothing: it answered 429.</summary>
    public sealed record Busy(TimeSpan? RetryAfter) : TwilioReply;

    /// <summary>Twilio failed while it did it, and said so (5xx): most likely nothing was done.</summary>
    public sealed record Faulty(int Status, TimeSpan? RetryAfter) : TwilioReply;

    /// <summary>No connection came about: nothing was sent.</summary>
    public sealed record NotSent : TwilioReply;

    /// <summary>It was sent, wholly or in part, and no answer came: it may have been done, or may still be.</summary>
    public sealed record Unanswered : TwilioReply;

    /// <summary>What to tell the agent when it is given up at this.</summary>
    public string Failure => this switch
    {
        Refused refused => refused.Sentence,
        Busy => TwilioErrors.DescribeStatus(429),
        Faulty faulty => TwilioErrors.DescribeStatus(faulty.Status),
        NotSent => "Twilio could not be reached: check the network, and the base URL if one is set.",
        Unanswered => "Twilio did not answer.",
        _ => throw new InvalidOperationException("This did not fail."),
    };
}
