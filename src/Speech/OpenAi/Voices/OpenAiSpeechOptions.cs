using CallActors.Contracts.Speech;

namespace CallActors.Speech.OpenAi;

/// <summary>How texts are spoken by <c>POST /v1/audio/speech</c>.</summary>
public sealed record OpenAiSpeechOptions
{
    /// <summary>Name for logs, configuration and health. Default <c>openai</c>.</summary>
    public string Name { get; init; } = "openai";

    /// <summary>Where, and with which key.</summary>
    public OpenAiConnection Connection { get; init; } = new();

    /// <summary>Speech model. Default <c>gpt-4o-mini-tts</c>.</summary>
    public string Model { get; init; } = "gpt-4o-mini-tts";

    /// <summary>Voice for requests that name none. Default <c>coral</c>. Kokoro mixes: <c>af_heart+af_bella(0.3)</c>.</summary>
    public string Voice { get; init; } = "coral";

    /// <summary>How the voice is to sound, in words, at most 4,096 characters. Said only to models that take it (<c>gpt-…</c>).</summary>
    public string Instructions { get; init; } = "";

    /// <summary>Speed, 0.25–4, default 1; multiplied with a request's pace.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Samples a second of what the server calls <c>pcm</c>, 8,000–48,000, default 24,000: others' voices may have their own.</summary>
    public int SampleRate { get; init; } = 24_000;

    /// <summary>Asks for the words' times at <c>/dev/captioned_speech</c> (Kokoro-FastAPI); a server that has it not is asked once.
    /// Default false.</summary>
    public bool Captions { get; init; }

    /// <summary>The voices that the server offers, those first that are preferred. Default: OpenAI's.</summary>
    public IReadOnlyList<VoiceProfile> Voices { get; init; } = OpenAiVoices.OpenAi;

    /// <summary>For Kokoro-FastAPI.</summary>
    /// <param name="baseUrl">For example <c>http://127.0.0.1:8880</c>.</param>
    public static OpenAiSpeechOptions Kokoro(string baseUrl) => new()
    {
        Name = "kokoro",
        Connection = new OpenAiConnection { BaseUrl = baseUrl },
        Model = "kokoro",
        Voice = "af_heart",
        Captions = true,
        Voices = OpenAiVoices.Kokoro,
    };

    /// <exception cref="ArgumentException">A value is outside its range.</exception>
    internal OpenAiAddress Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Name);
        ArgumentException.ThrowIfNullOrWhiteSpace(Model);
        ArgumentException.ThrowIfNullOrWhiteSpace(Voice);
        OptionRange.Check(Instructions.Length, 0, 4096, nameof(Instructions));
        OptionRange.Check(Speed, 0.25, 4, nameof(Speed));
        OptionRange.Check(SampleRate, 8000, 48_000, nameof(SampleRate));
        return Connection.Validate();
    }
}
