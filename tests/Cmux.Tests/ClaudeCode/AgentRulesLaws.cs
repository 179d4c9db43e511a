using CallActors.Compliance.Tests.Support;
using CallActors.Contracts.Agents;
using FsCheck;
using FsCheck.Fluent;

namespace CallActors.Cmux.Tests.ClaudeCode;

/// <summary>What holds whatever is told of an agent, in whatever order, by whomever.</summary>
public sealed class AgentRulesLaws
{
    private const int Kinds = 18;
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly AgentRules Rules = new(new AgentTimes());

    /// <summary>One thing that happens: what kind, by whom, about which tool or conversation, how late it is told, how long nothing follows.</summary>
    public sealed record Step(int Kind, AgentSource Source, int Which, int LateMs, int ThenMs);

    private static readonly Gen<Step[]> Stories = Gen.ArrayOf(
        from kind in Gen.Choose(0, Kinds)
        from source in Gen.Elements(Enum.GetValues<AgentSource>())
        from which in Gen.Choose(0, 3)
        from late in Gen.Elements(0, 0, 0, 50, 3000, -1000)
        from then in Gen.Elements(0, 10, 500, 1000, 3000, 31_000)
        select new Step(kind, source, which, late, then));

    [Fact]
    public void Whatever_is_told_what_is_known_is_sound() => Holds(story => Run(story, (before, seen, after, now) =>
    {
        Assert.True(after.Since <= now && after.ConfirmedAt <= now, "known from the future");
        Assert.Equal(after.SettlesAt is null, after.IsSettled);
        Assert.True(after.IsSettled || after.State is AgentState.Idle, "only who is idle has something to settle");
        Assert.True(after.Tools.Count <= 32);
        // Who works or asks is looked after: no state lasts for ever because a word was missed.
        Assert.True(!after.State.IsBusy && after.State is not AgentState.Waiting || after.LookAt is not null, $"nobody looks after {after.State}");
    }));

    [Fact]
    public void A_lesser_source_changes_nothing_against_a_better_one_that_was_just_confirmed() => Holds(story => Run(story, (before, seen, after, now) =>
    {
        var isLesser = seen is AgentObservation.Looks && seen.Source is AgentSource.Screen or AgentSource.Process && before.Source is AgentSource.Hook or AgentSource.Transcript or AgentSource.Host;
        if (!isLesser || seen is not AgentObservation.Looks || now - before.ConfirmedAt >= TimeSpan.FromSeconds(3) || before.State is AgentState.Gone) return;
        Assert.Equal(before.State, after.State);
        Assert.Equal(before.Source, after.Source);
    }));

    [Fact]
    public void An_ended_process_is_gone_whatever_was_said_before() => Holds(story => Run(story, (before, seen, after, now) =>
    {
        if (seen is AgentObservation.ProcessExited) Assert.IsType<AgentState.Gone>(after.State);
        if (before.State is AgentState.Gone && after.State is not AgentState.Gone)
            Assert.True(seen is AgentObservation.SessionStarted or AgentObservation.PromptTaken or AgentObservation.Looks, $"{seen} raised the dead");
    }));

    [Fact]
    public void A_prompt_by_a_hook_is_thinking_and_its_end_is_idle_at_once() => Holds(story => Run(story, (before, seen, after, now) =>
    {
        if (seen is AgentObservation.PromptTaken { Source: AgentSource.Hook }) Assert.IsType<AgentState.Thinking>(after.State);
        if (seen is AgentObservation.TurnEnded { Source: AgentSource.Hook } && before.State.IsBusy && seen.At >= before.TurnBeganAt && seen.Session == before.Session)
            Assert.IsType<AgentState.Idle>(after.State);
    }));

    [Fact]
    public void When_nothing_is_due_time_changes_nothing_and_what_is_due_is_done_once() => Holds(story => Run(story, (_, _, after, now) =>
    {
        var later = after.Due is { } due ? due - TimeSpan.FromTicks(1) : now.AddHours(1);
        Assert.Equal(after, Rules.Elapse(after, later < now ? now.AddTicks(-1) : later));
        if (after.Due is not { } at) return;
        var elapsed = Rules.Elapse(after, at);
        Assert.True(elapsed.Due is null || elapsed.Due > at, "a timer that is due again at once would turn for ever");
    }));

    [Fact]
    public void Told_twice_is_known_the_same() => Holds(story => Run(story, (before, seen, after, now) =>
    {
        if (seen is AgentObservation.CompactionFinished) return;
        var twice = Rules.Observe(after, seen, now);
        Assert.Equal(after.State, twice.State);
    }));

    private static void Run(Step[] story, Action<AgentKnowledge, AgentObservation, AgentKnowledge, DateTimeOffset> check)
    {
        var now = Start;
        var known = AgentRules.Begin(now);
        foreach (var step in story)
        {
            var seen = Of(step, now.AddMilliseconds(-step.LateMs));
            var after = Rules.Observe(known, seen, now);
            check(known, seen, after, now);
            known = after;
            var next = now.AddMilliseconds(step.ThenMs);
            while (known.Due is { } due && due <= next) known = Rules.Elapse(known, now = due > now ? due : now);
            now = next;
        }
    }

    private static AgentObservation Of(Step step, DateTimeOffset at)
    {
        var (source, call) = (step.Source, $"t-{step.Which}");
        var session = AgentSessionId.TryParse($"s-{step.Which / 2}", out var id) ? new AgentSession(id, "") : null;
        AgentObservation seen = step.Kind switch
        {
            0 => new AgentObservation.SessionStarted(source, at, (SessionStart)step.Which),
            1 => new AgentObservation.SessionEnded(source, at, "other", step.Which == 0),
            2 or 3 => new AgentObservation.PromptTaken(source, at),
            4 => new AgentObservation.ToolStarted(source, at, call, $"Tool{step.Which}", "x"),
            5 => new AgentObservation.ToolFinished(source, at, call, step.Which == 3),
            6 => new AgentObservation.Asked(source, at, AgentQuestion.Permission, $"Tool{step.Which}", "x"),
            7 => new AgentObservation.StillAsks(source, at, AgentQuestion.Input, "?"),
            8 => new AgentObservation.Answered(source, at, step.Which == 0),
            9 => new AgentObservation.StillIdle(source, at),
            10 => new AgentObservation.TurnEnded(source, at),
            11 => new AgentObservation.TurnFailed(source, at, "rate_limit"),
            12 => new AgentObservation.Interrupted(source, at),
            13 => new AgentObservation.EscapePressed(source, at),
            14 => new AgentObservation.CompactionStarted(source, at),
            15 => new AgentObservation.CompactionFinished(source, at),
            16 => new AgentObservation.ShowedLife(source, at),
            17 => new AgentObservation.Looks(source, at, step.Which switch
            {
                0 => new AgentState.Idle(),
                1 => new AgentState.Thinking(),
                2 => new AgentState.Waiting(AgentQuestion.Permission, "", ""),
                _ => new AgentState.Gone(""),
            }),
            _ => step.Which > 1 ? new AgentObservation.NewsLost(source, at) : new AgentObservation.ProcessExited(source, at),
        };
        return step.Kind is 12 or 13 or 18 || step.Which == 1 ? seen : seen with { Session = session };
    }

    private static void Holds(Action<Step[]> check) => Law.Holds(Stories, Smaller, check, runs: 1000);

    private static IEnumerable<Step[]> Smaller(Step[] story) => Enumerable.Range(0, story.Length).Select(i => story.Where((_, at) => at != i).ToArray());
}
