namespace CallActors.Carriers.Twilio;

/// <summary>Lets one through at a time, so many a second; the others wait their turn. Thread-safe.</summary>
/// <param name="every">Distance of two.</param>
internal sealed class CallPacer(TimeSpan every, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _next;

    /// <summary>How long who comes now would wait.</summary>
    public TimeSpan Wait
    {
        get
        {
            lock (_lock) return Longer(_next - time.GetElapsedTime(_start), TimeSpan.Zero);
        }
    }

    /// <summary>Waits for a turn. Whoever gives up leaves its turn to nobody, unless it was the last.</summary>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait, turn;
        lock (_lock)
        {
            var now = time.GetElapsedTime(_start);
            turn = Longer(_next, now);
            _next = turn + every;
            wait = turn - now;
        }
        if (wait == TimeSpan.Zero) return;
        try
        {
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            lock (_lock)
            {
                if (_next == turn + every) _next = turn;
            }
            throw;
        }
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
