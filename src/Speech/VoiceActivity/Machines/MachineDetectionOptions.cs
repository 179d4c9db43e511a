namespace CallActors.Speech.VoiceActivity.Machines;

/// <summary>What tells an answering machine. Times are judged in whole frames of 20 ms.</summary>
public sealed record MachineDetectionOptions
{
    /// <summary>Speech right behind the answer that is longer than this, without a pause of more than <see cref="GreetingPause"/>, is a
    /// greeting. Range 2–10 s, default 3.5 s: less takes people for machines who answer with firm and name, more lets the first sentences
    /// of a greeting become turns.</summary>
    public TimeSpan GreetingFrom { get; init; } = TimeSpan.FromSeconds(3.5);

    /// <summary>A pause that ends the count: behind "hello?" a person waits for an answer. Range 0.5–2 s, default 1 s.</summary>
    public TimeSpan GreetingPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Share of voiced frames of a greeting. Range 0–1, default 0.45: "hello? … hello?" with short pauses has less.</summary>
    public double GreetingDensity { get; init; } = 0.45;

    /// <summary>A greeting begins within this from the beginning of the audio. Range 1–10 s, default 4 s.</summary>
    public TimeSpan GreetingBeginsWithin { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Silence behind speech that says that a greeting is over, if no beep has. Range 1–5 s, default 2 s: some machines take that long
    /// to their beep.</summary>
    public TimeSpan SilenceBehindGreeting { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Voice that must be heard before a tone is a beep. Range 0–5 s, default 600 ms: the tones of ringing come before any voice.</summary>
    public TimeSpan VoiceBeforeBeep { get; init; } = TimeSpan.FromMilliseconds(600);

    /// <summary>Lowest and highest pitch of a beep, in hertz. Within 400–2,000, which is the default.</summary>
    public (double Least, double Most) BeepHertz { get; init; } = (400, 2000);

    /// <summary>Shortest beep. Default 150 ms.</summary>
    public TimeSpan ShortestBeep { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>Longest beep. Default 2 s.</summary>
    public TimeSpan LongestBeep { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Silence behind a tone that makes it a beep; notes of a melody have none. Range 100–500 ms, default 240 ms.</summary>
    public TimeSpan SilenceBehindBeep { get; init; } = TimeSpan.FromMilliseconds(240);

    /// <summary>Quietest beep, in dBFS. Range −60…−20, default −42.</summary>
    public float QuietestBeepDb { get; init; } = -42;
}
