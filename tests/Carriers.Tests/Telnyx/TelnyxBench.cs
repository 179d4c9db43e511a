using System.Text;
using CallActors.Carriers.Telnyx;
using CallActors.Carriers.Webhooks;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Texts;

namespace CallActors.Carriers.Tests.Telnyx;

/// <summary>The carrier with its webhook over a fake API, and a desk that keeps what it is told.</summary>
internal sealed class TelnyxBench : ICallDesk, ITextDesk, IAsyncDisposable
{
    public const string Key = "KEY-secret-of-the-account";
    private readonly Lock _lock = new();
    private readonly List<string> _news = [];
    private int _events;
    private int _tokens;

    public TelnyxBench(TelnyxOptions? options = null, IInboundPolicy? policy = null)
    {
        Options = options ?? Standard;
        Api = new FakeApi(Time);
        Client = new TelnyxClient(new HttpClient(Api), Options, Time, () => 0.5);
        Carrier = new TelnyxCarrier(Client, Options, Time);
        Streams = new TelnyxStreams(Carrier, () => this, Options, Time);
        Webhook = new TelnyxWebhook(Carrier, Streams, () => this, Options, Time, this, policy);
    }

    public static TelnyxOptions Standard { get; } = new()
    {
        ApiKey = Key,
        ConnectionId = "conn-1",
        From = "+15550001111",
        PublicKey = TelnyxPublicKey.Parse("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="),
        PublicUrl = new Uri("https://calls.example.com"),
    };

    public TelnyxOptions Options { get; }

    public ManualTime Time { get; } = new();

    public FakeApi Api { get; }

    public TelnyxClient Client { get; }

    public TelnyxCarrier Carrier { get; }

    public TelnyxStreams Streams { get; }

    public TelnyxWebhook Webhook { get; }

    public CallId Call { get; } = CallId.New();

    /// <summary>Time goes on until it is done, a hundred times as fast as the clock: if it outran the work that is under way, deadlines would pass on a
    /// busy machine.</summary>
    public async Task AdvanceUntilAsync(Task task)
    {
        for (var i = 0; i < 10_000 && !task.IsCompleted; i++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(task, Task.Delay(1));
        }
        await Task.WhenAny(task).WaitAsync(TimeSpan.FromSeconds(10));
    }

    /// <summary>What the desk was told, in order.</summary>
    public IReadOnlyList<string> News
    {
        get
        {
            lock (_lock) return [.. _news];
        }
    }

    /// <summary>Answers <see cref="InviteMediaAsync"/> by default with a new token.</summary>
    public Func<CallCommands.InviteMedia, ICallReply>? Invites { get; set; }

    public Func<CallCommands.AdmitInbound, ICallReply> Admits { get; set; } = inbound => new CallReplies.Admitted(inbound.CallId);

    public Exception? ReportsFailWith { get; set; }

    public string State(int run) => new ClientState(Call, run).ToString();

    /// <summary>Delivers an event of the leg; a new id each time unless one is given.</summary>
    public async Task<int> EventAsync(string type, string fields = "", int run = 0, string? id = null, string leg = "v3:leg", bool bearsState = true)
    {
        var state = bearsState ? $",\"client_state\":\"{State(run)}\"" : "";
        var more = fields == "" ? "" : "," + fields;
        return await PostAsync($$$"""{"data":{"record_type":"event","event_type":"{{{type}}}","id":"{{{id ?? $"ev-{_events++}"}}}","payload":{"call_control_id":"{{{leg}}}"{{{state}}}{{{more}}}}},"meta":{"attempt":1}}""");
    }

    public async Task<int> PostAsync(string body, string contentType = "application/json") => (await TakeAsync(body, contentType)).Status;

    public Task<WebhookAnswer> TakeAsync(string body, string contentType = "application/x-www-form-urlencoded", string target = "/twiml") =>
        Webhook.TakeAsync(new WebhookRequest("POST", target, "", contentType, _ => null, Encoding.UTF8.GetBytes(body)), CancellationToken.None);

    /// <summary>Why the latest leg failed.</summary>
    public string Why { get; private set; } = "";

    public void Report(CallCommands.ReportLeg news)
    {
        Why = news.Detail;
        if (ReportsFailWith is { } failure) throw failure;
        Add($"{Name(news.CallId)} {news.Leg} {news.News}");
    }

    public void Report(CallCommands.ReportWords words) => Add("words");

    public void Report(CallCommands.ReportAnsweredBy answeredBy) => Add($"{Name(answeredBy.CallId)} {answeredBy.Leg} by {answeredBy.AnsweredBy}");

    public Task<ICallReply> InviteMediaAsync(CallCommands.InviteMedia request, CancellationToken cancellationToken) =>
        Task.FromResult(Invites?.Invoke(request) ?? new CallReplies.MediaInvited(request.CallId, $"token-{Interlocked.Increment(ref _tokens)}", TimeSpan.FromSeconds(30)));

    public Task<ICallReply> AdmitAsync(CallCommands.AdmitInbound request, CancellationToken cancellationToken)
    {
        Add($"admit {request.Leg} {request.Carrier} {request.From} {request.Dialled}{(request.Person is { } person ? $" as {person}" : "")}");
        return Task.FromResult(Admits(request));
    }

    public void Received(TextReceived text) => Add($"text {text.Carrier} {text.Id} {text.From} {text.To} {text.Body}");

    public void Reported(string carrier, string id, TextDelivery delivery, string detail) => Add($"text {id} {delivery} {detail}".TrimEnd());

    public ValueTask DisposeAsync() => Streams.DisposeAsync();

    private string Name(CallId call) => call == Call ? "call" : "other";

    private void Add(string news)
    {
        lock (_lock) _news.Add(news);
    }
}
