using System.Buffers.Binary;
using CallActors.Contracts.Audio;
using CallActors.Speech.Codecs;
using CallActors.Speech.Resampling;

namespace CallActors.Speech.OpenAi.Voices;

/// <summary>16-bit little-endian PCM, cut anywhere, to µ-law of 8 kHz. State is kept between chunks.</summary>
internal sealed class PcmToMuLaw
{
    private const int BlockSamples = 4096;

    private readonly Resampler _resampler;
    private readonly short[] _samples = new short[BlockSamples];
    private readonly short[] _narrow;
    private byte[] _muLaw;
    private int _count;
    private int _odd = -1;

    public PcmToMuLaw(int rate)
    {
        _resampler = new Resampler(rate, AudioFormat.SampleRate);
        _narrow = new short[_resampler.MaximumOutput(BlockSamples)];
        _muLaw = new byte[_narrow.Length];
    }

    /// <summary>Takes a chunk.</summary>
    /// <returns>What has become ready, valid until the next call; may be empty.</returns>
    public ReadOnlyMemory<byte> Convert(ReadOnlySpan<byte> pcm)
    {
        _count = 0;
        while (!pcm.IsEmpty)
        {
            var filled = 0;
            if (_odd >= 0)
            {
                // The chunk before ended in the middle of a sample.
                _samples[filled++] = (short)(_odd | pcm[0] << 8);
                _odd = -1;
                pcm = pcm[1..];
            }

            for (; filled < BlockSamples && pcm.Length > 1; pcm = pcm[2..]) _samples[filled++] = BinaryPrimitives.ReadInt16LittleEndian(pcm);
            Write(_resampler.Process(_samples.AsSpan(0, filled), _narrow));
            if (pcm.Length != 1) continue;
            _odd = pcm[0];
            break;
        }

        return _muLaw.AsMemory(0, _count);
    }

    /// <summary>Ends the sound, and is ready for the next.</summary>
    public ReadOnlyMemory<byte> Flush()
    {
        (_count, _odd) = (0, -1);
        Write(_resampler.Flush(_narrow));
        return _muLaw.AsMemory(0, _count);
    }

    private void Write(int samples)
    {
        if (_count + samples > _muLaw.Length) Array.Resize(ref _muLaw, Math.Max(2 * _muLaw.Length, _count + samples));
        MuLaw.Encode(_narrow.AsSpan(0, samples), _muLaw.AsSpan(_count));
        _count += samples;
    }
}
