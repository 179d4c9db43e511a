using CallActors.VoiceActivity.Tests.Corpus;
using Xunit.Abstractions;

namespace CallActors.VoiceActivity.Tests;

/// <summary>
/// How well voices are told from everything else on telephone audio, judged by what a call would do. The figures are those of
/// docs/voice-activity.md; they may rise, and must not fall. The table of every condition is printed behind the tests.
/// </summary>
public sealed class CorpusSpec(ITestOutputHelper output)
{
    [Fact]
    public void People_are_noticed_within_200_ms_of_speech_on_quiet_and_on_noisy_lines()
    {
        var all = Print("Voices", Conditions.Voices());
        Assert.InRange(Recall(all), 0.99, 1);
        Assert.All(all, judged => Assert.InRange(judged.Recall, 0.92, 1));
        Assert.InRange(all.Sum(judged => judged.FalseOnsets), 0, 35);
        Assert.Equal(0, all.Sum(judged => judged.FalseCommits));
        // The first 80 ms make the onset: a promise of the product.
        Assert.InRange(all[0].DelayMs, 0, 100);
    }

    [Fact]
    public void Noise_that_goes_on_is_learned_and_no_voice()
    {
        var all = Print("Noises", Conditions.Noise());
        Assert.All(all.Where(judged => !IsCrowd(judged)), judged => Assert.Equal(0, judged.FalseOnsets));
        // Six people who begin to speak at once on a silent line are taken for one, once.
        Assert.All(all.Where(IsCrowd), judged => Assert.InRange(judged.FalseOnsets, 0, 10));
        Assert.All(all.Where(IsCrowd), judged => Assert.InRange(judged.FalseCommits, 0, 1));

        static bool IsCrowd(Judgement judged) => judged.Condition.StartsWith("babble", StringComparison.Ordinal);
    }

    [Fact]
    public void Coughs_and_doors_may_stop_our_speech_but_never_cancel_it()
    {
        var all = Print("Sounds that come alone", Conditions.Bursts());
        Assert.InRange(all.Sum(judged => judged.FalseOnsets), 0, 195);
        Assert.Equal(0, all.Sum(judged => judged.FalseCommits));
    }

    [Fact]
    public void Our_own_voice_come_back_does_not_interrupt_us()
    {
        var all = Print("Echoes", Conditions.Echoes());
        Assert.All(all.Where(judged => judged.Condition.StartsWith("echo", StringComparison.Ordinal)), judged => Assert.InRange(judged.FalseOnsets, 0, 2));
        Assert.InRange(all.Sum(judged => judged.FalseOnsets), 0, 100);
        // The one exception: an echo that sets in all at once in mid-call and comes so late that it outlasts our falling silent.
        Assert.All(all.Where(judged => !IsSudden(judged)), judged => Assert.Equal(0, judged.FalseCommits));
        Assert.InRange(all.Where(IsSudden).Sum(judged => judged.FalseCommits), 0, 3);

        static bool IsSudden(Judgement judged) => judged.Condition.Contains("300 ms sets in", StringComparison.Ordinal);
    }

    [Fact]
    public void People_who_speak_over_our_voice_and_its_echo_are_heard()
    {
        var all = Print("Over our voice", Conditions.Interruptions());
        Assert.InRange(Recall(all), 0.93, 1);
        Assert.InRange(all[0].Recall, 0.98, 1);
        Assert.All(all, judged => Assert.InRange(judged.Recall, 0.83, 1));
        // Who is not heard within 200 ms is heard soon after.
        Assert.InRange(all.Sum(judged => judged.Sounds - judged.Noticed - judged.Late), 0, 6);
        Assert.Equal(0, all.Sum(judged => judged.FalseCommits));
    }

    private static double Recall(IReadOnlyList<Judgement> all) => (double)all.Sum(judged => judged.Noticed) / all.Sum(judged => judged.Sounds);

    private List<Judgement> Print(string title, IEnumerable<Judgement> judgements)
    {
        var all = judgements.ToList();
        var (sounds, noticed) = (all.Sum(judged => judged.Sounds), all.Sum(judged => judged.Noticed));
        var (onsets, commits) = (all.Sum(judged => judged.FalseOnsets), all.Sum(judged => judged.FalseCommits));
        string[] lines =
        [
            title, Judgement.Heading, .. all.Select(judged => judged.ToString()),
            $"{(sounds > 0 ? $"{noticed} of {sounds} within 200 ms ({(double)noticed / sounds:P2}), " : "")}{onsets} false onsets, {commits} of them committed, in {all.Sum(judged => judged.Seconds) / 60:F0} minutes",
            "",
        ];
        foreach (var line in lines) output.WriteLine(line);
        Report.Append(lines);
        return all;
    }
}
