namespace CallActors.Simulators.Twilio;

/// <summary>Tells one call's news to the application: one after another, some of them twice or after the next one, as the seed says.</summary>
internal sealed class StatusCallbacks
{
    private readonly TwilioSimulator _twilio;
    private readonly string _sid;
    private readonly TwilioDisorder _disorder;
    private readonly Random _chance;
    private readonly Lock _lock = new();
    private Func<Task>? _late;
    private Task _sent = Task.CompletedTask;

    public StatusCallbacks(TwilioSimulator twilio, string sid, int number)
    {
        _twilio = twilio;
        _sid = sid;
        _disorder = twilio.Options.Disorder;
        _chance = new Random(~_disorder.ChanceOf(number));
    }

    /// <param name="last">No other follows: what waits for it is sent.</param>
    public void Send(Uri url, string method, IReadOnlyList<KeyValuePair<string, string>> fields, bool last = false)
    {
        lock (_lock)
        {
            var occasion = Guid.NewGuid();
            var times = Happens(_disorder.DuplicateCallbacks) ? 2 : 1;
            var late = Happens(_disorder.LateCallbacks);
            async Task SendAsync()
            {
                for (var i = 0; i < times; i++) await TellAsync(url, method, fields, occasion).ConfigureAwait(false);
            }

            if (late && !last && _late is null)
            {
                _late = SendAsync;
                return;
            }
            _sent = AfterAsync(_sent, SendAsync, _late);
            _late = null;
        }
    }

    /// <summary>What waits for the next one is sent: there is none.</summary>
    public Task FlushAsync()
    {
        lock (_lock)
        {
            if (_late is { } late) _sent = AfterAsync(_sent, late, null);
            _late = null;
            return _sent;
        }
    }

    private static async Task AfterAsync(Task before, Func<Task> send, Func<Task>? late)
    {
        // Whoever sends holds locks: requests begin elsewhere.
        await Task.Yield();
        await before.ConfigureAwait(false);
        await send().ConfigureAwait(false);
        if (late is not null) await late().ConfigureAwait(false);
    }

    private async Task TellAsync(Uri url, string method, IReadOnlyList<KeyValuePair<string, string>> fields, Guid occasion)
    {
        try
        {
            if (await _twilio.Webhooks.AskAsync(url, method, fields, occasion, _twilio.Off).ConfigureAwait(false) is WebhookReply.Failure failure)
                _twilio.Alert(TwilioCodes.StatusCallbackFailed, $"status callback: {failure.What}", _sid);
        }
        catch (OperationCanceledException)
        {
            // The simulator is ending.
        }
    }

    private bool Happens(double probability) => probability > 0 && _chance.NextDouble() < probability;
}
