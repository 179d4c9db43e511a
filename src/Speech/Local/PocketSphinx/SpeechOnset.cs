namespace CallActors.Speech.Local.PocketSphinx;

/// <summary>Tells where in a segment speech begins, so that leading silence costs nothing, a segment without speech stays empty and
/// an expectation set while the line is quiet still counts. Its end is the caller's business.</summary>
internal sealed class SpeechOnset
{
    /// <summary>Level below which nothing is taken for speech, dB under full scale.</summary>
    private const double QuietestSpeech = -52;

    private const double AboveFloor = 8;
    private const double LowestFloor = -75;
    private const double FloorRisePerFrame = 0.06;

    /// <summary>Loud frames in a row (20 ms each): a click is shorter.</summary>
    private const int LoudFrames = 3;

    private double _floor = -60;
    private int _loud;

    /// <summary>Takes the next frame of 20 ms; true when speech has begun.</summary>
    public bool Hears(ReadOnlySpan<short> frame)
    {
        double energy = 0;
        foreach (var sample in frame)
        {
            energy += (double)sample * sample;
        }

        var level = 10 * Math.Log10((energy / frame.Length / (32768.0 * 32768.0)) + 1e-10);
        _loud = level > Math.Max(QuietestSpeech, _floor + AboveFloor) ? _loud + 1 : 0;
        _floor = level < _floor ? Math.Max(LowestFloor, (_floor + level) / 2) : _floor + FloorRisePerFrame;
        return _loud >= LoudFrames;
    }

    public void NextSegment() => _loud = 0;
}
