using System.Diagnostics;
using CallActors.Simulators.Softphone;

namespace CallActors.Benchmarks.Voice;

/// <summary>The times of one phone's media socket.</summary>
internal sealed class MediaTimes : IMediaProbe
{
    private readonly Lock _lock = new();
    private readonly List<long> _received = new(4096);
    private readonly List<double> _clears = [];
    private bool _recording;
    private long _sent;
    private long _arrived;
    private long _firstAt;
    private int _burst;
    private long _decidedAt;
    private long _clearedAt;

    /// <summary>Frames sent by the phone since it was connected.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Frames received by the phone since it was connected.</summary>
    public long Arrived => Interlocked.Read(ref _arrived);

    /// <summary>When the first frame since <see cref="AwaitFirst"/> came; 0 while there was none.</summary>
    public long FirstAt
    {
        get
        {
            lock (_lock) return _firstAt;
        }
    }

    public void AwaitFirst()
    {
        lock (_lock) _firstAt = 0;
    }

    /// <summary>Keeps the times of received frames from now on.</summary>
    public void Record()
    {
        lock (_lock)
        {
            _received.Clear();
            _recording = true;
        }
    }

    /// <summary>The times of the frames received since <see cref="Record"/>.</summary>
    public IReadOnlyList<long> StopRecording()
    {
        lock (_lock)
        {
            _recording = false;
            return [.. _received];
        }
    }

    /// <summary>The next voiced frames are a burst.</summary>
    public void ExpectBurst()
    {
        lock (_lock) (_burst, _decidedAt, _clearedAt) = (0, 0, 0);
    }

    /// <summary>From the deciding frame of each burst to its clear, in ms, since the last call.</summary>
    public IReadOnlyList<double> TakeClears()
    {
        lock (_lock)
        {
            double[] taken = [.. _clears];
            _clears.Clear();
            return taken;
        }
    }

    void IMediaProbe.Sent(long at, bool voiced)
    {
        Interlocked.Increment(ref _sent);
        if (!voiced) return;
        lock (_lock)
        {
            if (++_burst != Sounds.BurstFrames) return;
            _decidedAt = at;
            Pair();
        }
    }

    void IMediaProbe.Received(long at, int bytes)
    {
        Interlocked.Increment(ref _arrived);
        lock (_lock)
        {
            if (_firstAt == 0) _firstAt = at;
            if (_recording) _received.Add(at);
        }
    }

    void IMediaProbe.Cleared(long at)
    {
        lock (_lock)
        {
            _clearedAt = at;
            Pair();
        }
    }

    /// <summary>The phone may be told of the clear before it has noted the frame that caused it.</summary>
    private void Pair()
    {
        if (_decidedAt == 0 || _clearedAt == 0) return;
        _clears.Add(Math.Max(0, Stopwatch.GetElapsedTime(_decidedAt, _clearedAt).TotalMilliseconds));
        (_decidedAt, _clearedAt) = (0, 0);
    }
}
