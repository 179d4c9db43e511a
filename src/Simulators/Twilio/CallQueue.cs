namespace CallActors.Simulators.Twilio;

/// <summary>Starts the account's outbound calls at its pace. Thread-safe.</summary>
internal sealed class CallQueue(TwilioSimulatorOptions options)
{
    private const int MaxTrialCalls = 5;

    private readonly Lock _lock = new();
    private readonly TimeSpan _apart = TimeSpan.FromSeconds(1 / options.CallsPerSecond);
    private DateTimeOffset _next = DateTimeOffset.MinValue;
    private int _going;

    /// <summary>False when the account has too many calls already; otherwise <see cref="Leave"/> follows at the call's end.</summary>
    /// <param name="wait">How long the call waits until it is started.</param>
    public bool TryTakeTurn(out TimeSpan wait)
    {
        lock (_lock)
        {
            var now = options.Time.GetUtcNow();
            wait = _next > now ? _next - now : TimeSpan.Zero;
            if (options.Trial && _going == MaxTrialCalls) return false;
            _going++;
            _next = now + wait + _apart;
            return true;
        }
    }

    public void Leave()
    {
        lock (_lock) _going--;
    }
}

/// <summary>A call's place in the queue, until it is over.</summary>
internal sealed class CallQueueTurn(CallQueue queue) : IDisposable
{
    public void Dispose() => queue.Leave();
}
