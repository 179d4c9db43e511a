namespace CallActors.Engine.Messages;

/// <summary>The limits and times of a thread of texts.</summary>
public sealed record ThreadRules
{
    public static ThreadRules Default { get; } = new();

    /// <summary>How long a reply is waited for when the agent does not say. Range 1 s–24 h, default 5 min.</summary>
    public TimeSpan WaitFor { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The carrier must take a text within this. Default 15 s.</summary>
    public TimeSpan CarrierWithin { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Asks that may wait behind the current one; one more is refused. Default 8.</summary>
    public int QueueLimit { get; init; } = 8;

    /// <summary>How long a thread without an ask stays in memory. Default 60 s.</summary>
    public TimeSpan LingerFor { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Which address of ours texts come from while the person has written to none; empty for the carrier's usual one.</summary>
    public string From { get; init; } = "";

    /// <summary>Who asks again within this for a call is being rung already. Default 60 s.</summary>
    public TimeSpan RingsFor { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest text, in characters. Default 1,600: ten parts of a text message, and the most that carriers take.</summary>
    public int LongestText { get; init; } = 1600;
}
