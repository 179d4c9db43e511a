using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace CallActors.Simulators.ElevenLabs;

/// <summary>A refusal in the vendor's form.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Word">The vendor's word for it.</param>
internal sealed record Refusal(int Status, string Word, string Message)
{
    /// <summary>The body of an HTTP answer; what does not fit the schema is told in a list.</summary>
    public JsonObject Body() => new()
    {
        ["detail"] = Status == 422
            ? new JsonArray(new JsonObject { ["type"] = Word, ["loc"] = new JsonArray("body"), ["msg"] = Message })
            : new JsonObject { ["status"] = Word, ["message"] = Message },
    };

    /// <summary>What a socket tells before it closes with 1008.</summary>
    public JsonObject SocketMessage() => new() { ["message"] = Message, ["error"] = Word, ["code"] = 1008 };
}

/// <summary>What the vendor refuses.</summary>
internal static class ElevenLabsRules
{
    private const int LongestInactivity = 180;
    private const int UsualInactivity = 20;

    private static readonly HashSet<string> Formats = ["ulaw_8000", "alaw_8000", "pcm_8000", "pcm_16000", "mp3_44100_128"];

    public static Refusal? OfKey(string? key, ElevenLabsSimulatorOptions options) =>
        key == options.ApiKey ? null : new Refusal(401, "invalid_api_key", "Invalid API key");

    public static Refusal? OfPlace(string voice, string? model, string? format, string? language, ElevenLabsSimulatorOptions options)
    {
        model ??= "eleven_multilingual_v2";
        if (!options.Voices.Contains(voice)) return new Refusal(404, "voice_not_found", "A voice with this id was not found.");
        if (!options.Models.TryGetValue(model, out var canBeTold)) return new Refusal(400, "model_not_found", "A model with this id does not exist.");
        if (format is null || !Formats.Contains(format)) return new Refusal(422, "enum", "Input should be one of the output formats.");
        // A faithful stand-in for the rest would need the codecs; telephones need one.
        if (format != "ulaw_8000") return new Refusal(400, "output_format_not_simulated", "Only ulaw_8000 is simulated.");
        if (!string.IsNullOrEmpty(language) && !canBeTold) return new Refusal(400, "unsupported_language", $"Model {model} does not support language codes.");
        return null;
    }

    /// <summary>How long the vendor keeps a socket on which nothing comes, as the client asked; null when it asked for what it cannot have.</summary>
    public static TimeSpan? InactivityOf(HttpRequest request)
    {
        var asked = request.Query["inactivity_timeout"].ToString();
        var seconds = asked.Length == 0 ? UsualInactivity : int.TryParse(asked, CultureInfo.InvariantCulture, out var told) ? told : 0;
        return seconds is >= 1 and <= LongestInactivity ? TimeSpan.FromSeconds(seconds) : null;
    }

    public static Refusal? OfSettings(JsonNode? settings)
    {
        if (settings is null) return null;
        if (settings is not JsonObject values) return new Refusal(422, "model_type", "voice_settings must be an object.");
        foreach (var (name, value) in values)
        {
            var fits = name switch
            {
                "stability" or "similarity_boost" or "style" => value is null || IsWithin(value, 0, 1),
                "speed" => value is null || IsWithin(value, 0.7, 1.2),
                "use_speaker_boost" => value is null || value.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
                _ => false,
            };
            if (!fits) return new Refusal(422, "invalid_voice_settings", $"{name} is not a setting, or outside its range.");
        }

        return null;
    }

    public static double SpeedOf(JsonNode? settings) => settings?["speed"] is { } speed ? speed.GetValue<double>() : 1;

    private static bool IsWithin(JsonNode value, double least, double most) =>
        value.GetValueKind() is JsonValueKind.Number && value.GetValue<double>() is var number && number >= least && number <= most;
}
