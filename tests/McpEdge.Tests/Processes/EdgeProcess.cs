using System.Collections.Concurrent;
using System.Text.Json;
using CallActors.McpEdge.Tests.Gateways;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace CallActors.McpEdge.Tests.Processes;

/// <summary>The built edge as a child process, and the SDK's client that talks to it.</summary>
internal sealed class EdgeProcess : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _errors;
    private int _lastId;

    private EdgeProcess(McpClient client, ConcurrentQueue<string> errors)
    {
        Client = client;
        _errors = errors;
    }

    public McpClient Client { get; }

    /// <summary>What the edge has written to standard error.</summary>
    public string Errors => string.Join('\n', _errors);

    public static Task<EdgeProcess> StartAsync(GatewayFake gateway, params string[] arguments) =>
        StartAsync(gateway.Address, GatewayFake.Key, arguments);

    public static async Task<EdgeProcess> StartAsync(string address, string? key, params string[] arguments)
    {
        var errors = new ConcurrentQueue<string>();
        var transport = new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = Places.EdgeExecutable,
            Arguments = arguments,
            EnvironmentVariables = new Dictionary<string, string?> { ["CALLME_CLOUD_URL"] = address, ["CALLME_API_KEY"] = key },
            StandardErrorLines = errors.Enqueue,
            ShutdownTimeout = TimeSpan.FromSeconds(10),
        });
        // The client's own patience with a server that starts slowly is short, and what it falls back to is refused by a server
        // that has got the first question after all.
        var options = new McpClientOptions { DiscoverProbeTimeout = Patience.Longest, InitializationTimeout = Patience.Longest };
        using var deadline = new CancellationTokenSource(Patience.Longest);
        return new EdgeProcess(await McpClient.CreateAsync(transport, options, cancellationToken: deadline.Token), errors);
    }

    /// <summary>Calls a tool; without <paramref name="progress"/> no progress token is given.</summary>
    public Task<CallToolResult> CallAsync(
        string tool,
        Dictionary<string, object?> arguments,
        IProgress<ProgressNotificationValue>? progress = null) =>
        Client.CallToolAsync(tool, arguments, progress).AsTask().Soon();

    /// <summary>Calls a tool under an id of its own, so that the test itself can send the cancellation: the SDK's client, given a
    /// cancellation token, may stop waiting without telling the server.</summary>
    public CancellableCall Begin(string tool, Dictionary<string, object?> arguments)
    {
        var id = new RequestId($"test-{Interlocked.Increment(ref _lastId)}");
        var parameters = new CallToolRequestParams
        {
            Name = tool,
            Arguments = arguments.ToDictionary(a => a.Key, a => JsonSerializer.SerializeToElement(a.Value)),
        };
        var result = Client.SendRequestAsync<CallToolRequestParams, CallToolResult>(
            RequestMethods.ToolsCall, parameters, McpJsonUtilities.DefaultOptions, id).AsTask().Soon();
        return new CancellableCall(Client, id, result);
    }

    public ValueTask DisposeAsync() => Client.DisposeAsync();
}

/// <summary>A tool call that is under way.</summary>
internal sealed record CancellableCall(McpClient Client, RequestId Id, Task<CallToolResult> Result)
{
    /// <summary>Sends notifications/cancelled; the result is then a cancelled task.</summary>
    public async Task CancelAsync()
    {
        await Client.SendNotificationAsync(
            NotificationMethods.CancelledNotification,
            new CancelledNotificationParams { RequestId = Id, Reason = "the test has changed its mind" },
            McpJsonUtilities.DefaultOptions);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Result);
    }
}

/// <summary>Keeps progress in the order of arrival and lets a test await a message.</summary>
internal sealed class ProgressRecorder : IProgress<ProgressNotificationValue>
{
    private readonly Lock _gate = new();
    private readonly List<ProgressNotificationValue> _told = [];
    private readonly List<(string Message, TaskCompletionSource Seen)> _awaited = [];

    public IReadOnlyList<ProgressNotificationValue> Told
    {
        get
        {
            lock (_gate) return [.. _told];
        }
    }

    public void Report(ProgressNotificationValue value)
    {
        lock (_gate)
        {
            _told.Add(value);
            foreach (var (message, seen) in _awaited)
                if (message == value.Message) seen.TrySetResult();
        }
    }

    /// <summary>Completes when this message has been told.</summary>
    public Task Seen(string message) => SeenAfter(0, message);

    /// <summary>The same, of what is told after the first few.</summary>
    public Task SeenAfter(int count, string message)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_told.Skip(count).Any(value => value.Message == message)) seen.SetResult();
            _awaited.Add((message, seen));
        }
        return seen.Task.Soon();
    }
}
