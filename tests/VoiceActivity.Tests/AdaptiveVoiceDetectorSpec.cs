using CallActors.Contracts.Audio;
using CallActors.Speech.VoiceActivity;

namespace CallActors.VoiceActivity.Tests;

public sealed class AdaptiveVoiceDetectorSpec
{
    private static readonly VoiceDetectionOptions Options = new();

    private readonly AdaptiveVoiceDetector _detector = new(Options);

    [Fact]
    public void Digital_silence_is_not_voiced_and_has_the_lowest_level()
    {
        var silence = new byte[AudioFormat.FrameBytes];
        Array.Fill(silence, AudioFormat.Silence);
        var activity = _detector.Process(silence, []);
        Assert.False(activity.IsVoiced);
        Assert.Equal(-96, activity.LevelDb);
    }

    [Fact]
    public void The_level_of_a_frame_is_its_root_mean_square()
    {
        var tone = Signal.Sines(0.02, (500, -23)).ToMuLaw();
        Assert.Equal(-23, _detector.Process(tone, []).LevelDb, 0.2);
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
        Process(vowel, 4);
        Assert.True(Process(vowel, 5).IsVoiced);
        Assert.False(Process(vowel, 6, played: Frame(Vowel(-10), 6)).IsVoiced);

        var other = new AdaptiveVoiceDetector(Options);
        other.Process(Frame(vowel, 4), []);
        Assert.True(other.Process(Frame(vowel, 5), Frame(Vowel(-32), 5)).IsVoiced);
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
        Assert.True(deaf.Process(Frame(click, 0), []).IsVoiced);
    }

    [Fact]
    public void A_tone_in_the_middle_of_the_band_is_a_beep_and_not_a_voice()
    {
        // Loud enough for the tone's side lobes to stand above the floor of a quiet line in several bands.
        var tone = Signal.Sines(0.02, (1330, -9));
        Assert.False(Process(tone, 0).IsVoiced);
        var deaf = new AdaptiveVoiceDetector(Options with { TonalShare = 1 });
        Assert.True(deaf.Process(Frame(tone, 0), []).IsVoiced);
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
        var ours = Vowel(-20);
        for (var frame = 0; frame < 20; frame++) playing = Process(noise, frame, played: Frame(ours, frame)).NoiseFloorDb;
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
            Assert.Equal(fresh.Process(Frame(vowel, frame), []), Process(vowel, frame));
    }

    [Fact]
    public void Sound_without_a_pitch_is_speech_only_as_long_as_a_consonant_is()
    {
        // Two resonances of a mouth with nothing but air through it.
        var whisper = Whisper(1, -20);
        Process(Signal.Silence(0.02), 0);
        var voiced = Enumerable.Range(0, 40).Count(frame => Process(whisper, frame).IsVoiced);
        Assert.InRange(voiced, 5, 9);

        // Vowels vouch for the consonants between them.
        var vowel = Vowel(-20);
        var other = new AdaptiveVoiceDetector(Options);
        var consonants = 0;
        for (var syllable = 0; syllable < 8; syllable++)
        {
            for (var frame = 0; frame < 4; frame++)
                if (other.Process(Frame(whisper, 4 * syllable + frame), []).IsVoiced) consonants++;
            for (var frame = 0; frame < 4; frame++) other.Process(Frame(vowel, 4 * syllable + frame), []);
        }

        Assert.InRange(consonants, 14, 32);
    }

    [Fact]
    public void A_voice_that_is_as_loud_as_the_voices_of_the_place_is_one_of_them()
    {
        var random = new Random(3);
        var loudness = Enumerable.Range(0, 500).Select(_ => -34 - 6 * random.NextDouble()).ToArray();
        var vowels = loudness.Select(level => Frame(Vowel(level), random.Next(40))).ToArray();
        var voiced = vowels.Select(frame => _detector.Process(frame, []).IsVoiced).ToArray();
        Assert.InRange(voiced[250..].Count(v => v), 0, 12);
        Assert.True(Process(Vowel(-18), 3).IsVoiced | Process(Vowel(-18), 4).IsVoiced);
    }

    [Fact]
    public void Frames_cost_no_memory()
    {
        var vowel = Vowel(-20);
        Process(vowel, 0);
        var frame = Frame(vowel, 1);
        Assert.Equal(0, Allocated.Least(() =>
        {
            for (var i = 0; i < 1000; i++) _detector.Process(frame, i % 200 < 100 ? frame : []);
        }));
    }

    [Fact]
    public void A_frame_of_another_length_is_refused() =>
        Assert.Throws<ArgumentException>(() => _detector.Process(new byte[159], []));

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
            (Options with { ForegroundMarginDb = 5 }, nameof(VoiceDetectionOptions.ForegroundMarginDb)),
            (Options with { MinimumPeriodicity = 0.95f }, nameof(VoiceDetectionOptions.MinimumPeriodicity)),
            (Options with { LongestToneless = TimeSpan.FromMilliseconds(40) }, nameof(VoiceDetectionOptions.LongestToneless)),
            (Options with { EchoReturnLossDb = -1 }, nameof(VoiceDetectionOptions.EchoReturnLossDb)),
            (Options with { EchoMarginDb = 13 }, nameof(VoiceDetectionOptions.EchoMarginDb)),
        ];
        foreach (var (options, name) in bad)
            Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptiveVoiceDetector(options)).ParamName);
    }

    private Contracts.Audio.VoiceActivity Process(short[] sound, int frame, byte[]? played = null) =>
        _detector.Process(Frame(sound, frame), played);

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

    /// <summary>Noise through the resonances of an open vowel.</summary>
    private static short[] Whisper(double seconds, double levelDb)
    {
        var noise = Noise(seconds, -20, seed: 9);
        var sound = new double[noise.Length];
        foreach (var (hertz, share) in new[] { (700.0, 1.0), (1200.0, 0.7) })
        {
            double angle = 2 * Math.PI * hertz / Signal.Rate, one = 0, two = 0;
            const double radius = 0.85;
            for (var i = 0; i < noise.Length; i++)
            {
                var output = noise[i] * 0.05 + 2 * radius * Math.Cos(angle) * one - radius * radius * two;
                (one, two) = (output, one);
                sound[i] += share * output;
            }
        }

        return Array.ConvertAll(sound, Signal.Clip).AtLevel(levelDb);
    }

    private static short[] Noise(double seconds, double levelDb, int seed)
    {
        var random = new Random(seed);
        var sound = Signal.Silence(seconds);
        for (var i = 0; i < sound.Length; i++) sound[i] = (short)random.Next(-8000, 8001);
        return sound.AtLevel(levelDb);
    }
}
