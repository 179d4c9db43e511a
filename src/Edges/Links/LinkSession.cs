using CallActors.Edges.Wire;

namespace CallActors.Edges.Links;

/// <summary>Something that waits to be sent, or was sent and is not acknowledged.</summary>
internal sealed class Letter(byte[] body, string replaces)
{
    public byte[] Body { get; set; } = body;

    /// <summary>A newer one under the same name takes its place as long as it was not sent; empty for none.</summary>
    public string Replaces { get; } = replaces;

    /// <summary>0 before it is given to a socket for the first time.</summary>
    public long Number { get; set; }
}

/// <summary>What a number says of a frame that came.</summary>
internal enum Arrival
{
    New,

    /// <summary>It was here before.</summary>
    Duplicate,

    /// <summary>One before it is missing: the other end has lost count.</summary>
    Gap,
}

/// <summary>
/// One end of a session: what it sends is numbered when it is first given to a socket, kept until the other end has it, and given to the next
/// socket again. Not thread-safe, and without a clock.
/// </summary>
internal sealed class LinkSession(LinkLimits limits)
{
    private static readonly byte[] Nothing = LinkWire.Write(new LinkBody.Nothing());

    private readonly LinkedList<Letter> _waiting = [];
    private readonly Dictionary<string, LinkedListNode<Letter>> _replaceable = new(StringComparer.Ordinal);
    private readonly List<Letter> _kept = [];
    private readonly PassingNews _passing = new(limits);
    private int _next;
    private long _acked;
    private int _bytes;
    private bool _wantsBeat;
    private bool _wantsPing;

    /// <summary>The number of the last frame that came.</summary>
    public long Got { get; private set; }

    /// <summary>Whether something came that was not acknowledged yet.</summary>
    public bool OwesAck { get; private set; }

    /// <summary>Too much waited: what was promised cannot be kept, and the session has to end.</summary>
    public bool IsOver { get; private set; }

    private long Sent => _acked + _kept.Count;

    /// <summary>Takes something to be sent.</summary>
    /// <param name="replaces">Names what it makes old: one that was not sent is replaced where it waits. Empty for what must not be lost.</param>
    /// <returns>Null when the session is over.</returns>
    public Letter? Queue(byte[] body, string replaces = "")
    {
        if (IsOver) return null;
        if (replaces.Length > 0 && _replaceable.TryGetValue(replaces, out var old))
        {
            _bytes += body.Length - old.Value.Body.Length;
            old.Value.Body = body;
            return Bounded(old.Value);
        }
        _bytes += body.Length;
        var node = _waiting.AddLast(new Letter(body, replaces));
        if (replaces.Length > 0) _replaceable.Add(replaces, node);
        return Bounded(node.Value);
    }

    /// <summary>What a program wrote: sent once, if at all.</summary>
    public void Pass(PassingNews.Source source, string text) => _passing.Write(source, text);

    /// <summary>What a program wrote was passed over.</summary>
    public void Skip(PassingNews.Source source) => _passing.Skip(source);

    /// <summary>A connection has ended: what its programs wrote is not passed on.</summary>
    public void Forget(long connection) => _passing.Forget(connection);

    /// <summary>Nobody wants it any more. What the other end does not have yet, it never gets.</summary>
    /// <returns>True when it was never given to a socket: then the other end certainly does not have it.</returns>
    public bool Withdraw(Letter letter)
    {
        if (letter.Number > 0)
        {
            // Its number is taken. Whoever has it already drops this one as a duplicate.
            if (letter.Number <= _acked) return false;
            _bytes += Nothing.Length - letter.Body.Length;
            letter.Body = Nothing;
            return false;
        }
        if (!_waiting.Remove(letter)) return false;
        _bytes -= letter.Body.Length;
        return true;
    }

    /// <summary>A socket begins.</summary>
    /// <param name="peerGot">The number of the last frame that the other end says it got.</param>
    /// <returns>False when that cannot be: the session cannot go on.</returns>
    public bool TryBegin(long peerGot)
    {
        if (IsOver || peerGot < _acked || !Acknowledge(peerGot)) return false;
        _next = 0;
        (OwesAck, _wantsBeat, _wantsPing) = (false, false, false);
        _passing.Lose();
        return true;
    }

    /// <returns>False when nothing of that number was ever sent.</returns>
    public bool Acknowledge(long ack)
    {
        if (ack > Sent) return false;
        var count = (int)Math.Max(0, ack - _acked);
        for (var i = 0; i < count; i++) _bytes -= _kept[i].Body.Length;
        _kept.RemoveRange(0, count);
        _next = Math.Max(0, _next - count);
        _acked += count;
        return true;
    }

    /// <summary>A numbered frame came.</summary>
    public Arrival Take(long number)
    {
        if (number > Got + 1) return Arrival.Gap;
        OwesAck = true;
        if (number <= Got) return Arrival.Duplicate;
        Got = number;
        return Arrival.New;
    }

    /// <summary>A frame is sent even when there is nothing to be said.</summary>
    public void WantBeat() => _wantsBeat = true;

    /// <summary>The other end is asked whether it is there.</summary>
    public void WantPing() => _wantsPing = true;

    /// <summary>What the socket is to be given next; null for nothing.</summary>
    public byte[]? Next()
    {
        if (_wantsPing)
        {
            _wantsPing = false;
            return Acking(LinkWire.Write(new LinkFrame.Ping(Got)));
        }
        if (_next < _kept.Count || Number()) return Acking(LinkWire.Kept(_kept[_next].Number, Got, _kept[_next++].Body));
        if (_passing.Take() is { } news) return Acking(LinkWire.Write(new LinkFrame.Passing(Got, news)));
        return _wantsBeat ? Acking(LinkWire.Write(new LinkFrame.Beat(Got))) : null;
    }

    /// <summary>The first that waits gets its number.</summary>
    private bool Number()
    {
        if (_waiting.First is not { } first) return false;
        _waiting.RemoveFirst();
        if (first.Value.Replaces.Length > 0) _replaceable.Remove(first.Value.Replaces);
        first.Value.Number = Sent + 1;
        _kept.Add(first.Value);
        return true;
    }

    private byte[] Acking(byte[] frame)
    {
        (OwesAck, _wantsBeat) = (false, false);
        return frame;
    }

    private Letter? Bounded(Letter letter)
    {
        IsOver = _waiting.Count + _kept.Count > limits.MostFrames || _bytes > limits.MostBytes;
        return IsOver ? null : letter;
    }
}
