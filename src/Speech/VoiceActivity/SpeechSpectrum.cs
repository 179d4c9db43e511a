using CallActors.Contracts.Audio;

namespace CallActors.Speech.VoiceActivity;

/// <summary>What the power spectrum of a frame shows: the levels of ten bands from 200 to 3,800 Hz, and features of its shape.
/// Mains hum and its strongest harmonics lie below the bands. Allocates only at construction.</summary>
internal sealed class SpeechSpectrum
{
    /// <summary>Number of bands.</summary>
    public const int Bands = 10;

    private const int Size = 256;
    private const int Half = Size / 2;
    private const float BinHz = (float)AudioFormat.SampleRate / Size;

    // Half the width of a pure tone in the spectrum of a 20 ms Hann window: 2 ÷ 20 ms = 100 Hz.
    private const int ToneBins = 3;

    private static readonly int[] BandEdges = Array.ConvertAll(
        new[] { 200, 400, 600, 800, 1050, 1350, 1700, 2100, 2600, 3200, 3800 }, hertz => (int)MathF.Round(hertz / BinHz));

    private static readonly float[] BandWidthsDb =
        [.. Enumerable.Range(0, Bands).Select(band => 10 * MathF.Log10(BandEdges[band + 1] - BandEdges[band]))];

    private static readonly float OffsetSquares = Enumerable.Range(0, Bands).Sum(band => BandOffset(band) * BandOffset(band));

    private static readonly float[] Window = BuildWindow();
    private static readonly float[] Cosines = [.. Enumerable.Range(0, Size).Select(k => (float)Math.Cos(2 * Math.PI * k / Size))];
    private static readonly float[] Sines = [.. Enumerable.Range(0, Size).Select(k => (float)-Math.Sin(2 * Math.PI * k / Size))];
    private static readonly int[] Reversed = [.. Enumerable.Range(0, Half).Select(k => ReverseBits(k))];

    private readonly float[] _real = new float[Half];
    private readonly float[] _imaginary = new float[Half];
    private readonly float[] _power = new float[Half];

    /// <summary>Mean square of what lies within the bands, full scale 1.</summary>
    public float Power { get; private set; }

    /// <summary>Frequency of the strongest tone within the bands.</summary>
    public float StrongestHz { get; private set; }

    /// <summary>Share of <see cref="Power"/> that lies in the two strongest tones, 0–1.</summary>
    public float TonalShare { get; private set; }

    /// <summary>How far the band levels depart from the straight line through them, as a root mean square in dB. Noise of any
    /// colour is smooth, about 2; the resonances of a mouth give 4 to 15.</summary>
    public float Roughness { get; private set; }

    /// <summary>Analyses one frame.</summary>
    /// <param name="samples">160 samples without offset, full scale 1.</param>
    /// <param name="bandsDb">Receives the level of each band, in dB with the scale of the frame's RMS level.</param>
    public void Analyse(ReadOnlySpan<float> samples, Span<float> bandsDb)
    {
        Transform(samples);
        var total = 1e-12f;
        for (var band = 0; band < Bands; band++)
        {
            var power = 1e-12f;
            for (var bin = BandEdges[band]; bin < BandEdges[band + 1]; bin++) power += _power[bin];
            bandsDb[band] = 10 * MathF.Log10(power);
            total += power;
        }

        Power = total;
        var strongest = TakeStrongestTone(out var hertz);
        StrongestHz = hertz;
        TonalShare = (strongest + TakeStrongestTone(out _)) / total;
        Roughness = MeasureRoughness(bandsDb);
    }

    /// <summary>A real transform of 256 points as a complex one of half the size: even samples are the real parts, odd ones the
    /// imaginary.</summary>
    private void Transform(ReadOnlySpan<float> samples)
    {
        for (var i = 0; i < Half; i++)
        {
            var to = Reversed[i];
            var even = 2 * i;
            var isInside = even < AudioFormat.FrameBytes;
            _real[to] = isInside ? samples[even] * Window[even] : 0;
            _imaginary[to] = isInside ? samples[even + 1] * Window[even + 1] : 0;
        }

        for (var length = 2; length <= Half; length *= 2)
        {
            var stride = Size / length;
            for (var start = 0; start < Half; start += length)
            {
                for (var k = 0; k < length / 2; k++)
                {
                    float cosine = Cosines[k * stride], sine = Sines[k * stride];
                    int low = start + k, high = low + length / 2;
                    var real = _real[high] * cosine - _imaginary[high] * sine;
                    var imaginary = _real[high] * sine + _imaginary[high] * cosine;
                    _real[high] = _real[low] - real;
                    _imaginary[high] = _imaginary[low] - imaginary;
                    _real[low] += real;
                    _imaginary[low] += imaginary;
                }
            }
        }

        _power[0] = 0;
        for (var k = 1; k < Half; k++)
        {
            int mirror = Half - k;
            float evenReal = (_real[k] + _real[mirror]) / 2, evenImaginary = (_imaginary[k] - _imaginary[mirror]) / 2;
            float oddReal = (_imaginary[k] + _imaginary[mirror]) / 2, oddImaginary = (_real[mirror] - _real[k]) / 2;
            var real = evenReal + oddReal * Cosines[k] - oddImaginary * Sines[k];
            var imaginary = evenImaginary + oddReal * Sines[k] + oddImaginary * Cosines[k];
            _power[k] = real * real + imaginary * imaginary;
        }
    }

    /// <summary>Sums up the strongest tone and takes it out of the spectrum.</summary>
    private float TakeStrongestTone(out float hertz)
    {
        var peak = BandEdges[0];
        for (var bin = BandEdges[0]; bin < BandEdges[Bands]; bin++)
            if (_power[bin] > _power[peak]) peak = bin;
        hertz = peak * BinHz;
        var sum = 0f;
        for (var bin = Math.Max(peak - ToneBins, BandEdges[0]); bin <= Math.Min(peak + ToneBins, BandEdges[Bands] - 1); bin++)
        {
            sum += _power[bin];
            _power[bin] = 0;
        }

        return sum;
    }

    private static float MeasureRoughness(ReadOnlySpan<float> bandsDb)
    {
        float mean = 0, slope = 0;
        for (var band = 0; band < Bands; band++)
        {
            var density = bandsDb[band] - BandWidthsDb[band];
            mean += density / Bands;
            slope += density * BandOffset(band) / OffsetSquares;
        }

        var squares = 0f;
        for (var band = 0; band < Bands; band++)
        {
            var residual = bandsDb[band] - BandWidthsDb[band] - mean - slope * BandOffset(band);
            squares += residual * residual;
        }

        return MathF.Sqrt(squares / Bands);
    }

    private static float BandOffset(int band) => band - (Bands - 1) / 2f;

    /// <summary>A Hann window scaled so that the sum of all bins' power is the frame's mean square.</summary>
    private static float[] BuildWindow()
    {
        const int length = AudioFormat.FrameBytes;
        var window = new float[length];
        for (var i = 0; i < length; i++) window[i] = (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * (i + 0.5) / length));
        var energy = window.Sum(weight => (double)weight * weight);
        var scale = (float)Math.Sqrt(2.0 / (Size * energy));
        return Array.ConvertAll(window, weight => weight * scale);
    }

    private static int ReverseBits(int value)
    {
        var reversed = 0;
        for (var bit = 1; bit < Half; bit *= 2) reversed = reversed * 2 + ((value & bit) != 0 ? 1 : 0);
        return reversed;
    }
}
