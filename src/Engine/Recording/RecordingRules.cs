namespace CallActors.Engine.Recording;

/// <summary>The limits and times of recordings.</summary>
public sealed record RecordingRules
{
    public static RecordingRules Default { get; } = new();

    /// <summary>The longest recording of a call. Range 1–180 min, default 60 min (58 MB); then it is stopped and the call goes on.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>How often what was recorded goes to the disk. Default 500 ms: so much is lost when the process is killed.</summary>
    public TimeSpan WriteEvery { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often old recordings are looked for. Default 1 min.</summary>
    public TimeSpan TidyEvery { get; init; } = TimeSpan.FromMinutes(1);
}
