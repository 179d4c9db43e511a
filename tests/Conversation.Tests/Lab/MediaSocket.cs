using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>One media socket of the call, with the stream at its end: carries the person's sound and keys to it, until it is stopped or lost.</summary>
internal sealed class MediaSocket
{
    private readonly AudioFramePool _pool = new(capacity: 0);
    private readonly List<AudioFrame> _frames = [];
    private readonly Road _up;
    private readonly IActorRef _stream;
    private bool _isOver;

    public MediaSocket(Carrier carrier, IActorRef stream, Road up)
    {
        (Carrier, _stream, _up) = (carrier, stream, up);
        carrier.Returned = mark => Tell(new MediaSignals.MarkReturned(mark));
    }

    public Carrier Carrier { get; }

    /// <summary>Frames of the caller that the engine has not given back.</summary>
    public int FramesKept => _frames.Count(IsKept);

    public void Start(CallId call, string token) => Tell(new MediaSignals.Started(call, token));

    /// <summary>20 ms of the person's microphone go up the road.</summary>
    public void Record(byte[] sound)
    {
        if (_isOver) return;
        var frame = _pool.Rent();
        sound.CopyTo(frame.Samples, 0);
        _frames.Add(frame);
        _up.Send(() =>
        {
            if (_isOver || Carrier.IsClosed) frame.Return();
            else Tell(frame);
        });
    }

    public void Press(char key) => _up.Send(() => Tell(new MediaSignals.KeyPressed(key)));

    /// <summary>The person has hung up: the carrier says so.</summary>
    public void Stop(Action stopped) => _up.Send(() =>
    {
        Tell(MediaSignals.Stopped.Instance);
        _isOver = true;
        stopped();
    });

    /// <summary>The socket breaks, with all that is under way.</summary>
    public void Lose()
    {
        Tell(MediaSignals.Disconnected.Instance);
        _isOver = true;
        Carrier.Lose();
    }

    private void Tell(object message)
    {
        if (!_isOver) _stream.Tell(message, ActorRefs.NoSender);
    }

    private static bool IsKept(AudioFrame frame)
    {
        try
        {
            frame.Return();
            return true;
        }
        catch (InvalidOperationException)
        {
            // It was given back, as it should be.
            return false;
        }
    }
}
