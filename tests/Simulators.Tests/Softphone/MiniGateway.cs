using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using CallActors.Carriers.MediaStreams;
using CallActors.Carriers.Softphone;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CallActors.Simulators.Tests.Softphone;

/// <summary>The two sockets of a gateway on a loopback port, with the real exchange and media wire and a desk that says yes.</summary>
internal sealed class MiniGateway : ICallDesk, IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _killed = new();
    private readonly HashSet<string> _liveLegs;
    private int _tokens;

    private MiniGateway(int port, HashSet<string> liveLegs)
    {
        _liveLegs = liveLegs;
        Exchange = new SoftphoneExchange(() => this);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Map("/phone/line", async (HttpContext http) =>
        {
            using var socket = await http.WebSockets.AcceptWebSocketAsync();
            await LineSocket.ServeAsync(socket, Exchange, TimeProvider.System, _killed.Token);
        });
        _app.Map("/media-stream", async (HttpContext http) =>
        {
            using var socket = await http.WebSockets.AcceptWebSocketAsync();
            await new Media(this, socket).RunAsync(_killed.Token);
        });
    }

    public SoftphoneExchange Exchange { get; }

    public Uri Url => new(_app.Urls.First());

    public BlockingCollection<LegNews> News { get; } = [];

    public BlockingCollection<CallCommands.ReportWords> Words { get; } = [];

    public BlockingCollection<Media> Streams { get; } = [];

    public static async Task<MiniGateway> StartAsync(int port = 0, HashSet<string>? liveLegs = null)
    {
        var gateway = new MiniGateway(port, liveLegs ?? []);
        await gateway._app.StartAsync();
        return gateway;
    }

    public async Task<LegId> RingAsync(CallId call)
    {
        var leg = await Exchange.DialAsync(new DialOrder(call, new Callee("softphone"), TimeSpan.FromSeconds(30)), CancellationToken.None);
        _liveLegs.Add(leg.Value);
        return leg;
    }

    public static T Next<T>(BlockingCollection<T> queue) =>
        queue.TryTake(out var item, TimeSpan.FromSeconds(10)) ? item : throw new TimeoutException($"No {typeof(T).Name} came.");

    public void Report(CallCommands.ReportLeg news) => News.Add(news.News);

    public void Report(CallCommands.ReportWords words) => Words.Add(words);

    public void Report(CallCommands.ReportAnsweredBy answeredBy)
    {
    }

    public Task<ICallReply> InviteMediaAsync(CallCommands.InviteMedia request, CancellationToken cancellationToken) =>
        Task.FromResult<ICallReply>(_liveLegs.Contains(request.Leg.Value)
            ? new CallReplies.MediaInvited(request.CallId, $"token-{Interlocked.Increment(ref _tokens)}", TimeSpan.FromSeconds(20))
            : new CallReplies.Refused(request.CallId, RefusalReason.UnknownCall, "There is no such call."));

    public Task<ICallReply> AdmitAsync(CallCommands.AdmitInbound request, CancellationToken cancellationToken)
    {
        _liveLegs.Add(request.Leg.Value);
        return Task.FromResult<ICallReply>(request.Dialled == "0"
            ? new CallReplies.Refused(request.CallId, RefusalReason.Stopping, "Nobody is here.")
            : new CallReplies.Admitted(request.CallId));
    }

    /// <summary>Drops every socket without a word, as a killed process does.</summary>
    public async Task KillAsync()
    {
        await _killed.CancelAsync();
        await _app.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Exchange.DisposeAsync();
        await KillAsync();
        _killed.Dispose();
    }

    internal sealed class Media(MiniGateway gateway, WebSocket socket) : IMediaStreamHandler
    {
        private readonly WebSocketMediaTransport _transport = new(socket);

        public MediaStreamStart? Start { get; private set; }

        public MediaStreamWriter Writer { get; private set; } = null!;

        public BlockingCollection<byte[]> Frames { get; } = [];

        public BlockingCollection<string> Events { get; } = [];

        public MediaStreamFault? Fault { get; private set; }

        public async Task SendRawAsync(string text) =>
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

        public async Task SendBinaryAsync() =>
            await socket.SendAsync(new byte[] { 1 }, WebSocketMessageType.Binary, true, CancellationToken.None);

        public async Task RunAsync(CancellationToken killed)
        {
            var reader = new MediaStreamReader(this);
            using var frames = new TextFrames(socket, 64 * 1024);
            try
            {
                while (await frames.ReadAsync(killed) == TextFrameStatus.Text)
                    if ((Fault ??= reader.Accept(frames.Current)) is not null) break;
            }
            catch (OperationCanceledException)
            {
                // Killed.
            }
            Events.Add("gone", CancellationToken.None);
            if (Writer is { } writer) await writer.DisposeAsync();
        }

        public void OnStart(MediaStreamStart start)
        {
            Start = start;
            Writer = new MediaStreamWriter(start.StreamSid, _transport);
            gateway.Streams.Add(this);
        }

        public void OnAudio(AudioFrame frame)
        {
            Frames.Add([.. frame.Samples]);
            frame.Return();
        }

        public void OnMark(MediaMark mark) => Events.Add(mark.ToString());

        public void OnForeignMark() => Events.Add("foreign");

        public void OnKey(char key) => Events.Add($"key {key}");

        public void OnComplaint(int code) => Events.Add($"complaint {code}");

        public void OnStop() => Events.Add("stop");
    }
}
