using CallActors.VoiceActivity.Tests.Corpus;

namespace CallActors.VoiceActivity.Tests;

/// <summary>Sounds of lines and rooms that are no voice, frame by frame.</summary>
public sealed class OtherSoundsSpec
{
    private const int LearningFrames = 50;

    private static readonly string[] Steady = ["white", "pink", "brown"];

    [Theory]
    [InlineData(-20)]
    [InlineData(-30)]
    [InlineData(-40)]
    [InlineData(-55)]
    public void Steady_noise_makes_no_run_of_80_ms(int levelDb)
    {
        foreach (var noise in Steady.Select(colour => Recordings.All.Noises[colour]))
        {
            var verdicts = Judge(noise.AtLevel(levelDb))[LearningFrames..];
            Assert.InRange(LongestRun(verdicts), 0, 3);
            Assert.InRange(verdicts.Count(voiced => voiced), 0, 10);
        }
    }

    [Fact]
    public void Noise_that_sets_in_during_a_call_makes_no_run_of_80_ms()
    {
        foreach (var noise in Steady.Select(colour => Recordings.All.Noises[colour]))
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

    private static bool[] Judge(short[] sound) => Hearing.Of(sound.ToMuLaw()).Voiced;

    private static int LongestRun(bool[] verdicts)
    {
        int longest = 0, run = 0;
        foreach (var voiced in verdicts) longest = Math.Max(longest, run = voiced ? run + 1 : 0);
        return longest;
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
