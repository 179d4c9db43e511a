using System.Buffers.Binary;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Recordings;
using Microsoft.Win32.SafeHandles;

namespace CallActors.Gateway.Recordings;

/// <summary>A recording as a WAV file: G.711 µ-law, 8 kHz, two channels (RIFF WAVE, format 7). Its header is true after every
/// <see cref="Publish"/>, so that a killed process leaves a file that readers take.</summary>
public sealed class WavRecording : IRecordingFile
{
    private const int HeaderBytes = 58;
    private const int Channels = 2;
    private const ushort MuLawFormat = 7;

    // What a RIFF size of 32 bits can say.
    private const long MostBytes = uint.MaxValue - HeaderBytes;

    private static readonly byte[] Silence = [.. Enumerable.Repeat(AudioFormat.Silence, 16_384)];

    private readonly SafeFileHandle _file;
    private long _bytes;

    private WavRecording(SafeFileHandle file, long bytes) => (_file, _bytes) = (file, bytes);

    public long Length => _bytes / Channels;

    /// <summary>Begins a file, readable by its owner alone, or continues one, from what was written to it whatever its header says.</summary>
    /// <exception cref="IOException">It cannot be opened, or is something else.</exception>
    /// <exception cref="UnauthorizedAccessException">It belongs to somebody else.</exception>
    public static WavRecording Open(string path)
    {
        // File.OpenHandle knows no mode of new files.
        var how = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (new FileStream(path, how))
        {
        }

        var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            var recording = new WavRecording(file, ContentOf(file));
            recording.Publish();
            return recording;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Makes a header true that a killed process left behind. False when it was.</summary>
    /// <exception cref="IOException">The file cannot be opened, or is something else.</exception>
    public static bool Mend(string path)
    {
        using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        {
            Span<byte> there = stackalloc byte[HeaderBytes];
            Span<byte> due = stackalloc byte[HeaderBytes];
            WriteHeader(due, ContentOf(file));
            if (RandomAccess.Read(file, there, 0) == HeaderBytes && there.SequenceEqual(due)) return false;
        }

        Open(path).Dispose();
        return true;
    }

    public void Append(ReadOnlySpan<byte> stereo)
    {
        if (_bytes + stereo.Length > MostBytes) throw new IOException("A WAV file holds no more.");
        RandomAccess.Write(_file, stereo, HeaderBytes + _bytes);
        _bytes += stereo.Length;
    }

    public void AppendSilence(long samples)
    {
        for (var left = samples * Channels; left > 0; left -= Math.Min(left, Silence.Length))
            Append(Silence.AsSpan(0, (int)Math.Min(left, Silence.Length)));
    }

    public void Publish()
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        WriteHeader(header, _bytes);
        RandomAccess.Write(_file, header, 0);
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Bytes of whole samples behind the header.</summary>
    private static long ContentOf(SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        Span<byte> there = stackalloc byte[HeaderBytes];
        Span<byte> ours = stackalloc byte[HeaderBytes];
        if (RandomAccess.Read(file, there, 0) < HeaderBytes) return 0;
        WriteHeader(ours, 0);
        // From the format to the fact chunk nothing depends on the length.
        if (!there[8..46].SequenceEqual(ours[8..46])) throw new IOException("The file is not a recording of this gateway.");
        return (length - HeaderBytes) / Channels * Channels;
    }

    private static void WriteHeader(Span<byte> header, long bytes)
    {
        "RIFF"u8.CopyTo(header);
        UInt32(header, 4, HeaderBytes - 8 + bytes);
        "WAVEfmt "u8.CopyTo(header[8..]);
        UInt32(header, 16, 18);
        UInt16(header, 20, MuLawFormat);
        UInt16(header, 22, Channels);
        UInt32(header, 24, AudioFormat.SampleRate);
        UInt32(header, 28, AudioFormat.SampleRate * Channels);
        UInt16(header, 32, Channels);
        UInt16(header, 34, 8);
        UInt16(header, 36, 0);
        "fact"u8.CopyTo(header[38..]);
        UInt32(header, 42, 4);
        UInt32(header, 46, bytes / Channels);
        "data"u8.CopyTo(header[50..]);
        UInt32(header, 54, bytes);

        static void UInt32(Span<byte> header, int at, long value) => BinaryPrimitives.WriteUInt32LittleEndian(header[at..], (uint)value);
        static void UInt16(Span<byte> header, int at, int value) => BinaryPrimitives.WriteUInt16LittleEndian(header[at..], (ushort)value);
    }
}
