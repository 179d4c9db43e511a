using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using CallActors.Carriers.MediaStreams;
using CallActors.Carriers.Telnyx;
using CallActors.Carriers.Webhooks;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Texts;
using CallActors.Simulators.Telnyx;
using CallActors.Simulators.Tests.Softphone;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CallActors.Simulators.Tests.Telnyx;

/// <summary>The real carrier, its webhook and the real media wire on a loopback port, in front of a simulated Telnyx; the desk says yes and
/// keeps what it is told. Tokens are good for one socket once.</summary>
internal sealed class TelnyxGateway : ICallDesk, ITextDesk, IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new();
    private readonly ConcurrentDictionary<string, CallId> _tokens = new();
    private readonly ConcurrentDictionary<CallId, LegId> _calls = new();
    private readonly CancellationTokenSource _stopping = new();
    private int _tokenCount;

    private TelnyxGateway()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.UseWebSockets();
        _app.MapPost("/twiml", TakeWebhookAsync);
        _app.Map("/media-stream", async (HttpContext http) =>
        {
            using var socket = await http.WebSockets.AcceptWebSocketAsync();
            await new Media(this, socket).RunAsync(_stopping.Token);
        });
    }

    /// <summary>The latest leg that came in.</summary>
    public LegId? Admitted { get; private set; }

    public SimulatedTelnyx Telnyx { get; private set; } = null!;

    public TelnyxCarrier Carrier { get; private set; } = null!;

    public TelnyxStreams Streams { get; private set; } = null!;

    public TelnyxTexts Texts { get; private set; } = null!;

    public TelnyxOptions Options { get; private set; } = null!;

    public BlockingCollection<string> News { get; } = [];

    public BlockingCollection<Media> Sockets { get; } = [];

    /// <summary>Reasons why webhooks were refused.</summary>
    public BlockingCollection<string> Refusals { get; } = [];

    /// <summary>Webhooks are answered and left at that.</summary>
    public bool IgnoresWebhooks { get; set; }

    private TelnyxWebhook Webhook { get; set; } = null!;

    public static async Task<TelnyxGateway> StartAsync(
        SimulatedTelnyxOptions? simulated = null, TelnyxDetection detection = TelnyxDetection.Off, Func<string, InboundDecision>? decides = null, bool texml = false)
    {
        var gateway = new TelnyxGateway();
        await gateway._app.StartAsync();
        var address = new Uri(gateway._app.Urls.First());
        simulated ??= new SimulatedTelnyxOptions();
        simulated.WebhookUrl = new Uri(address, "/twiml");
        gateway.Telnyx = await SimulatedTelnyx.StartAsync(simulated);
        gateway.Options = new TelnyxOptions
        {
            ApiKey = simulated.ApiKey,
            ConnectionId = texml ? simulated.TexmlApplication : simulated.ConnectionId,
            TexmlAccount = texml ? simulated.TexmlAccount : null,
            From = simulated.Number,
            PublicKey = TelnyxPublicKey.Parse(gateway.Telnyx.PublicKey),
            PublicUrl = address,
            BaseUrl = gateway.Telnyx.BaseUrl,
            Detection = detection,
        };
        var client = new TelnyxClient(gateway._http, gateway.Options, TimeProvider.System, Random.Shared.NextDouble);
        gateway.Carrier = new TelnyxCarrier(client, gateway.Options);
        gateway.Texts = new TelnyxTexts(client, gateway.Options);
        gateway.Streams = new TelnyxStreams(gateway.Carrier, () => gateway, gateway.Options, TimeProvider.System);
        gateway.Webhook = new TelnyxWebhook(
            gateway.Carrier, gateway.Streams, () => gateway, gateway.Options, TimeProvider.System, gateway,
            decides is null ? null : new Policy(decides));
        return gateway;
    }

    public Task<LegId> DialAsync(CallId call, string to = "+15552223333") =>
        Carrier.DialAsync(new DialOrder(call, new Callee(to), TimeSpan.FromSeconds(30)), CancellationToken.None);

    public static T Next<T>(BlockingCollection<T> queue) =>
        queue.TryTake(out var item, TimeSpan.FromSeconds(20)) ? item : throw new TimeoutException($"No {typeof(T).Name} came.");

    /// <summary>Takes news until these have come, in any order; answers with all that came.</summary>
    public IReadOnlyList<string> NewsUntil(params string[] wanted)
    {
        var missing = wanted.ToList();
        var all = new List<string>();
        while (missing.Count > 0)
        {
            if (!News.TryTake(out var news, TimeSpan.FromSeconds(20)))
                throw new TimeoutException($"Missing: {string.Join(", ", missing)}; came: {string.Join(", ", all)}.");
            all.Add(news);
            missing.Remove(news);
        }
        return all;
    }

    public void Report(CallCommands.ReportLeg news) => News.Add($"{news.News}");

    public void Report(CallCommands.ReportWords words)
    {
    }

    public void Report(CallCommands.ReportAnsweredBy answeredBy) => News.Add($"by {answeredBy.AnsweredBy}");

    public Task<ICallReply> InviteMediaAsync(CallCommands.InviteMedia request, CancellationToken cancellationToken)
    {
        // A call that comes in is known once it was admitted; those that we place always are.
        if (Options.TexmlAccount is null && request.Leg.Value.StartsWith("texml:", StringComparison.Ordinal) && !_calls.ContainsKey(request.CallId))
            return Task.FromResult<ICallReply>(new CallReplies.Refused(request.CallId, RefusalReason.UnknownCall, "There is no such call."));
        var token = $"token-{Interlocked.Increment(ref _tokenCount)}";
        _tokens[token] = request.CallId;
        return Task.FromResult<ICallReply>(new CallReplies.MediaInvited(request.CallId, token, TimeSpan.FromSeconds(30)));
    }

    public Task<ICallReply> AdmitAsync(CallCommands.AdmitInbound request, CancellationToken cancellationToken)
    {
        _calls.TryAdd(request.CallId, request.Leg);
        Admitted = request.Leg;
        Person = request.Person;
        News.Add($"admitted {request.From}", CancellationToken.None);
        return Task.FromResult<ICallReply>(new CallReplies.Admitted(request.CallId));
    }

    public void Received(TextReceived text) => News.Add($"text {text.From}: {text.Body}");

    public void Reported(string carrier, string id, TextDelivery delivery, string detail) => News.Add($"text {delivery} {detail}".TrimEnd());

    /// <summary>Whom the latest admitted call belongs to.</summary>
    public PersonId? Person { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await Streams.DisposeAsync();
        await Telnyx.DisposeAsync();
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        _http.Dispose();
        _stopping.Dispose();
    }

    private async Task TakeWebhookAsync(HttpContext http)
    {
        if (IgnoresWebhooks) return;
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var request = new WebhookRequest(
            http.Request.Method, http.Request.Path + http.Request.QueryString, http.Request.Host.Value ?? "", http.Request.ContentType?.Split(';')[0] ?? "",
            name => http.Request.Headers[name] is [{ } only] ? only : null, body.ToArray());
        if (!Webhook.Recognizes(request) || Webhook.Refusal(request) is { } refusal)
        {
            Refusals.Add(Webhook.Refusal(request) ?? "not recognised");
            http.Response.StatusCode = 403;
            return;
        }
        var answer = await Webhook.TakeAsync(request, http.RequestAborted);
        http.Response.StatusCode = answer.Status;
        if (answer.Body.Length == 0) return;
        http.Response.ContentType = answer.ContentType;
        await http.Response.WriteAsync(answer.Body);
    }

    internal sealed class Media(TelnyxGateway gateway, WebSocket socket) : IMediaStreamHandler
    {
        private readonly WebSocketMediaTransport _transport = new(socket);

        public MediaStreamStart Start { get; private set; } = null!;

        public MediaStreamWriter Writer { get; private set; } = null!;

        public BlockingCollection<byte[]> Frames { get; } = [];

        public BlockingCollection<string> Events { get; } = [];

        public async Task SendRawAsync(string text) =>
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

        public async Task RunAsync(CancellationToken stopping)
        {
            var reader = new MediaStreamReader(this);
            using var frames = new TextFrames(socket, 64 * 1024);
            try
            {
                while (await frames.ReadAsync(stopping) == TextFrameStatus.Text)
                {
                    if (reader.Accept(frames.Current) is not { } fault) continue;
                    Events.Add($"fault: {fault.Message}", CancellationToken.None);
                    break;
                }
            }
            catch (OperationCanceledException)
            {
                // Stopping.
            }
            Events.Add("gone", CancellationToken.None);
            if (Writer is { } writer) await writer.DisposeAsync();
        }

        public void OnStart(MediaStreamStart start)
        {
            Start = start;
            Writer = new MediaStreamWriter(start.StreamSid, _transport, dialect: start.Dialect);
            var isGood = gateway._tokens.TryRemove(start.CustomParameters.GetValueOrDefault("token", ""), out var call)
                && call.Value == start.CustomParameters.GetValueOrDefault("callId");
            if (isGood) gateway.Sockets.Add(this);
            else Writer.Close("a token that is not good");
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

    private sealed class Policy(Func<string, InboundDecision> decides) : IInboundPolicy
    {
        public ValueTask<InboundDecision> DecideAsync(string carrier, string from, string dialled, CallerAttestation attestation, CancellationToken cancellationToken) =>
            new(decides($"{from} {attestation}"));
    }
}
