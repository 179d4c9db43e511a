using System.Numerics;
using System.Runtime.InteropServices;

namespace CallActors.Speech.Resampling;

/// <summary>
/// Converts a stream of 16-bit samples from one rate to another through a band-limiting polyphase filter. State is kept between
/// chunks: however a sound is cut, the result is the same to the bit. The filter's delay is compensated: output sample
/// <c>n</c> lies at the time <c>n ÷ output rate</c> of the input, and a whole sound of <c>m</c> samples gives
/// ⌈m × output rate ÷ input rate⌉. Not thread-safe; allocates nothing after construction.
/// </summary>
/// <remarks>Up to 85 % of the smaller rate's band passes unchanged (3.4 kHz at 8 kHz); what lies above the band is at least
/// 60 dB down. Samples beyond full scale are clipped, never wrapped.</remarks>
public sealed class Resampler
{
    private const int BlockSamples = 1024;

    private readonly ResamplingFilter _filter;
    private readonly float[] _window;
    private int _filled;
    private int _start;
    private int _phase;
    private long _consumed;
    private long _produced;

    /// <param name="inputRate">Samples a second coming in, for example 22,050.</param>
    /// <param name="outputRate">Samples a second going out, for example 8,000.</param>
    /// <exception cref="ArgumentException">The rates are not positive, or their ratio has more than 1,000 phases.</exception>
    public Resampler(int inputRate, int outputRate)
    {
        _filter = ResamplingFilter.For(inputRate, outputRate);
        InputRate = inputRate;
        OutputRate = outputRate;
        _window = new float[2 * _filter.HalfTaps + BlockSamples];
        Reset();
    }

    /// <summary>Samples a second coming in.</summary>
    public int InputRate { get; }

    /// <summary>Samples a second going out.</summary>
    public int OutputRate { get; }

    /// <summary>How far the output lags behind the input while a sound goes on, in input samples: what the filter must have seen
    /// of the future. <see cref="Flush"/> delivers it at the end.</summary>
    public int LookAhead => _filter.HalfTaps;

    /// <summary>Most samples that a <see cref="Process"/> call with this much input, or with 0 a <see cref="Flush"/>, can write.</summary>
    public int MaximumOutput(int inputLength) =>
        checked((int)(((long)inputLength + LookAhead) * _filter.Phases / _filter.Step)) + 2;

    /// <summary>Takes the next chunk, of any length, and writes what has become ready.</summary>
    /// <returns>The number of samples written.</returns>
    /// <exception cref="ArgumentException"><paramref name="output"/> is shorter than <see cref="MaximumOutput"/> of the chunk.</exception>
    public int Process(ReadOnlySpan<short> input, Span<short> output)
    {
        if (output.Length < MaximumOutput(input.Length))
            throw new ArgumentException("The output must hold MaximumOutput(input.Length) samples.", nameof(output));
        _consumed += input.Length;
        var written = 0;
        while (input.Length > 0)
        {
            var count = Math.Min(input.Length, _window.Length - _filled);
            for (var i = 0; i < count; i++) _window[_filled + i] = input[i];
            _filled += count;
            input = input[count..];
            written += Drain(output[written..], long.MaxValue);
        }

        return written;
    }

    /// <summary>Ends the sound: writes the rest as if silence followed, and makes the resampler ready for the next sound.</summary>
    /// <returns>The number of samples written.</returns>
    /// <exception cref="ArgumentException"><paramref name="output"/> is shorter than <see cref="MaximumOutput"/> of 0.</exception>
    public int Flush(Span<short> output)
    {
        if (output.Length < MaximumOutput(0))
            throw new ArgumentException("The output must hold MaximumOutput(0) samples.", nameof(output));
        var due = (_consumed * _filter.Phases + _filter.Step - 1) / _filter.Step;
        var written = 0;
        while (_produced < due)
        {
            _window.AsSpan(_filled).Clear();
            _filled = _window.Length;
            written += Drain(output[written..], due);
        }

        Reset();
        return written;
    }

    /// <summary>Forgets the sound so far.</summary>
    public void Reset()
    {
        // Silence before the first sample, so that the first output sample lies at the first input sample.
        _filled = _filter.HalfTaps - 1;
        _window.AsSpan(0, _filled).Clear();
        (_start, _phase, _consumed, _produced) = (0, 0, 0, 0);
    }

    private int Drain(Span<short> output, long due)
    {
        var taps = 2 * _filter.HalfTaps;
        var written = 0;
        while (_start + taps <= _filled && _produced < due)
        {
            output[written++] = Round(Dot(_window.AsSpan(_start, taps), _filter.Rows[_phase]));
            _produced++;
            _phase += _filter.Step;
            _start += _phase / _filter.Phases;
            _phase %= _filter.Phases;
        }

        var drop = Math.Min(_start, _filled);
        _window.AsSpan(drop, _filled - drop).CopyTo(_window);
        _filled -= drop;
        _start -= drop;
        return written;
    }

    private static float Dot(ReadOnlySpan<float> samples, ReadOnlySpan<float> taps)
    {
        var left = MemoryMarshal.Cast<float, Vector<float>>(samples);
        var right = MemoryMarshal.Cast<float, Vector<float>>(taps);
        var sum = Vector<float>.Zero;
        for (var i = 0; i < right.Length; i++) sum += left[i] * right[i];
        return Vector.Sum(sum);
    }

    private static short Round(float value) =>
        (short)Math.Clamp(MathF.Round(value), short.MinValue, short.MaxValue);
}
