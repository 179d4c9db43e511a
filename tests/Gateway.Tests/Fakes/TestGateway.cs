using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using CallActors.Carriers.Softphone;
using CallActors.Gateway.Calls;
using CallActors.Gateway.Health;
using CallActors.Gateway.Hosting;
using CallActors.Gateway.Media;
using CallActors.Gateway.Options;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CallActors.Gateway.Tests.Fakes;

/// <summary>The gateway's edges on a real Kestrel on a free loopback port, in front of <see cref="FakeCalls"/>.</summary>
public sealed class TestGateway : IAsyncDisposable
{
    public const string Key = "test-key-0123456789";

    /// <summary>No wait in a test takes longer; none takes as long when the code is right.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly WebApplication _app;

    private TestGateway(WebApplication app, FakeCalls calls, FakeStreams streams, ManualTime time)
    {
        _app = app;
        Calls = calls;
        Streams = streams;
        Time = time;
        Address = new Uri(app.Urls.Single());
        Anonymous = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address, Timeout = Patience };
        Client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = Address, Timeout = Patience };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
    }

    public FakeCalls Calls { get; }

    public FakeStreams Streams { get; }

    public ManualTime Time { get; }

    public Uri Address { get; }

    /// <summary>Bears the key.</summary>
    public HttpClient Client { get; }

    public HttpClient Anonymous { get; }

    public IServiceProvider Services => _app.Services;

    public static Task<TestGateway> StartAsync(Func<GatewayOptions, GatewayOptions>? options = null, params IReadinessCheck[] checks) =>
        StartAsync(services => { foreach (var check in checks) services.AddSingleton(check); }, options);

    /// <param name="add">Adds services, which take the place of others of their kind.</param>
    public static async Task<TestGateway> StartAsync(Action<IServiceCollection> add, Func<GatewayOptions, GatewayOptions>? options = null)
    {
        var calls = new FakeCalls();
        var streams = new FakeStreams();
        var time = new ManualTime();
        var told = (options ?? (o => o))(new GatewayOptions { Port = 0 });
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddEdges(told, Key);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ICallService>(calls);
        builder.Services.AddSingleton<ICallEvents>(calls);
        builder.Services.AddSingleton<IMediaStreams>(streams);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton(new SoftphoneExchange(() => calls, time: time));
        add(builder.Services);
        var app = builder.Build();
        app.MapEdges();
        await app.StartAsync();
        return new TestGateway(app, calls, streams, time);
    }

    public Task<HttpResponseMessage> PostAsync(string path, string json, string? key = null, CancellationToken cancellationToken = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return Client.SendAsync(request, cancellationToken);
    }

    public async Task<ClientWebSocket> ConnectAsync(string path, Action<ClientWebSocketOptions>? options = null)
    {
        var socket = new ClientWebSocket();
        options?.Invoke(socket.Options);
        using var deadline = new CancellationTokenSource(Patience);
        await socket.ConnectAsync(new Uri(Address, path).ToWebSocket(), deadline.Token);
        return socket;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Anonymous.Dispose();
        _app.Services.GetRequiredService<ShutdownGate>().CloseSockets();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>Reading what came back.</summary>
public static class Reading
{
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    /// <summary>Checks that an answer is a complete problem body with this status and reason, and gives its detail.</summary>
    public static async Task<string> ProblemAsync(this HttpResponseMessage response, int status, string reason)
    {
        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var body = await response.JsonAsync();
        Assert.Equal(status, body.GetProperty("status").GetInt32());
        Assert.Equal(reason, body.GetProperty("reason").GetString());
        Assert.Equal($"urn:callactors:problem:{reason}", body.GetProperty("type").GetString());
        Assert.NotEmpty(body.GetProperty("title").GetString()!);
        var detail = body.GetProperty("detail").GetString()!;
        Assert.NotEmpty(detail);
        Assert.Equal(detail, body.GetProperty("error").GetString());
        return detail;
    }

    public static Uri ToWebSocket(this Uri http) => new UriBuilder(http) { Scheme = "ws" }.Uri;

    public static IEnumerable<string> Members(this JsonElement element) => element.EnumerateObject().Select(p => p.Name);
}
