namespace CallActors.Speech.Local.PocketSphinx;

/// <summary>How the local recogniser is set up.</summary>
public sealed record PocketSphinxOptions
{
    /// <summary>Folder that holds <c>en-us/</c> (acoustic model), <c>cmudict-en-us.dict</c> and <c>en-us.lm.bin</c>, as
    /// Debian's pocketsphinx-en-us installs it. Without it every start fails as Unavailable.</summary>
    public string ModelDirectory { get; init; } = "/usr/share/pocketsphinx/model/en-us";

    /// <summary>Folder for the language model that is built at first use (about 10 MB; rebuilt when it is missing or its sources
    /// have changed). Must be writable.</summary>
    public string CacheDirectory { get; init; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } data
            ? data
            : Path.GetTempPath(),
        "call-actors",
        "speech");

    /// <summary>Recognitions at the same time (1–64). Each holds 60–140 MB and, while its caller speaks, up to a third of a core.
    /// One more is refused as Busy.</summary>
    public int Decoders { get; init; } = 4;

    /// <summary>Load one decoder in the background at once, so that the first call does not wait for it.</summary>
    public bool WarmAtStart { get; init; } = true;

    /// <summary>Audio that may wait for a decoder, in seconds (1–60). Audio beyond it is dropped, and
    /// <see cref="Contracts.Speech.ISpeechRecognition.Accept"/> says so.</summary>
    public int QueueSeconds { get; init; } = 10;

    /// <summary>The words that can be heard in open speech.</summary>
    public OpenLanguage OpenLanguage { get; init; } = OpenLanguage.CodingWork;

    /// <summary>Decoder parameters by PocketSphinx' own names, without the hyphen; they replace the tuned ones.</summary>
    public IReadOnlyDictionary<string, string> EngineParameters { get; init; } = new Dictionary<string, string>();
}

/// <summary>Which language model open speech is recognised with.</summary>
public enum OpenLanguage
{
    /// <summary>Our own sentences about coding work, with the general model's words behind them.</summary>
    CodingWork,

    /// <summary>The general model alone, as it is installed.</summary>
    General,
}
