using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;
using CallActors.Contracts.Speech;
using CallActors.Speech.Sockets;

namespace CallActors.Speech.OpenAi;

/// <summary>What the server says of an error besides its text, which may quote a key or a caller and goes nowhere.</summary>
internal readonly record struct OpenAiErrorCode(string Type, string Code, string Parameter)
{
    public static OpenAiErrorCode None { get; } = new("", "", "");

    /// <summary>Reads <c>{"error":{type,code,param}}</c>; empty where the body is something else.</summary>
    public static OpenAiErrorCode Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind is not JsonValueKind.Object || !json.RootElement.TryGetProperty("error", out var error)
                || error.ValueKind is not JsonValueKind.Object)
                return None;
            return new OpenAiErrorCode(Text(error, "type"), Text(error, "code"), Text(error, "param"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Also a text that is none of UTF-8, which shows itself only when it is read.
            return None;
        }
    }

    private static string Text(JsonElement error, string name) =>
        error.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString()! : "";
}

/// <summary>The server's refusals and failures in the engine's terms. Messages are our own words: the server's text is never repeated.</summary>
/// <param name="name">Who failed: the recogniser's or synthesizer's name.</param>
internal sealed class OpenAiFaults(string name)
{
    public SpeechException Stalled(TimeSpan limit) => new(SpeechFailure.TimedOut, $"{name}: the server gave nothing for {limit.TotalSeconds:0.#} s.");

    public SpeechException NotOpened(TimeSpan limit) => new(SpeechFailure.TimedOut, $"{name}: the server did not answer within {limit.TotalSeconds:0.#} s.");

    public SpeechException Broken(string what) => new(SpeechFailure.Broken, $"{name}: {what}");

    public string Name => name;

    /// <summary>An HTTP error, also of a socket's handshake.</summary>
    public SpeechException OfStatus(int status, OpenAiErrorCode error) => OfCode(error, $"HTTP {status}")
        // A server that is overloaded says 503, and one that is at work on the same thing 409.
        ?? (status is 409 or 429 or 503 ? Busy($"HTTP {status}") : new VendorRefusal(name, (HttpStatusCode)status).Of());

    /// <summary>An error event of a socket.</summary>
    public SpeechException OfEvent(OpenAiErrorCode error) => OfCode(error, "error event") ?? error.Type switch
    {
        "invalid_request_error" => Refused("the session refused what it was sent; check the model and options."),
        _ => Broken("the session failed."),
    };

    /// <summary>A stretch of audio that could not be transcribed; null when that says nothing of the next one.</summary>
    public SpeechException? OfItem(OpenAiErrorCode error) => error.Code.Length > 0 ? OfCode(error, "failed item") : null;

    /// <summary>A socket's end that nobody asked for.</summary>
    public SpeechException OfClose(WebSocketCloseStatus? status, string reason)
    {
        // The vendor writes type and code as the reason: "invalid_request_error.invalid_api_key".
        var dot = reason.LastIndexOf('.');
        var error = new OpenAiErrorCode(dot > 0 ? reason[..dot] : reason, dot > 0 ? reason[(dot + 1)..] : "", "");
        return OfCode(error, $"close {(int?)status}") ?? (status is WebSocketCloseStatus.PolicyViolation
            ? Refused($"the server closed the session (close {(int)status}).")
            : Broken($"the server closed the session (close {(int?)status})."));
    }

    /// <summary>A connection that could not be made or has broken.</summary>
    public SpeechException OfTransport(Exception e)
    {
        for (var inner = e; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case SpeechException known:
                    return known;
                case HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError }:
                    return new SpeechException(SpeechFailure.Unavailable, $"{name}: the server's name is not known; check the base address.");
                case HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }:
                    return new SpeechException(SpeechFailure.Unavailable, $"{name}: no secure connection to the server; check the base address and the certificate.");
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostUnreachable or SocketError.NetworkUnreachable }:
                    return new SpeechException(SpeechFailure.Unavailable, $"{name}: nothing answers at the base address.");
            }
        }

        return Broken("the connection broke.");
    }

    private SpeechException? OfCode(OpenAiErrorCode error, string where) => (error.Code.Length > 0 ? error.Code : error.Type) switch
    {
        "invalid_api_key" or "authentication_error" or "missing_api_key" => Refused($"the key was refused ({where}, invalid_api_key); check the API key."),
        "insufficient_quota" or "billing_hard_limit_reached" or "billing_not_active" =>
            Refused($"the account has no quota left ({where}, insufficient_quota); check its billing."),
        "rate_limit_exceeded" or "rate_limit_error" or "requests" or "tokens" => Busy($"{where}, rate_limit_exceeded"),
        "model_not_found" => Refused($"the model is not known or not allowed ({where}, model_not_found); check the model."),
        "session_expired" => Broken($"the session's time is over ({where}, session_expired)."),
        "server_error" => Broken($"the server failed ({where}, server_error)."),
        _ => null,
    };

    private SpeechException Refused(string what) => new(SpeechFailure.Refused, $"{name}: {what}");

    private SpeechException Busy(string where) => new(SpeechFailure.Busy, $"{name}: the server takes no more requests for now ({where}).");
}
