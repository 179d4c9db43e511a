using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CallActors.Simulators.Tests.Twilio;

/// <summary>A request that Twilio made.</summary>
internal sealed record AppRequest(string Method, string Path, string Query, string Host, string Signature, IReadOnlyDictionary<string, string> Form, IReadOnlyDictionary<string, string> Headers)
{
    public string this[string field] => Form.TryGetValue(field, out var value) ? value : throw new KeyNotFoundException($"{Path} came without {field}");
}

/// <summary>An application of Twilio's: answers webhooks as each test says, and takes media streams.</summary>
internal sealed class TwimlApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Func<AppRequest, Task<IResult>>> _answers = new();
    private readonly ConcurrentDictionary<string, BlockingCollection<AppRequest>> _requests = new();

    private TwimlApp()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.Zero });
        _app.Run(ServeAsync);
    }

    public BlockingCollection<MediaPeer> Streams { get; } = [];

    /// <summary>Refuses the handshake of streams with this status.</summary>
    public int? RefusesStreams { get; set; }

    public Uri Url => new(_app.Urls.First() + "/");

    public string Stream(string path = "media") => $"ws://127.0.0.1:{Url.Port}/{path}";

    public static async Task<TwimlApp> StartAsync()
    {
        var app = new TwimlApp();
        await app._app.StartAsync();
        return app;
    }

    public Uri On(string path, string twiml) => On(path, _ => Task.FromResult(Results.Text($"<Response>{twiml}</Response>", "text/xml")));

    public Uri On(string path, Func<AppRequest, Task<IResult>> answer)
    {
        _answers["/" + path] = answer;
        return new Uri(Url, path);
    }

    /// <summary>The next request to a path; those to paths that have no answer get 204.</summary>
    public AppRequest Next(string path) =>
        Requests(path).TryTake(out var request, TimeSpan.FromSeconds(10)) ? request : throw new TimeoutException($"Nobody asked /{path}.");

    public BlockingCollection<AppRequest> Requests(string path) => _requests.GetOrAdd("/" + path, _ => []);

    public MediaPeer NextStream() => Streams.TryTake(out var stream, TimeSpan.FromSeconds(10)) ? stream : throw new TimeoutException("No stream came.");

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext http)
    {
        var request = http.Request;
        if (http.WebSockets.IsWebSocketRequest)
        {
            if (RefusesStreams is { } status)
            {
                http.Response.StatusCode = status;
                return;
            }
            using var socket = await http.WebSockets.AcceptWebSocketAsync();
            var peer = new MediaPeer(socket, $"{request.Headers["X-Twilio-Signature"]}", $"{request.Host}");
            Streams.Add(peer);
            await peer.RunAsync();
            return;
        }
        var form = request.HasFormContentType ? (await request.ReadFormAsync()).ToDictionary(field => field.Key, field => field.Value.ToString()) : [];
        var got = new AppRequest(request.Method, request.Path, request.QueryString.Value ?? "", request.Host.Value ?? "", $"{request.Headers["X-Twilio-Signature"]}", form,
            request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()));
        Requests(got.Path[1..]).Add(got);
        var answer = _answers.TryGetValue(got.Path, out var serve) ? await serve(got) : Results.NoContent();
        await answer.ExecuteAsync(http);
    }
}
