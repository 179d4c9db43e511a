namespace CallActors.Simulators.ElevenLabs;

/// <summary>What the simulated ElevenLabs account has, and how it behaves.</summary>
public sealed record ElevenLabsSimulatorOptions
{
    /// <summary>The key that it takes.</summary>
    public string ApiKey { get; init; } = "simulated-key";

    /// <summary>Ids of its voices.</summary>
    public IReadOnlyList<string> Voices { get; init; } = ["JBFqnCBsd6RMkjVDRZzb", "EXAVITQu4vr4xnSDxMaL"];

    /// <summary>Models that it knows, and whether each can be told a language.</summary>
    public IReadOnlyDictionary<string, bool> Models { get; init; } = new Dictionary<string, bool>
    {
        ["eleven_flash_v2_5"] = true,
        ["eleven_turbo_v2_5"] = true,
        ["eleven_multilingual_v2"] = false,
        ["eleven_flash_v2"] = false,
    };

    /// <summary>Generations at once; one more is refused with 429. Default 10.</summary>
    public int Concurrency { get; init; } = 10;

    /// <summary>Contexts on one shared socket, default 5.</summary>
    public int ContextsPerSocket { get; init; } = 5;

    /// <summary>How long a generation takes until its first audio. Default none.</summary>
    public TimeSpan FirstAudioAfter { get; init; }

    /// <summary>Least length of a piece of audio; it ends where the next word begins. Default 300 ms.</summary>
    public TimeSpan Piece { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>The times of an HTTP answer count from its beginning; else each piece's from the piece's own. Default false.</summary>
    public bool HttpTimesFromStart { get; init; }

    /// <summary>Pauses before each piece but the first, so that a listener can act in the middle of an utterance. Default none.</summary>
    public TimeSpan BetweenPieces { get; init; }
}
