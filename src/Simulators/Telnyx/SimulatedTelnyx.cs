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
public sealed class SimulatedTelnyx : IAsyncDisposable
{
    private const string TexmlAccount = "19a75cea-02c6-4b9a-84fa-c9bc8341feb8";

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan DefaultRing = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(5);

    private readonly SimulatedTelnyxOptions _options;
    private readonly PhoneWatch _watch;
    private readonly SigningKey _key;
    private readonly WebhookSender _webhooks;
    private readonly List<SimulatedTelnyxCall> _calls = [];
    private readonly Dictionary<string, SimulatedTelnyxCall> _dialled = new(StringComparer.Ordinal);
    private readonly List<SimulatedText> _texts = [];
    private readonly Queue<DateTimeOffset> _dials = new();
    private SimulatorServer _server = null!;
    private int _given;

    private SimulatedTelnyx(SimulatedTelnyxOptions options)
    {
        _options = options;
        _watch = new PhoneWatch(options.Time);
        _key = new SigningKey(options.SigningSeed.Span);
        _webhooks = new WebhookSender(options, _key);
    }

    /// <summary>The API's address, version included.</summary>
    public Uri BaseUrl => new(_server.Address, "v2/");

    /// <summary>The public key of its webhooks, as the portal shows it.</summary>
    public string PublicKey => _key.PublicKey;

    /// <summary>What goes wrong next with the API.</summary>
    public SimulatedFaults Faults => _server.Faults;

    /// <summary>All calls so far, either way.</summary>
    public IReadOnlyList<SimulatedTelnyxCall> Calls => _watch.Read(() => _calls.ToArray());

    /// <summary>All texts that were sent so far.</summary>
    public IReadOnlyList<SimulatedText> Texts => _watch.Read(() => _texts.ToArray());

    /// <summary>All events that were sent so far; the first 10,000.</summary>
    public IReadOnlyList<SentWebhook> Webhooks => _webhooks.Sent;

    /// <summary>Starts it.</summary>
    public static async Task<SimulatedTelnyx> StartAsync(SimulatedTelnyxOptions? options = null)
    {
        var telnyx = new SimulatedTelnyx(options ?? new SimulatedTelnyxOptions());
        telnyx._server = await SimulatorServer.StartAsync(telnyx.Map, telnyx._options.Port, telnyx._options.Time).ConfigureAwait(false);
        return telnyx;
    }

    /// <summary>The next call that rings somebody, each one once.</summary>
    /// <exception cref="TimeoutException">None came in time.</exception>
    public async Task<SimulatedTelnyxCall> NextCallAsync(CancellationToken cancellationToken = default)
    {
        SimulatedTelnyxCall? next = null;
        await _watch.UntilAsync(() => next is not null || (next = _calls.Where(call => !call.IsIncoming).ElementAtOrDefault(_given)) is not null, LongestWait, "a call", cancellationToken).ConfigureAwait(false);
        _watch.Change(() => _given++);
        return next!;
    }

    /// <summary>Somebody rings the account's number.</summary>
    public SimulatedTelnyxCall Ring(string from)
    {
        var call = new SimulatedTelnyxCall(_options, _webhooks, Changed, incoming: true, from, _options.Number, _options.WebhookUrl, clientState: "");
        _watch.Change(() => _calls.Add(call));
        call.Ring(DefaultRing);
        return call;
    }

    /// <summary>Somebody rings a number of the account that TeXML documents answer.</summary>
    /// <exception cref="InvalidOperationException">The account has no address for webhooks.</exception>
    public SimulatedTelnyxCall RingTexml(string from)
    {
        var url = _options.WebhookUrl ?? throw new InvalidOperationException("A TeXML application needs an address for its documents.");
        var call = new SimulatedTelnyxCall(_options, _webhooks, Changed, incoming: true, from, _options.Number, url, clientState: "") { TexmlAccount = TexmlAccount };
        _watch.Change(() => _calls.Add(call));
        call.FollowDocuments(url);
        return call;
    }

    /// <summary>Somebody texts the account's number.</summary>
    /// <returns>The text's id.</returns>
    public string Text(string from, string text)
    {
        var id = Guid.NewGuid().ToString();
        _webhooks.Send(_options.WebhookUrl, id, "message.received", new
        {
            id,
            record_type = "message",
            direction = "inbound",
            type = "SMS",
            from = new { phone_number = from, carrier = "simulated", line_type = "Wireless" },
            to = new[] { new { phone_number = _options.Number, status = "webhook_delivered" } },
            text,
            received_at = _options.Time.GetUtcNow().ToString("O"),
        });
        return id;
    }

