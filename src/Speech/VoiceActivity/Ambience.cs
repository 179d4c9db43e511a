namespace CallActors.Speech.VoiceActivity;

/// <summary>
/// How loud the last ten seconds were when nobody spoke to us, as the lower part of the distribution of the frames' levels. Voices in the
/// background are no steady noise, whose floor could be learned band by band; but even they keep within some dB of each other, where a
/// person at the telephone leaves deep gaps and stands far above.
/// </summary>
internal sealed class Ambience
{
    private const int Bins = 48;
    private const float LowestDb = -96;
    private const float BinDb = 2;

    // Ten seconds ago counts a third of now.
    private const float Growth = 1.0022f;
    private const float LargestWeight = 1e6f;

    private const float LowShare = 0.1f;
    private const float MiddleShare = 0.25f;
    private const float SpreadFactor = 4;

    // The distribution of less than this says nothing yet.
    private const int FirstFrames = 12;

    private readonly float[] _weights = new float[Bins];
    private float _weight = 1;
    private float _total;
    private int _frames;

    /// <summary>What a voice must exceed, in dBFS; negative infinity as long as too little was heard.</summary>
    /// <param name="most">How far above the quietest tenth it may be at most, in dB.</param>
    public float Limit(float most)
    {
        if (_frames < FirstFrames) return float.NegativeInfinity;
        var low = Quantile(LowShare);
        return low + Math.Min(SpreadFactor * (Quantile(MiddleShare) - low), most);
    }

    public void Learn(float levelDb)
    {
        _weight *= Growth;
        if (_weight > LargestWeight)
        {
            foreach (ref var weight in _weights.AsSpan()) weight /= _weight;
            _total /= _weight;
            _weight = 1;
        }

        _weights[Math.Clamp((int)((levelDb - LowestDb) / BinDb), 0, Bins - 1)] += _weight;
        _total += _weight;
        if (_frames < FirstFrames) _frames++;
    }

    public void Reset()
    {
        Array.Clear(_weights);
        (_weight, _total, _frames) = (1, 0, 0);
    }

    private float Quantile(float share)
    {
        var left = share * _total;
        for (var bin = 0; bin < Bins; bin++)
        {
            if (_weights[bin] >= left) return LowestDb + BinDb * (bin + left / _weights[bin]);
            left -= _weights[bin];
        }

        return 0;
    }
}
