using CallActors.Contracts.Calls;

namespace CallActors.Contracts.Recordings;

/// <summary>Where recordings of calls are kept, one for each call. Every method may block: it is never called on the audio path. Thread-safe
/// but for two files of the same call.</summary>
public interface IRecordingStore
{
    /// <summary>Begins the call's recording, or continues the one that is there.</summary>
    /// <exception cref="IOException">The file cannot be made or read.</exception>
    /// <exception cref="UnauthorizedAccessException">It belongs to somebody else.</exception>
    IRecordingFile Open(CallId callId);

    /// <summary>Deletes the call's recording. False when there was none.</summary>
    /// <exception cref="IOException">It cannot be deleted.</exception>
    bool Delete(CallId callId);

    /// <summary>Deletes what is kept too long, and then the oldest until the rest fits; mends, the first time, what a killed process left.</summary>
    /// <param name="now">The time (UTC).</param>
    /// <param name="open">Calls that are being recorded: their files are left alone.</param>
    /// <returns>False when what is left does not fit all the same.</returns>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    bool Tidy(DateTimeOffset now, IReadOnlySet<CallId> open);
}

/// <summary>One recording that is being written: µ-law, two channels, a byte of the left before a byte of the right. Not thread-safe.
/// Disposing closes it.</summary>
public interface IRecordingFile : IDisposable
{
    /// <summary>Samples of each channel so far.</summary>
    long Length { get; }

    /// <summary>Adds samples of both channels, two bytes each.</summary>
    /// <exception cref="IOException">The disk is full, or failed.</exception>
    void Append(ReadOnlySpan<byte> stereo);

    /// <summary>Adds so many samples of silence in both channels.</summary>
    /// <exception cref="IOException">The disk is full, or failed.</exception>
    void AppendSilence(long samples);

    /// <summary>Makes readers see what was added.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    void Publish();
}
