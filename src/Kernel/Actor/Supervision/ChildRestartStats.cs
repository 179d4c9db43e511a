namespace Kernel.Actor;

/// <summary>A child and how often it was restarted in its supervisor's window.</summary>
public sealed class ChildRestartStats
{
    private readonly ActorCell _supervisor;
    private TimeSpan? _windowStart;

    internal ChildRestartStats(IInternalActorRef child, ActorCell supervisor)
    {
        Child = child;
        _supervisor = supervisor;
    }

    public IInternalActorRef Child { get; }

    public long Uid => Child.Path.Uid;

    public int RestartCount { get; private set; }

    /// <summary>Counts one more failure and tells whether it may still be answered by a restart.</summary>
    /// <param name="maxNrOfRetries">Restarts allowed in the window; −1 means any number, 0 none.</param>
    /// <param name="withinTimeMilliseconds">Length of the window; 0 or less means the child's whole life.</param>
    public bool RequestRestartPermission(int maxNrOfRetries, int withinTimeMilliseconds)
    {
        if (maxNrOfRetries == 0)
            return false;
        if (withinTimeMilliseconds <= 0)
            return maxNrOfRetries < 0 || ++RestartCount <= maxNrOfRetries;
        return RetriesInWindowAllow(Math.Max(1, maxNrOfRetries), TimeSpan.FromMilliseconds(withinTimeMilliseconds));
    }

    private bool RetriesInWindowAllow(int retries, TimeSpan window)
    {
        var now = _supervisor.System.Scheduler.MonotonicClock;
        _windowStart ??= now;
        if (now - _windowStart <= window)
            return ++RestartCount <= retries;
        RestartCount = 1;
        _windowStart = now;
        return true;
    }
}
