using System.Threading.Tasks.Sources;
using CallActors.Carriers.MediaStreams;
using CallActors.Contracts.Audio;

namespace CallActors.Benchmarks.Vendors;

/// <summary>A media socket's writing side without the socket. Its loop is held while frames are queued, and then let run on the thread that
/// measures, so that all of the writer is measured and no change of threads.</summary>
internal sealed class MediaSink : IMediaTransport, IValueTaskSource, IDisposable
{
    /// <summary>Fewer than a writer holds.</summary>
    private const int Batch = 50;

    private readonly MediaStreamWriter _writer;
    private readonly ManualResetEventSlim _held = new();
    private ManualResetValueTaskSourceCore<bool> _sending = new() { RunContinuationsAsynchronously = false };
    private long _bytes;
    private int _left;

    public MediaSink(MediaDialect dialect)
    {
        _writer = new MediaStreamWriter("MZ0123456789abcdef0123456789abcdef", this, dialect: dialect);
        // The first frame is taken by the pool, where the loop began; from then on it stands in its transport.
        _writer.SendAudio(new byte[AudioFormat.FrameBytes]);
        _held.Wait();
    }

    /// <summary>Writes audio, frame by frame.</summary>
    /// <returns>Bytes of the messages.</returns>
    public long Write(ReadOnlySpan<byte> audio)
    {
        _bytes = 0;
        while (!audio.IsEmpty)
        {
            var batch = Math.Min(Batch, audio.Length / AudioFormat.FrameBytes);
            for (var i = 0; i < batch; i++, audio = audio[AudioFormat.FrameBytes..])
                if (!_writer.SendAudio(audio[..AudioFormat.FrameBytes])) throw new InvalidOperationException("The writer was full.");
            _left = batch;
            _sending.SetResult(true);
            if (_left != 0) throw new InvalidOperationException($"{_left} frames were not written.");
        }

        return _bytes;
    }

    public void Dispose() => _held.Dispose();

    ValueTask IMediaTransport.SendAsync(ReadOnlyMemory<byte> message)
    {
        _bytes += message.Length;
        if (--_left > 0) return ValueTask.CompletedTask;
        _left = 0;
        _sending.Reset();
        return new ValueTask(this, _sending.Version);
    }

    ValueTask IMediaTransport.CloseAsync(string reason) => ValueTask.CompletedTask;

    void IMediaTransport.Abort() => throw new InvalidOperationException("The writer has failed.");

    void IValueTaskSource.GetResult(short token) => _sending.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _sending.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        _sending.OnCompleted(continuation, state, token, flags);
        _held.Set();
    }
}
