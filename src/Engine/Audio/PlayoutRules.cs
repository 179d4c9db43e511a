namespace CallActors.Engine.Audio;

/// <summary>How audio is sent ahead of its playing.</summary>
public sealed record PlayoutRules
{
    public static PlayoutRules Default { get; } = new();

    /// <summary>Audio at the carrier ahead of real time. Range 40–400 ms, default 160 ms: more rides out slow networks, less is lost at
    /// a barge-in and keeps heard text exact.</summary>
    public TimeSpan Lead { get; init; } = TimeSpan.FromMilliseconds(160);

    /// <summary>Distance of marks. Default 200 ms; a mark also stands at the end of each sentence.</summary>
    public TimeSpan MarkEvery { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>More audio is asked of the voice when less than this is at hand. Default 2 s.</summary>
    public TimeSpan KeepAhead { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The same for a voice without word times: where a sentence's words are is known when its whole length is. Range 2–30 s,
    /// default 15 s (120 KB while such a voice speaks).</summary>
    public TimeSpan KeepWhole { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A carrier that does not return the last mark is taken to have played everything after this much longer. Default 1.5 s.</summary>
    public TimeSpan MarkGrace { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>A carrier tells within this where its buffer was cleared, or what was heard is taken from its earlier marks. Range
    /// 50–1,000 ms, default 300 ms.</summary>
    public TimeSpan ClearWithin { get; init; } = TimeSpan.FromMilliseconds(300);
}
