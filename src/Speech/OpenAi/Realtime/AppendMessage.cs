using System.Buffers.Text;
using System.Runtime.InteropServices;
using CallActors.Contracts.Audio;
using CallActors.Speech.Codecs;
using CallActors.Speech.Resampling;

namespace CallActors.Speech.OpenAi.Realtime;

/// <summary>Writes <c>input_audio_buffer.append</c> into one buffer that is used again and again.</summary>
internal sealed class AppendMessage
{
    /// <summary>Sample rate of what the interface calls PCM.</summary>
    private const int PcmRate = 24_000;

    private static readonly byte[] Head = [.. """{"type":"input_audio_buffer.append","audio":" """u8[..^1]];
    private static readonly byte[] Tail = [.. "\"}"u8];

    private readonly byte[] _message;
    private readonly Resampler? _resampler;
    private readonly short[] _narrow = [];
    private readonly short[] _wide = [];

    /// <param name="most">Most µ-law bytes of one message.</param>
    /// <param name="isPcm">The server wants 16-bit PCM of 24 kHz in place of µ-law.</param>
    public AppendMessage(int most, bool isPcm)
    {
        var bytes = most;
        if (isPcm)
        {
            _resampler = new Resampler(AudioFormat.SampleRate, PcmRate);
            _narrow = new short[most];
            _wide = new short[_resampler.MaximumOutput(most)];
            bytes = _wide.Length * sizeof(short);
        }

        _message = new byte[Head.Length + Base64.GetMaxEncodedToUtf8Length(bytes) + Tail.Length];
        Head.CopyTo(_message, 0);
    }

    /// <summary>The message, until the next one is written; empty when there is nothing to send yet.</summary>
    public ReadOnlyMemory<byte> Write(ReadOnlySpan<byte> muLaw)
    {
        if (_resampler is null) return Encode(muLaw);
        MuLaw.Decode(muLaw, _narrow);
        return Encode(Wide(_resampler.Process(_narrow.AsSpan(0, muLaw.Length), _wide)));
    }

    /// <summary>What the resampler still holds of a segment that ends.</summary>
    public ReadOnlyMemory<byte> Flush() => _resampler is null ? default : Encode(Wide(_resampler.Flush(_wide)));

    // PCM on the wire is little-endian, as are the machines that this runs on.
    private ReadOnlySpan<byte> Wide(int samples) => MemoryMarshal.AsBytes(_wide.AsSpan(0, samples));

    private ReadOnlyMemory<byte> Encode(ReadOnlySpan<byte> audio)
    {
        if (audio.IsEmpty) return default;
        Base64.EncodeToUtf8(audio, _message.AsSpan(Head.Length), out _, out var written);
        Tail.CopyTo(_message, Head.Length + written);
        return _message.AsMemory(0, Head.Length + written + Tail.Length);
    }
}
