namespace CallActors.Contracts.Audio;

/// <summary>The one audio format of the engine: G.711 µ-law, 8 kHz, mono, in frames of 20 ms (ITU-T G.711; the format of
/// Twilio's and Telnyx's media streams). Everything else is converted at the edge that brings it in.</summary>
public static class AudioFormat
{
    /// <summary>Samples a second.</summary>
    public const int SampleRate = 8000;

    /// <summary>Length of one frame.</summary>
    public const int FrameMilliseconds = 20;

    /// <summary>Samples, and so bytes, in one frame.</summary>
    public const int FrameBytes = SampleRate * FrameMilliseconds / 1000;

    /// <summary>Digital silence in µ-law.</summary>
    public const byte Silence = 0xFF;

    /// <summary>Length of one frame.</summary>
    public static readonly TimeSpan FrameDuration = TimeSpan.FromMilliseconds(FrameMilliseconds);

    /// <summary>Duration of a number of samples.</summary>
    public static TimeSpan DurationOf(long samples) => new(samples * TimeSpan.TicksPerSecond / SampleRate);

    /// <summary>Samples in a duration, rounded down.</summary>
    public static long SamplesIn(TimeSpan duration) => duration.Ticks * SampleRate / TimeSpan.TicksPerSecond;
}
