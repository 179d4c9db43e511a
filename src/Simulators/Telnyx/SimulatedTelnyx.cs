using System.Text.Json;
using CallActors.Simulators.Media;
using CallActors.Simulators.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CallActors.Simulators.Telnyx;

/// <summary>A text that was sent through the simulated Telnyx.</summary>
public sealed record SimulatedText(string Id, string From, string To, string Text);

/// <summary>
/// Telnyx on loopback: its REST API, its signed webhooks and its media sockets, refusing what Telnyx refuses and misbehaving as it may by
/// seed. The people at the other end are in the test's hands. Thread-safe.
/// </summary>
public sealed partial class SimulatedTelnyx : IAsyncDisposable
{
    private static readonly string[] DialFields =
        ["connection_id", "to", "from", "command_id", "client_state", "webhook_url", "webhook_url_method", "timeout_secs", "answering_machine_detection"];

    private static readonly string[] MessageFields = ["from", "to", "text", "messaging_profile_id", "webhook_url", "type"];

    private const int MaxRefusals = 1_000;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan DefaultRing = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(5);

    private readonly SigningKey _key;
    private readonly Dictionary<string, TelnyxHandset> _handsets = new(StringComparer.Ordinal);
    private readonly List<SimulatedTelnyxCall> _calls = [];
    private readonly Dictionary<string, SimulatedTelnyxCall> _dialled = new(StringComparer.Ordinal);
    private readonly List<SimulatedText> _texts = [];
    private readonly List<string> _refusals = [];
    private readonly Queue<DateTimeOffset> _dials = new();
    private SimulatorServer _server = null!;
    private int _given;

    private SimulatedTelnyx(SimulatedTelnyxOptions options)
    {
        Options = options;
        Watch = new PhoneWatch(options.Time);
        _key = new SigningKey(options.SigningSeed.Span);
        Webhooks = new WebhookSender(options, _key);
    }

    /// <summary>The API's address, version included.</summary>
    public Uri BaseUrl => new(_server.Address, "v2/");

    /// <summary>The public key of its webhooks, as the portal shows it.</summary>
    public string PublicKey => _key.PublicKey;

    /// <summary>What goes wrong next with the API.</summary>
    public SimulatedFaults Faults => _server.Faults;

    /// <summary>All calls so far, either way.</summary>
    public IReadOnlyList<SimulatedTelnyxCall> Calls => Watch.Read(() => _calls.ToArray());

    /// <summary>All texts that were sent so far.</summary>
    public IReadOnlyList<SimulatedText> Texts => Watch.Read(() => _texts.ToArray());

    /// <summary>All events that were sent so far; the first 10,000.</summary>
    public IReadOnlyList<SentWebhook> Sent => Webhooks.Sent;

    /// <summary>Everything that the application did wrong: requests that were refused, messages on the media sockets that are not taken, events
    /// that it did not take. A test of an application that does right finds it empty. That a call has ended meanwhile, or that there are too
    /// many requests, is nobody's fault.</summary>
    public IReadOnlyList<string> Complaints => [.. Watch.Read(() => _refusals.ToArray()), .. Calls.SelectMany(call => call.Faults), .. Webhooks.Failures];

    /// <summary>The account and its ways.</summary>
    public SimulatedTelnyxOptions Options { get; }

    internal PhoneWatch Watch { get; }

    internal WebhookSender Webhooks { get; }

    /// <summary>Starts it.</summary>
    public static async Task<SimulatedTelnyx> StartAsync(SimulatedTelnyxOptions? options = null)
    {
        var telnyx = new SimulatedTelnyx(options ?? new SimulatedTelnyxOptions());
        telnyx._server = await SimulatorServer.StartAsync(telnyx.Map, telnyx.Options.Port, telnyx.Options.Time).ConfigureAwait(false);
        return telnyx;
    }

    /// <summary>A phone of the network; it is there as soon as it is asked for. Until its plan is changed it rings until somebody answers.</summary>
    /// <param name="number">E.164.</param>
    public TelnyxHandset Phone(string number)
    {
        TelnyxHandset? phone = null;
        Watch.Change(() =>
        {
            if (!_handsets.TryGetValue(number, out phone)) _handsets[number] = phone = new TelnyxHandset(this, number, new HandsetPlan.Rings());
        });
        return phone!;
    }

    /// <summary>The next call that rings somebody, each one once.</summary>
    /// <exception cref="TimeoutException">None came in time.</exception>
    public async Task<SimulatedTelnyxCall> NextCallAsync(CancellationToken cancellationToken = default)
    {
        SimulatedTelnyxCall? next = null;
        await Watch.UntilAsync(() => next is not null || (next = _calls.Where(call => !call.IsIncoming).ElementAtOrDefault(_given)) is not null, LongestWait, "a call", cancellationToken).ConfigureAwait(false);
        Watch.Change(() => _given++);
        return next!;
    }

