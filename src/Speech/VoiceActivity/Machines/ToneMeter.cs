using CallActors.Contracts.Audio;
using CallActors.Speech.Codecs;

namespace CallActors.Speech.VoiceActivity.Machines;

/// <summary>
/// Tells whether 20 ms hold one steady tone, and which: three neighbouring bins of the frame's spectrum (50 Hz apart, by Goertzel's
/// algorithm) have nearly all of its energy, and its four quarters are equally loud. Two tones at once, which would share these bins, beat;
/// voices come in pulses.
/// </summary>
internal sealed class ToneMeter
{
    private const int FirstBin = 7;
    private const int LastBin = 42;
    private const int Quarters = 4;
    private const double BinHertz = (double)AudioFormat.SampleRate / AudioFormat.FrameBytes;

    // A tone between two bins has 0.86 of its energy in three; a line that is 12 dB quieter takes 0.06 of it.
    private const float LeastShare = 0.78f;

    // 3.5 dB from the quietest to the loudest quarter: what a tone of 400 Hz, cut anywhere, and noise 12 dB below it make.
    private const float MostUnsteady = 2.25f;

    private static readonly float[] Coefficients =
        [.. Enumerable.Range(0, LastBin + 1).Select(bin => (float)(2 * Math.Cos(2 * Math.PI * bin / AudioFormat.FrameBytes)))];

    private readonly float[] _samples = new float[AudioFormat.FrameBytes];
    private readonly float[] _powers = new float[LastBin + 1];

    /// <summary>The tone's pitch in hertz; 0 when there is none.</summary>
    /// <param name="frame">µ-law.</param>
    public double Measure(ReadOnlySpan<byte> frame)
    {
        var energy = Take(frame);
        if (energy <= 0 || !IsSteady()) return 0;
        var best = FirstBin + 1;
        for (var bin = FirstBin; bin <= LastBin; bin++)
        {
            _powers[bin] = PowerOf(bin);
            if (bin > FirstBin && bin < LastBin && _powers[bin] > _powers[best]) best = bin;
        }

        var (below, at, above) = (_powers[best - 1], _powers[best], _powers[best + 1]);
        // A bin's power is that of half the frame's samples times the tone's energy in it.
        if ((below + at + above) * 2 / AudioFormat.FrameBytes < LeastShare * energy) return 0;
        var (neighbour, side) = below > above ? (below, -1) : (above, 1);
        var (root, rootBeside) = (Math.Sqrt(at), Math.Sqrt(neighbour));
        return (best + side * rootBeside / (root + rootBeside)) * BinHertz;
    }

    private float Take(ReadOnlySpan<byte> frame)
    {
        float sum = 0, energy = 0;
        for (var i = 0; i < _samples.Length; i++) sum += _samples[i] = MuLaw.Decode(frame[i]);
        var mean = sum / _samples.Length;
        for (var i = 0; i < _samples.Length; i++)
        {
            _samples[i] -= mean;
            energy += _samples[i] * _samples[i];
        }

        return energy;
    }

    private bool IsSteady()
    {
        float least = float.MaxValue, most = 0;
        var length = _samples.Length / Quarters;
        for (var quarter = 0; quarter < Quarters; quarter++)
        {
            var energy = 0f;
            for (var i = quarter * length; i < (quarter + 1) * length; i++) energy += _samples[i] * _samples[i];
            (least, most) = (Math.Min(least, energy), Math.Max(most, energy));
        }

        return most <= MostUnsteady * least;
    }

    private float PowerOf(int bin)
    {
        var coefficient = Coefficients[bin];
        float last = 0, before = 0;
        foreach (var sample in _samples)
        {
            var next = sample + coefficient * last - before;
            before = last;
            last = next;
        }

        return last * last + before * before - coefficient * last * before;
    }
}
