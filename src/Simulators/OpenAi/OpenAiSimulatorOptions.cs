using CallActors.Contracts.Speech;

namespace CallActors.Simulators.OpenAi;

/// <summary>Whose server is simulated.</summary>
public enum OpenAiDialect
{
    /// <summary>The vendor's, as it is now: the realtime socket takes the current session shape.</summary>
    Vendor,

    /// <summary>The vendor's before: the realtime socket takes the earlier shape, under its header.</summary>
    EarlierVendor,

    /// <summary>Kokoro-FastAPI: speech alone, with captions.</summary>
    Kokoro,

    /// <summary>speaches: earlier names in <c>session.update</c>, 16-bit PCM alone, the model in the address, errors without codes.</summary>
    Speaches,
}

/// <summary>How a simulated OpenAI server behaves.</summary>
public sealed record OpenAiSimulatorOptions
{
    /// <summary>The key that is asked for; empty for none. Default <c>sk-simulated</c>.</summary>
    public string ApiKey { get; init; } = "sk-simulated";

    /// <summary>Default: the vendor's.</summary>
    public OpenAiDialect Dialect { get; init; } = OpenAiDialect.Vendor;

    /// <summary>Hears what no script tells: see <see cref="OpenAiSimulator.Hears"/>. Without one it hears nothing.</summary>
    public ISpeechRecognizer? Ear { get; init; }

    /// <summary>Speaks. Without one a tone is given, 60 ms for each character.</summary>
    public ISpeechSynthesizer? Voice { get; init; }

    /// <summary>From a commit or a request to its text. Default none.</summary>
    public TimeSpan HearingTakes { get; init; }

    /// <summary>Finishes each pair of transcriptions in the wrong order: the second before the first.</summary>
    public bool FinishesOutOfOrder { get; init; }

    /// <summary>A realtime session ends after this. Default 60 min.</summary>
    public TimeSpan SessionLife { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>Bytes in a piece of an audio body. Default 4,799: no piece ends with a sample.</summary>
    public int PieceBytes { get; init; } = 4799;

    /// <summary>Kokoro has the captions endpoint. Default true.</summary>
    public bool HasCaptions { get; init; } = true;

    /// <summary>speaches refuses a realtime socket whose address has no model; others of its kind do not. Default true.</summary>
    public bool NeedsModel { get; init; } = true;

    /// <summary>Knows the field <c>stream</c> of a transcription. Default true.</summary>
    public bool StreamsTranscriptions { get; init; } = true;

    /// <summary>The clock of delays and of a session's life.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
