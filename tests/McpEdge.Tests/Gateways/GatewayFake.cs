using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CallActors.McpEdge.Tests.Gateways;

/// <summary>A gateway's REST API on a real socket, as the test wants it to behave. It checks the key as the gateway does, keeps
/// every request, and can be killed in the middle of one and started again on the same port.</summary>
internal sealed class GatewayFake : IAsyncDisposable
{
    public const string Key = "test-key-0123456789abcdef";
    public const string CallId = "call-0123456789abcdefghjkmnpqrs";

    private readonly ConcurrentQueue<RecordedRequest> _requests = new();
    private readonly Channel<RecordedRequest> _operations = Channel.CreateUnbounded<RecordedRequest>();
    private readonly Channel<RecordedRequest> _deletes = Channel.CreateUnbounded<RecordedRequest>();
    private readonly ConcurrentDictionary<HttpContext, bool> _open = new();
    private WebApplication _app;
    private int _port;

    private GatewayFake() => _app = null!;

    /// <summary>What POST requests are answered. Set before the edge is asked to do anything.</summary>
    public Func<RecordedRequest, CancellationToken, Task<FakeReply>> OnOperation { get; set; } =
        (request, _) => throw new InvalidOperationException($"Nobody expected {request.Line}.");

    /// <summary>What GET requests are answered.</summary>
    public Func<RecordedRequest, FakeReply> OnQuestion { get; set; } = _ => FakeReply.Problem(404, "unknown-call", "There is no such call.");

    /// <summary>What DELETE requests are answered.</summary>
    public Func<RecordedRequest, FakeReply> OnDelete { get; set; } = _ => FakeReply.NoContent;

    public string Address => $"http://127.0.0.1:{_port}";

    public IReadOnlyCollection<RecordedRequest> Requests => _requests;

    public static async Task<GatewayFake> StartAsync()
    {
        var fake = new GatewayFake();
        await fake.ListenAsync();
        return fake;
    }

    /// <summary>The next POST that arrives.</summary>
    public Task<RecordedRequest> NextOperation() => _operations.Reader.ReadAsync().AsTask().Soon();

    /// <summary>The next DELETE that arrives.</summary>
    public Task<RecordedRequest> NextDelete() => _deletes.Reader.ReadAsync().AsTask().Soon();

    /// <summary>Dies as a process does that is killed: connections are reset, nothing listens any more.</summary>
    public async Task KillAsync()
    {
        foreach (var context in _open.Keys) context.Abort();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    /// <summary>Listens on the same port again.</summary>
    public Task RestartAsync() => ListenAsync();

    public async ValueTask DisposeAsync() => await KillAsync();

    private async Task ListenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, _port));
        _app = builder.Build();
        _app.Run(ServeAsync);
        await _app.StartAsync();
        _port = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
    }

    private async Task ServeAsync(HttpContext context)
    {
        _open[context] = true;
        try
        {
            var reply = await AnswerAsync(context);
            context.Response.StatusCode = reply.Status;
            if (reply.Body.Length == 0) return;
            context.Response.ContentType = reply.ContentType;
            await context.Response.WriteAsync(reply.Body, context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone, or this gateway was killed.
        }
        finally
        {
            _open.TryRemove(context, out _);
        }
    }

    private async Task<FakeReply> AnswerAsync(HttpContext context)
    {
        var request = await RecordAsync(context);
        if (request.Authorization != $"Bearer {Key}") return FakeReply.Problem(401, "unauthorized", "A valid API key is needed.");
        switch (request.Method)
        {
            case "POST":
                _operations.Writer.TryWrite(request);
                return await OnOperation(request, context.RequestAborted);
            case "DELETE":
                _deletes.Writer.TryWrite(request);
                return OnDelete(request);
            default:
                return OnQuestion(request);
        }
    }

    private async Task<RecordedRequest> RecordAsync(HttpContext context)
    {
        var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes, context.RequestAborted);
        var request = new RecordedRequest(
            context.Request.Method,
            context.Request.Path.Value!,
            context.Request.QueryString.Value!,
            context.Request.Headers.Authorization,
            context.Request.Headers["Idempotency-Key"],
            bytes.Length == 0 ? null : JsonSerializer.Deserialize<JsonElement>(bytes.ToArray()),
            context.RequestAborted);
        _requests.Enqueue(request);
        return request;
    }
}
