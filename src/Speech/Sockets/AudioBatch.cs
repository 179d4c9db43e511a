using System.Buffers;
using System.Net.WebSockets;
using CallActors.Contracts.Audio;

namespace CallActors.Speech.Sockets;

/// <summary>Joins a call's frames into messages of the length that a vendor recommends, and counts what it is given. Thread-safe; allocates
/// nothing in steady state.</summary>
/// <param name="bytes">Length of a message in µ-law bytes.</param>
internal sealed class AudioBatch(VendorSocket socket, int bytes)
{
    private readonly Lock _gate = new();
    private byte[]? _buffer;
    private int _length;
    private long _given;
    private long _own;
    private bool _closed;

    /// <summary>Samples that the vendor has been given, or will be with the next message: its clock.</summary>
    public long Given
    {
        get
        {
            lock (_gate) return _given;
        }
    }

    /// <summary>How much of <see cref="Given"/> was silence of ours.</summary>
    public long Own
    {
        get
        {
            lock (_gate) return _own;
        }
    }

    /// <summary>False when the socket is behind by its whole queue: the audio, or the rest of it, is dropped.</summary>
    public bool Add(ReadOnlySpan<byte> muLaw)
    {
        lock (_gate) return AddHeld(muLaw);
    }

    /// <summary>Fills a gap in the phone's audio.</summary>
    public void AddSilence(int samples)
    {
        Span<byte> silence = stackalloc byte[AudioFormat.FrameBytes];
        silence.Fill(AudioFormat.Silence);
        lock (_gate)
        {
            for (; samples > 0; samples -= silence.Length)
            {
                var length = Math.Min(samples, silence.Length);
                if (AddHeld(silence[..length])) _own += length;
            }

            SendHeld();
        }
    }

    /// <summary>Sends what is joined so far.</summary>
    public void Flush()
    {
        lock (_gate) SendHeld();
    }

    /// <summary>Nothing is taken any more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            if (_buffer is not null) ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = null;
        }
    }

    private bool AddHeld(ReadOnlySpan<byte> muLaw)
    {
        while (!muLaw.IsEmpty)
        {
            if (_closed || (_length == bytes && !SendHeld())) return false;
            _buffer ??= ArrayPool<byte>.Shared.Rent(bytes);
            var length = Math.Min(muLaw.Length, bytes - _length);
            muLaw[..length].CopyTo(_buffer.AsSpan(_length));
            (_length, _given) = (_length + length, _given + length);
            muLaw = muLaw[length..];
            if (_length == bytes) SendHeld();
        }

        return true;
    }

    /// <summary>What is joined stays when the queue is full. An empty message would end a stream at some vendors: none is sent.</summary>
    private bool SendHeld()
    {
        if (_closed || _buffer is null || _length == 0) return true;
        if (!socket.TrySend(_buffer, _length, WebSocketMessageType.Binary)) return false;
        (_buffer, _length) = (null, 0);
        return true;
    }
}
