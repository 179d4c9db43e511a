using System.Buffers;
using CallActors.Contracts.Audio;
using CallActors.Speech.Codecs;

namespace CallActors.Speech.OpenAi.Transcriptions;

/// <summary>The audio of a segment, in rented memory that grows with it.</summary>
internal sealed class SegmentAudio : IDisposable
{
    private const int FirstRent = 4 * AudioFormat.SampleRate;

    private byte[] _muLaw = [];

    public int Length { get; private set; }

    public void Append(ReadOnlySpan<byte> muLaw)
    {
        if (Length + muLaw.Length > _muLaw.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstRent, 2 * (Length + muLaw.Length)));
            _muLaw.AsSpan(0, Length).CopyTo(larger);
            Release();
            _muLaw = larger;
        }

        muLaw.CopyTo(_muLaw.AsSpan(Length));
        Length += muLaw.Length;
    }

    /// <summary>The same as a WAV file of 16-bit PCM, which every server reads.</summary>
    public byte[] ToWav()
    {
        using var file = new MemoryStream(44 + 2 * Length);
        var samples = ArrayPool<short>.Shared.Rent(Length);
        MuLaw.Decode(_muLaw.AsSpan(0, Length), samples);
        WavFile.Write(file, AudioFormat.SampleRate, samples.AsSpan(0, Length));
        ArrayPool<short>.Shared.Return(samples);
        return file.ToArray();
    }

    public void Dispose()
    {
        Release();
        (_muLaw, Length) = ([], 0);
    }

    private void Release()
    {
        if (_muLaw.Length > 0) ArrayPool<byte>.Shared.Return(_muLaw);
    }
}
