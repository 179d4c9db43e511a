using System.Threading.Channels;
using CallActors.Edges.Wire;

namespace CallActors.Edges.Links;

/// <summary>A session's time on one socket: one reader, one writer, the heart's beat.</summary>
internal sealed class LinkRun : IDisposable
{
    private readonly LinkSocket _socket;
    private readonly LinkSession _session;
    private readonly Lock _lock;
    private readonly ILinkOwner _owner;
    private readonly LinkLimits _limits;
    private readonly Channel<bool> _work = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _beat;
    private readonly ITimer _dead;
    private readonly ITimer _ack;
    private TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Closing? _closing;

    /// <param name="sessionLock">Held for whatever is done with the session.</param>
    public LinkRun(LinkSocket socket, LinkSession session, Lock sessionLock, ILinkOwner owner, LinkLimits limits, TimeProvider time)
    {
        (_socket, _session, _lock, _owner, _limits) = (socket, session, sessionLock, owner, limits);
        _beat = time.CreateTimer(static r => ((LinkRun)r!).Beat(), this, limits.BeatEvery, Timeout.InfiniteTimeSpan);
        _dead = time.CreateTimer(static r => ((LinkRun)r!).Abort(), this, limits.DeadAfter, Timeout.InfiniteTimeSpan);
        _ack = time.CreateTimer(static r => ((LinkRun)r!).Acknowledge(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Done when nothing comes any more.</summary>
    public Task Ended => _ended.Task;

    public void Wake() => _work.Writer.TryWrite(true);

    public void Abort() => _socket.Abort();

    /// <param name="withBye">Say first that the session is over.</param>
    public void Close(EdgeClosing closing, bool withBye = false)
    {
        Interlocked.CompareExchange(ref _closing, new Closing(closing, withBye), null);
        Wake();
    }

    /// <summary>Done when the next frame comes.</summary>
    public Task HeardAgainAsync() => Volatile.Read(ref _heard).Task;

    /// <param name="first">Sent before everything else; null for nothing.</param>
    public async Task<LinkEnd> RunAsync(byte[]? first)
    {
        var sending = SendAsync(first);
        Wake();
        var saidBye = await ReadAsync().ConfigureAwait(false);
        _work.Writer.TryComplete();
        await sending.ConfigureAwait(false);
        // Who has closed first waits for our close frame.
        await _socket.CloseOutputAsync(_closing?.Why ?? EdgeClosing.Leaving).ConfigureAwait(false);
        _ended.TrySetResult();
        return new LinkEnd(_closing?.Why, _socket.PeerClosing, saidBye);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _beat.Dispose();
        _dead.Dispose();
        _ack.Dispose();
        _ended.TrySetResult();
    }

    private async Task<bool> ReadAsync()
    {
        var saidBye = false;
        while (true)
        {
            var received = await _socket.ReadAsync(_limits.FrameBytes).ConfigureAwait(false);
            if (received.IsEnd) return saidBye;
            // After our close frame only the other end's is awaited.
            if (Volatile.Read(ref _closing) is not null) continue;
            _dead.Change(_limits.DeadAfter, Timeout.InfiniteTimeSpan);
            Interlocked.Exchange(ref _heard, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
            var frame = received.Fault is null ? LinkWire.TryRead(received.Text.Span) : null;
            if (frame is LinkFrame.Bye)
            {
                saidBye = true;
                Close(EdgeClosing.Leaving);
            }
            else if ((received.Fault ?? (frame is null ? EdgeClosing.BadFrame : Take(frame))) is { } fault)
            {
                Close(fault);
            }
        }
    }

    private EdgeClosing? Take(LinkFrame frame)
    {
        switch (frame)
        {
            case LinkFrame.Kept kept:
                Arrival arrival;
                lock (_lock)
                {
                    var wasOwing = _session.OwesAck;
                    if (!_session.Acknowledge(kept.Ack)) return EdgeClosing.BadFrame;
                    arrival = _session.Take(kept.Number);
                    if (!wasOwing && _session.OwesAck) _ack.Change(_limits.AckWithin, Timeout.InfiniteTimeSpan);
                }
                return arrival is Arrival.Gap ? EdgeClosing.BadFrame : arrival is Arrival.New ? _owner.Take(kept.Body) : null;
            case LinkFrame.Passing passing:
                return Acknowledged(passing.Ack) ?? _owner.Take(passing.Body);
            case LinkFrame.Beat beat:
                return Acknowledged(beat.Ack);
            case LinkFrame.Ping ping:
                lock (_lock) _session.WantBeat();
                Wake();
                return Acknowledged(ping.Ack);
            default:
                return EdgeClosing.BadFrame;
        }
    }

    private EdgeClosing? Acknowledged(long ack)
    {
        lock (_lock) return _session.Acknowledge(ack) ? null : EdgeClosing.BadFrame;
    }

    private async Task SendAsync(byte[]? first)
    {
        if (first is not null && !await _socket.SendAsync(first).ConfigureAwait(false)) return;
        while (await _work.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            _work.Reader.TryRead(out _);
            while (Volatile.Read(ref _closing) is null)
            {
                byte[]? frame;
                lock (_lock) frame = _session.Next();
                if (frame is null) break;
                if (!await _socket.SendAsync(frame).ConfigureAwait(false)) return;
            }
            if (Volatile.Read(ref _closing) is not { } closing) continue;
            if (closing.WithBye) await _socket.SendAsync(LinkWire.Write(new LinkFrame.Bye())).ConfigureAwait(false);
            await _socket.CloseOutputAsync(closing.Why).ConfigureAwait(false);
            return;
        }
    }

    private void Beat()
    {
        if (_owner.OnBeat() is { } closing) Close(closing);
        lock (_lock) _session.WantBeat();
        Wake();
        _beat.Change(_limits.BeatEvery, Timeout.InfiniteTimeSpan);
    }

    private void Acknowledge()
    {
        lock (_lock)
        {
            if (!_session.OwesAck) return;
            _session.WantBeat();
        }
        Wake();
    }

    private sealed record Closing(EdgeClosing Why, bool WithBye);
}
