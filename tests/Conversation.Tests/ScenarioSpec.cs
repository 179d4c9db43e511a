using CallActors.Contracts.Audio;
using CallActors.Conversation.Tests.Lab;

namespace CallActors.Conversation.Tests;

/// <summary>Conversations that are written down, each with what must come of it, to the frame.</summary>
public sealed class ScenarioSpec(Xunit.Abstractions.ITestOutputHelper output) : LabSpec
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Scenarios");

    public static TheoryData<string> Names => [.. Directory.GetFiles(Folder, "*.txt").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_goes_as_it_is_written(string name)
    {
        var scenario = Scenario.Read(name, File.ReadAllText(Path.Combine(Folder, name + ".txt")));
        var talk = Start(new AgentScript(scenario.Messages, scenario.Farewell) { Manners = scenario.Agent }, scenario.Rules);
        talk.PickUp();
        var zero = Run(talk, scenario);
        output.WriteLine($"zero is at {zero.TotalSeconds:0.00}\n{talk.Trace}");
        foreach (var expected in scenario.Expectations) Check(talk, expected, zero);
    }

    [Fact]
    public void A_line_that_is_not_understood_is_named()
    {
        var fault = Assert.Throws<FormatException>(() => Scenario.Read("x", "# a\nrules onset=0.1\nat noon caller says \"hello\""));
        Assert.StartsWith("x, line 3: \"at noon caller", fault.Message, StringComparison.Ordinal);
    }

    private static TimeSpan Run(Lab.Conversation talk, Scenario scenario)
    {
        while (scenario.Zero is not ZeroPoint.Answered && talk.Trace.Moments.All(m => m.What != (scenario.Zero is ZeroPoint.Begins ? "speaks" : "spoken")))
        {
            if (talk.Time.Now > TimeSpan.FromSeconds(30)) throw new TimeoutException("The greeting was not heard.");
            talk.Pass();
        }

        var zero = talk.Time.Now;
        foreach (var (at, happens) in scenario.Acts) talk.Time.After(at, () => happens(talk));
        talk.Pass(scenario.Lasts);
        return zero;
    }

    private static void Check(Lab.Conversation talk, Scenario.Expected expected, TimeSpan zero)
    {
        var found = talk.Trace.Moments.Where(m => m.At >= zero && expected.Is(m)).Select(m => m.At - zero).ToList();
        if (expected.At is not { } at)
            Assert.True(found.Count == 0, $"never {expected}: it happened at {string.Join(", ", found.Select(f => f.TotalSeconds.ToString("0.00")))}");
        else if (expected is { Who: "utterance", What: "heard" })
            Assert.Equal(at, TimesOf(talk, expected.Detail).Count * AudioFormat.FrameDuration);
        else if (expected is { Who: "utterance", What: "unbroken" })
            Assert.Equal(at, LongestStretch(TimesOf(talk, expected.Detail)));
        else
            Assert.True(found.Contains(at), $"{expected}: it happened at {(found.Count == 0 ? "no time" : string.Join(", ", found.Select(f => f.TotalSeconds.ToString("0.00"))))}");
    }

    // When the frames of an utterance reached the person's ear.
    private static List<TimeSpan> TimesOf(Lab.Conversation talk, string utterance) =>
        [.. talk.Ear.Heard.Where(h => h.TapeFrame >= 0 && talk.Tape.WordAt(h.TapeFrame).Take.Utterance.ToString() == utterance).Select(h => h.At)];

    private static TimeSpan LongestStretch(List<TimeSpan> times)
    {
        var (longest, stretch) = (0, 0);
        for (var i = 0; i < times.Count; i++)
        {
            stretch = i > 0 && times[i] - times[i - 1] > AudioFormat.FrameDuration ? 1 : stretch + 1;
            longest = Math.Max(longest, stretch);
        }

        return longest * AudioFormat.FrameDuration;
    }
}
