using CallActors.Contracts.Audio;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>The carrier's end of a media socket: plays one frame every 20 ms from its buffer into the person's ear, returns marks when what is
/// before them was played, and all of them when it is told to clear.</summary>
internal sealed class Carrier(Trace trace, Road down, Road up, Ear ear) : IMediaOutlet
{
    private readonly Queue<object> _buffer = new();
    private bool _inEarcon;

    /// <summary>Where marks go back to.</summary>
    public Action<MediaMark> Returned { get; set; } = _ => { };

    public bool IsClosed { get; private set; }

    public int Clears { get; private set; }

    public bool SendAudio(ReadOnlySpan<byte> frame)
    {
        var isEarcon = frame[0] is not (Sounds.Ours or AudioFormat.Silence);
        if (isEarcon && !_inEarcon) trace.Add(Who.Engine, "earcon");
        _inEarcon = isEarcon;
        return Arrive(frame.ToArray());
    }

    public bool SendMark(MediaMark mark) => Arrive(mark);

    public bool SendClear()
    {
        trace.Add(Who.Engine, "clear");
        down.Send(Clear);
        return true;
    }

    public void Close(string reason)
    {
        if (!IsClosed) trace.Add(Who.Engine, "closes", reason);
        IsClosed = true;
    }

    /// <summary>20 ms are over: a frame has been played in them, if there was one.</summary>
    public void Pass()
    {
        if (_buffer.TryPeek(out var next) && next is byte[]) ear.Play((byte[])_buffer.Dequeue());
        ReturnMarks();
    }

    private bool Arrive(object item)
    {
        if (IsClosed) return false;
        down.Send(() => _buffer.Enqueue(item));
        return true;
    }

    private void Clear()
    {
        Clears++;
        trace.Add(Who.Carrier, "cleared", $"{_buffer.Count(i => i is byte[])} frames");
        foreach (var item in _buffer)
            if (item is MediaMark mark) Return(mark);
        _buffer.Clear();
    }

    private void ReturnMarks()
    {
        while (_buffer.TryPeek(out var next) && next is MediaMark mark)
        {
            _buffer.Dequeue();
            Return(mark);
        }
    }

    private void Return(MediaMark mark) => up.Send(() => Returned(mark));
}
