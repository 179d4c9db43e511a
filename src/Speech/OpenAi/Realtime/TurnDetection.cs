namespace CallActors.Speech.OpenAi;

/// <summary>Who says where a stretch of speech ends.</summary>
public abstract record TurnDetection
{
    private TurnDetection() { }

    /// <summary>Our own voice activity detection: the server transcribes what it is told to, and hears nothing else.</summary>
    public sealed record Manual : TurnDetection
    {
        public static Manual Instance { get; } = new();
    }

    /// <summary>The server, by silence.</summary>
    public sealed record ServerVad : TurnDetection
    {
        /// <summary>How sure it must be that it hears speech, 0–1, default 0.5: higher for noisy rooms.</summary>
        public double Threshold { get; init; } = 0.5;

        /// <summary>Audio before the speech that belongs to it, 0–2 s, default 300 ms.</summary>
        public TimeSpan PrefixPadding { get; init; } = TimeSpan.FromMilliseconds(300);

        /// <summary>Silence that ends the speech, 100 ms – 5 s, default 500 ms: shorter answers sooner and cuts pauses.</summary>
        public TimeSpan SilenceDuration { get; init; } = TimeSpan.FromMilliseconds(500);
    }

    /// <summary>The server, by what was said.</summary>
    public sealed record SemanticVad : TurnDetection
    {
        /// <summary><c>low</c> (waits up to 8 s), <c>medium</c> (4 s), <c>high</c> (2 s) or <c>auto</c>, the default.</summary>
        public string Eagerness { get; init; } = "auto";
    }

    internal void Validate()
    {
        switch (this)
        {
            case ServerVad vad:
                OptionRange.Check(vad.Threshold, 0, 1, nameof(vad.Threshold));
                OptionRange.Check(vad.PrefixPadding, TimeSpan.Zero, TimeSpan.FromSeconds(2), nameof(vad.PrefixPadding));
                OptionRange.Check(vad.SilenceDuration, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5), nameof(vad.SilenceDuration));
                break;
            case SemanticVad { Eagerness: not ("low" or "medium" or "high" or "auto") } vad:
                throw new ArgumentOutOfRangeException(nameof(vad.Eagerness), vad.Eagerness, "Eagerness must be low, medium, high or auto.");
        }
    }
}
