using System.Collections.Immutable;
using CallActors.Contracts.Audio;

namespace CallActors.Engine.Audio;

/// <summary>
/// The one wheel that paces every speaking stream of a node: a thread of its own that sleeps until the next multiple of 20 ms since
/// its start, so that lateness of one turn never adds to the next. Streams are spread over the 20 ms by the order in which they come.
/// One of the two files that own a clock.
/// </summary>
public sealed class PlayoutWheel : IPlayoutClock, IDisposable
{
    /// <summary>The wheel turns in steps of 5 ms and wakes a quarter of the streams at each.</summary>
    private const int Slots = 4;

    private static readonly TimeSpan Step = AudioFormat.FrameDuration / Slots;

    private readonly TimeProvider _time;
    private readonly long _origin;
    private readonly ImmutableArray<IActorRef>[] _streams = [.. Enumerable.Repeat(ImmutableArray<IActorRef>.Empty, Slots)];
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _wake = new(false);
    private readonly Thread _thread;
    private volatile bool _stopped;
    private int _count;

    public PlayoutWheel(TimeProvider time)
    {
        _time = time;
        _origin = time.GetTimestamp();
        _thread = new Thread(Turn) { IsBackground = true, Name = "playout-wheel", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    public TimeSpan Now => _time.GetElapsedTime(_origin);

    public void Add(IActorRef stream)
    {
        lock (_gate)
        {
            foreach (var slot in _streams)
                if (slot.Contains(stream)) return;
            var emptiest = 0;
            for (var i = 1; i < Slots; i++)
                if (_streams[i].Length < _streams[emptiest].Length) emptiest = i;
            _streams[emptiest] = _streams[emptiest].Add(stream);
            if (++_count == 1) _wake.Set();
        }
    }

    public void Remove(IActorRef stream)
    {
        lock (_gate)
        {
            for (var i = 0; i < Slots; i++)
            {
                var fewer = _streams[i].Remove(stream);
                if (fewer.Length == _streams[i].Length) continue;
                _streams[i] = fewer;
                if (--_count == 0) _wake.Reset();
                return;
            }
        }
    }

    public void Dispose()
    {
        _stopped = true;
        _wake.Set();
        _thread.Join();
        _wake.Dispose();
    }

    private void Turn()
    {
        var step = 0L;
        while (!_stopped)
        {
            // Nobody speaks: no turning. The schedule below catches up by arithmetic, not by turns.
            _wake.Wait();
            var due = Now.Ticks / Step.Ticks;
            if (due <= step)
            {
                var wait = (step + 1) * Step - Now;
                if (wait > TimeSpan.Zero) Thread.Sleep(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)));
                due = Now.Ticks / Step.Ticks;
            }

            // After a long stop each slot is served once: the streams themselves know how many frames are due.
            for (step = Math.Max(step + 1, due - Slots + 1); step <= due; step++)
            {
                ImmutableArray<IActorRef> streams;
                lock (_gate) streams = _streams[step % Slots];
                foreach (var stream in streams) stream.Tell(PlayoutTick.Instance, ActorRefs.NoSender);
            }

            step = due;
        }
    }
}
