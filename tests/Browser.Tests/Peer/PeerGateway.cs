using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace CallActors.Browser.Tests.Peer;

/// <summary>
/// A gateway as the page sees it, driven by a test: serves the page under a strict content security policy and hands
/// over each line and each media socket that the page opens.
/// </summary>
public sealed class PeerGateway : IAsyncDisposable
{
    private readonly Channel<PeerLine> _lines = Channel.CreateUnbounded<PeerLine>();
    private readonly Channel<PeerMedia> _media = Channel.CreateUnbounded<PeerMedia>();
    private WebApplication _app;

    private PeerGateway(WebApplication app) => _app = app;

    /// <summary>Where the page is.</summary>
    public string PhoneUrl => new Uri(BaseAddress, "/phone").AbsoluteUri;

    private Uri BaseAddress { get; set; } = null!;

    public static async Task<PeerGateway> StartAsync()
    {
        var gateway = new PeerGateway(null!);
        await gateway.StartAsync(port: 0);
        return gateway;
    }

    /// <summary>The next line that the page opens.</summary>
    public ValueTask<PeerLine> LineAsync() => Within.Deadline(_lines.Reader.ReadAsync, "The page opened no line");

    /// <summary>The next media socket that the page opens.</summary>
    public ValueTask<PeerMedia> MediaAsync() => Within.Deadline(_media.Reader.ReadAsync, "The page opened no media socket");

    /// <summary>Goes away, sockets and all, as a killed process does, and comes back on the same port.</summary>
    public async Task RestartAsync()
    {
        var port = BaseAddress.Port;
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        await StartAsync(port);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task StartAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        _app = builder.Build();
        _app.Use(ProtectAsync);
        _app.UseWebSockets();
        _app.Map("/phone/line", AcceptLineAsync);
        _app.Map("/media-stream", AcceptMediaAsync);
        var root = new PhysicalFileProvider(Repository.PathOf("src/Gateway/wwwroot"));
        _app.MapGet("/phone", () => Results.File(root.GetFileInfo("phone/index.html").PhysicalPath!, "text/html; charset=utf-8"));
        _app.UseStaticFiles(new StaticFileOptions { FileProvider = root });
        await _app.StartAsync();
        BaseAddress = new Uri(_app.Urls.Single());
    }

    private static Task ProtectAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; connect-src 'self' ws: wss:";
        context.Response.Headers.CacheControl = "no-store";
        return next(context);
    }

    private async Task AcceptLineAsync(HttpContext context)
    {
        using var line = new PeerLine(await context.WebSockets.AcceptWebSocketAsync());
        _lines.Writer.TryWrite(line);
        await line.ReadAsync(context.RequestAborted);
    }

    private async Task AcceptMediaAsync(HttpContext context)
    {
        using var media = new PeerMedia(await context.WebSockets.AcceptWebSocketAsync());
        _media.Writer.TryWrite(media);
        await media.ReadAsync(context.RequestAborted);
    }
}
