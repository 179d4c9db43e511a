namespace CallActors.Engine.Audio;

/// <summary>The clock of the audio path: tells the time and wakes the streams that are speaking, every 20 ms.</summary>
public interface IPlayoutClock
{
    /// <summary>A monotonic time. Only differences mean anything.</summary>
    TimeSpan Now { get; }

    /// <summary>The actor gets a <see cref="PlayoutTick"/> every 20 ms until it is removed. Adding it again changes nothing.</summary>
    void Add(IActorRef stream);

    void Remove(IActorRef stream);
}

/// <summary>20 ms have passed. One shared instance: a tick allocates nothing.</summary>
public sealed class PlayoutTick : INotInfluenceReceiveTimeout
{
    private PlayoutTick()
    {
    }

    public static PlayoutTick Instance { get; } = new();
}
