namespace CallActors.Edges.Lending;

/// <summary>
/// Notices that the machine has slept: the wall's clock has gone on and the machine's own has not, or (where that goes on in sleep) a short
/// wait has taken long. No socket outlives a sleep for certain.
/// </summary>
internal sealed class SleepWatch : IDisposable
{
    /// <summary>How often is looked.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>Less than this is a busy machine, or a clock that is set right.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private readonly Action _wokeUp;
    private readonly ITimer _timer;
    private DateTimeOffset _wall;
    private long _own;

    /// <param name="wokeUp">Told at once after each sleep.</param>
    public SleepWatch(TimeProvider time, Action wokeUp)
    {
        (_time, _wokeUp, _wall, _own) = (time, wokeUp, time.GetUtcNow(), time.GetTimestamp());
        _timer = time.CreateTimer(static w => ((SleepWatch)w!).Look(), this, Every, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var (wall, own) = (_time.GetUtcNow(), _time.GetTimestamp());
        var (byWall, byOwn) = (wall - _wall, _time.GetElapsedTime(_own, own));
        (_wall, _own) = (wall, own);
        if (byWall - byOwn > Least || byOwn - Every > Least) _wokeUp();
        _timer.Change(Every, Timeout.InfiniteTimeSpan);
    }
}
