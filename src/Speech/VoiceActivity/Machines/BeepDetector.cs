using CallActors.Contracts.Audio;

namespace CallActors.Speech.VoiceActivity.Machines;

/// <summary>Finds the beep of an answering machine: one tone, steady in pitch and level, of some length, with silence behind it.</summary>
internal sealed class BeepDetector(MachineDetectionOptions options)
{
    private const double SamePitchHertz = 18;
    private const float SameLevelDb = 3;
    private const float SilentBelowToneDb = 10;

    // The tone ends, and rings off, somewhere within these.
    private const int FramesToFall = 3;

    // A packet may be lost in the middle of a beep.
    private const int FramesMissing = 1;

    private readonly ToneMeter _meter = new();
    private readonly int _shortest = (int)(options.ShortestBeep / AudioFormat.FrameDuration) - 1;
    private readonly int _longest = (int)(options.LongestBeep / AudioFormat.FrameDuration) + 1;
    private readonly int _silence = (int)(options.SilenceBehindBeep / AudioFormat.FrameDuration);
    private double _hertz;
    private float _levelDb;
    private int _frames;
    private int _missing;
    private int _behind;
    private int _silent;

    /// <summary>A tone sounds, or has just ended.</summary>
    public bool IsInTone => _frames > 0;

    /// <summary>True at the frame that makes the tone before it a beep.</summary>
    public bool Process(ReadOnlySpan<byte> frame)
    {
        var level = AudioLevel.Db(frame);
        var hertz = level >= options.QuietestBeepDb ? _meter.Measure(frame) : 0;
        if (hertz < options.BeepHertz.Least - SamePitchHertz || hertz > options.BeepHertz.Most + SamePitchHertz) hertz = 0;
        if (hertz > 0 && _frames > 0 && _behind <= FramesMissing && IsSame(hertz, level)) GoOn(hertz, level);
        else if (hertz > 0) Begin(hertz, level);
        else if (_frames > 0) return IsOver(level);
        return false;
    }

    private bool IsSame(double hertz, float level) =>
        Math.Abs(hertz - _hertz) <= SamePitchHertz && (Math.Abs(level - _levelDb) <= SameLevelDb || _frames == 1);

    private void Begin(double hertz, float level) => (_hertz, _levelDb, _frames, _missing, _behind, _silent) = (hertz, level, 1, 0, 0, 0);

    private void GoOn(double hertz, float level)
    {
        _missing += _behind;
        _behind = _silent = 0;
        _frames++;
        // The first frame may be the tone's beginning only.
        if (_frames == 2) (_hertz, _levelDb) = (hertz, level);
        if (_missing > FramesMissing || _frames > _longest) Forget();
    }

    private bool IsOver(float level)
    {
        _behind++;
        if (_frames < _shortest && _behind > FramesMissing)
        {
            Forget();
            return false;
        }

        if (level <= _levelDb - SilentBelowToneDb) _silent++;
        else if (_behind > FramesToFall || _silent > FramesMissing) Forget();
        if (_silent < _silence) return false;
        var isBeep = _frames >= _shortest;
        Forget();
        return isBeep;
    }

    private void Forget() => (_frames, _missing, _behind, _silent) = (0, 0, 0, 0);
}
