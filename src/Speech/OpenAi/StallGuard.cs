namespace CallActors.Speech.OpenAi;

/// <summary>The deadline of one exchange with a server: set anew for each step, without an allocation.</summary>
internal sealed class StallGuard : IDisposable
{
    private readonly CancellationTokenSource _late;
    private readonly CancellationTokenSource _either;

    public StallGuard(TimeProvider time, CancellationToken cancellationToken)
    {
        _late = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _late.Token);
    }

    /// <summary>Cancelled by the deadline and by the caller.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>The deadline has passed.</summary>
    public bool IsLate => _late.IsCancellationRequested;

    /// <summary>The step that begins now may take so long.</summary>
    public void Begin(TimeSpan limit) => _late.CancelAfter(limit);

    /// <summary>The step is done; nothing is waited for.</summary>
    public void End() => _late.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _either.Dispose();
        _late.Dispose();
    }
}
