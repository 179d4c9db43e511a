using CallActors.Speech.VoiceActivity;

namespace CallActors.Speech.Tests.VoiceActivity;

/// <summary>Bounds that detection must not fall below, on synthetic speech of four voices as 8 kHz µ-law.</summary>
public sealed class AdaptiveVoiceDetectorCorpusSpec(VoiceCorpus corpus) : IClassFixture<VoiceCorpus>
{
    private const int LearningFrames = 50;

    [Fact]
    public void Clean_speech_is_found_and_silence_is_not_taken_for_it() => AssertFound(sound => sound, recall: 0.83);

    [Theory]
    [InlineData("whitenoise", 20, 0.75)]
    [InlineData("whitenoise", 10, 0.57)]
    [InlineData("whitenoise", 5, 0.38)]
    [InlineData("pinknoise", 20, 0.75)]
    [InlineData("pinknoise", 10, 0.6)]
    [InlineData("brownnoise", 20, 0.82)]
    [InlineData("brownnoise", 10, 0.82)]
    public void Speech_is_found_in_noise(string kind, int ratioDb, double recall) =>
        AssertFound(sound => sound.Plus(corpus.Noises[kind].AtLevel(VoiceCorpus.SpeechLevelDb - ratioDb)), recall);

    [Fact]
    public void Speech_is_found_over_mains_hum() =>
        AssertFound(sound => sound.Plus(Hum(50, 1, -30)), recall: 0.75);

    [Fact]
    public void The_onset_of_clean_speech_is_found_within_100_ms()
    {
        foreach (var voice in corpus.Voices)
        {
            var verdicts = Judge(voice.Sound);
            foreach (var onset in voice.Onsets) Assert.InRange(Delay(verdicts, onset), 0, 100);
        }
    }

    [Theory]
    [InlineData(-20)]
    [InlineData(-30)]
    [InlineData(-40)]
    [InlineData(-55)]
    public void Steady_noise_makes_no_run_of_80_ms(int levelDb)
    {
        foreach (var noise in corpus.Noises.Values)
        {
            var verdicts = Judge(noise.AtLevel(levelDb))[LearningFrames..];
            Assert.InRange(LongestRun(verdicts), 0, 3);
            Assert.InRange(verdicts.Count(voiced => voiced), 0, 10);
        }
    }

    [Fact]
    public void Noise_that_sets_in_during_a_call_makes_no_run_of_80_ms()
    {
        foreach (var noise in corpus.Noises.Values)
            Assert.InRange(LongestRun(Judge([.. Signal.Silence(3), .. noise.AtLevel(-30)])), 0, 3);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(60)]
    public void Mains_hum_and_its_harmonics_are_never_voiced(int hertz)
    {
        Assert.DoesNotContain(true, Judge(Hum(hertz, 20, -16))[LearningFrames..]);
        Assert.InRange(LongestRun(Judge([.. Signal.Silence(3), .. Hum(hertz, 5, -16)])), 0, 3);
    }

    [Fact]
    public void Clicks_make_no_run_of_60_ms()
    {
        foreach (var decaySeconds in new[] { 0.0003, 0.001, 0.004, 0.012 })
            Assert.InRange(LongestRun(Judge(Clicks(decaySeconds))), 0, 2);
    }

    [Theory]
    [InlineData(1000, 0)]
    [InlineData(425, 0)]
    [InlineData(350, 440)]
    [InlineData(440, 480)]
    [InlineData(480, 620)]
    [InlineData(697, 1209)]
    [InlineData(941, 1633)]
    public void Beeps_and_signalling_tones_make_no_run_of_60_ms(int first, int second)
    {
        foreach (var start in new[] { 2, 2.007, 2.013 })
        {
            (double, double)[] tones = second == 0 ? [(first, -12)] : [(first, -15), (second, -15)];
            Assert.InRange(LongestRun(Judge([.. Signal.Silence(start), .. Signal.Sines(0.5, tones), .. Signal.Silence(1)])), 0, 2);
        }
    }

    [Fact]
    public void The_echo_of_our_own_voice_is_not_voiced_and_a_person_who_speaks_over_it_is()
    {
        var ours = corpus.Voices[3].Sound.AtLevel(-16);
        var played = PlayedLevels(ours);
        var echo = ((short[])[.. Signal.Silence(0.1), .. ours]).AtLevel(-16 - 12);
        Assert.DoesNotContain(true, Judge(echo, played));

        foreach (var voice in corpus.Voices.Take(3))
        {
            // The person is 2 dB weaker than what we play. Their sentences begin at other times than ours.
            var person = ((short[])[.. Signal.Silence(0.33), .. voice.Sound]).AtLevel(-18);
            var verdicts = Judge(person.Plus([.. echo, .. Signal.Silence(10)]), played);
            foreach (var onset in voice.Onsets)
                Assert.InRange(Delay(verdicts, onset + (int)(0.33 * Signal.Rate)), 0, 200);
        }
    }

