using System.Numerics;
using CallActors.Contracts.Audio;

namespace CallActors.Speech.VoiceActivity;

/// <summary>
/// Whether sound repeats itself at the pitch of a voice, by the normalised autocorrelation of the last 20 ms with what came up to 15 ms
/// before, at half the sample rate. Allocates only at construction.
/// </summary>
internal sealed class Periodicity
{
    private const int Rate = AudioFormat.SampleRate / 2;
    private const int Length = AudioFormat.FrameBytes / 2;

    // 66–400 Hz: the pitch of men's, women's and most children's voices.
    private const int ShortestLag = Rate / 400;
    private const int LongestLag = Rate / 66;

    private readonly float[] _samples = new float[2 * Length];

    /// <summary>The next frame, which need not be judged.</summary>
    /// <param name="samples">160 samples without offset.</param>
    public void Take(ReadOnlySpan<float> samples)
    {
        _samples.AsSpan(Length).CopyTo(_samples);
        for (var i = 0; i < Length; i++) _samples[Length + i] = samples[2 * i] + samples[2 * i + 1];
    }

    /// <summary>The highest correlation over the lags of a voice's pitch, 0–1: above 0.7 for vowels, below 0.5 for noise.</summary>
    public float Measure()
    {
        var now = _samples.AsSpan(Length);
        var power = Dot(now, now) + 1e-9f;
        var before = 1e-9f;
        foreach (var sample in _samples.AsSpan(Length - ShortestLag, Length)) before += sample * sample;
        var highest = 0f;
        for (var lag = ShortestLag; lag <= LongestLag; lag++)
        {
            var product = Dot(now, _samples.AsSpan(Length - lag, Length));
            if (product > 0) highest = Math.Max(highest, product / MathF.Sqrt(power * before));
            // The window moves one sample back.
            float comes = _samples[Length - lag - 1], goes = _samples[2 * Length - lag - 1];
            before = Math.Max(before + comes * comes - goes * goes, 1e-9f);
        }

        return Math.Min(highest, 1);
    }

    public void Reset() => Array.Clear(_samples);

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sums = Vector<float>.Zero;
        var i = 0;
        for (; i + Vector<float>.Count <= a.Length; i += Vector<float>.Count) sums += new Vector<float>(a[i..]) * new Vector<float>(b[i..]);
        var sum = Vector.Sum(sums);
        for (; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
