namespace CallActors.Speech.Tests.Fuzz;

/// <summary>A connection in memory: what the client reads is fed piece by piece, what it writes is thrown away, but for its close.</summary>
internal sealed class MutatedLine : Stream
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<int>? _reader;
    private Memory<byte> _into;
    private ReadOnlyMemory<byte> _left;
    private bool _isEnded;
    private bool _isIdle;

    /// <summary>The client has let it go.</summary>
    public Task Closed => _closed.Task;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Gives the client something to read.</summary>
    /// <returns>Done when it has taken all of that and wants more, or has let the line go.</returns>
    public Task FeedAsync(ReadOnlyMemory<byte> bytes)
    {
        lock (_gate)
        {
            if (_closed.Task.IsCompleted) return Task.CompletedTask;
            if (_isIdle) _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            (_left, _isIdle) = (_left.IsEmpty ? bytes : (byte[])[.. _left.Span, .. bytes.Span], false);
            Serve();
            return _idle.Task;
        }
    }

    /// <summary>Nothing more comes.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isEnded = true;
            Serve();
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (!_left.IsEmpty || _isEnded || _closed.Task.IsCompleted) return ValueTask.FromResult(Take(buffer));
            (_reader, _into) = (new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously), buffer);
            if (buffer.Length > 0) Rest();
            return new ValueTask<int>(_reader.Task);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>A close frame is answered by the end.</summary>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length > 0 && buffer.Span[0] == 0x88) End();
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count)
    {
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        lock (_gate)
        {
            _closed.TrySetResult();
            _left = default;
            Rest();
            Serve();
        }

        base.Dispose(disposing);
    }

    private void Rest()
    {
        _isIdle = true;
        _idle.TrySetResult();
    }

    private void Serve()
    {
        if (_reader is not { } reader || (_left.IsEmpty && !_isEnded && !_closed.Task.IsCompleted)) return;
        _reader = null;
        reader.SetResult(Take(_into));
    }

    private int Take(Memory<byte> into)
    {
        var length = Math.Min(into.Length, _left.Length);
        _left[..length].CopyTo(into);
        _left = _left[length..];
        return length;
    }
}
