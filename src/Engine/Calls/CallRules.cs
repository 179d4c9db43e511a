namespace CallActors.Engine.Calls;

/// <summary>The limits and times of a call.</summary>
public sealed record CallRules
{
    public static CallRules Default { get; } = new();

    /// <summary>How long a phone rings when the agent does not say. Range 5–120 s, default 45 s. The tool returns within this time and
    /// <see cref="RingGrace"/>.</summary>
    public TimeSpan RingFor { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>What a carrier may take longer than the ring time to say that nobody answered. Default 2 s; after it the call ends
    /// itself.</summary>
    public TimeSpan RingGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an operation waits for the person's words when the agent does not say. Range 5–600 s, default 180 s.</summary>
    public TimeSpan ListenFor { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>How long an answered call may be without a media socket: at its start, after a lost socket, after the node that served
    /// it died. Default 30 s; then the call ends as media-lost.</summary>
    public TimeSpan MediaWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a media ticket is good. Default 30 s.</summary>
    public TimeSpan TicketFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The voice must start within this time, or the operation fails. Default 10 s.</summary>
    public TimeSpan SpeechWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A connected call that no agent uses is ended after this. Default 7 min.</summary>
    public TimeSpan IdleFor { get; init; } = TimeSpan.FromMinutes(7);

    /// <summary>The longest call. Default 3 h.</summary>
    public TimeSpan LongestCall { get; init; } = TimeSpan.FromHours(3);

    /// <summary>The carrier must answer a dial or hang-up order within this. Default 15 s.</summary>
    public TimeSpan CarrierWithin { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long an ended call stays in memory for questions. Default 60 s; it is recovered from the journal afterwards.</summary>
    public TimeSpan LingerFor { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Operations that may wait behind the current one; one more is refused as busy. Default 8.</summary>
    public int QueueLimit { get; init; } = 8;
}
