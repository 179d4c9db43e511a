using System.Net.WebSockets;
using System.Text.Json;
using CallActors.Gateway.Media;
using CallActors.Gateway.Options;

namespace CallActors.Gateway.Doctor;

/// <summary>Whether the public address leads to a gateway, for requests and for media sockets. Asked from this machine.</summary>
public static class PublicReach
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(5);

    /// <summary>Two findings; none without a public address.</summary>
    public static async Task<IReadOnlyList<Finding>> ExamineAsync(GatewayOptions options)
    {
        if (options.PublicUrl.Length == 0) return [];
        var health = await HealthAsync(options.PublicUrl).ConfigureAwait(false);
        return health.Ok ? [health, await SocketsAsync(options.PublicUrl).ConfigureAwait(false)] : [health];
    }

    private static async Task<Finding> HealthAsync(string url)
    {
        const string part = "public address";
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Within };
        try
        {
            using var answer = await client.GetAsync(new Uri(url + "/health")).ConfigureAwait(false);
            var body = await answer.Content.ReadAsStringAsync().ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode || PublicUrlIn(body) is not { } told)
                return Finding.Amiss(part, $"answers {(int)answer.StatusCode}, and not as a gateway does", "let the tunnel or proxy lead to this gateway's port (docs/public-url.md)");
            return told == url
                ? Finding.Well(part, "leads to a gateway that knows this address")
                : Finding.Amiss(part, "leads to a gateway that was started with another public address", "start that gateway with the same CALLME_PUBLIC_URL: signatures are reckoned over it");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            var reason = e is HttpRequestException { HttpRequestError: var error } ? error.ToString() : "no answer in time";
            return Finding.Amiss(part, $"cannot be reached from here ({reason})", "start the gateway and the tunnel or proxy, then ask again (docs/public-url.md)");
        }
    }

    private static async Task<Finding> SocketsAsync(string url)
    {
        const string part = "media sockets at the public address";
        using var socket = new ClientWebSocket();
        using var deadline = new CancellationTokenSource(Within);
        try
        {
            await socket.ConnectAsync(new Uri("ws" + url["http".Length..] + MediaEndpoint.Path), deadline.Token).ConfigureAwait(false);
            return Finding.Well(part, "can be opened");
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            return Finding.Amiss(part, "cannot be opened", "let the proxy pass WebSockets on (docs/public-url.md)");
        }
    }

    private static string? PublicUrlIn(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("publicUrl", out var url) ? url.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
