namespace CallActors.Engine.Turns;

/// <summary>The constants of turn-taking and barge-in. All are judged in whole frames of 20 ms.</summary>
public sealed record TurnRules
{
    public static TurnRules Default { get; } = new();

    /// <summary>Voiced sound that makes an onset. Range 40–120 ms, default 80 ms: shorter is quicker but clicks begin to count;
    /// the whole product promises at most 100 ms.</summary>
    public TimeSpan OnsetVoiced { get; init; } = TimeSpan.FromMilliseconds(80);

    /// <summary>The window within which <see cref="OnsetVoiced"/> is counted. Default 120 ms: tolerates two unvoiced frames.</summary>
    public TimeSpan OnsetWindow { get; init; } = TimeSpan.FromMilliseconds(120);

    /// <summary>Voiced sound after which a barge-in is meant, even without words. Range 200–1,000 ms, default 440 ms: a cough is
    /// shorter, a word and a half is longer.</summary>
    public TimeSpan CommitVoiced { get; init; } = TimeSpan.FromMilliseconds(440);

    /// <summary>The same while the first words of a call are said, when people say "hello?" into them. Default 1,000 ms.</summary>
    public TimeSpan CommitVoicedInGreeting { get; init; } = TimeSpan.FromMilliseconds(1000);

    /// <summary>How long after the first audio of a call its greeting lasts. Default 3 s.</summary>
    public TimeSpan Greeting { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>A gap in voiced sound that starts the count towards commit anew. Default 200 ms.</summary>
    public TimeSpan CommitGap { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Voiced sound from which on words alone commit. Default 160 ms: less is likelier an invention of the recogniser.</summary>
    public TimeSpan WordsCountFrom { get; init; } = TimeSpan.FromMilliseconds(160);

    /// <summary>Silence after a short burst over our speech, after which the recogniser is asked what it was. Default 260 ms.</summary>
    public TimeSpan AskAfter { get; init; } = TimeSpan.FromMilliseconds(260);

    /// <summary>Silence after which a burst without words was a false alarm and our speech goes on. Range 300–700 ms, default 500 ms.</summary>
    public TimeSpan FalseAlarmAfter { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Silence that ends a turn. Range 300–2,000 ms, default 700 ms: shorter answers sooner but cuts people who think.</summary>
    public TimeSpan EndSilence { get; init; } = TimeSpan.FromMilliseconds(700);

    /// <summary>The same where a yes, a no or one of a few answers is expected. Default 500 ms.</summary>
    public TimeSpan EndSilenceForChoice { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The same where digits are expected: people pause between groups. Default 900 ms.</summary>
    public TimeSpan EndSilenceForDigits { get; init; } = TimeSpan.FromMilliseconds(900);

    /// <summary>The longest turn; then it is taken as ended. Default 60 s.</summary>
    public TimeSpan LongestTurn { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long our speech waits for a person who is already speaking to pause. Default 5 s.</summary>
    public TimeSpan YieldFor { get; init; } = TimeSpan.FromSeconds(5);
}
