namespace CallActors.Speech.Local.PocketSphinx;

/// <summary>Fills the band that a telephone line cuts off, 4–6.8 kHz, which the acoustic model listens to: without it every s, f and t
/// is lost. What lies above 2.6 kHz is mirrored into 4–5.4 kHz and, weaker, once more above. Works in place on 16 kHz samples that hold
/// nothing above 4 kHz; state is kept between calls; delays by <see cref="Taps"/> − 1 samples (3 ms).</summary>
internal sealed class BandExtension
{
    private const int Taps = 49;
    private const int Centre = Taps / 2;
    private const double Rate = 16000;
    private const double LowestSource = 2600;
    private const double SecondImage = 5300;
    private const int Carrier = 6600;

    // Levels of the two images: those with the fewest word errors on the tuning sentences.
    private const float FirstLevel = 0.5f;
    private const float SecondLevel = 0.3f;

    /// <summary>The carrier repeats after this many samples: 6.6 kHz at 16 kHz is 33 periods in 80 samples.</summary>
    private const int CarrierPeriod = 80;

    private static readonly float[] AboveSource = HighPass(LowestSource);
    private static readonly float[] AboveSecondImage = HighPass(SecondImage);
    private static readonly float[] CarrierWave =
        [.. Enumerable.Range(0, CarrierPeriod).Select(n => (float)(2 * Math.Cos(2 * Math.PI * Carrier / Rate * n)))];

    private readonly float[] _samples = new float[Taps];
    private readonly float[] _mirrored = new float[Taps];
    private readonly float[] _modulated = new float[Taps];
    private int _at;

    public void Extend(Span<short> samples)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            Push(_samples, samples[i]);
            var high = Dot(_samples, AboveSource);

            // A change of sign at every other sample mirrors the spectrum about 4 kHz. The carrier puts the same band above 5.3 kHz and
            // once more below, where the second filter takes it away.
            Push(_mirrored, (_at & 1) == 0 ? high : -high);
            Push(_modulated, high * CarrierWave[_at]);
            var extended = _samples[0] + (FirstLevel * _mirrored[Centre]) + (SecondLevel * Dot(_modulated, AboveSecondImage));
            samples[i] = (short)Math.Clamp(extended, short.MinValue, short.MaxValue);
            _at = (_at + 1) % CarrierPeriod;
        }
    }

    public void Reset()
    {
        Array.Clear(_samples);
        Array.Clear(_mirrored);
        Array.Clear(_modulated);
        _at = 0;
    }

    private static void Push(float[] history, float value)
    {
        history.AsSpan(1).CopyTo(history);
        history[^1] = value;
    }

    private static float Dot(float[] history, float[] taps)
    {
        var sum = 0f;
        for (var k = 0; k < Taps; k++)
        {
            sum += history[k] * taps[k];
        }

        return sum;
    }

    private static float[] HighPass(double edge)
    {
        var taps = new float[Taps];
        var cut = edge / Rate;
        for (var k = 0; k < Taps; k++)
        {
            var at = k - Centre;
            var ideal = at == 0 ? 1 - (2 * cut) : -Math.Sin(2 * Math.PI * cut * at) / (Math.PI * at);
            taps[k] = (float)(ideal * (0.54 - (0.46 * Math.Cos(2 * Math.PI * k / (Taps - 1)))));
        }

        return taps;
    }
}
