using Kernel.Event;

namespace Kernel.Actor;

/// <summary>To the cell itself: see whether nothing was received for long enough.</summary>
internal sealed class ReceiveTimeoutCheck : INotInfluenceReceiveTimeout, INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>
/// The receive timeout. A message only notes the time; one check is under way at a time and re-arms itself for what is
/// left, so that busy actors do not churn the scheduler.
/// </summary>
internal sealed partial class ActorCell
{
    public TimeSpan? ReceiveTimeout => _extras?.ReceiveTimeout?.Timeout;

    public void SetReceiveTimeout(TimeSpan? timeout)
    {
        CancelReceiveTimeout();
        if (timeout is not { } length || length == Timeout.InfiniteTimeSpan)
            return;
        if (length <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(timeout), length, "A receive timeout must be longer than zero.");
        var state = new ReceiveTimeoutState(length, System.Scheduler.MonotonicClock);
        Needed.ReceiveTimeout = state;
        ArmReceiveTimeout(state, length);
    }

    private void CancelReceiveTimeout()
    {
        _extras?.ReceiveTimeout?.Armed?.Cancel();
        _extras?.ReceiveTimeout = null;
    }

    private void RestartReceiveTimeout()
    {
        if (_extras?.ReceiveTimeout is { } state)
            state.LastReceived = System.Scheduler.MonotonicClock;
    }

    private void NoteReceived(object message)
    {
        if (_extras?.ReceiveTimeout is { } state && message is not INotInfluenceReceiveTimeout)
            state.LastReceived = System.Scheduler.MonotonicClock;
    }

    private void CheckReceiveTimeout(ReceiveTimeoutCheck check)
    {
        if (_extras?.ReceiveTimeout is not { } state || !ReferenceEquals(check, state.Check))
            return;
        var now = System.Scheduler.MonotonicClock;
        var left = state.LastReceived + state.Timeout - now;
        if (left > TimeSpan.Zero)
        {
            ArmReceiveTimeout(state, left);
            return;
        }

        state.LastReceived = now;
        ArmReceiveTimeout(state, state.Timeout);
        _currentMessage = Kernel.Actor.ReceiveTimeout.Instance;
        ReceiveMessage(Kernel.Actor.ReceiveTimeout.Instance);
    }

    private void ArmReceiveTimeout(ReceiveTimeoutState state, TimeSpan delay)
    {
        state.Armed = new Cancelable(System.Scheduler);
        System.Scheduler.ScheduleTellOnce(delay, _self, state.Check, _self, state.Armed);
    }

    private sealed class ReceiveTimeoutState(TimeSpan timeout, TimeSpan now)
    {
        public TimeSpan Timeout { get; } = timeout;

        public TimeSpan LastReceived { get; set; } = now;

        public ReceiveTimeoutCheck Check { get; } = new();

        public Cancelable? Armed { get; set; }
    }

    private sealed partial class Extras
    {
        public ReceiveTimeoutState? ReceiveTimeout { get; set; }
    }
}
