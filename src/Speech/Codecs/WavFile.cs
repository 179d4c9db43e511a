using System.Buffers.Binary;

namespace CallActors.Speech.Codecs;

/// <summary>Mono 16-bit sound in memory.</summary>
/// <param name="SampleRate">Samples a second.</param>
/// <param name="Samples">The samples.</param>
public sealed record WavSound(int SampleRate, short[] Samples)
{
    /// <summary>How long it lasts.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)Samples.Length / SampleRate);
}

/// <summary>
/// Reads and writes RIFF/WAVE files of 16-bit linear PCM, mono. Reading skips chunks it does not know, honours the padding byte
/// after odd chunks, takes the extensible format header, and accepts the lengths 0 and 0xFFFFFFFF that programs write into a
/// header when they stream.
/// </summary>
public static class WavFile
{
    /// <summary>Longest sound that is read, in seconds. A longer file is refused, so that a foreign file cannot fill the memory.</summary>
    public const int MaximumSeconds = 1800;

    private const int HeaderBytes = 44;
    private const int FormatBytes = 16;
    private const int FormatPcm = 1;
    private const int FormatExtensible = 0xFFFE;

    // A program that does not know the length writes 0 or the largest that 31 or 32 bits hold, some less their own header.
    private const uint StreamedLength = 0x7FFFF000;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is not 16-bit mono PCM, is damaged, or is too long.</exception>
    public static WavSound Read(string path)
    {
        using var file = File.OpenRead(path);
        return Read(file);
    }

    /// <summary>Reads from a stream, which need not be seekable, up to the end of the sound.</summary>
    /// <exception cref="InvalidDataException">It is not 16-bit mono PCM, is damaged, or is too long.</exception>
    public static WavSound Read(Stream stream)
    {
        Span<byte> head = stackalloc byte[12];
        if (stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length
            || !head[..4].SequenceEqual("RIFF"u8) || !head[8..].SequenceEqual("WAVE"u8))
            throw new InvalidDataException("Not a WAVE file: it does not begin with RIFF … WAVE.");

        var sampleRate = 0;
        while (true)
        {
            if (stream.ReadAtLeast(head[..8], 8, throwOnEndOfStream: false) < 8)
                throw new InvalidDataException("The WAVE file ends before its data chunk.");
            var length = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            if (head[..4].SequenceEqual("data"u8))
            {
                if (sampleRate == 0) throw new InvalidDataException("The WAVE file has its data chunk before its fmt chunk.");
                return new WavSound(sampleRate, ReadSamples(stream, sampleRate, length));
            }

            var isFormat = head[..4].SequenceEqual("fmt "u8);
            if (isFormat) sampleRate = ReadFormat(stream, length);
            var read = isFormat ? FormatBytes : 0;
            Skip(stream, length - read + (length & 1));
        }
    }

    /// <summary>Writes a file, replacing one that is there.</summary>
    public static void Write(string path, int sampleRate, ReadOnlySpan<short> samples)
    {
        using var file = File.Create(path);
        Write(file, sampleRate, samples);
    }

    /// <summary>Writes header and samples.</summary>
    public static void Write(Stream stream, int sampleRate, ReadOnlySpan<short> samples)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        var data = checked(samples.Length * sizeof(short));
        Span<byte> header = stackalloc byte[HeaderBytes];
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], checked(HeaderBytes - 8 + data));
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], FormatBytes);
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], FormatPcm);
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], sampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], sampleRate * sizeof(short));
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], sizeof(short));
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], 16);
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[40..], data);
        stream.Write(header);

        Span<byte> block = stackalloc byte[4096];
        while (samples.Length > 0)
        {
            var count = Math.Min(samples.Length, block.Length / sizeof(short));
            for (var i = 0; i < count; i++) BinaryPrimitives.WriteInt16LittleEndian(block[(i * 2)..], samples[i]);
            stream.Write(block[..(count * 2)]);
            samples = samples[count..];
        }
    }

    private static int ReadFormat(Stream stream, uint length)
    {
        Span<byte> format = stackalloc byte[FormatBytes];
        if (length < FormatBytes || stream.ReadAtLeast(format, FormatBytes, throwOnEndOfStream: false) < FormatBytes)
            throw new InvalidDataException("The WAVE file's fmt chunk is cut short.");
        var tag = BinaryPrimitives.ReadUInt16LittleEndian(format);
        var channels = BinaryPrimitives.ReadUInt16LittleEndian(format[2..]);
        var sampleRate = BinaryPrimitives.ReadInt32LittleEndian(format[4..]);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(format[14..]);
        if (tag is not (FormatPcm or FormatExtensible) || channels != 1 || bits != 16)
            throw new InvalidDataException(
                $"The WAVE file holds format {tag}, {channels} channels, {bits} bits; 16-bit mono PCM is wanted.");
        if (sampleRate is < 1000 or > 384_000)
            throw new InvalidDataException($"The WAVE file's sample rate of {sampleRate} Hz is out of range.");
        return sampleRate;
    }

    private static short[] ReadSamples(Stream stream, int sampleRate, uint length)
    {
        var limit = (long)sampleRate * MaximumSeconds * sizeof(short);
        var streamed = length is 0 or >= StreamedLength;
        if (!streamed && length > limit) throw new InvalidDataException($"The WAVE file lasts more than {MaximumSeconds} s.");

        // The announced length is not believed before the bytes have come: a short file may announce two gigabytes.
        using var data = new MemoryStream();
        var block = new byte[16 * 1024];
        var left = streamed ? long.MaxValue : length;
        while (left > 0)
        {
            var read = stream.Read(block, 0, (int)Math.Min(left, block.Length));
            if (read == 0) break;
            data.Write(block, 0, read);
            left -= read;
            if (data.Length > limit) throw new InvalidDataException($"The WAVE file lasts more than {MaximumSeconds} s.");
        }

        var bytes = data.GetBuffer().AsSpan(0, (int)(data.Length & ~1));
        var samples = new short[bytes.Length / sizeof(short)];
        for (var i = 0; i < samples.Length; i++) samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(i * 2)..]);
        return samples;
    }

    private static void Skip(Stream stream, long count)
    {
        Span<byte> waste = stackalloc byte[1024];
        while (count > 0)
        {
            var read = stream.Read(waste[..(int)Math.Min(count, waste.Length)]);
            if (read == 0) throw new InvalidDataException("The WAVE file ends in the middle of a chunk.");
            count -= read;
        }
    }
}
