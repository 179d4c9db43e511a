using System.Buffers.Binary;
using CallActors.Speech.Codecs;

namespace CallActors.Speech.Tests.Codecs;

public sealed class WavFileSpec
{
    private static readonly short[] Samples = [0, 1, -1, 32767, -32768, 1234, -4321];

    [Theory]
    [InlineData(8000)]
    [InlineData(16000)]
    [InlineData(22050)]
    [InlineData(24000)]
    public void What_was_written_is_read_back(int sampleRate)
    {
        var read = WavFile.Read(new MemoryStream(Written(sampleRate)));
        Assert.Equal(sampleRate, read.SampleRate);
        Assert.Equal(Samples, read.Samples);
    }

    [Fact]
    public void A_file_on_disk_is_written_and_read()
    {
        var path = Path.GetTempFileName();
        try
        {
            WavFile.Write(path, 8000, new short[4000]);
            Assert.Equal(TimeSpan.FromMilliseconds(500), WavFile.Read(path).Duration);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Unknown_chunks_and_their_padding_are_skipped()
    {
        var wav = Written(8000);
        byte[] odd = [.. "LIST"u8, 3, 0, 0, 0, 1, 2, 3, 0];
        byte[] withOdd = [.. wav[..12], .. odd, .. wav[12..36], .. odd, .. wav[36..]];
        Assert.Equal(Samples, WavFile.Read(new MemoryStream(withOdd)).Samples);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0xFFFFFFFFu)]
    [InlineData(0x7FFFFFFFu)]
    public void A_streamed_header_is_read_to_the_end_of_the_stream(uint length)
    {
        var wav = Written(8000);
        BinaryPrimitives.WriteUInt32LittleEndian(wav.AsSpan(40), length);
        Assert.Equal(Samples, WavFile.Read(new OneByteStream(wav)).Samples);
    }

    [Fact]
    public void A_chunk_after_the_sound_is_not_heard()
    {
        byte[] withTail = [.. Written(8000), .. "LIST"u8, 2, 0, 0, 0, 9, 9];
        Assert.Equal(Samples, WavFile.Read(new MemoryStream(withTail)).Samples);
    }

    [Fact]
    public void Other_formats_and_damaged_files_are_refused()
    {
        var stereo = Written(8000);
        stereo[22] = 2;
        var eightBit = Written(8000);
        eightBit[34] = 8;
        byte[] noFormat = [.. Written(8000)[..12], .. Written(8000)[36..]];
        byte[][] bad = [stereo, eightBit, noFormat, [], Written(8000)[..20], Written(8000)[..36], [.. "RIFX"u8, .. new byte[40]]];
        foreach (var wav in bad) Assert.Throws<InvalidDataException>(() => WavFile.Read(new MemoryStream(wav)));
    }

    [Fact]
    public void A_length_beyond_the_limit_is_refused_before_any_memory_is_taken()
    {
        var wav = Written(8000);
        BinaryPrimitives.WriteUInt32LittleEndian(wav.AsSpan(40), 8000u * WavFile.MaximumSeconds * 2 + 2);
        Assert.Throws<InvalidDataException>(() => WavFile.Read(new MemoryStream(wav)));
    }

    private static byte[] Written(int sampleRate)
    {
        var stream = new MemoryStream();
        WavFile.Write(stream, sampleRate, Samples);
        return stream.ToArray();
    }

    /// <summary>Gives one byte a read, as a slow pipe may.</summary>
    private sealed class OneByteStream(byte[] content) : MemoryStream(content)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(1, count));
    }
}
