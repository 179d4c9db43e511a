using System.Net.Http.Headers;
using System.Text.Json;

namespace CallActors.Assistants.Claude;

/// <summary>What the SDK leaves to its caller: the version that is configured, and when to ask again, which its exceptions do not tell.</summary>
internal sealed class ClaudeWire(string version, TimeProvider time, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>An error's body is read so far.</summary>
    private const int MostErrorBytes = 64 * 1024;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Remove("anthropic-version");
        request.Headers.Add("anthropic-version", version);
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode) return response;
        using (response)
        {
            var (type, message) = await ErrorAsync(response, cancellationToken).ConfigureAwait(false);
            var isTooLong = message.Contains("too long", StringComparison.OrdinalIgnoreCase) || message.Contains("context", StringComparison.OrdinalIgnoreCase);
            throw new ClaudeRefusedException(response.StatusCode, type, isTooLong, After(response.Headers.RetryAfter));
        }
    }

    private TimeSpan? After(RetryConditionHeaderValue? told)
    {
        if (told?.Delta is { } delta) return delta;
        if (told?.Date is not { } date) return null;
        var left = date - time.GetUtcNow();
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private static async Task<(string Type, string Message)> ErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            var bytes = new byte[MostErrorBytes];
            var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            using var told = JsonDocument.Parse(bytes.AsMemory(0, length));
            return told.RootElement.TryGetProperty("error", out var error) && error.ValueKind is JsonValueKind.Object ? (Text(error, "type"), Text(error, "message")) : ("", "");
        }
        // What stands before the vendor, a proxy, answers in its own way.
        catch (Exception e) when (e is JsonException or IOException or HttpRequestException or InvalidOperationException)
        {
            return ("", "");
        }
    }

    private static string Text(JsonElement error, string name) =>
        error.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString()! : "";
}
