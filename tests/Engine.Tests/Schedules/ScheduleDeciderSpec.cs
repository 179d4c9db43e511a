using CallActors.Contracts.Calls;
using CallActors.Contracts.Schedules;
using CallActors.Contracts.Switchboard;
using CallActors.Engine.Schedules;

namespace CallActors.Engine.Tests.Schedules;

/// <summary>The rules of a schedule, stepped through.</summary>
public sealed class ScheduleDeciderSpec
{
    private static readonly PersonId Ada = PersonId.Of("ada");
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 20, 0, 0, TimeSpan.Zero);
    private static readonly ScheduleRules Rules = ScheduleRules.Default;

    private ScheduleState _state = new();
    private ScheduleLive _live = new();
    private DateTimeOffset _now = Start;

    [Fact]
    public void An_order_is_stored_noted_and_answered()
    {
        var decider = Step(d => d.Schedule(Order("a", Start.AddHours(12), "The release."), canCall: true));
        var stored = Assert.IsType<ScheduleEvents.CallScheduled>(Assert.Single(decider.Events));
        Assert.Equal((Start, "a", Start.AddHours(12), "The release."), (stored.At, stored.Key, stored.Due, stored.About));
        var deed = Assert.IsType<SwitchboardCommands.NoteDeed>(Assert.Single(Told(decider)));
        Assert.Equal((Ada, stored.CallId, CallDeed.Scheduled), (deed.Person, deed.CallId, deed.Deed));
        // The audit has no words of the person's.
        Assert.Equal("for 2026-11-22 08:00:00 UTC", deed.Detail);
        Assert.Equal(stored.CallId, Reply<ScheduleReplies.Scheduled>(decider).Call.CallId);
        // However far away it is, it is looked again within the hour.
        Assert.Equal(TimeSpan.FromHours(1), decider.NextLook);
    }

    [Fact]
    public void The_same_order_again_is_the_same_call_also_when_that_is_over()
    {
        var first = Reply<ScheduleReplies.Scheduled>(Step(d => d.Schedule(Order("a", Start.AddHours(1), "The release."), canCall: true))).Call;
        _now += TimeSpan.FromSeconds(20);
        // A part of a second is not kept.
        var again = Step(d => d.Schedule(Order("a", Start.AddHours(1).AddMilliseconds(700), "The release."), canCall: true));
        Assert.Empty(again.Events);
        Assert.Equal(first, Reply<ScheduleReplies.Scheduled>(again).Call);
        Step(d => d.Cancel(first.CallId));
        Assert.Equal(first with { State = ScheduledCallState.Cancelled }, Reply<ScheduleReplies.Scheduled>(Step(d => d.Schedule(Order("a", Start.AddHours(1), "The release."), canCall: true))).Call);
        Assert.Empty(_state.Pending);
    }

    [Theory]
    [InlineData(2, "The release.")]
    [InlineData(1, "The release!")]
    public void The_same_key_for_something_else_is_refused(int hours, string about)
    {
        Step(d => d.Schedule(Order("a", Start.AddHours(1), "The release."), canCall: true));
        var decider = Step(d => d.Schedule(Order("a", Start.AddHours(hours), about), canCall: true));
        Assert.Empty(decider.Events);
        Assert.Equal(ScheduleRefusal.KeyTaken, Reply<ScheduleReplies.Refused>(decider).Reason);
    }

    [Theory]
    [InlineData("a", 4, "The release.", true, ScheduleRefusal.TooSoon)]
    [InlineData("a", -60, "The release.", true, ScheduleRefusal.TooSoon)]
    [InlineData("a", (366 * 86400) + 1, "The release.", true, ScheduleRefusal.TooFar)]
    [InlineData("a", 60, " ", true, ScheduleRefusal.NotFit)]
    [InlineData(" ", 60, "The release.", true, ScheduleRefusal.NotFit)]
    [InlineData("a", 60, "The release.", false, ScheduleRefusal.NotCallable)]
    public void What_does_not_fit_is_refused(string key, int seconds, string about, bool canCall, ScheduleRefusal reason)
    {
        var decider = Step(d => d.Schedule(Order(key, Start.AddSeconds(seconds), about), canCall));
        Assert.Empty(decider.Events);
        Assert.Equal(reason, Reply<ScheduleReplies.Refused>(decider).Reason);
    }

    [Fact]
    public void The_bounds_themselves_fit()
    {
        Assert.Single(Step(d => d.Schedule(Order("a", Start.AddSeconds(5), "1"), canCall: true)).Events);
        Assert.Single(Step(d => d.Schedule(Order(new string('k', 200), Start.AddDays(366), new string('x', 500)), canCall: true)).Events);
        Assert.Equal(ScheduleRefusal.NotFit, Reply<ScheduleReplies.Refused>(Step(d => d.Schedule(Order("b", Start.AddDays(1), new string('x', 501)), canCall: true))).Reason);
        Assert.Equal(ScheduleRefusal.NotFit, Reply<ScheduleReplies.Refused>(Step(d => d.Schedule(Order(new string('k', 201), Start.AddDays(1), "1"), canCall: true))).Reason);
    }

    [Fact]
    public void So_many_calls_may_be_pending_and_so_many_that_are_over_are_kept()
    {
        for (var i = 0; i < Rules.MostPending; i++) Step(d => d.Schedule(Order($"k{i}", Start.AddHours(2 + (i % 7)), "One."), canCall: true));
        Assert.Equal(_state.Pending.OrderBy(c => c.Due), _state.Pending);
        Assert.Equal(ScheduleRefusal.TooMany, Reply<ScheduleReplies.Refused>(Step(d => d.Schedule(Order("more", Start.AddHours(1), "One."), canCall: true))).Reason);
        for (var i = 0; i < 2 * ScheduleState.PastKept; i++)
        {
            Step(d => d.Cancel(_state.Pending[0].CallId));
            Step(d => d.Schedule(Order($"m{i}", Start.AddHours(1), "One."), canCall: true));
        }

        Assert.Equal((Rules.MostPending, ScheduleState.PastKept), (_state.Pending.Count, _state.Past.Count));
    }

    [Fact]
    public void The_earliest_call_is_asked_for_when_it_is_due_and_one_at_a_time()
    {
        var late = Scheduled("late", 61);
        var early = Scheduled("early", 60);
        Assert.Empty(Told(Pass(59)));
        Assert.Equal(new SwitchboardCommands.CallAbout(Ada, early, "early"), Assert.Single(Told(Pass(1))));
        Assert.Empty(Told(Pass(2)));
        var placed = Step(d => d.Rang(new SwitchboardReplies.Rang(Ada, early, CallOutAnswer.Placed)));
        Assert.Equal(new ScheduleEvents.ScheduledCallRung(_now, early), Assert.Single(placed.Events));
        Assert.Equal(new SwitchboardCommands.CallAbout(Ada, late, "late"), Assert.Single(Told(placed)));
    }

    [Fact]
    public void Not_now_is_asked_again_with_longer_waits_until_it_is_too_late()
    {
        var id = Scheduled("a", 60);
        Pass(60);
        var waits = new List<double>();
        ScheduleDecider decider;
        do
        {
            decider = Step(d => d.Rang(new SwitchboardReplies.Rang(Ada, id, CallOutAnswer.NotNow)));
            Assert.Empty(decider.Events);
            waits.Add(decider.NextLook!.Value.TotalSeconds);
            decider = Pass(waits[^1]);
        }
        while (_state.Pending.Count > 0);
        Assert.Equal([5, 15, 30, 60, 60], waits.Take(5));
        Assert.Equal(id, Assert.IsType<ScheduleEvents.ScheduledCallMissed>(Assert.Single(decider.Events)).CallId);
        Assert.Equal(CallDeed.ScheduleMissed, Assert.IsType<SwitchboardCommands.NoteDeed>(Assert.Single(Told(decider))).Deed);
        Assert.InRange(_now - Start.AddSeconds(60), Rules.LateAfter, Rules.LateAfter + TimeSpan.FromMinutes(1));
        Assert.Null(decider.NextLook);
    }

    [Fact]
    public void Silence_is_not_now_and_an_answer_that_comes_late_is_true()
    {
        var id = Scheduled("a", 60);
        Assert.Equal(Rules.AnswerWithin, Pass(60).NextLook);
        Assert.Equal(TimeSpan.FromSeconds(5), Pass(10).NextLook);
        var placed = Step(d => d.Rang(new SwitchboardReplies.Rang(Ada, id, CallOutAnswer.Placed)));
        Assert.IsType<ScheduleEvents.ScheduledCallRung>(Assert.Single(placed.Events));
        Assert.Empty(Told(Pass(60)));
    }

    [Fact]
    public void Never_is_the_end_at_once()
    {
        var id = Scheduled("a", 60);
        Pass(60);
        var decider = Step(d => d.Rang(new SwitchboardReplies.Rang(Ada, id, CallOutAnswer.Never)));
        Assert.Equal(id, Assert.IsType<ScheduleEvents.ScheduledCallMissed>(Assert.Single(decider.Events)).CallId);
        Assert.Equal(ScheduledCallState.Missed, _state.Find(id)!.State);
    }

    [Fact]
    public void What_is_cancelled_is_not_asked_for_and_is_cancelled_again()
    {
        var id = Scheduled("a", 60);
        Assert.Equal(CallDeed.Unscheduled, Assert.IsType<SwitchboardCommands.NoteDeed>(Assert.Single(Told(Step(d => d.Cancel(id))))).Deed);
        var again = Step(d => d.Cancel(id));
        Assert.Empty(again.Events);
        Assert.Equal(ScheduledCallState.Cancelled, Reply<ScheduleReplies.Cancelled>(again).Call.State);
        Assert.Empty(Told(Pass(60)));
    }

    [Fact]
    public void What_is_being_placed_or_was_or_never_existed_cannot_be_cancelled()
    {
        var id = Scheduled("a", 60);
        Pass(60);
        Assert.Equal(ScheduleRefusal.Over, Reply<ScheduleReplies.Refused>(Step(d => d.Cancel(id))).Reason);
        Step(d => d.Rang(new SwitchboardReplies.Rang(Ada, id, CallOutAnswer.Placed)));
        Assert.Equal(ScheduleRefusal.Over, Reply<ScheduleReplies.Refused>(Step(d => d.Cancel(id))).Reason);
        Assert.Equal(ScheduleRefusal.UnknownCall, Reply<ScheduleReplies.Refused>(Step(d => d.Cancel(CallId.New()))).Reason);
    }

    [Fact]
    public void A_snapshot_is_all_of_it()
    {
        var cancelled = Scheduled("a", 60);
        Step(d => d.Cancel(cancelled));
        Scheduled("b", 90);
        var copy = ScheduleState.Of(_state.Snapshot());
        Assert.Equal(_state.Pending, copy.Pending);
        Assert.Equal(_state.Past, copy.Past);
    }

    private CallId Scheduled(string key, double seconds) =>
        Reply<ScheduleReplies.Scheduled>(Step(d => d.Schedule(Order(key, Start.AddSeconds(seconds), key), canCall: true))).Call.CallId;

    private ScheduleDecider Pass(double seconds)
    {
        _now += TimeSpan.FromSeconds(seconds);
        return Step(_ => { });
    }

    private ScheduleDecider Step(Action<ScheduleDecider> step)
    {
        var decider = new ScheduleDecider(Ada, _state, _live, Rules, _now);
        step(decider);
        decider.Look();
        Assert.Equal(decider.State.Snapshot().Pending, decider.Events.Aggregate(_state, (s, e) => s.Apply(e)).Pending);
        (_state, _live) = (decider.State, decider.Live);
        return decider;
    }

    private static ScheduleCommands.Schedule Order(string key, DateTimeOffset due, string about) => new(Ada, key, due, about);

    private static T Reply<T>(ScheduleDecider decider) => Assert.IsType<T>(Assert.Single(decider.Effects.OfType<ScheduleEffect.Reply>()).Message);

    private static IEnumerable<ISwitchboardCommand> Told(ScheduleDecider decider) => decider.Effects.OfType<ScheduleEffect.TellSwitchboard>().Select(e => e.Command);
}
