using CallActors.Contracts.Audio;

namespace CallActors.Carriers.MediaStreams;

/// <summary>Cuts audio of any length into whole frames and keeps the remainder for the next piece.</summary>
internal sealed class FrameAssembler(AudioFramePool pool)
{
    private readonly byte[] _remainder = new byte[AudioFormat.FrameBytes];
    private int _held;

    public void Add(ReadOnlySpan<byte> muLaw, long receivedAt, IMediaStreamHandler handler)
    {
        while (_held + muLaw.Length >= AudioFormat.FrameBytes)
        {
            var taken = AudioFormat.FrameBytes - _held;
            var frame = pool.Rent();
            _remainder.AsSpan(0, _held).CopyTo(frame.Samples);
            muLaw[..taken].CopyTo(frame.Samples.AsSpan(_held));
            frame.ReceivedAt = receivedAt;
            _held = 0;
            muLaw = muLaw[taken..];
            handler.OnAudio(frame);
        }
        muLaw.CopyTo(_remainder.AsSpan(_held));
        _held += muLaw.Length;
    }

    public void AddSilence(int samples, long receivedAt, IMediaStreamHandler handler)
    {
        Span<byte> silence = stackalloc byte[AudioFormat.FrameBytes];
        silence.Fill(AudioFormat.Silence);
        for (; samples > 0; samples -= silence.Length)
            Add(silence[..Math.Min(samples, silence.Length)], receivedAt, handler);
    }
}
