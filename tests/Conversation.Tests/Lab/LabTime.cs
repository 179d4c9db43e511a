using CallActors.Contracts.Audio;
using CallActors.Engine.Audio;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>
/// The one clock of a conversation: everything that happens later is put on it, and time moves in steps of one frame. Things that are due at
/// the same step happen in the order in which they were put there, so a run with the same seed is the same run.
/// </summary>
internal sealed class LabTime(TestScheduler scheduler) : IPlayoutClock
{
    private readonly PriorityQueue<Action, (long Step, long Order)> _due = new();
    private readonly List<IActorRef> _speaking = [];
    private readonly TimeSpan _origin = scheduler.MonotonicClock;
    private long _order;

    /// <summary>Frames since the conversation began.</summary>
    public long Step { get; private set; }

    /// <summary>Since the conversation began.</summary>
    public TimeSpan Now => Step * AudioFormat.FrameDuration;

    TimeSpan IPlayoutClock.Now => _origin + Now;

    public bool SomebodySpeaks => _speaking.Count > 0;

    /// <summary>Happens after a time, rounded up to whole frames; 0 happens within this step.</summary>
    public void After(TimeSpan delay, Action happens)
    {
        var frames = (delay.Ticks + AudioFormat.FrameDuration.Ticks - 1) / AudioFormat.FrameDuration.Ticks;
        _due.Enqueue(happens, (Step + Math.Max(0, frames), _order++));
    }

    public void Add(IActorRef stream)
    {
        if (!_speaking.Contains(stream)) _speaking.Add(stream);
    }

    public void Remove(IActorRef stream) => _speaking.Remove(stream);

    /// <summary>20 ms pass: first what was played in them, then the timers of the actors, then what the lab has put on the clock, then the
    /// tick of the playout.</summary>
    public void Pass(Action played)
    {
        Step++;
        played();
        scheduler.Advance(AudioFormat.FrameDuration);
        Happen();
        foreach (var stream in _speaking.ToArray()) stream.Tell(PlayoutTick.Instance, ActorRefs.NoSender);
        Happen();
    }

    /// <summary>Time passes for the actors' timers alone.</summary>
    public void Leap(TimeSpan time) => scheduler.Advance(time);

    private void Happen()
    {
        while (_due.TryPeek(out _, out var key) && key.Step <= Step) _due.Dequeue()();
    }
}
