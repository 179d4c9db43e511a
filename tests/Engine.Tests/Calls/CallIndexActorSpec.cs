using CallActors.Contracts.Calls;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

public sealed class CallIndexActorSpec : EngineSpec
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly TestProbe _calls;
    private IActorRef _index;

    public CallIndexActorSpec()
    {
        _calls = CreateTestProbe();
        _index = Start();
    }

    [Fact]
    public void The_latest_calls_come_first_and_as_they_stand_now()
    {
        var (older, newer) = (CallId.New(), CallId.New());
        Tell(older, CallPhase.Ringing, At);
        Tell(newer, CallPhase.Talking, At.AddMinutes(1));
        Tell(older, CallPhase.Ended, At);
        Assert.Equal([(newer, CallPhase.Talking), (older, CallPhase.Ended)], List(10).Select(c => (c.CallId, c.Phase)));
        Assert.Equal([newer], List(1).Select(c => c.CallId));
    }

    [Fact]
    public void A_restart_keeps_the_list_and_wakes_the_calls_that_were_not_over()
    {
        var (live, over) = (CallId.New(), CallId.New());
        Tell(live, CallPhase.Talking, At);
        Tell(over, CallPhase.Ended, At.AddMinutes(1));
        Assert.Equal(2, List(10).Count);

        Restart();
        _index.Tell(new CallIndexMessages.WakeLive(), _calls.Ref);
        Assert.Equal(live, _calls.ExpectMsg<CallCommands.GetCall>().CallId);
        _calls.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Assert.Equal([over, live], List(10).Select(c => c.CallId));
    }

    [Fact]
    public void More_calls_than_it_keeps_push_out_the_oldest_ended_ones_also_over_snapshots()
    {
        var live = CallId.New();
        Tell(live, CallPhase.Talking, At.AddDays(-1));
        for (var i = 0; i < CallIndexActor.Capacity + 10; i++) Tell(CallId.New(), CallPhase.Ended, At.AddSeconds(i));
        var before = List(CallIndexActor.Capacity);
        Assert.Equal(CallIndexActor.Capacity, before.Count);
        Assert.Equal(live, before[^1].CallId);
        Assert.Equal(At.AddSeconds(11), before[^2].PlacedAt);

        Restart();
        Assert.Equal(before, List(CallIndexActor.Capacity));
    }

    private IActorRef Start() => Sys.ActorOf(CallIndexActor.PropsFor());

    private void Restart()
    {
        End(_index);
        _index = Start();
    }

    private void Tell(CallId id, CallPhase phase, DateTimeOffset placedAt) =>
        _index.Tell(new CallIndexMessages.CallStands(new CallSummary(id, phase, false, "softphone", placedAt, null, null, null)), ActorRefs.NoSender);

    private IReadOnlyList<CallSummary> List(int limit)
    {
        var probe = CreateTestProbe();
        _index.Tell(new CallIndexMessages.ListCalls(limit), probe.Ref);
        return probe.ExpectMsg<CallIndexMessages.CallList>().Calls;
    }
}
