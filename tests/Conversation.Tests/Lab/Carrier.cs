using CallActors.Contracts.Audio;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>The carrier's end of a media socket: plays one frame every 20 ms from its buffer towards the person's ear, returns marks when what
/// is before them was played, at once when nothing is, and all of them when it is told to clear.</summary>
internal sealed class Carrier(Trace trace, Random random, LineRules rules, Road down, Road marks, PhoneLine line, Ear ear) : IMediaOutlet
{
    private readonly Queue<object> _buffer = new();
    private bool _inEarcon;
    private bool _isLost;

    /// <summary>Where marks go back to.</summary>
    public Action<MediaMark> Returned { get; set; } = _ => { };

    public bool IsClosed { get; private set; }

    public bool SendAudio(ReadOnlySpan<byte> frame)
    {
        var isEarcon = frame[0] != AudioFormat.Silence && !Sounds.IsOurs(frame);
        if (isEarcon && !_inEarcon) trace.Add(Who.Engine, "earcon");
        _inEarcon = isEarcon;
        return Send(frame.ToArray());
    }

    public bool SendMark(MediaMark mark) => Send(mark);

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

    /// <summary>The socket breaks: what was buffered or under way is gone.</summary>
    public void Lose()
    {
        (_isLost, IsClosed) = (true, true);
        _buffer.Clear();
    }

    /// <summary>20 ms are over: a frame has been played in them, if there was one.</summary>
    public void Pass()
    {
        if (_buffer.TryPeek(out var next) && next is byte[] frame)
        {
            _buffer.Dequeue();
            ear.Play(frame, isLost: !line.Down(frame));
        }

        ReturnMarks();
    }

    private bool Send(object item)
    {
        if (IsClosed) return false;
        down.Send(() =>
        {
            if (_isLost) return;
            if (item is MediaMark mark && _buffer.Count == 0) Return(mark);
            else _buffer.Enqueue(item);
        });
        return true;
    }

    private void Clear()
    {
        if (_isLost) return;
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

    private void Return(MediaMark mark)
    {
        if (rules.MarksLost > 0 && random.NextDouble() < rules.MarksLost) return;
        marks.Send(() => Returned(mark));
        if (rules.MarksDoubled > 0 && random.NextDouble() < rules.MarksDoubled) marks.Send(() => Returned(mark));
    }
}
