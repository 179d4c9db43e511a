namespace Kernel.Actor;

/// <summary>An actor that has timers of its own; they end with its instance.</summary>
public interface IWithTimers
{
    /// <summary>Set by the runtime before the constructor's body runs.</summary>
    ITimerScheduler Timers { get; set; }
}

/// <summary>
/// Timers by key. Starting one with a live key replaces it, and a message that the old one has already sent is not delivered.
/// </summary>
public interface ITimerScheduler
{
    IReadOnlyCollection<object> ActiveTimers { get; }

    void StartPeriodicTimer(object key, object msg, TimeSpan interval);

    void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef sender);

    void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval);

    void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef sender);

    void StartSingleTimer(object key, object msg, TimeSpan timeout);

    void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef sender);

    bool IsTimerActive(object key);

    void Cancel(object key);

    void CancelAll();
}