    /// <summary>Waits until something holds of a call or of the list of calls.</summary>
    /// <exception cref="TimeoutException">It did not come about in time.</exception>
    public Task UntilAsync(Func<bool> test, string what) => _watch.UntilAsync(test, LongestWait, what, CancellationToken.None);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Calls.Select(call => call.StopAsync())).WaitAsync(StopWithin, _options.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _webhooks.DisposeAsync().ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
        _key.Dispose();
    }

    private void Map(WebApplication app)
    {
        app.MapPost("/v2/calls", (HttpRequest request) => WithBodyAsync(request, Dial));
        app.MapPost("/v2/calls/{id}/actions/{action}", (HttpRequest request, string id, string action) =>
            WithBodyAsync(request, body => Find(id) is { } call ? call.Command(action, body) : TelnyxAnswers.NotFound()));
        app.MapPost($"/v2/texml/Accounts/{TexmlAccount}/Calls/{{id}}", (HttpRequest request, string id) => ChangeTexmlAsync(request, id));
        app.MapPost("/v2/messages", (HttpRequest request) => WithBodyAsync(request, Send));
        app.MapFallback(() => TelnyxAnswers.NotFound());
    }

    private async Task<IResult> WithBodyAsync(HttpRequest request, Func<JsonElement, IResult> take)
    {
        if (request.Headers.Authorization != $"Bearer {_options.ApiKey}") return TelnyxAnswers.NotAuthenticated();
        return await TelnyxAnswers.ReadAsync(request).ConfigureAwait(false) is { } body ? take(body) : TelnyxAnswers.BadValue("body");
    }

    private async Task<IResult> ChangeTexmlAsync(HttpRequest request, string id)
    {
        if (request.Headers.Authorization != $"Bearer {_options.ApiKey}") return TelnyxAnswers.NotAuthenticated();
        if (!request.HasFormContentType || (await request.ReadFormAsync().ConfigureAwait(false))["Status"] != "completed") return TelnyxAnswers.BadValue("Status");
        return Find(id) is not { TexmlAccount: not null } call ? TelnyxAnswers.NotFound() : call.Command("hangup", default);
    }

    private IResult Dial(JsonElement body)
    {
        if (TelnyxAnswers.Text(body, "connection_id") != _options.ConnectionId) return TelnyxAnswers.BadValue("connection_id");
        if (!TelnyxAnswers.IsE164(TelnyxAnswers.Text(body, "to"))) return TelnyxAnswers.BadNumber("to");
        if (TelnyxAnswers.Text(body, "from") != _options.Number) return TelnyxAnswers.BadValue("from");
        var clientState = TelnyxAnswers.Text(body, "client_state");
        if (!TelnyxAnswers.IsBase64(clientState)) return TelnyxAnswers.BadValue("client_state");
        var webhook = TelnyxAnswers.Text(body, "webhook_url") is { } text ? new Uri(text) : _options.WebhookUrl;
        var ring = body.TryGetProperty("timeout_secs", out var seconds) && seconds.TryGetInt32(out var number) ? TimeSpan.FromSeconds(number) : DefaultRing;
        if (ring.TotalSeconds is < 5 or > 600) return TelnyxAnswers.BadValue("timeout_secs");
        var detection = TelnyxAnswers.Text(body, "answering_machine_detection");
        if (detection is not (null or "disabled" or "detect" or "detect_beep" or "detect_words" or "greeting_end" or "premium")) return TelnyxAnswers.BadValue("answering_machine_detection");

        SimulatedTelnyxCall? call = null;
        var isNew = false;
        var tooMany = false;
        _watch.Change(() =>
        {
            var command = TelnyxAnswers.Text(body, "command_id");
            if (command is not null && _dialled.TryGetValue(command, out call)) return;
            tooMany = IsTooMany();
            if (tooMany) return;
            isNew = true;
            call = new SimulatedTelnyxCall(_options, _webhooks, Changed, incoming: false, _options.Number, TelnyxAnswers.Text(body, "to")!, webhook, clientState ?? "") { Detection = detection };
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
        if (from != _options.Number) return TelnyxAnswers.BadValue("from");
        if (string.IsNullOrEmpty(text)) return TelnyxAnswers.BadValue("text");
        var sent = new SimulatedText(Guid.NewGuid().ToString(), from, to!, text);
        _watch.Change(() => _texts.Add(sent));
        var webhook = TelnyxAnswers.Text(body, "webhook_url") is { } url ? new Uri(url) : _options.WebhookUrl;
        _webhooks.Send(webhook, sent.Id, "message.sent", Message(sent, "sent"));
        _webhooks.Send(webhook, sent.Id, "message.finalized", Message(sent, _options.TextStatus(sent.To)));
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

    private SimulatedTelnyxCall? Find(string id) => _watch.Read(() => _calls.Find(call => call.Id == id));

    private bool IsTooMany()
    {
        if (_options.DialsPerSecond == 0) return false;
        var now = _options.Time.GetUtcNow();
        while (_dials.TryPeek(out var at) && now - at >= TimeSpan.FromSeconds(1)) _dials.Dequeue();
        if (_dials.Count >= _options.DialsPerSecond) return true;
        _dials.Enqueue(now);
        return false;
    }

    private void Changed() => _watch.Change(static () => { });
}
