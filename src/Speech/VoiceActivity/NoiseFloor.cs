namespace CallActors.Speech.VoiceActivity;

/// <summary>
/// Learns how loud a number of bands are when nobody speaks. Two estimates are kept and the higher counts: a slow average over
/// frames without speech, which falls quickly and rises slowly; and the lowest level of the last two seconds, which speech with
/// its gaps leaves alone and which catches noise that sets in suddenly.
/// </summary>
internal sealed class NoiseFloor
{
    /// <summary>Levels are not followed below this, in dB per band: idle lines lie there, and µ-law has no finer steps.</summary>
    public const float LowestDb = -65;

    // What the floor is before anything is known. A quiet line; in a noisy one the first half second may look like speech.
    private const float InitialDb = -58;

    private const float FallShare = 0.2f;
    private const float RiseShare = 0.08f;

    // 15 dB a second: the soft beginning of a word, before it counts as speech, raises the floor by no more than a dB or two.
    private const float MaximumRiseDb = 0.3f;

    // The minimum is taken over ten spans of ten frames: two seconds.
    private const int Spans = 10;
    private const int SpanFrames = 10;

    // Before that much of a call was heard its minimum says nothing: a person may speak with the first frame.
    private const int FirstFrames = 25;

    private const float SmoothingShare = 0.4f;

    // The minimum of a hundred smoothed frames of noise lies some dB below its mean.
    private const float MinimumBiasDb = 2.5f;

    private readonly int _bands;
    private readonly float[] _average;
    private readonly float[] _smoothed;
    private readonly float[] _lowest;
    private readonly float[] _floor;
    private int _frames;
    private int _frameInSpan;
    private int _span;

    public NoiseFloor(int bands)
    {
        _bands = bands;
        _average = new float[bands];
        _smoothed = new float[bands];
        _lowest = new float[bands * Spans];
        _floor = new float[bands];
        Reset();
    }

    /// <summary>The floor of one band, in dB.</summary>
    public float this[int band] => _floor[band];

    public void Reset()
    {
        Array.Fill(_average, InitialDb);
        Array.Fill(_floor, InitialDb);
        Array.Fill(_lowest, float.PositiveInfinity);
        (_frames, _frameInSpan, _span) = (0, 0, 0);
    }

    /// <summary>Learns from a frame.</summary>
    /// <param name="levelsDb">Its level in each band.</param>
    /// <param name="isNoise">The frame was not taken for speech: the average may rise.</param>
    public void Learn(ReadOnlySpan<float> levelsDb, bool isNoise)
    {
        for (var band = 0; band < _bands; band++)
        {
            var level = Math.Max(levelsDb[band], LowestDb);
            var difference = level - _average[band];
            if (difference < 0) _average[band] += FallShare * difference;
            else if (isNoise) _average[band] += Math.Min(RiseShare * difference, MaximumRiseDb);

            _smoothed[band] = _frames == 0 ? level : _smoothed[band] + SmoothingShare * (level - _smoothed[band]);
            ref var lowest = ref _lowest[band * Spans + _span];
            lowest = Math.Min(lowest, _smoothed[band]);
        }

        _frames = Math.Min(_frames + 1, FirstFrames);
        if (++_frameInSpan == SpanFrames) BeginSpan();
        for (var band = 0; band < _bands; band++) _floor[band] = Math.Max(_average[band], LowestOfLastSpans(band));
    }

    private void BeginSpan()
    {
        _frameInSpan = 0;
        _span = (_span + 1) % Spans;
        for (var band = 0; band < _bands; band++) _lowest[band * Spans + _span] = float.PositiveInfinity;
    }

    private float LowestOfLastSpans(int band)
    {
        if (_frames < FirstFrames) return LowestDb;
        var lowest = float.PositiveInfinity;
        foreach (var span in _lowest.AsSpan(band * Spans, Spans)) lowest = Math.Min(lowest, span);
        return lowest + MinimumBiasDb;
    }
}
