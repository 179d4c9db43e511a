namespace CallActors.Compliance.Tests.ActorSemantics;

public sealed class BackoffSpec : ActorSpec
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_child_that_stops_is_started_again_after_pauses_that_double()
    {
        var supervisor = Start(Backoff.OnStop(Child, "child", Second, 60 * Second, 0, -1).WithManualReset());
        for (var (pause, starts) = (1, 0); pause <= 4; pause *= 2, starts++)
        {
            supervisor.Tell("stop");
            ExpectMsg("stopped");
            AwaitRestartCountAbove(supervisor, starts);
            Time.Advance((pause * Second) - TimeSpan.FromMilliseconds(1));
            supervisor.Tell(BackoffSupervisor.GetCurrentChild.Instance);
            Assert.True(ExpectMsg<BackoffSupervisor.CurrentChild>().Ref.IsNobody());
            Time.Advance(TimeSpan.FromMilliseconds(1));
            ExpectMsg("started");
        }
    }

    [Fact]
    public void Pauses_grow_up_to_the_longest_one()
    {
        var supervisor = Start(Backoff.OnStop(Child, "child", Second, 3 * Second, 0, -1).WithManualReset());
        var starts = 0;
        foreach (var pause in new[] { 1, 2, 3, 3 })
        {
            supervisor.Tell("stop");
            ExpectMsg("stopped");
            AwaitRestartCountAbove(supervisor, starts++);
            Time.Advance((pause * Second) - TimeSpan.FromMilliseconds(1));
            supervisor.Tell(BackoffSupervisor.GetCurrentChild.Instance);
            Assert.True(ExpectMsg<BackoffSupervisor.CurrentChild>().Ref.IsNobody());
            Time.Advance(TimeSpan.FromMilliseconds(1));
            ExpectMsg("started");
        }
    }

    [Theory]
    [InlineData(0, 5, 0.0)]
    [InlineData(5, 1, 0.0)]
    [InlineData(1, 5, -0.1)]
    [InlineData(1, 5, 1.1)]
    public void Pauses_that_make_no_sense_are_refused(int least, int most, double randomFactor) =>
        Assert.ThrowsAny<ArgumentException>(() => BackoffSupervisor.Props(Backoff.OnStop(Child, "child", least * Second, most * Second, randomFactor, -1)));

    [Fact]
    public void A_child_that_fails_is_started_again_after_a_pause_and_one_that_stops_is_not()
    {
        var supervisor = Start(Backoff.OnFailure(Child, "child", Second, 60 * Second, 0, -1));
        supervisor.Tell("fail");
        ExpectMsg("stopped");
        AwaitRestartCountAbove(supervisor, 0);
        Time.Advance(Second);
        ExpectMsg("started");
        Watch(supervisor);
        supervisor.Tell("stop");
        ExpectMsg("stopped");
        ExpectTerminated(supervisor);
    }

    [Fact]
    public void A_child_that_lasts_is_forgiven()
    {
        var supervisor = Start(Backoff.OnStop(Child, "child", Second, 60 * Second, 0, -1).WithAutoReset(2 * Second));
        supervisor.Tell("stop");
        ExpectMsg("stopped");
        AwaitRestartCountAbove(supervisor, 0);
        Time.Advance(Second);
        ExpectMsg("started");
        AwaitAssert(() =>
        {
            Time.Advance(2 * Second);
            Assert.Equal(0, RestartCount(supervisor));
        });
    }

    [Fact]
    public void A_reset_by_hand_forgives()
    {
        var supervisor = Start(Backoff.OnStop(Child, "child", Second, 60 * Second, 0, -1).WithManualReset());
        supervisor.Tell("stop");
        ExpectMsg("stopped");
        AwaitRestartCountAbove(supervisor, 0);
        supervisor.Tell(BackoffSupervisor.Reset.Instance);
        Assert.Equal(0, RestartCount(supervisor));
    }

    [Fact]
    public void A_supervisor_gives_up_after_its_retries()
    {
        var supervisor = Start(Backoff.OnStop(Child, "child", Second, 60 * Second, 0, 1));
        Watch(supervisor);
        supervisor.Tell("stop");
        ExpectMsg("stopped");
        AwaitRestartCountAbove(supervisor, 0);
        Time.Advance(Second);
        ExpectMsg("started");
        supervisor.Tell("stop");
        ExpectMsg("stopped");
        ExpectTerminated(supervisor);
    }

    [Fact]
    public void During_a_pause_messages_get_the_reply_that_was_given()
    {
        var supervisor = Start(Backoff.OnStop(Child, "child", Second, 60 * Second, 0, -1).WithReplyWhileStopped("not now"));
        supervisor.Tell("hello");
        ExpectMsg("hello back");
        supervisor.Tell("stop");
        ExpectMsg("stopped");
        AwaitRestartCountAbove(supervisor, 0);
        supervisor.Tell("hello");
        ExpectMsg("not now");
    }

    [Fact]
    public void After_a_final_stop_message_nothing_is_started_again()
    {
        var supervisor = Start(Backoff.OnStop(Child, "child", Second, 60 * Second, 0, -1).WithFinalStopMessage(message => message is "stop"));
        Watch(supervisor);
        supervisor.Tell("stop");
        ExpectMsg("stopped");
        ExpectTerminated(supervisor);
    }

    private Props Child => Props.Create(() => new Worker(TestActor));

    private static int RestartCount(IActorRef supervisor) =>
        supervisor.Ask<BackoffSupervisor.RestartCount>(BackoffSupervisor.GetRestartCount.Instance, TimeSpan.FromSeconds(3)).Result.Count;

    private void AwaitRestartCountAbove(IActorRef supervisor, int count) =>
        AwaitAssert(() => Assert.True(RestartCount(supervisor) > count));

    private IActorRef Start(BackoffOptions options)
    {
        var supervisor = Sys.ActorOf(BackoffSupervisor.Props(options));
        ExpectMsg("started");
        return supervisor;
    }

    private sealed class Worker : ReceiveActor
    {
        private readonly IActorRef _test;

        public Worker(IActorRef test)
        {
            _test = test;
            Receive<string>(text => text == "stop", _ => Context.Stop(Self));
            Receive<string>(text => text == "fail", _ => throw new FormatException());
            Receive<string>(text => Sender.Tell($"{text} back"));
        }

        protected override void PreStart() => _test.Tell("started");

        protected override void PostStop() => _test.Tell("stopped");
    }
}
