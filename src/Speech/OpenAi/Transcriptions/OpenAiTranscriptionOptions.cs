namespace CallActors.Speech.OpenAi;

/// <summary>How calls are listened to by one request a segment.</summary>
public sealed record OpenAiTranscriptionOptions
{
    /// <summary>Name for logs, configuration and health. Default <c>openai-batch</c>.</summary>
    public string Name { get; init; } = "openai-batch";

    /// <summary>Where, and with which key.</summary>
    public OpenAiConnection Connection { get; init; } = new();

    /// <summary>Transcription model, for a local server for example <c>Systran/faster-whisper-small</c>. Default <c>gpt-4o-transcribe</c>.</summary>
    public string Model { get; init; } = "gpt-4o-transcribe";

    /// <summary>Said to the model about what it will hear; may be empty.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>Asks for the words as they are found; a server that refuses it is not asked so again. Default false: they come only just
    /// before the whole text, and the engine takes a recogniser that used to tell words early for deaf when it takes more than 1.5 s once.</summary>
    public bool Stream { get; init; }

    /// <summary>A segment that goes on for longer is transcribed in parts, 5–600 s, default 60 s: 480 KB, and no wait at its end.</summary>
    public TimeSpan LongestPart { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Requests of one call at the same time, 1–16, default 4; with one more the recogniser is behind and fails.</summary>
    public int MaximumRequests { get; init; } = 4;

    /// <exception cref="ArgumentException">A value is outside its range.</exception>
    internal OpenAiAddress Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Name);
        ArgumentException.ThrowIfNullOrWhiteSpace(Model);
        OptionRange.Check(LongestPart, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(600), nameof(LongestPart));
        OptionRange.Check(MaximumRequests, 1, 16, nameof(MaximumRequests));
        return Connection.Validate();
    }
}
