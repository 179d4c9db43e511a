namespace CallActors.VoiceActivity.Tests.Corpus;

/// <summary>The way of our voice back to us, sample by sample: weaker, later, with the reflections of a room and without the lows that a
/// small loudspeaker cannot play.</summary>
internal sealed class EchoPath
{
    // The direct way and six reflections that die away within 60 ms.
    private static readonly (double Gain, double Ms)[] Ways = [(1, 0), (0.5, 3.1), (-0.38, 7.4), (0.3, 13.9), (0.22, 22.3), (-0.15, 37.7), (0.1, 58.2)];

    private readonly (double Gain, int Samples)[] _ways;
    private double _low;

    /// <param name="ours">What will be played, as far as its level goes.</param>
    /// <param name="lossDb">How much weaker its echo is, in dB.</param>
    /// <param name="delayMilliseconds">How much later; need not be whole frames.</param>
    public EchoPath(short[] ours, double lossDb, double delayMilliseconds)
    {
        _ways = [.. Ways.Select(way => (way.Gain, (int)((delayMilliseconds + way.Ms) * Signal.Rate / 1000)))];
        var sound = new short[ours.Length];
        for (var i = 0; i < sound.Length; i++) sound[i] = Signal.Clip(Next(ours, i));
        var gain = Signal.FromDb(Signal.ActiveLevelDb(ours) - lossDb - Signal.ActiveLevelDb(sound));
        _ways = [.. _ways.Select(way => (way.Gain * gain, way.Samples))];
        _low = 0;
    }

    /// <summary>The echo of what was played that comes back with this sample.</summary>
    public double Next(ReadOnlySpan<short> played, int at)
    {
        double sum = 0;
        foreach (var (gain, samples) in _ways)
            if (at >= samples) sum += gain * played[at - samples];
        _low += 0.27 * (sum - _low);
        return sum - 0.8 * _low;
    }
}
