using CallActors.Contracts.Audio;
using CallActors.Speech.VoiceActivity;

namespace CallActors.Speech.Tests.VoiceActivity;

public sealed class AdaptiveVoiceDetectorSpec
{
    private static readonly VoiceDetectionOptions Options = new();

    private readonly AdaptiveVoiceDetector _detector = new(Options);

    [Fact]
    public void Digital_silence_is_not_voiced_and_has_the_lowest_level()
    {
        var silence = new byte[AudioFormat.FrameBytes];
        Array.Fill(silence, AudioFormat.Silence);
        var activity = _detector.Process(silence, float.NegativeInfinity);
        Assert.False(activity.IsVoiced);
        Assert.Equal(-96, activity.LevelDb);
    }

    [Fact]
    public void The_level_of_a_frame_is_its_root_mean_square()
    {
        var tone = Signal.Sines(0.02, (500, -23)).ToMuLaw();
        Assert.Equal(-23, _detector.Process(tone, float.NegativeInfinity).LevelDb, 0.2);
    }

    [Fact]
    public void The_floor_of_a_steady_noise_is_learned_within_a_second()
    {
        var noise = Noise(2, -40, seed: 3);
        var floor = 0f;
        for (var frame = 0; frame < 50; frame++) floor = Process(noise, frame).NoiseFloorDb;
        Assert.Equal(-40, floor, 3.0);
    }

    [Fact]
    public void A_vowel_is_voiced_unless_it_could_be_the_echo_of_what_we_play()
    {
        var vowel = Vowel(-20);
        Assert.True(Process(vowel, 5).IsVoiced);
        Assert.True(Process(vowel, 5, playedDb: -20 + Options.EchoReturnLossDb - 1).IsVoiced);
        Assert.False(Process(vowel, 5, playedDb: -20 + Options.EchoReturnLossDb + 1).IsVoiced);
    }

    [Fact]
    public void A_click_that_rings_like_a_vowel_is_not_voiced()
    {
        // Two resonances, as a vowel has, but gone within a millisecond or two.
        var click = Signal.Silence(0.02);
        for (var i = 0; i < 60; i++)
        {
            var seconds = (double)i / Signal.Rate;
            var tone = Math.Sin(2 * Math.PI * 700 * seconds) + Math.Sin(2 * Math.PI * 2500 * seconds);
            click[50 + i] = (short)(12_000 * tone * Math.Exp(-seconds / 0.0012));
        }

        Assert.False(Process(click, 0).IsVoiced);
        var deaf = new AdaptiveVoiceDetector(Options with { ClickShare = 1 });
        Assert.True(deaf.Process(Frame(click, 0), float.NegativeInfinity).IsVoiced);
    }

    [Fact]
    public void A_tone_in_the_middle_of_the_band_is_a_beep_and_not_a_voice()
    {
        // Loud enough for the tone's side lobes to stand above the floor of a quiet line in several bands.
        var tone = Signal.Sines(0.02, (1330, -9));
        Assert.False(Process(tone, 0).IsVoiced);
        var deaf = new AdaptiveVoiceDetector(Options with { TonalShare = 1 });
        Assert.True(deaf.Process(Frame(tone, 0), float.NegativeInfinity).IsVoiced);
    }

    [Fact]
    public void Any_sound_that_lasts_is_learned_within_two_seconds_and_a_half()
    {
        var vowel = Vowel(-20);
        var silence = Signal.Silence(1);
        for (var frame = 0; frame < 50; frame++) Process(silence, frame);
        Assert.True(Process(vowel, 0).IsVoiced);
        for (var frame = 0; frame < 125; frame++) Process(vowel, frame % 50);
        Assert.False(Process(vowel, 0).IsVoiced);
    }

    [Fact]
    public void The_average_of_the_noise_does_not_rise_while_we_play()
    {
        // Shorter than what the minimum of the last seconds needs to take it for noise.
        var noise = Noise(2, -40, seed: 4);
        float quiet = 0, playing = 0;
        for (var frame = 0; frame < 20; frame++) playing = Process(noise, frame, playedDb: -20).NoiseFloorDb;
        _detector.Reset();
        for (var frame = 0; frame < 20; frame++) quiet = Process(noise, frame).NoiseFloorDb;
        Assert.True(playing < quiet - 3, $"{playing:F1} dB while playing, {quiet:F1} dB in the quiet");
    }

