using CallActors.Conversation.Tests.Lab;

namespace CallActors.Conversation.Tests;

/// <summary>The laws of conversation, over conversations by chance. A seed that breaks one is told with its faults and its trace; replay it
/// with <c>CALLACTORS_LAB_SEED=n</c>, or hold others with <c>CALLACTORS_LAB_SEED=n-m</c>.</summary>
public sealed class LawSpec(Xunit.Abstractions.ITestOutputHelper output) : LabSpec
{
    private const int Conversations = 1000;

    [Fact]
    public void A_thousand_conversations_by_chance_break_no_law()
    {
        if (Environment.GetEnvironmentVariable("CALLACTORS_LAB_SEED") is not { Length: > 0 } asked)
        {
            HoldAll(Enumerable.Range(1, Conversations), traces: false);
            return;
        }

        var seeds = Array.ConvertAll(asked.Split('-'), text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
        HoldAll(Enumerable.Range(seeds[0], seeds[^1] - seeds[0] + 1), traces: seeds.Length == 1);
    }

    [Fact]
    public void The_same_seed_is_the_same_conversation()
    {
        for (var seed = 1; seed <= 20; seed++) Assert.Equal(Hold(seed).Talk.Trace.ToString(), Hold(seed).Talk.Trace.ToString());
    }

    private void HoldAll(IEnumerable<int> seeds, bool traces)
    {
        var broken = new List<int>();
        foreach (var seed in seeds)
        {
            var (faults, talk) = Hold(seed);
            if (traces) output.WriteLine(talk.Trace.ToString());
            if (traces || (faults.Count > 0 && broken.Count < 4)) Draw(talk, seed, faults);
            if (faults.Count == 0) continue;
            broken.Add(seed);
            if (broken.Count > 8) continue;
            output.WriteLine($"seed {seed}: {string.Join("; ", faults.Take(4))}");
        }

        Assert.True(broken.Count == 0, $"{broken.Count} of {seeds.Count()} conversations broke a law: {string.Join(' ', broken.Take(20))}");
    }

    private void Draw(Lab.Conversation talk, int seed, IReadOnlyList<string> faults)
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"conversation-{seed}.svg");
        File.WriteAllText(file, Timeline.Draw(talk, $"seed {seed}: {(faults.Count == 0 ? "every law held" : faults[0])}"));
        output.WriteLine($"drawn in {file}");
    }

    private (IReadOnlyList<string> Faults, Lab.Conversation Talk) Hold(int seed)
    {
        var (script, rules) = RandomPlan.Of(seed);
        var talk = Start(script, rules, seed);
        RandomTalk.Run(talk, seed);
        return (Laws.Broken(talk), talk);
    }
}