    /// <summary>Somebody rings the account's number.</summary>
    /// <exception cref="PhoneException">He is in a call.</exception>
    public SimulatedTelnyxCall Ring(string from)
    {
        var call = new SimulatedTelnyxCall(this, Phone(from), incoming: true, Options.WebhookUrl, clientState: "");
        Add(call);
        call.Ring(DefaultRing);
        return call;
    }

    /// <summary>Somebody rings a number of the account that TeXML documents answer.</summary>
    /// <exception cref="InvalidOperationException">The account has no address for webhooks.</exception>
    public SimulatedTelnyxCall RingTexml(string from)
    {
        var url = Options.WebhookUrl ?? throw new InvalidOperationException("A TeXML application needs an address for its documents.");
        var call = new SimulatedTelnyxCall(this, Phone(from), incoming: true, url, clientState: "") { IsTexml = true };
        Add(call);
        call.FollowDocuments(url);
        return call;
    }

    /// <summary>Somebody texts the account's number.</summary>
    /// <returns>The text's id.</returns>
    public string Text(string from, string text)
    {
        var id = Guid.NewGuid().ToString();
        Webhooks.Send(Options.WebhookUrl, id, "message.received", new
        {
            id,
            record_type = "message",
            direction = "inbound",
            type = "SMS",
            from = new { phone_number = from, carrier = "simulated", line_type = "Wireless" },
            to = new[] { new { phone_number = Options.Number, status = "webhook_delivered" } },
            text,
            received_at = Options.Time.GetUtcNow().ToString("O"),
        });
        return id;
    }

