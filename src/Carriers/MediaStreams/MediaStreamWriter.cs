using System.Threading.Tasks.Sources;
using CallActors.Contracts.Audio;

namespace CallActors.Carriers.MediaStreams;

/// <summary>
/// The sending side of a media socket in Twilio's Media Streams messages, or in Telnyx'. Items go into a bounded ring and are encoded and sent by one
/// loop: callers never wait, and in steady state nothing is allocated. What does not fit is dropped and answered with false; a clear
/// always fits, because it throws out everything queued before it, marks included: those do not come back. Thread-safe.
/// </summary>
public sealed class MediaStreamWriter : IMediaOutlet, IValueTaskSource, IAsyncDisposable
{
    /// <summary>Longest reason of a close, in characters.</summary>
    public const int MaxReasonLength = 100;

    private readonly Lock _lock = new();
    private readonly IMediaTransport _transport;
    private readonly MediaStreamWriterOptions _options;
    private readonly TimeProvider _time;
    private readonly MediaSendRing _ring;
    private readonly MediaMessageEncoder _encoder;
    private ManualResetValueTaskSourceCore<bool> _work = new() { RunContinuationsAsynchronously = true };
    private bool _idle;
    private bool _closed;
    private string _reason = "";
    private ITimer? _drainLimit;

    /// <param name="streamSid">From the stream's start.</param>
    /// <param name="time">Limits the closing; <see cref="TimeProvider.System"/> when null.</param>
    /// <param name="dialect">From the stream's start.</param>
    public MediaStreamWriter(
        string streamSid,
        IMediaTransport transport,
        MediaStreamWriterOptions? options = null,
        TimeProvider? time = null,
        MediaDialect dialect = MediaDialect.Twilio)
    {
        _transport = transport;
        _options = options ?? new MediaStreamWriterOptions();
        _time = time ?? TimeProvider.System;
        _ring = new MediaSendRing(_options.Capacity);
        _encoder = new MediaMessageEncoder(streamSid, dialect);
        Completion = RunAsync();
    }

    /// <summary>Done when nothing more will be sent: closed, or the socket failed. Never faulted.</summary>
    public Task Completion { get; }

    /// <inheritdoc/>
    public bool SendAudio(ReadOnlySpan<byte> frame)
    {
        if (frame.Length != AudioFormat.FrameBytes)
            throw new ArgumentException($"A frame has {AudioFormat.FrameBytes} bytes.", nameof(frame));
        lock (_lock)
        {
            if (_closed || !_ring.TryAddAudio(frame)) return false;
            Wake_NeedsLock();
            return true;
        }
    }

    /// <inheritdoc/>
    public bool SendMark(MediaMark mark)
    {
        lock (_lock)
        {
            if (_closed || !_ring.TryAddMark(mark)) return false;
            Wake_NeedsLock();
            return true;
        }
    }

    /// <inheritdoc/>
    public bool SendClear()
    {
        lock (_lock)
        {
            if (_closed) return false;
            _ring.ReplaceByClear();
            Wake_NeedsLock();
            return true;
        }
    }

    /// <inheritdoc/>
    public void Close(string reason)
    {
        lock (_lock)
        {
            if (_closed) return;
            _closed = true;
            _reason = reason.Length <= MaxReasonLength ? reason : reason[..MaxReasonLength];
            _drainLimit = _time.CreateTimer(static transport => ((IMediaTransport)transport!).Abort(), _transport, _options.DrainFor, Timeout.InfiniteTimeSpan);
            Wake_NeedsLock();
        }
    }

    /// <summary>Closes, if that has not been done, and waits for the end. To be called when the reading side has ended: until then
    /// the limit of a close goes on, so that a carrier that does not answer a close frame cannot hold the reading side.</summary>
    public async ValueTask DisposeAsync()
    {
        Close("gone");
        await Completion.ConfigureAwait(false);
        lock (_lock) _drainLimit?.Dispose();
    }

    private void Wake_NeedsLock()
    {
        if (!_idle) return;
        _idle = false;
        _work.SetResult(true);
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                if (TryTake(out var message)) await _transport.SendAsync(message).ConfigureAwait(false);
                else if (IsDrained()) break;
                else await WaitForWork().ConfigureAwait(false);
            }
            await _transport.CloseAsync(_reason).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Whatever a dying socket throws, it means one thing: the reading side sees the same loss and reports it.
            _transport.Abort();
        }
        lock (_lock) _closed = true;
    }

    private bool TryTake(out ReadOnlyMemory<byte> message)
    {
        lock (_lock) return _ring.TryTake(_encoder, out message);
    }

    private bool IsDrained()
    {
        lock (_lock) return _closed && _ring.IsEmpty;
    }

    private ValueTask WaitForWork()
    {
        lock (_lock)
        {
            if (_closed || !_ring.IsEmpty) return ValueTask.CompletedTask;
            _work.Reset();
            _idle = true;
            return new ValueTask(this, _work.Version);
        }
    }

    void IValueTaskSource.GetResult(short token) => _work.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _work.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _work.OnCompleted(continuation, state, token, flags);
}
