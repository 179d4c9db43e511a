namespace CallActors.Contracts.Audio;

/// <summary>What one 20 ms frame of the person's audio holds.</summary>
/// <param name="IsVoiced">Speech-like sound, well above the learned noise floor and above what our own playback could echo.</param>
/// <param name="LevelDb">Level of the frame in dBFS (0 = full scale; digital silence is −96).</param>
/// <param name="NoiseFloorDb">The noise floor learned so far, in dBFS.</param>
public readonly record struct VoiceActivity(bool IsVoiced, float LevelDb, float NoiseFloorDb);

/// <summary>Tells speech from noise, frame by frame, for one stream. Not thread-safe: it belongs to one audio stream.
/// Calls allocate nothing and do not block.</summary>
public interface IVoiceActivityDetector
{
    /// <summary>Judges the next 20 ms.</summary>
    /// <param name="frame">Exactly <see cref="AudioFormat.FrameBytes"/> bytes of µ-law.</param>
    /// <param name="playedDb">Highest level, in dBFS, of our own audio that was audible to the person within the last 400 ms and
    /// could come back as echo now; <see cref="float.NegativeInfinity"/> when nothing was played.</param>
    VoiceActivity Process(ReadOnlySpan<byte> frame, float playedDb);

    /// <summary>Forgets the learned noise floor, as for a new caller.</summary>
    void Reset();
}

/// <summary>Makes a detector for a new stream.</summary>
public interface IVoiceActivityDetectorFactory
{
    IVoiceActivityDetector Create();
}
