namespace CallActors.Compliance.Tests.ActorSemantics;

public sealed class TimersSpec : ActorSpec
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_single_timer_fires_once()
    {
        var actor = Start(timers => timers.StartSingleTimer("key", "fired", Second));
        Time.Advance(Second);
        ExpectMsg("fired");
        Assert.False(IsActive(actor, "key"));
        Time.Advance(Second);
        AssertNothingCame(actor);
    }

    [Fact]
    public void A_periodic_timer_fires_until_cancelled()
    {
        var actor = Start(timers => timers.StartPeriodicTimer("key", "tick", TimeSpan.Zero, Second));
        for (var i = 0; i < 3; i++)
        {
            Time.Advance(Second);
            ExpectMsg("tick");
        }

        Do(actor, timers => timers.Cancel("key"));
        Time.Advance(Second);
        AssertNothingCame(actor);
    }

    [Fact]
    public void Starting_a_live_key_replaces_the_timer()
    {
        var actor = Start(timers => timers.StartSingleTimer("key", "old", Second));
        Do(actor, timers => timers.StartSingleTimer("key", "new", 2 * Second));
        Time.Advance(Second);
        AssertNothingCame(actor);
        Time.Advance(Second);
        ExpectMsg("new");
    }

    [Fact]
    public void A_message_that_a_replaced_or_cancelled_timer_has_queued_is_discarded()
    {
        var actor = Start(timers => timers.StartSingleTimer("replaced", "old", Second));
        Do(actor, timers => timers.StartSingleTimer("cancelled", "old", Second));
        using var gate = new ManualResetEventSlim();
        actor.Tell(gate);
        actor.Tell((Action<ITimerScheduler>)(timers =>
        {
            timers.StartSingleTimer("replaced", "new", Second);
            timers.Cancel("cancelled");
        }));
        ExpectMsg("held");
        Time.Advance(Second);
        gate.Set();
        ExpectMsg("done");
        AssertNothingCame(actor);
        Time.Advance(Second);
        ExpectMsg("new");
    }

    [Fact]
    public void Timers_end_with_a_restart()
    {
        var actor = Start(timers => timers.StartPeriodicTimer("key", "tick", Second));
        EventFilter.Exception<FormatException>().ExpectOne(() => actor.Tell(new FormatException()));
        Time.Advance(Second);
        AssertNothingCame(actor);
        Assert.False(IsActive(actor, "key"));
    }

    [Fact]
    public void Timers_end_with_their_actor()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(AllDeadLetters));
        var actor = Start(timers => timers.StartPeriodicTimer("key", "tick", Second));
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        Time.Advance(Second);
        Assert.False(HasMessages);
    }

    private static void Noop(ITimerScheduler timers) => _ = timers;

    private IActorRef Start(Action<ITimerScheduler> act)
    {
        var actor = Sys.ActorOf(Props.Create(() => new Timed(TestActor)));
        Do(actor, act);
        return actor;
    }

    private void Do(IActorRef actor, Action<ITimerScheduler> act)
    {
        actor.Tell(act);
        ExpectMsg("done");
    }

    private void AssertNothingCame(IActorRef actor) => Do(actor, Noop);

    private bool IsActive(IActorRef actor, string key)
    {
        var active = false;
        Do(actor, timers => active = timers.IsTimerActive(key));
        return active;
    }

    private sealed class Timed : ReceiveActor, IWithTimers
    {
        public Timed(IActorRef test)
        {
            Receive<Action<ITimerScheduler>>(act =>
            {
                act(Timers);
                test.Tell("done");
            });
            Receive<ManualResetEventSlim>(gate =>
            {
                test.Tell("held");
                gate.Wait(TimeSpan.FromSeconds(5));
            });
            Receive<Exception>(cause => throw cause);
            Receive<string>(text => test.Tell(text));
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }
}
