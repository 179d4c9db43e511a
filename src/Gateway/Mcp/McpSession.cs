using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace CallActors.Gateway.Mcp;

/// <summary>One client's session: its server, and the transport that the client's requests are handed to. Without an id it is the whole of
/// one request of the era without sessions.</summary>
public sealed class McpSession : IAsyncDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private readonly StreamableHttpServerTransport _transport;
    private readonly McpServer _server;
    private readonly Task _running;
    private int _hasStream;

    /// <param name="id">Its MCP-Session-Id; null for a single request.</param>
    /// <param name="options">Makes the server's options, given the token that is cancelled when the client is gone.</param>
    public McpSession(string? id, Func<CancellationToken, McpServerOptions> options, ILoggerFactory loggers, IServiceProvider services)
    {
        Id = id;
        _transport = new StreamableHttpServerTransport(loggers) { SessionId = id, Stateless = id is null };
        var serverOptions = options(_gone.Token);
        serverOptions.ScopeRequests = false;
        _server = McpServer.Create(_transport, serverOptions, loggers, services);
        _running = RunAsync();
    }

    public string? Id { get; }

    /// <summary>Requests that are being answered, and the stream while it is open. <see cref="McpSessions"/> counts.</summary>
    internal int InUse { get; set; }

    /// <summary>When the last of them ended, as the clock stamps it.</summary>
    internal long LastUsed { get; set; }

    /// <summary>Hands a message to the server and writes what it answers.</summary>
    /// <param name="onStarting">Told the first message of the answer before anything is written.</param>
    /// <returns>False when there is nothing to answer.</returns>
    public Task<bool> PostAsync(JsonRpcMessage message, Stream answer, Func<JsonRpcMessage?, ValueTask> onStarting, CancellationToken cancellationToken) =>
        _transport.HandlePostRequestAsync(message, answer, onStarting, cancellationToken);

    /// <summary>Takes the session's one stream; false when it is taken.</summary>
    public bool TryTakeStream() => Interlocked.Exchange(ref _hasStream, 1) == 0;

    /// <summary>Writes what the server sends unasked until the token is cancelled or the session ends, and gives the stream back.</summary>
    public async Task StreamAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _gone.Token);
        try
        {
            await stream.FlushAsync(either.Token).ConfigureAwait(false);
            await _transport.HandleGetRequestAsync(stream, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The client has closed it, the session has ended, or the gateway stops.
        }
        finally
        {
            Volatile.Write(ref _hasStream, 0);
        }
    }

    /// <summary>Ends it: what was under way is abandoned.</summary>
    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
        await _transport.DisposeAsync().ConfigureAwait(false);
        _gone.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            await _server.RunAsync(_gone.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // Ended.
        }
    }
}