    [Fact]
    public void A_reset_detector_judges_like_a_new_one()
    {
        var fresh = new AdaptiveVoiceDetector(Options);
        var noise = Noise(2, -25, seed: 5);
        for (var frame = 0; frame < 90; frame++) Process(noise, frame);
        _detector.Reset();
        var vowel = Vowel(-30);
        for (var frame = 0; frame < 40; frame++)
            Assert.Equal(fresh.Process(Frame(vowel, frame), float.NegativeInfinity), Process(vowel, frame));
    }

    [Fact]
    public void Frames_cost_no_memory()
    {
        var vowel = Vowel(-20);
        Process(vowel, 0);
        var frame = Frame(vowel, 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) _detector.Process(frame, float.NegativeInfinity);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_frame_of_another_length_is_refused() =>
        Assert.Throws<ArgumentException>(() => _detector.Process(new byte[159], float.NegativeInfinity));

    [Fact]
    public void Streams_do_not_share_a_detector()
    {
        var factory = new AdaptiveVoiceDetectorFactory(Options);
        Assert.NotSame(factory.Create(), factory.Create());
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        (VoiceDetectionOptions Options, string Name)[] bad =
        [
            (Options with { MinimumLevelDb = -71 }, nameof(VoiceDetectionOptions.MinimumLevelDb)),
            (Options with { BandMarginDb = float.NaN }, nameof(VoiceDetectionOptions.BandMarginDb)),
            (Options with { MinimumBands = 0 }, nameof(VoiceDetectionOptions.MinimumBands)),
            (Options with { MeanMarginDb = 13 }, nameof(VoiceDetectionOptions.MeanMarginDb)),
            (Options with { MinimumRoughnessDb = 7 }, nameof(VoiceDetectionOptions.MinimumRoughnessDb)),
            (Options with { MinimumBandShare = 0.6f }, nameof(VoiceDetectionOptions.MinimumBandShare)),
            (Options with { HysteresisDb = 4 }, nameof(VoiceDetectionOptions.HysteresisDb)),
            (Options with { TonalShare = 1.1f }, nameof(VoiceDetectionOptions.TonalShare)),
            (Options with { ClickShare = 0.4f }, nameof(VoiceDetectionOptions.ClickShare)),
            (Options with { EchoReturnLossDb = -1 }, nameof(VoiceDetectionOptions.EchoReturnLossDb)),
        ];
        foreach (var (options, name) in bad)
            Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptiveVoiceDetector(options)).ParamName);
    }

    private Contracts.Audio.VoiceActivity Process(short[] sound, int frame, float playedDb = float.NegativeInfinity) =>
        _detector.Process(Frame(sound, frame), playedDb);

    private static byte[] Frame(short[] sound, int frame) =>
        sound.AsSpan(frame * Signal.FrameSamples, Signal.FrameSamples).ToArray().ToMuLaw();

    /// <summary>Harmonics of 125 Hz under the resonances of an open vowel.</summary>
    private static short[] Vowel(double levelDb)
    {
        (double Hertz, double WidthHz)[] formants = [(700, 130), (1200, 150), (2500, 250)];
        var harmonics = Enumerable.Range(1, 26).Select(n => 125.0 * n).Select(hertz => (hertz,
            -6 * Math.Log2(hertz / 125) + formants.Sum(formant => 25 * Math.Exp(-Math.Pow((hertz - formant.Hertz) / formant.WidthHz, 2)))));
        return Signal.Sines(1, [.. harmonics.Select(part => (part.hertz, part.Item2 - 60))]).AtLevel(levelDb);
    }

    private static short[] Noise(double seconds, double levelDb, int seed)
    {
        var random = new Random(seed);
        var sound = Signal.Silence(seconds);
        for (var i = 0; i < sound.Length; i++) sound[i] = (short)random.Next(-8000, 8001);
        return sound.AtLevel(levelDb);
    }
}
