using CallActors.Contracts.Audio;

namespace CallActors.Engine.Audio;

/// <summary>Levels of the frames sent lately, by the time at which the person hears them.</summary>
internal sealed class EchoLevel
{
    // 64 frames are 1.28 s: the longest lead and the echo's tail fit in.
    private const int Capacity = 64;

    private readonly TimeSpan[] _heardAt = new TimeSpan[Capacity];
    private readonly float[] _levels = new float[Capacity];
    private int _next;

    public EchoLevel() => Array.Fill(_heardAt, TimeSpan.MinValue);

    public void Sent(ReadOnlySpan<byte> frame, TimeSpan heardAt)
    {
        _heardAt[_next] = heardAt;
        _levels[_next] = AudioLevel.Db(frame);
        _next = (_next + 1) % Capacity;
    }

    /// <summary>The highest level heard within the tail; negative infinity when there was nothing.</summary>
    public float Highest(TimeSpan now, TimeSpan tail)
    {
        var highest = float.NegativeInfinity;
        for (var i = 0; i < Capacity; i++)
            if (_heardAt[i] <= now && _heardAt[i] > now - tail && _levels[i] > highest)
                highest = _levels[i];
        return highest;
    }
}
