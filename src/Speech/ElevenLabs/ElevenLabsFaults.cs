using System.Net;
using System.Text.Json;
using CallActors.Contracts.Speech;
using CallActors.Speech.Sockets;

namespace CallActors.Speech.ElevenLabs;

/// <summary>What the vendor's refusals mean. Its sentences are not passed on, as they may quote what was to be said; its words for them
/// are.</summary>
internal static class ElevenLabsFaults
{
    public const string Vendor = "ElevenLabs";

    private const int LongestWord = 64;

    /// <summary>A refused HTTP request or handshake.</summary>
    /// <param name="word">The vendor's word for it, or empty: a status alone says less.</param>
    public static SpeechException OfStatus(HttpStatusCode status, string word = "") => OfWord(word) ?? (int)status switch
    {
        401 or 403 => new SpeechException(SpeechFailure.Unavailable, "ElevenLabs does not accept the API key: check it and its permission for text to speech."),
        402 => OutOfCredits(),
        429 => TooMany(word),
        _ => new VendorRefusal(Vendor, status, Word: word).Of(),
    };

    /// <summary>A connection that could not be had, or ended before an answer came.</summary>
    public static SpeechException OfConnection(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError =>
            new SpeechException(SpeechFailure.Unavailable, $"ElevenLabs cannot be reached ({error})."),
        _ => new SpeechException(SpeechFailure.Broken, "The connection to ElevenLabs broke."),
    };

    /// <summary>An error that a socket tells before it closes.</summary>
    public static SpeechException OfMessage(string word) =>
        OfWord(word) ?? new SpeechException(SpeechFailure.Broken, $"ElevenLabs broke off{Told(word)}.");

    /// <summary>A socket that was closed with or without a reason.</summary>
    public static SpeechException OfClose(int? status, string reason) => OfWord(Cleaned(reason)) ?? new SpeechException(
        status is 1008 ? SpeechFailure.Refused : SpeechFailure.Broken,
        status is { } code ? $"ElevenLabs closed the connection ({code})." : "The connection to ElevenLabs broke.");

    /// <summary>The vendor's word in the body of an error: <c>{"detail":{"status":"…"}}</c>, or for a request that does not fit its
    /// schema <c>{"detail":[{"type":"…"}]}</c>. Empty when there is none.</summary>
    public static string WordOf(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!JsonDocument.TryParseValue(ref reader, out var document)) return "";
            using (document)
            {
                if (document.RootElement.ValueKind is not JsonValueKind.Object || !document.RootElement.TryGetProperty("detail", out var detail)) return "";
                if (detail.ValueKind is JsonValueKind.Array && detail.GetArrayLength() > 0) detail = detail[0];
                if (detail.ValueKind is not JsonValueKind.Object) return "";
                foreach (var name in (ReadOnlySpan<string>)["status", "code", "type"])
                    if (detail.TryGetProperty(name, out var word) && word.ValueKind is JsonValueKind.String) return Cleaned(word.GetString()!);
                return "";
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Also a text that is none of UTF-8, which shows itself only when it is read.
            return "";
        }
    }

    /// <summary>A word of the vendor's, such as <c>system_busy</c>; empty for anything that is not one.</summary>
    public static string Cleaned(string? word) =>
        word is { Length: > 0 and <= LongestWord } && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '_') ? word : "";

    private static SpeechException? OfWord(string word) => word switch
    {
        "" => null,
        "input_timeout_exceeded" => new SpeechException(SpeechFailure.Broken, "ElevenLabs closed the connection because nothing was sent for too long."),
        "quota_exceeded" or "insufficient_credits" => OutOfCredits(),
        "invalid_api_key" or "missing_permissions" or "needs_authorization" or "unauthorized" => OfStatus(HttpStatusCode.Unauthorized),
        _ when IsAbout(word, "voice") || IsAbout(word, "model") => new SpeechException(SpeechFailure.Refused, $"ElevenLabs refused voice or model{Told(word)}."),
        _ when IsAbout(word, "concurrent") || IsAbout(word, "busy") || IsAbout(word, "rate_limit") || IsAbout(word, "too_many") || IsAbout(word, "max_contexts") => TooMany(word),
        _ => null,
    };

    private static bool IsAbout(string word, string part) => word.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static SpeechException OutOfCredits() => new(SpeechFailure.Unavailable, "The ElevenLabs account has used up its credits.");

    private static SpeechException TooMany(string word) => new(SpeechFailure.Busy, IsAbout(word, "busy")
        ? "ElevenLabs is overloaded."
        : $"ElevenLabs serves no more requests of this account at once{Told(word)}: its plan sets how many.");

    private static string Told(string word) => word.Length == 0 ? "" : $" ({word})";
}
