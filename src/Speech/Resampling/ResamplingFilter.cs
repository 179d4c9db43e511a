using System.Collections.Concurrent;

namespace CallActors.Speech.Resampling;

/// <summary>
/// The low-pass filter of one pair of rates, cut into phases: one row of taps for each position that an output sample can have
/// between two input samples. Built once per pair and shared by all resamplers.
/// </summary>
internal sealed class ResamplingFilter
{
    // Telephone speech ends at 3.4 kHz of the 4 kHz that 8 kHz sampling can hold: 0.85 of the band passes, all above 1.0 is stopped.
    private const double PassEdge = 0.85;

    // 70 dB leaves the 60 dB that are promised a margin for rounding to 16 bits.
    private const double StopbandDb = 70;

    // Rows for the largest pair in use, 22,050 ↔ 8,000 Hz, are 441; pairs of rates with a larger common base are mistakes.
    private const int MaximumPhases = 1000;

    // A multiple of every vector width, so that the inner loop has no remainder.
    private const int HalfTapsMultiple = 8;

    private static readonly ConcurrentDictionary<(int, int), ResamplingFilter> Filters = new();

    private ResamplingFilter(int inputRate, int outputRate)
    {
        var common = Gcd(inputRate, outputRate);
        Phases = outputRate / common;
        Step = inputRate / common;
        if (Phases > MaximumPhases || Step > MaximumPhases)
            throw new ArgumentException($"{inputRate} Hz and {outputRate} Hz have no common base that is large enough.", nameof(outputRate));

        var band = Math.Min(inputRate, outputRate) / 2.0 / inputRate;
        var transition = 2 * Math.PI * band * (1 - PassEdge);
        var taps = (StopbandDb - 8) / (2.285 * transition) + 1;
        HalfTaps = ((int)Math.Ceiling(taps / 2) + HalfTapsMultiple - 1) / HalfTapsMultiple * HalfTapsMultiple;
        Rows = new float[Phases][];
        for (var phase = 0; phase < Phases; phase++) Rows[phase] = BuildRow(band * (1 + PassEdge) / 2, (double)phase / Phases);
    }

    /// <summary>Positions between two input samples; also the numerator of output rate ÷ input rate.</summary>
    public int Phases { get; }

    /// <summary>Phases from one output sample to the next; also the denominator of output rate ÷ input rate.</summary>
    public int Step { get; }

    /// <summary>Input samples that an output sample takes from after its own time, and as many from before.</summary>
    public int HalfTaps { get; }

    /// <summary>Taps by phase, 2 × <see cref="HalfTaps"/> each.</summary>
    public float[][] Rows { get; }

    /// <exception cref="ArgumentException">The rates are not positive or have too small a common base.</exception>
    public static ResamplingFilter For(int inputRate, int outputRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputRate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputRate);
        return Filters.GetOrAdd((inputRate, outputRate), static rates => new ResamplingFilter(rates.Item1, rates.Item2));
    }

    private float[] BuildRow(double cutoff, double offset)
    {
        var row = new double[2 * HalfTaps];
        var sum = 0.0;
        for (var tap = 0; tap < row.Length; tap++)
        {
            var distance = tap - (HalfTaps - 1) - offset;
            row[tap] = Sinc(2 * cutoff * distance) * Kaiser(distance / HalfTaps);
            sum += row[tap];
        }

        // Each phase by itself has a gain of exactly 1 at 0 Hz; otherwise a constant level would come out as a tone.
        return Array.ConvertAll(row, tap => (float)(tap / sum));
    }

    private static double Sinc(double x) => Math.Abs(x) < 1e-12 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    private static double Kaiser(double x)
    {
        const double beta = 0.1102 * (StopbandDb - 8.7);
        return Math.Abs(x) >= 1 ? 0 : BesselI0(beta * Math.Sqrt(1 - x * x)) / BesselI0(beta);
    }

    private static double BesselI0(double x)
    {
        double sum = 1, term = 1;
        for (var k = 1; term > 1e-14 * sum; k++)
        {
            term *= x / 2 / k * (x / 2 / k);
            sum += term;
        }

        return sum;
    }

    private static int Gcd(int a, int b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }
}
