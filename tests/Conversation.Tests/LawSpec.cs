using CallActors.Conversation.Tests.Lab;

namespace CallActors.Conversation.Tests;

/// <summary>The laws of conversation, over conversations by chance. A seed that breaks one is told with its faults and its trace; replay it
/// with <c>CALLACTORS_LAB_SEED=n</c>.</summary>
public sealed class LawSpec(Xunit.Abstractions.ITestOutputHelper output) : LabSpec
{
    private const int Conversations = 1000;

    [Fact]
    public void A_thousand_conversations_by_chance_break_no_law()
    {
        var only = Environment.GetEnvironmentVariable("CALLACTORS_LAB_SEED");
        var seeds = only is null ? Enumerable.Range(1, Conversations) : [int.Parse(only, System.Globalization.CultureInfo.InvariantCulture)];
        var broken = new List<int>();
        foreach (var seed in seeds)
        {
            var (faults, talk) = Hold(seed);
            if (only is not null) output.WriteLine(talk.Trace.ToString());
            if (only is not null || (faults.Count > 0 && broken.Count < 4)) Draw(talk, seed, faults);
            if (faults.Count == 0) continue;
            broken.Add(seed);
            if (broken.Count > 8) continue;
            output.WriteLine($"seed {seed}: {string.Join("; ", faults.Take(4))}");
        }

        Assert.True(broken.Count == 0, $"{broken.Count} of {seeds.Count()} conversations broke a law: {string.Join(' ', broken.Take(20))}");
    }

    [Fact]
    public void The_same_seed_is_the_same_conversation()
    {
        for (var seed = 1; seed <= 20; seed++) Assert.Equal(Hold(seed).Talk.Trace.ToString(), Hold(seed).Talk.Trace.ToString());
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
