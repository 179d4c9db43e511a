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
    /// <param name="played">Our own audio that the person heard in these 20 ms, as near as is known: at most
    /// <see cref="AudioFormat.FrameBytes"/> bytes of µ-law, empty when nothing was played. Its echo comes in this frame or in a later
    /// one.</param>
    VoiceActivity Process(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> played);

    /// <summary>Forgets the learned noise floor, as for a new caller.</summary>
    void Reset();
}

/// <summary>Makes a detector for a new stream.</summary>
public interface IVoiceActivityDetectorFactory
{
    IVoiceActivityDetector Create();
}
