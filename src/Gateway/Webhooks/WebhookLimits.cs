namespace CallActors.Gateway.Webhooks;

/// <summary>Bounds of the carriers' webhooks. Wide enough for every call of a gateway to ask anew at once; a refused request counts as
/// several, so that somebody who tries signatures is slowed down and a carrier is not.</summary>
public sealed record WebhookLimits
{
    /// <summary>Requests of one source a second, on the average.</summary>
    public double SourceRate { get; init; } = 100;

    /// <summary>Requests of one source at once.</summary>
    public double SourceBurst { get; init; } = 1_000;

    /// <summary>Requests of all sources a second, on the average.</summary>
    public double Rate { get; init; } = 400;

    /// <summary>Requests of all sources at once.</summary>
    public double Burst { get; init; } = 4_000;

    /// <summary>What a refused request counts.</summary>
    public double RefusalCost { get; init; } = 20;

    /// <summary>Sources that are counted apart; those beyond are counted together.</summary>
    public int MaxSources { get; init; } = 4_096;

    /// <summary>How long a carrier waits for its answer at most: Twilio gives up after 15 s.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(14);
}