    [Fact]
    public void The_floor_is_not_learned_from_speech_that_goes_on_and_on()
    {
        foreach (var voice in corpus.Voices)
        {
            var truths = voice.Truths();
            short[] busy = [.. Enumerable.Range(0, truths.Length).Where(frame => truths[frame] != Truth.Silence)
                .SelectMany(frame => voice.Sound.Skip(frame * Signal.FrameSamples).Take(Signal.FrameSamples))];
            short[] speech = [.. Signal.Silence(1), .. busy, .. busy, .. busy];
            var detector = new AdaptiveVoiceDetector(new VoiceDetectionOptions());
            var muLaw = speech.ToMuLaw();
            var floor = 0f;
            for (var at = 0; at < muLaw.Length; at += Signal.FrameSamples)
                floor = detector.Process(muLaw.AsSpan(at, Signal.FrameSamples), float.NegativeInfinity).NoiseFloorDb;
            Assert.InRange(floor, -70, -40);
        }
    }

    private void AssertFound(Func<short[], short[]> mix, double recall)
    {
        foreach (var voice in corpus.Voices)
        {
            var truths = voice.Truths();
            var verdicts = Judge(mix(voice.Sound));
            var judged = Enumerable.Range(LearningFrames, truths.Length - LearningFrames).ToArray();
            double speech = judged.Count(i => truths[i] == Truth.Speech), silence = judged.Count(i => truths[i] == Truth.Silence);
            var found = judged.Count(i => truths[i] == Truth.Speech && verdicts[i]);
            var wrong = judged.Count(i => truths[i] == Truth.Silence && verdicts[i]);
            Assert.True(found / speech >= recall, $"{voice.Name}: only {found / speech:P1} of the speech was found");
            Assert.True(wrong / silence <= 0.01, $"{voice.Name}: {wrong / silence:P1} of the silence was taken for speech");
            Assert.True(found >= 0.99 * (found + wrong), $"{voice.Name}: {wrong} of {found + wrong} voiced frames were silence");
        }
    }

    private static bool[] Judge(short[] sound, float[]? played = null)
    {
        var detector = new AdaptiveVoiceDetector(new VoiceDetectionOptions());
        var muLaw = sound.ToMuLaw();
        var verdicts = new bool[muLaw.Length / Signal.FrameSamples];
        for (var i = 0; i < verdicts.Length; i++)
        {
            var playedDb = played is not null && i < played.Length ? played[i] : float.NegativeInfinity;
            verdicts[i] = detector.Process(muLaw.AsSpan(i * Signal.FrameSamples, Signal.FrameSamples), playedDb).IsVoiced;
        }

        return verdicts;
    }

    /// <summary>Milliseconds from a sample to the end of the first voiced frame that does not lie before it.</summary>
    private static int Delay(bool[] verdicts, int sample)
    {
        var frame = Array.IndexOf(verdicts, true, sample / Signal.FrameSamples);
        return frame < 0 ? int.MaxValue : (frame + 1) * 20 - sample * 1000 / Signal.Rate;
    }

    private static int LongestRun(bool[] verdicts)
    {
        int longest = 0, run = 0;
        foreach (var voiced in verdicts) longest = Math.Max(longest, run = voiced ? run + 1 : 0);
        return longest;
    }

    /// <summary>For each frame the highest level of what was played within the last 400 ms.</summary>
    private static float[] PlayedLevels(short[] sound)
    {
        var levels = Enumerable.Range(0, sound.Length / Signal.FrameSamples).Select(frame => Signal.FrameLevelDb(sound, frame)).ToArray();
        return [.. levels.Select((_, frame) => (float)levels[Math.Max(0, frame - 20)..(frame + 1)].Max())];
    }

    private static short[] Hum(double hertz, double seconds, double levelDb) => Signal.Sines(seconds,
        (hertz, levelDb), (2 * hertz, levelDb - 6), (3 * hertz, levelDb - 6), (4 * hertz, levelDb - 14), (5 * hertz, levelDb - 16),
        (6 * hertz, levelDb - 20), (7 * hertz, levelDb - 22));

    private static short[] Clicks(double decaySeconds)
    {
        var sound = Signal.Silence(10);
        var random = new Random(1);
        for (var at = Signal.Rate; at < sound.Length - 2000; at += random.Next(1200, 6000))
            for (var i = 0; i < 1000; i++)
                sound[at + i] = (short)(20_000 * (2 * random.NextDouble() - 1) * Math.Exp(-i / (Signal.Rate * decaySeconds)));
        return sound;
    }
}
