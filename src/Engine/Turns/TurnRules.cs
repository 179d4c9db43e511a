namespace CallActors.Engine.Turns;

/// <summary>The constants of turn-taking and barge-in. Durations are judged in whole frames of 20 ms.</summary>
public sealed record TurnRules
{
    public static TurnRules Default { get; } = new();

    /// <summary>Voiced sound that makes an onset. Range 40–120 ms, default 80 ms: shorter is quicker but clicks begin to count;
    /// the whole product promises at most 100 ms.</summary>
    public TimeSpan OnsetVoiced { get; init; } = TimeSpan.FromMilliseconds(80);

    /// <summary>The window within which <see cref="OnsetVoiced"/> is counted. Range 120–640 ms, default 120 ms:
    /// tolerates two unvoiced frames.</summary>
    public TimeSpan OnsetWindow { get; init; } = TimeSpan.FromMilliseconds(120);

    /// <summary>An onset stops our speech. Default true; with false it goes on until the barge-in is committed, and more of what the
    /// person says first is talked over.</summary>
    public bool PausesAtOnset { get; init; } = true;

    /// <summary>Voiced sound after which a barge-in is meant, even without words. Range 200–1,000 ms, default 440 ms: a cough is
    /// shorter, a word and a half is longer. <see cref="TimeSpan.MaxValue"/>: never by length alone.</summary>
    public TimeSpan CommitVoiced { get; init; } = TimeSpan.FromMilliseconds(440);

    /// <summary>The same while the words so far are listening noises ("right, okay"). Range 200–3,000 ms, default
    /// 1,000 ms; less than <see cref="CommitVoiced"/> counts as that.</summary>
    public TimeSpan CommitVoicedOverNoises { get; init; } = TimeSpan.FromMilliseconds(1000);

    /// <summary>The same while the first words of a call are said, when people say "hello?" into them. Range 200–3,000 ms, default
    /// 1,000 ms; less than <see cref="CommitVoiced"/> counts as that.</summary>
    public TimeSpan CommitVoicedInGreeting { get; init; } = TimeSpan.FromMilliseconds(1000);

    /// <summary>How long after the first audio of a call its greeting lasts. Range 0–10 s, default 3 s.</summary>
    public TimeSpan Greeting { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>An onset in the greeting stops our speech. Default true; false for lines whose echo is worst at their beginning.</summary>
    public bool PausesInGreeting { get; init; } = true;

    /// <summary>A gap in voiced sound that starts the count towards commit anew. Range 100–500 ms, default 200 ms.</summary>
    public TimeSpan CommitGap { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Words over one utterance, listening noises not counted, that commit. Range 1–10, default 1. With more, fewer words do not
    /// interrupt; they are a turn all the same.</summary>
    public int CommitWords { get; init; } = 1;

    /// <summary>Voiced sound from which on words alone commit. Range 0–1,000 ms, default 160 ms: less is likelier an invention
    /// of the recogniser.</summary>
    public TimeSpan WordsCountFrom { get; init; } = TimeSpan.FromMilliseconds(160);

    /// <summary>Silence after a short burst over our speech, or in a short answer, after which the recogniser is asked what it was.
    /// Range 100–500 ms, default 260 ms.</summary>
    public TimeSpan AskAfter { get; init; } = TimeSpan.FromMilliseconds(260);

    /// <summary>The same where anything may be said: people pause within sentences, and a recogniser that is asked there loses their
    /// context. Range 100–2,000 ms, default 400 ms; never later than the turn's end.</summary>
    public TimeSpan AskAfterOpen { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Silence after which a burst without words was a false alarm and our speech goes on. Range 300–700 ms, default 500 ms.</summary>
    public TimeSpan FalseAlarmAfter { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>A listening noise that began so late before our speech ended is taken as an answer to it. Range 0–3 s, default 1 s.</summary>
    public TimeSpan AnswerBoundary { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Silence that ends a turn before the speaker's own pauses are known. Range 300–2,000 ms, default 700 ms: shorter answers
    /// sooner but cuts people who think.</summary>
    public TimeSpan EndSilence { get; init; } = TimeSpan.FromMilliseconds(700);

    /// <summary>The least that <see cref="EndSilence"/> may become for a speaker who does not pause. Range 200–2,000 ms, default
    /// 500 ms.</summary>
    public TimeSpan LeastEndSilence { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The most that it may become for a speaker who pauses long. Range 300–3,000 ms, default 1,200 ms.</summary>
    public TimeSpan MostEndSilence { get; init; } = TimeSpan.FromMilliseconds(1200);

    /// <summary>What <see cref="EndSilence"/> is where a yes, a no or one of a few answers is expected. Range 200–2,000 ms,
    /// default 500 ms.</summary>
    public TimeSpan EndSilenceForChoice { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The same where digits are expected. Range 200–2,000 ms, default 400 ms; fewer than <see cref="WholeDigits"/> get
    /// <see cref="UnfinishedGrace"/> besides, as people pause between groups.</summary>
    public TimeSpan EndSilenceForDigits { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Digits from which on a group is taken for the whole. Range 1–20, default 4.</summary>
    public int WholeDigits { get; init; } = 4;

    /// <summary>Silence that is waited for besides, when the words so far are unfinished ("fix the"). Range 0–3 s, default 1 s.</summary>
    public TimeSpan UnfinishedGrace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A recogniser that follows turns itself must end a turn within this silence; then it is ended without it. Range 1–5 s,
    /// default 2 s.</summary>
    public TimeSpan ServiceEndsWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest turn; then it is taken as ended. Range 10–300 s, default 60 s.</summary>
    public TimeSpan LongestTurn { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A turn whose text has not come so long after its end is given up. Range 1–20 s, default 7 s: more than two recognisers take
    /// to answer or to fail, as they have deadlines of their own.</summary>
    public TimeSpan TextWithin { get; init; } = TimeSpan.FromSeconds(7);

    /// <summary>Voice without words from which on the person is told that nothing was understood. Range 200 ms–3 s, default 500 ms:
    /// coughs are shorter.</summary>
    public TimeSpan NotUnderstoodFrom { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long our speech waits for a person who is speaking to end a turn; from then on it begins at the next
    /// <see cref="YieldGap"/>. Range 1–10 s, default 5 s.</summary>
    public TimeSpan YieldFor { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A pause that is long enough to begin in, after <see cref="YieldFor"/>. Range 100–1,000 ms, default 200 ms.</summary>
    public TimeSpan YieldGap { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>After this our speech begins over any voice: it may be a television. Range 10–60 s, default 12 s.</summary>
    public TimeSpan YieldAtMost { get; init; } = TimeSpan.FromSeconds(12);
}
