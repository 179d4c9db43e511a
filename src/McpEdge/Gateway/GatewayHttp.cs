using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CallActors.McpEdge.Configuration;

namespace CallActors.McpEdge.Gateway;

/// <summary>Sends single requests to the gateway. Has no time-out of its own for the answer: a person may take minutes, and the
/// caller's token carries the deadline.</summary>
internal sealed class GatewayHttp : IDisposable
{
    private const int LongestAnswer = 8 * 1024 * 1024;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http;
    private readonly ApiKeySource _keys;

    public GatewayHttp(EdgeOptions options, ApiKeySource keys)
    {
        _keys = keys;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = ConnectTimeout,
            ConnectCallback = ConnectAsync,
            // A proxy of the environment is for the world outside; it does not know this machine's loopback.
            UseProxy = !options.Gateway.IsLoopback && !options.IsSelf,
        };
        if (options.Certificate.Length > 0)
        {
            // The certificate is for the name by which others know the gateway, which is not the address that it listens on.
            using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(options.Certificate));
            var own = certificate.GetCertHashString(HashAlgorithmName.SHA256);
            handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString(HashAlgorithmName.SHA256) == own;
        }
        _http = new HttpClient(handler)
        {
            BaseAddress = options.Gateway,
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LongestAnswer,
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("CallActors.McpEdge", EdgeVersion.Text));
    }

    /// <exception cref="OperationCanceledException">The token was cancelled; the connection is closed.</exception>
    public async Task<Exchange> SendAsync(GatewayRequest request, CancellationToken cancellation)
    {
        return _keys.Find() switch
        {
            KeyLookup.Found { Key: var key } => await SendAsync(request, key, cancellation),
            KeyLookup.Missing { Mend: var mend } => new Exchange.Unkeyed(mend),
            _ => throw new InvalidOperationException("A key lookup finds the key or tells the mend."),
        };
    }

    public void Dispose() => _http.Dispose();

    private async Task<Exchange> SendAsync(GatewayRequest request, string key, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(request.Method, request.Path);
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (request.IdempotencyKey is { } idempotencyKey) message.Headers.Add("Idempotency-Key", idempotencyKey);
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }
        try
        {
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseContentRead, cancellation);
            return new Exchange.Answered((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellation));
        }
        catch (HttpRequestException fault)
        {
            return Judge(fault);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new Exchange.Unreachable(MayHaveArrived: false, $"no connection within {ConnectTimeout.TotalSeconds:0} s");
        }
    }

    private static Exchange Judge(HttpRequestException fault) => fault.HttpRequestError switch
    {
        HttpRequestError.ConnectionError => new Exchange.Unreachable(false, fault.InnerException is SocketException socket ? Words(socket) : "no connection"),
        HttpRequestError.NameResolutionError => new Exchange.Unreachable(false, "its name cannot be resolved"),
        HttpRequestError.ResponseEnded => new Exchange.Unreachable(true, "the connection broke"),
        HttpRequestError.SecureConnectionError => new Exchange.Unusable("its TLS certificate or protocol was not accepted"),
        HttpRequestError.ConfigurationLimitExceeded => new Exchange.Unusable($"its answer is longer than {LongestAnswer / (1024 * 1024)} MiB"),
        HttpRequestError.Unknown when fault.InnerException is IOException => new Exchange.Unreachable(true, "the connection broke"),
        _ => new Exchange.Unusable($"what answers there is not HTTP ({fault.HttpRequestError})"),
    };

    private static string Words(SocketException fault) =>
        fault.SocketErrorCode == SocketError.ConnectionRefused ? "connection refused" : $"no connection ({fault.SocketErrorCode})";

    // A person may be silent for minutes and so is the connection: without keep-alives a router on the way may forget it, and
    // neither side would notice.
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 20);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 4);
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
