namespace CallActors.Speech.VoiceActivity;

/// <summary>The levels, band by band, of what we have played lately. The youngest frame has age 0. Allocates only at construction.</summary>
internal sealed class PlayedSound
{
    /// <summary>The oldest frame that is kept: 480 ms.</summary>
    public const int Oldest = 24;

    /// <summary>What cannot be heard, in dBFS.</summary>
    public const float SilenceDb = -70;

    private const int Frames = 32;

    private readonly float[] _levels = new float[Frames * Bands];
    private int _now;
    private int _silent = Oldest + 1;

    public PlayedSound() => Array.Fill(_levels, SilenceDb);

    /// <summary>Bands of the spectrum, and the whole.</summary>
    public static int Bands => SpeechSpectrum.Bands + 1;

    /// <summary>Something that is kept can be heard.</summary>
    public bool IsAudible => _silent <= Oldest;

    /// <summary>The levels of one frame, in dBFS.</summary>
    public ReadOnlySpan<float> this[int age] => _levels.AsSpan(((_now - age) & (Frames - 1)) * Bands, Bands);

    /// <summary>The level of a whole frame.</summary>
    public float Level(int age) => _levels[((_now - age) & (Frames - 1)) * Bands + SpeechSpectrum.Bands];

    /// <summary>The place for the next frame's levels, which the caller fills.</summary>
    public Span<float> Next()
    {
        _now = (_now + 1) & (Frames - 1);
        return _levels.AsSpan(_now * Bands, Bands);
    }

    /// <summary>The frame whose levels have been filled in is complete.</summary>
    public void Taken() => _silent = Level(0) > SilenceDb ? 0 : Math.Min(_silent + 1, Oldest + 1);

    public void Reset()
    {
        Array.Fill(_levels, SilenceDb);
        _silent = Oldest + 1;
    }
}
