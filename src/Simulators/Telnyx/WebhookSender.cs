using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CallActors.Simulators.Media;

namespace CallActors.Simulators.Telnyx;

/// <summary>An event as it was sent.</summary>
public sealed record SentWebhook(string Type, string Id, string Body, string Timestamp, string Signature)
{
    internal string ContentType { get; init; } = "application/json";

    /// <summary>How often it was delivered so far.</summary>
    public int Copies { get; internal set; }

    /// <summary>The status of the latest answer; 0 when there was none.</summary>
    public int LastStatus { get; internal set; }
}

/// <summary>Delivers signed events: in order for each call, unless chance holds one back or delivers it twice, and again when the answer is
/// not 2xx.</summary>
internal sealed class WebhookSender(SimulatedTelnyxOptions options, SigningKey key) : IAsyncDisposable
{
    private const int Attempts = 3;
    private const int MaxKept = 10_000;

    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private readonly HttpClient _http = new() { Timeout = AnswerWithin };
    private readonly Random _chance = new(options.Seed);
    private readonly PhoneClock _clock = PhoneClock.For(options.Time);
    private readonly CancellationTokenSource _disposed = new();
    private readonly Dictionary<string, Task> _queues = [];
    private readonly List<SentWebhook> _sent = [];
    private readonly List<Task> _strays = [];
    private readonly List<string> _failures = [];

    /// <summary>Deliveries that the application did not take, an attempt each; the first 10,000.</summary>
    public IReadOnlyList<string> Failures
    {
        get
        {
            lock (_lock) return [.. _failures];
        }
    }

    public IReadOnlyList<SentWebhook> Sent
    {
        get
        {
            lock (_lock) return [.. _sent];
        }
    }

    /// <summary>Sends an event.</summary>
    /// <param name="queue">Events of one queue leave in order.</param>
    public void Send(Uri? to, string queue, string type, object payload)
    {
        if (to is null) return;
        var id = Guid.NewGuid().ToString();
        var body = JsonSerializer.Serialize(new
        {
            data = new { event_type = type, id, occurred_at = options.Time.GetUtcNow().ToString("O"), payload, record_type = "event" },
            meta = new { attempt = 1, delivered_to = to.AbsoluteUri },
        });
        Deliver(to, queue, Sign(type, id, body));
    }

    /// <summary>Sends a form.</summary>
    /// <inheritdoc cref="Send"/>
    public void SendForm(Uri to, string queue, string type, string body) => Deliver(to, queue, Sign(type, "", body) with { ContentType = "application/x-www-form-urlencoded" });

    private void Deliver(Uri to, string queue, SentWebhook webhook)
    {
        lock (_lock)
        {
            if (_disposed.IsCancellationRequested) return;
            if (_sent.Count < MaxKept) _sent.Add(webhook);
            var (late, twice) = (Delay(options.LateWebhooks), Delay(options.DuplicateWebhooks));
            if (late is { } delay) _strays.Add(DeliverLaterAsync(to, webhook, delay));
            else _queues[queue] = DeliverAfterAsync(_queues.GetValueOrDefault(queue, Task.CompletedTask), to, webhook);
            if (twice is { } again) _strays.Add(DeliverLaterAsync(to, webhook, again));
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task[] under;
        lock (_lock)
        {
            _disposed.Cancel();
            under = [.. _queues.Values, .. _strays];
        }
        await Task.WhenAll(under).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _http.Dispose();
        _disposed.Dispose();
    }

    /// <summary>Posts a signed body once.</summary>
    public async Task<HttpResponseMessage> PostAsync(Uri to, string body, string contentType, CancellationToken cancellationToken)
    {
        var signed = Sign("", "", body);
        return await _http.SendAsync(Request(to, signed, contentType), cancellationToken).ConfigureAwait(false);
    }

    private SentWebhook Sign(string type, string id, string body)
    {
        var timestamp = options.Time.GetUtcNow().ToUnixTimeSeconds().ToString();
        return new SentWebhook(type, id, body, timestamp, Convert.ToBase64String(key.Sign(Encoding.UTF8.GetBytes($"{timestamp}|{body}"))));
    }

    private TimeSpan? Delay(double share) => _chance.NextDouble() < share ? LongestDelay * _chance.NextDouble() : null;

    private async Task DeliverAfterAsync(Task before, Uri to, SentWebhook webhook)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        await DeliverAsync(to, webhook).ConfigureAwait(false);
    }

    private async Task DeliverLaterAsync(Uri to, SentWebhook webhook, TimeSpan delay)
    {
        await _clock.WaitAsync(delay, _disposed.Token).ConfigureAwait(false);
        await DeliverAsync(to, webhook).ConfigureAwait(false);
    }

    private async Task DeliverAsync(Uri to, SentWebhook webhook)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            if (attempt > 1) await _clock.WaitAsync(LongestDelay * attempt, _disposed.Token).ConfigureAwait(false);
            try
            {
                using var response = await _http.SendAsync(Request(to, webhook, webhook.ContentType), _disposed.Token).ConfigureAwait(false);
                lock (_lock)
                {
                    webhook.Copies++;
                    webhook.LastStatus = (int)response.StatusCode;
                }
                if (response.IsSuccessStatusCode) return;
                Fail($"{webhook.Type} was answered with {(int)response.StatusCode}");
            }
            catch (HttpRequestException)
            {
                // Nobody is there: later again.
                Fail($"{webhook.Type} could not be delivered");
            }
        }
    }

    private void Fail(string what)
    {
        lock (_lock)
        {
            if (_failures.Count < MaxKept) _failures.Add(what);
        }
    }

    private static HttpRequestMessage Request(Uri to, SentWebhook webhook, string contentType)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(webhook.Body));
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        var request = new HttpRequestMessage(HttpMethod.Post, to) { Content = content };
        request.Headers.TryAddWithoutValidation("telnyx-signature-ed25519", webhook.Signature);
        request.Headers.TryAddWithoutValidation("telnyx-timestamp", webhook.Timestamp);
        request.Headers.UserAgent.ParseAdd("telnyx-webhooks");
        return request;
    }
}
