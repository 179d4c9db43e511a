using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace CallActors.Simulators.OpenAi;

/// <summary>What a realtime session takes: which message sets it up, with which fields.</summary>
internal sealed class SessionShape
{
    private static readonly string[] Named = ["model", "intent", "call_id"];
    private static readonly string[] Transcription = ["model", "language", "languages", "prompt", "keywords", "delay"];
    private static readonly string[] TurnFields = ["type", "threshold", "prefix_padding_ms", "silence_duration_ms", "idle_timeout_ms", "create_response", "interrupt_response", "eagerness"];

    // Paths of objects, with the fields that each may hold.
    private static readonly Dictionary<string, string[]> CurrentFields = new()
    {
        ["session"] = ["type", "audio", "include"],
        ["session.audio"] = ["input"],
        ["session.audio.input"] = ["format", "noise_reduction", "transcription", "turn_detection"],
        ["session.audio.input.format"] = ["type", "rate"],
        ["session.audio.input.noise_reduction"] = ["type"],
        ["session.audio.input.transcription"] = Transcription,
        ["session.audio.input.turn_detection"] = TurnFields,
    };

    private static readonly Dictionary<string, string[]> EarlierFields = new()
    {
        ["session"] = ["input_audio_format", "input_audio_transcription", "turn_detection", "input_audio_noise_reduction", "include"],
        ["session.input_audio_transcription"] = ["model", "language", "prompt"],
        ["session.turn_detection"] = TurnFields,
        ["session.input_audio_noise_reduction"] = ["type"],
    };

    private readonly Dictionary<string, string[]>? _fields;

    private SessionShape(string update, string created, Dictionary<string, string[]>? fields, VendorError? fault = null) =>
        (Update, Created, _fields, Fault) = (update, created, fields, fault);

    /// <summary>The message that sets up a session.</summary>
    public string Update { get; }

    /// <summary>Prefix of what the server tells of the session.</summary>
    public string Created { get; }

    /// <summary>Why the socket is closed as soon as it is open.</summary>
    public VendorError? Fault { get; }

    /// <summary>The server takes what it knows and skips the rest.</summary>
    public bool IsLenient => _fields is null;

    /// <exception cref="VendorRefusal">The handshake is refused.</exception>
    public static SessionShape Of(HttpContext http, OpenAiSimulatorOptions options)
    {
        var query = http.Request.Query;
        var dialect = options.Dialect;
        if (dialect is OpenAiDialect.Speaches)
        {
            // What a handler refuses before it accepts the socket is a 403 there.
            if (options.NeedsModel && !query.ContainsKey("model")) throw new VendorRefusal(new VendorError(403, "Forbidden"));
            return new SessionShape("session.update", "session", null);
        }

        var named = Named.Count(query.ContainsKey);
        if (named != 1) throw new VendorRefusal(new VendorError(400, "You must provide exactly one of model, intent or call_id.", Code: "missing_model"));
        var isEarlier = http.Request.Headers["OpenAI-Beta"] == "realtime=v1";
        if (dialect is OpenAiDialect.Vendor)
        {
            if (isEarlier) throw new VendorRefusal(new VendorError(400, "The Realtime Beta API is no longer supported.", Code: "beta_api_shape_disabled"));
            return new SessionShape("session.update", "session", CurrentFields);
        }

        return new SessionShape("transcription_session.update", "transcription_session", EarlierFields,
            isEarlier ? null : new VendorError(400, "You must include the header 'OpenAI-Beta: realtime=v1'.", Code: "missing_beta_header"));
    }

    /// <summary>Takes a session's settings over from a message.</summary>
    /// <exception cref="VendorRefusal">The vendor knows no such field, or no such value.</exception>
    public SessionSettings Apply(JsonObject session)
    {
        if (_fields is not null) Check(session, "session");
        if (Update is "session.update" && !IsLenient && session["type"]?.GetValue<string>() is not ("transcription" or "realtime"))
            throw new VendorRefusal(VendorError.Missing("session.type"));
        var input = IsLenient || Update is not "session.update" ? session : session["audio"]?["input"] as JsonObject ?? [];
        var isCurrent = input != session;
        var format = (isCurrent ? input["format"]?["type"] : input["input_audio_format"])?.GetValue<string>();
        var isMuLaw = format switch
        {
            null or "audio/pcm" or "pcm16" => false,
            "audio/pcmu" when isCurrent => true,
            "g711_ulaw" when !isCurrent => true,
            _ => throw new VendorRefusal(VendorError.Value(isCurrent ? "session.audio.input.format.type" : "session.input_audio_format", format)),
        };
        var transcription = input[isCurrent ? "transcription" : "input_audio_transcription"];
        if (!IsLenient && transcription?["model"] is null) throw new VendorRefusal(VendorError.Missing("session.audio.input.transcription.model"));
        var says = input.ContainsKey("turn_detection");
        var turns = input["turn_detection"];
        // Where nothing is said the server listens for itself.
        TimeSpan? silence = says && turns is null ? null : TimeSpan.FromMilliseconds(turns?["silence_duration_ms"]?.GetValue<double>() ?? 500);
        return new SessionSettings(isMuLaw && !IsLenient, silence);
    }

    private void Check(JsonObject given, string path)
    {
        if (!_fields!.TryGetValue(path, out var known)) return;
        foreach (var (name, value) in given)
        {
            var at = $"{path}.{name}";
            if (!known.Contains(name)) throw new VendorRefusal(VendorError.Unknown(at));
            if (value is JsonObject inner) Check(inner, at);
        }
    }
}

/// <param name="IsMuLaw">Audio comes as µ-law of 8 kHz; else as PCM of 24 kHz.</param>
/// <param name="Silence">That ends a speech; null when the client ends it.</param>
internal sealed record SessionSettings(bool IsMuLaw, TimeSpan? Silence)
{
    public static SessionSettings Default { get; } = new(false, TimeSpan.FromMilliseconds(500));
}
