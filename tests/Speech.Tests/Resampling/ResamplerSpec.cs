using CallActors.Speech.Resampling;

namespace CallActors.Speech.Tests.Resampling;

public sealed class ResamplerSpec
{
    private const double FullScale = 32767;

    public static TheoryData<int, int> Pairs => new()
    {
        { 22050, 8000 }, { 24000, 8000 }, { 16000, 8000 }, { 48000, 8000 }, { 8000, 22050 }, { 8000, 24000 }, { 8000, 16000 },
    };

    [Fact]
    public void A_full_level_tone_above_the_band_is_at_least_60_dB_down()
    {
        foreach (var (rate, tone) in new[] { (24000, 5000.0), (24000, 4100), (22050, 5000), (16000, 5000), (16000, 7500), (24000, 11000) })
        {
            var output = ConvertWhole(Tone(tone, rate, 1, FullScale), rate, 8000);
            Assert.InRange(LevelDb(Middle(output)), double.NegativeInfinity, -60);
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Speech_frequencies_pass_within_half_a_dB(int inputRate, int outputRate)
    {
        for (double frequency = 300; frequency <= 3200; frequency += 100)
        {
            var output = ConvertWhole(Tone(frequency, inputRate, 0.5, 10_000), inputRate, outputRate);
            var gain = 20 * Math.Log10(Amplitude(Middle(output), frequency, outputRate) / 10_000);
            Assert.True(Math.Abs(gain) <= 0.5, $"{frequency} Hz passes with {gain:F2} dB");
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void The_cut_into_chunks_does_not_matter(int inputRate, int outputRate)
    {
        var random = new Random(inputRate * 31 + outputRate);
        var input = new short[inputRate];
        for (var i = 0; i < input.Length; i++) input[i] = (short)random.Next(short.MinValue, short.MaxValue + 1);
        var whole = ConvertWhole(input, inputRate, outputRate);
        for (var round = 0; round < 5; round++)
        {
            var resampler = new Resampler(inputRate, outputRate);
            Assert.Equal(whole, ConvertInChunks(resampler, input, random));
            // The same resampler again: a flush must leave nothing behind.
            Assert.Equal(whole, ConvertInChunks(resampler, input, random));
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_constant_level_stays_as_it_is(int inputRate, int outputRate)
    {
        var input = new short[inputRate / 4];
        Array.Fill(input, (short)12_345);
        Assert.All(Middle(ConvertWhole(input, inputRate, outputRate)), sample => Assert.InRange(sample, 12_344, 12_346));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_sound_keeps_its_length_and_its_place(int inputRate, int outputRate)
    {
        foreach (var length in new[] { 0, 1, 7, inputRate / 50, inputRate / 3 })
        {
            var expected = ((long)length * outputRate + inputRate - 1) / inputRate;
            Assert.Equal(expected, ConvertWhole(new short[length], inputRate, outputRate).Length);
        }

        // A click in the middle comes out at the same time, not a filter's delay later.
        var click = new short[inputRate];
        click[inputRate / 2] = short.MaxValue;
        var output = ConvertWhole(click, inputRate, outputRate);
        Assert.Equal(outputRate / 2, Array.IndexOf(output, output.Max()));
    }

    [Fact]
    public void An_overshoot_is_clipped_and_never_wraps()
    {
        // A full-level square wave overshoots behind any band limit.
        var square = new short[24000];
        for (var i = 0; i < square.Length; i++) square[i] = i / 40 % 2 == 0 ? short.MaxValue : short.MinValue;
        var output = ConvertWhole(square, 24000, 8000);
        Assert.Contains(short.MaxValue, output);
        Assert.Contains(short.MinValue, output);
        for (var i = 100; i < output.Length - 100; i++)
        {
            var phase = i * 3 % 80;
            if (phase is > 8 and < 32) Assert.True(output[i] > 20_000, $"sample {i} is {output[i]}");
            if (phase is > 48 and < 72) Assert.True(output[i] < -20_000, $"sample {i} is {output[i]}");
        }
    }

    [Fact]
    public void Chunks_cost_no_memory()
    {
        var resampler = new Resampler(22050, 8000);
        var input = new short[441];
        var output = new short[resampler.MaximumOutput(input.Length)];
        resampler.Process(input, output);
        Assert.Equal(0, Allocated.Least(() =>
        {
            for (var i = 0; i < 1000; i++) resampler.Process(input, output);
            resampler.Flush(output);
        }));
    }

    [Fact]
    public void Rates_without_a_common_base_and_short_outputs_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Resampler(22051, 8000));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Resampler(0, 8000));
        var resampler = new Resampler(24000, 8000);
        Assert.Throws<ArgumentException>(() => resampler.Process(new short[300], new short[100]));
        Assert.Throws<ArgumentException>(() => resampler.Flush(new short[1]));
    }

    private static short[] ConvertWhole(short[] input, int inputRate, int outputRate)
    {
        var resampler = new Resampler(inputRate, outputRate);
        var output = new short[resampler.MaximumOutput(input.Length) + resampler.MaximumOutput(0)];
        var written = resampler.Process(input, output);
        written += resampler.Flush(output.AsSpan(written));
        return output[..written];
    }

    private static short[] ConvertInChunks(Resampler resampler, short[] input, Random random)
    {
        var output = new List<short>();
        for (var at = 0; at < input.Length;)
        {
            var count = Math.Min(random.Next(0, 3000), input.Length - at);
            var room = new short[resampler.MaximumOutput(count)];
            output.AddRange(room.AsSpan(0, resampler.Process(input.AsSpan(at, count), room)));
            at += count;
        }

        var rest = new short[resampler.MaximumOutput(0)];
        output.AddRange(rest.AsSpan(0, resampler.Flush(rest)));
        return [.. output];
    }

    private static short[] Tone(double frequency, int rate, double seconds, double amplitude)
    {
        var samples = new short[(int)(rate * seconds)];
        for (var i = 0; i < samples.Length; i++) samples[i] = (short)Math.Round(amplitude * Math.Sin(2 * Math.PI * frequency * i / rate));
        return samples;
    }

    private static short[] Middle(short[] samples) => samples.AsSpan(samples.Length / 4, samples.Length / 2).ToArray();

    private static double LevelDb(short[] samples)
    {
        var power = samples.Average(sample => (double)sample * sample);
        return 10 * Math.Log10(Math.Max(power, 1e-9) / (FullScale * FullScale / 2));
    }

    private static double Amplitude(short[] samples, double frequency, int rate)
    {
        double real = 0, imaginary = 0;
        for (var i = 0; i < samples.Length; i++)
        {
            var angle = 2 * Math.PI * frequency * i / rate;
            real += samples[i] * Math.Cos(angle);
            imaginary += samples[i] * Math.Sin(angle);
        }

        return 2 * Math.Sqrt(real * real + imaginary * imaginary) / samples.Length;
    }
}
