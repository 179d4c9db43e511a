namespace CallActors.VoiceActivity.Tests.Corpus;

/// <summary>Sounds laid one after the other with silence between, and where each of them lies.</summary>
/// <param name="Sound">At 8 kHz.</param>
/// <param name="Events">What sounds where.</param>
internal sealed record Passage(short[] Sound, IReadOnlyList<SoundEvent> Events)
{
    // The loudest frames of a sound are its level; what lies 20 dB below them is its faint edge.
    private const double EdgeDb = 20;

    // What lies further below is silence.
    private const double FaintDb = 45;

    /// <param name="sounds">The sounds, each brought to the level.</param>
    /// <param name="levelDb">In dBFS.</param>
    /// <param name="leadSeconds">Silence before the first.</param>
    /// <param name="gapSeconds">Silence behind each.</param>
    public static Passage Of(IEnumerable<short[]> sounds, double levelDb, double leadSeconds, double gapSeconds)
    {
        List<short> passage = [.. Signal.Silence(leadSeconds)];
        var events = new List<SoundEvent>();
        foreach (var recording in sounds)
        {
            var sound = WholeFrames(recording).AtLevel(levelDb);
            events.Add(EventOf(sound, passage.Count, levelDb));
            passage.AddRange(sound);
            // Sounds do not begin with a frame of the call.
            passage.AddRange(Signal.Silence(gapSeconds + events.Count % 7 * 0.003));
        }

        return new Passage([.. passage], events);
    }

    /// <summary>Frames are counted from the sound's first loud 5 ms, not by the call's own frames.</summary>
    private static SoundEvent EventOf(short[] sound, int offset, double levelDb)
    {
        const int span = 40;
        var loud = Enumerable.Range(0, sound.Length / span).Where(at => LevelDb(sound.AsSpan(at * span, span)) > levelDb - EdgeDb).ToArray();
        if (loud.Length == 0) return new SoundEvent(offset, offset, offset + sound.Length, int.MaxValue, 0);
        var faint = Enumerable.Range(0, loud[0] + 1).First(at => LevelDb(sound.AsSpan(at * span, span)) > levelDb - FaintDb);
        var at200 = loud.Length >= 40 ? offset + (loud[39] + 1) * span : int.MaxValue;
        return new SoundEvent(offset + faint * span, offset + loud[0] * span, offset + (loud[^1] + 1) * span, at200, loud.Length * 5);
    }

    private static short[] WholeFrames(short[] sound)
    {
        var whole = new short[(sound.Length + Signal.FrameSamples - 1) / Signal.FrameSamples * Signal.FrameSamples];
        sound.CopyTo(whole, 0);
        return whole;
    }

    private static double LevelDb(ReadOnlySpan<short> samples)
    {
        double power = 0;
        foreach (var sample in samples) power += (double)sample * sample;
        return 10 * Math.Log10(Math.Max(power / samples.Length / (32768.0 * 32768), 1e-10));
    }
}

/// <summary>One sound of a passage.</summary>
/// <param name="Faint">Where it can be heard at all.</param>
/// <param name="Begin">Its first loud sample.</param>
/// <param name="End">Behind its last loud one.</param>
/// <param name="At200">The sample at which 200 ms of it have been loud; <see cref="int.MaxValue"/> if it is shorter.</param>
/// <param name="LoudMilliseconds">How long it is loud altogether.</param>
internal readonly record struct SoundEvent(int Faint, int Begin, int End, int At200, int LoudMilliseconds);
