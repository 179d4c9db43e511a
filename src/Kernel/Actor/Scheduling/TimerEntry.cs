using Kernel.Event;

namespace Kernel.Actor;

/// <summary>Something due at a time, once or again and again. Its place belongs to the wheel.</summary>
internal abstract class TimerEntry(object owner, TimeSpan interval, ICancelable? cancelable)
{
    /// <summary>The position of an entry that is in no slot.</summary>
    public const int Nowhere = -1;

    private readonly ICancelable? _cancelable = cancelable;
    private int _isFiring;

    public object Owner { get; } = owner;

    /// <summary>Zero when it is due only once.</summary>
    public TimeSpan Interval { get; } = interval;

    public long DueTicks { get; set; }

    public long DueSlot { get; set; }

    /// <summary>Orders entries that are due at the same time: the one that was scheduled first comes first.</summary>
    public long Sequence { get; set; }

    /// <summary>In its slot.</summary>
    public int Position { get; set; } = Nowhere;

    public bool IsLinked => Position != Nowhere;

    public bool IsRemoved { get; set; }

    public void Remove() => TimerWheel.Shared.Remove(this);

    /// <summary>False when it still waits to be fired.</summary>
    public bool TryBeginFiring() => Interlocked.Exchange(ref _isFiring, 1) == 0;

    public void Fire()
    {
        Volatile.Write(ref _isFiring, 0);
        if (_cancelable is { IsCancellationRequested: true })
        {
            Remove();
            return;
        }

        if (!IsRemoved && Owner is not HashedWheelTimerScheduler { HasEnded: true })
            Run();
    }

    /// <summary>
    /// Looks at the memory that firing will need, so that the processor fetches that of many entries at the same time instead of waiting for
    /// each in turn.
    /// </summary>
    public virtual void Warm()
    {
    }

    protected abstract void Run();
}

/// <summary>A message in time.</summary>
internal sealed class TellEntry(
    object owner, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable, ILoggingAdapter log)
    : TimerEntry(owner, interval, cancelable)
{
    protected override void Run()
    {
        try
        {
            receiver.Tell(message, sender);
        }
        catch (Exception cause)
        {
            log.Error(cause, "Failed to send a scheduled message to {0}", receiver);
        }
    }
}

/// <summary>An action in time, run on the thread pool so that it cannot hold up the wheel. It never overlaps itself.</summary>
internal sealed class ActionEntry(object owner, TimeSpan interval, Action action, ICancelable? cancelable, ILoggingAdapter log)
    : TimerEntry(owner, interval, cancelable), IThreadPoolWorkItem
{
    private int _running;

    public void Execute()
    {
        try
        {
            action();
        }
        catch (Exception cause)
        {
            log.Error(cause, "A scheduled action failed");
        }
        finally
        {
            Volatile.Write(ref _running, 0);
        }
    }

    protected override void Run()
    {
        if (Interlocked.Exchange(ref _running, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
