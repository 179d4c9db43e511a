namespace CallActors.Speech.OpenAi;

/// <summary>How a realtime session is set up: servers of different age and origin want it said differently.</summary>
public enum RealtimeShape
{
    /// <summary>Each in turn until one is taken; what was taken is remembered by the recogniser.</summary>
    Auto,

    /// <summary><c>session.update</c> with a session of type <c>transcription</c>; µ-law goes through as it is.</summary>
    Current,

    /// <summary><c>transcription_session.update</c> under the header <c>OpenAI-Beta: realtime=v1</c>; µ-law goes through as it is.</summary>
    Earlier,

    /// <summary>Local servers (speaches): the model stands in the address, <c>session.update</c> has the earlier names and no audio format,
    /// audio is 16-bit PCM of 24 kHz.</summary>
    Local,
}

/// <summary>How calls are listened to over the realtime socket.</summary>
public sealed record OpenAiRealtimeOptions
{
    /// <summary>Name for logs, configuration and health. Default <c>openai-realtime</c>.</summary>
    public string Name { get; init; } = "openai-realtime";

    /// <summary>Where, and with which key.</summary>
    public OpenAiConnection Connection { get; init; } = new();

    /// <summary>Transcription model. Default <c>gpt-4o-transcribe</c>.</summary>
    public string Model { get; init; } = "gpt-4o-transcribe";

    /// <summary>Said to the model about what it will hear; may be empty.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>Who ends a stretch of speech. Default: we do.</summary>
    public TurnDetection TurnDetection { get; init; } = CallActors.Speech.OpenAi.TurnDetection.Manual.Instance;

    /// <summary><c>near_field</c>, <c>far_field</c>, or empty for none, the default: the telephone network has reduced it already.</summary>
    public string NoiseReduction { get; init; } = "";

    /// <summary>How the session is set up. Default <see cref="RealtimeShape.Auto"/>.</summary>
    public RealtimeShape Shape { get; init; } = RealtimeShape.Auto;

    /// <summary>Audio joined into one message, 20–500 ms, default 80 ms: a message for each frame would cost four times the sends.</summary>
    public TimeSpan Joined { get; init; } = TimeSpan.FromMilliseconds(80);

    /// <summary>Audio that may wait to be sent, 2–120 s, default 20 s (160 KB, only while it waits): what is replayed into a new session
    /// comes all at once.</summary>
    public TimeSpan Backlog { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A segment must be answered within this after its end. Range 1–60 s, default 10 s.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A session as old as this is replaced in the next pause: the vendor ends sessions after an hour. Range 1 min – 24 h, default
    /// 50 min.</summary>
    public TimeSpan RenewAfter { get; init; } = TimeSpan.FromMinutes(50);

    /// <exception cref="ArgumentException">A value is outside its range.</exception>
    internal OpenAiAddress Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Name);
        ArgumentException.ThrowIfNullOrWhiteSpace(Model);
        TurnDetection.Validate();
        if (NoiseReduction is not ("" or "near_field" or "far_field"))
            throw new ArgumentOutOfRangeException(nameof(NoiseReduction), NoiseReduction, "NoiseReduction must be near_field, far_field or empty.");
        OptionRange.Check(Joined, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(500), nameof(Joined));
        OptionRange.Check(Backlog, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(120), nameof(Backlog));
        OptionRange.Check(AnswerWithin, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), nameof(AnswerWithin));
        OptionRange.Check(RenewAfter, TimeSpan.FromMinutes(1), TimeSpan.FromHours(24), nameof(RenewAfter));
        return Connection.Validate();
    }
}