    /// <summary>Waits until something holds of a call or of the list of calls.</summary>
    /// <exception cref="TimeoutException">It did not come about in time.</exception>
    public Task UntilAsync(Func<bool> test, string what) => Watch.UntilAsync(test, LongestWait, what, CancellationToken.None);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Calls.Select(call => call.StopAsync())).WaitAsync(StopWithin, Options.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Webhooks.DisposeAsync().ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
        _key.Dispose();
    }

    private void Map(WebApplication app)
    {
        app.MapPost("/v2/calls", (HttpRequest request) => WithBodyAsync(request, Dial));
        app.MapPost("/v2/calls/{id}/actions/{action}", (HttpRequest request, string id, string action) =>
            WithBodyAsync(request, body => Find(id) is { } call ? call.Command(action, body) : TelnyxAnswers.NotFound()));
        MapTexml(app);
        app.MapPost("/v2/messages", (HttpRequest request) => WithBodyAsync(request, Send));
        new AccountResources(Options).Map(app, (request, show) => WithKeyAsync(request, () => Task.FromResult(show())));
        app.MapFallback(() => TelnyxAnswers.NotFound());
    }

    private Task<IResult> WithBodyAsync(HttpRequest request, Func<JsonElement, IResult> take) => WithKeyAsync(request, async () =>
        await TelnyxAnswers.ReadAsync(request).ConfigureAwait(false) is { } body ? take(body) : TelnyxAnswers.BadValue("body"));

    private async Task<IResult> WithKeyAsync(HttpRequest request, Func<Task<IResult>> take)
    {
        var result = request.Headers.Authorization == $"Bearer {Options.ApiKey}" ? await take().ConfigureAwait(false) : TelnyxAnswers.NotAuthenticated();
        if (result is TelnyxRefusal { IsNobodysFault: false } refusal)
        {
            Refuse($"{request.Method} {request.Path} was refused: {refusal}");
        }
        return result;
    }

    private bool MayPlace => Options.IsActive && Options.OutboundProfile is not null && Options.IsOutboundEnabled;

    private IResult Dial(JsonElement body)
    {
        if (TelnyxAnswers.Text(body, "connection_id") != Options.ConnectionId) return TelnyxAnswers.BadValue("connection_id");
        if (!TelnyxAnswers.IsE164(TelnyxAnswers.Text(body, "to"))) return TelnyxAnswers.BadNumber("to");
        if (TelnyxAnswers.Text(body, "from") != Options.Number) return TelnyxAnswers.BadValue("from");
        var clientState = TelnyxAnswers.Text(body, "client_state");
        if (!TelnyxAnswers.IsBase64(clientState)) return TelnyxAnswers.BadValue("client_state");
        if (!TryWebhook(body, out var webhook)) return TelnyxAnswers.BadValue("webhook_url");
        foreach (var field in TelnyxAnswers.Others(body, DialFields)) Refuse($"POST /v2/calls: the field {field} is not simulated");
        var ring = body.TryGetProperty("timeout_secs", out var seconds) && seconds.TryGetInt32(out var number) ? TimeSpan.FromSeconds(number) : DefaultRing;
        if (ring.TotalSeconds is < 5 or > 600) return TelnyxAnswers.BadValue("timeout_secs");
        var detection = TelnyxAnswers.Text(body, "answering_machine_detection");
        if (detection is not (null or "disabled" or "detect" or "detect_beep" or "detect_words" or "greeting_end" or "premium")) return TelnyxAnswers.BadValue("answering_machine_detection");

        if (!MayPlace) return TelnyxAnswers.NotAllowed();

        SimulatedTelnyxCall? call = null;
        var isNew = false;
        var tooMany = false;
        Watch.Change(() =>
        {
            var command = TelnyxAnswers.Text(body, "command_id");
            if (command is not null && _dialled.TryGetValue(command, out call)) return;
            tooMany = IsTooMany();
            if (tooMany) return;
            isNew = true;
            call = new SimulatedTelnyxCall(this, Phone(TelnyxAnswers.Text(body, "to")!), incoming: false, webhook, clientState ?? "") { Detection = detection };
            _calls.Add(call);
            if (command is not null) _dialled[command] = call;
        });
        if (tooMany) return TelnyxAnswers.TooMany();
        if (isNew) call!.Ring(ring);
        return TelnyxAnswers.Data(new
        {
            record_type = "call",
            call_control_id = call!.Id,
            call_leg_id = call.LegId,
            call_session_id = call.SessionId,
            is_alive = false,
            client_state = clientState,
        });
    }

    private IResult Send(JsonElement body)
    {
        var (from, to, text) = (TelnyxAnswers.Text(body, "from"), TelnyxAnswers.Text(body, "to"), TelnyxAnswers.Text(body, "text"));
        if (!TelnyxAnswers.IsE164(to)) return TelnyxAnswers.BadNumber("to");
        if (from != Options.Number) return TelnyxAnswers.BadValue("from");
        if (string.IsNullOrEmpty(text)) return TelnyxAnswers.BadValue("text");
        if (!TryWebhook(body, out var webhook)) return TelnyxAnswers.BadValue("webhook_url");
        foreach (var field in TelnyxAnswers.Others(body, MessageFields)) Refuse($"POST /v2/messages: the field {field} is not simulated");
        var sent = new SimulatedText(Guid.NewGuid().ToString(), from, to!, text);
        Watch.Change(() => _texts.Add(sent));
        var status = Options.TextStatus(sent.To);
        if (status == "delivered") Phone(sent.To).Receive(new HandsetText(Options.Time.GetUtcNow(), sent.Id, sent.From, sent.Text));
        Webhooks.Send(webhook, sent.Id, "message.sent", Message(sent, "sent"));
        Webhooks.Send(webhook, sent.Id, "message.finalized", Message(sent, status));
        return TelnyxAnswers.Data(Message(sent, "queued"));
    }

    private static object Message(SimulatedText sent, string status) => new
    {
        id = sent.Id,
        record_type = "message",
        direction = "outbound",
        type = "SMS",
        from = new { phone_number = sent.From },
        to = new[] { new { phone_number = sent.To, status } },
        text = sent.Text,
        parts = 1,
        errors = status is "delivery_failed" or "sending_failed" ? new[] { new { code = "40008", title = "Undeliverable message" } } : [],
    };

    /// <exception cref="PhoneException">The caller is in a call.</exception>
    private void Add(SimulatedTelnyxCall incoming)
    {
        if (!incoming.TakePhone()) throw new PhoneException("The phone is in a call.");
        Watch.Change(() => _calls.Add(incoming));
    }

    /// <summary>Where the events of a call or text go.</summary>
    private bool TryWebhook(JsonElement body, out Uri? webhook)
    {
        webhook = Options.WebhookUrl;
        return TelnyxAnswers.Text(body, "webhook_url") is not { } text || (Uri.TryCreate(text, UriKind.Absolute, out webhook) && webhook.Scheme is "http" or "https");
    }

    private void Refuse(string what) => Watch.Change(() =>
    {
        if (_refusals.Count < MaxRefusals) _refusals.Add(what);
    });

    private SimulatedTelnyxCall? Find(string id) => Watch.Read(() => _calls.Find(call => call.Id == id));

    private bool IsTooMany()
    {
        if (Options.DialsPerSecond == 0) return false;
        var now = Options.Time.GetUtcNow();
        while (_dials.TryPeek(out var at) && now - at >= TimeSpan.FromSeconds(1)) _dials.Dequeue();
        if (_dials.Count >= Options.DialsPerSecond) return true;
        _dials.Enqueue(now);
        return false;
    }

    internal void Changed() => Watch.Change(static () => { });
}
