namespace CallActors.Contracts.Audio;

/// <summary>What tells an answering machine, or that its greeting is over.</summary>
public enum MachineSign
{
    /// <summary>Nothing new.</summary>
    None,

    /// <summary>Long speech right behind the answer, as no person says hello.</summary>
    Greeting,

    /// <summary>A beep, and the silence behind it: from here on it records.</summary>
    Beep,

    /// <summary>Speech was heard, and then nothing for so long that the greeting is over.</summary>
    Silence,

    /// <summary>None of these in time. Not told by detectors.</summary>
    Deadline,
}

/// <summary>Tells machines from persons at the beginning of an outbound call, frame by frame, for one stream. Not thread-safe. Calls
/// allocate nothing and do not block.</summary>
public interface IMachineDetector
{
    /// <summary>Judges the next 20 ms. A greeting is told once; silence again as it lasts.</summary>
    /// <param name="frame">Exactly <see cref="AudioFormat.FrameBytes"/> bytes of µ-law.</param>
    /// <param name="isVoiced">What voice activity detection said of them.</param>
    MachineSign Process(ReadOnlySpan<byte> frame, bool isVoiced);
}

/// <summary>Makes a detector for a new call.</summary>
public interface IMachineDetectorFactory
{
    IMachineDetector Create();
}
