using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace CallActors.Simulators.Telnyx;

/// <summary>What was asked for with <c>streaming_start</c>.</summary>
internal sealed record StreamRequest(Uri Url, string Track, string? Mode, string? AuthToken, IReadOnlyDictionary<string, string> Parameters)
{
    private const int MaxAuthToken = 4000;

    /// <summary>What we send is played: only when it was asked for.</summary>
    public bool IsTwoWay => Mode == "rtp";

    /// <summary>Reads it as strictly as the API does; a refusal otherwise.</summary>
    public static (StreamRequest? Request, IResult? Refusal) Read(JsonElement body)
    {
        if (!Uri.TryCreate(TelnyxAnswers.Text(body, "stream_url"), UriKind.Absolute, out var url) || url.Scheme is not ("ws" or "wss"))
            return (null, TelnyxAnswers.BadValue("stream_url"));
        var track = TelnyxAnswers.Text(body, "stream_track") ?? "inbound_track";
        if (track is not ("inbound_track" or "outbound_track" or "both_tracks")) return (null, TelnyxAnswers.BadValue("stream_track"));
        var mode = TelnyxAnswers.Text(body, "stream_bidirectional_mode");
        if (mode is not (null or "rtp" or "mp3")) return (null, TelnyxAnswers.BadValue("stream_bidirectional_mode"));
        // Codecs are case-sensitive. Here every leg is µ-law, and nothing is transcoded.
        if (TelnyxAnswers.Text(body, "stream_codec") is not (null or "PCMU" or "default")) return (null, TelnyxAnswers.BadValue("stream_codec"));
        if (TelnyxAnswers.Text(body, "stream_bidirectional_codec") is not (null or "PCMU")) return (null, TelnyxAnswers.BadValue("stream_bidirectional_codec"));
        var token = TelnyxAnswers.Text(body, "stream_auth_token");
        if (token?.Length > MaxAuthToken) return (null, TelnyxAnswers.BadValue("stream_auth_token"));
        var parameters = new Dictionary<string, string>();
        if (body.TryGetProperty("custom_parameters", out var list))
        {
            if (list.ValueKind != JsonValueKind.Array) return (null, TelnyxAnswers.BadValue("custom_parameters"));
            foreach (var pair in list.EnumerateArray())
            {
                if (pair.ValueKind != JsonValueKind.Object || TelnyxAnswers.Text(pair, "name") is not { } name || TelnyxAnswers.Text(pair, "value") is not { } value)
                    return (null, TelnyxAnswers.BadValue("custom_parameters"));
                parameters[name] = value;
            }
        }
        return (new StreamRequest(url, track, mode, token, parameters), null);
    }
}
