namespace CallActors.Speech.VoiceActivity;

/// <summary>
/// Finds out after how many frames our own voice comes back: by the correlation of the two levels over time, at each delay up to 400 ms.
/// A voice that is not ours rises and falls at other times.
/// </summary>
/// <param name="memory">Frames after which a frame counts a third.</param>
/// <param name="certain">The least correlation that is believed, 0–1.</param>
internal sealed class EchoDelay(int memory, float certain)
{
    /// <summary>The longest delay, in frames.</summary>
    public const int Longest = 20;

    private readonly float _forgetting = 1 - 1f / memory;

    // Before that much was heard nothing can be said.
    private readonly float _leastWeight = memory / 3f;

    // A level that stands still says nothing, in dB².
    private const float LeastVariance = 9;

    private const float Doubtful = 0.35f;
    private const int FramesToMove = 15;

    private readonly float[] _x = new float[Longest + 1];
    private readonly float[] _xx = new float[Longest + 1];
    private readonly float[] _xy = new float[Longest + 1];
    private float _weight;
    private float _y;
    private float _yy;
    private int _rival;
    private int _rivalFrames;

    /// <summary>Frames between what we play and its echo; −1 as long as no echo was found.</summary>
    public int Frames { get; private set; } = -1;

    /// <summary>How well the two levels match at the best delay, −1…1; 0 while nothing can be said.</summary>
    public float Match { get; private set; }

    /// <summary>What comes in has risen and fallen long enough, and not as what we play.</summary>
    public bool IsRuledOut => _weight > _leastWeight * 1.5f && Match is > 0 and < Doubtful;

    /// <summary>How much weaker it came back, on average over the time that is remembered, in dB. Only while an echo is found.</summary>
    public float MeanLossDb => (_x[Frames] - _y) / _weight;

    /// <summary>Learns from a frame.</summary>
    /// <param name="levelDb">What came in, not below the noise.</param>
    public void Learn(PlayedSound played, float levelDb)
    {
        _weight = _weight * _forgetting + 1;
        _y = _y * _forgetting + levelDb;
        _yy = _yy * _forgetting + levelDb * levelDb;
        for (var delay = 0; delay <= Longest; delay++)
        {
            var x = played.Level(delay);
            _x[delay] = _x[delay] * _forgetting + x;
            _xx[delay] = _xx[delay] * _forgetting + x * x;
            _xy[delay] = _xy[delay] * _forgetting + x * levelDb;
        }

        Choose();
    }

    public void Reset()
    {
        Array.Clear(_x);
        Array.Clear(_xx);
        Array.Clear(_xy);
        (_weight, _y, _yy, _rivalFrames, Frames, Match) = (0, 0, 0, 0, -1, 0);
    }

    private void Choose()
    {
        Match = 0;
        if (_weight < _leastWeight) return;
        var varianceY = _yy / _weight - _y * _y / (_weight * _weight);
        if (varianceY < LeastVariance) return;
        var best = -1;
        for (var delay = 0; delay <= Longest; delay++)
        {
            var varianceX = _xx[delay] / _weight - _x[delay] * _x[delay] / (_weight * _weight);
            if (varianceX < LeastVariance) continue;
            var covariance = _xy[delay] / _weight - _x[delay] * _y / (_weight * _weight);
            var match = covariance / MathF.Sqrt(varianceX * varianceY);
            if (match <= Match) continue;
            (best, Match) = (delay, match);
        }

        if (Match < certain || best == Frames) _rivalFrames = 0;
        else if (Frames < 0) Frames = best;
        else if (best != _rival) (_rival, _rivalFrames) = (best, 1);
        else if (++_rivalFrames >= FramesToMove) (Frames, _rivalFrames) = (best, 0);
    }
}
