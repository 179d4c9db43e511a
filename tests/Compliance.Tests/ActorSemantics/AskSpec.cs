namespace CallActors.Compliance.Tests.ActorSemantics;

public sealed class AskSpec() : ActorSpec("actor.ask-timeout = 100ms")
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_reply_completes_the_task()
    {
        var answering = TestActor.Ask<string>("question", Long);
        ExpectMsg("question");
        LastSender.Tell("answer");
        Assert.Equal("answer", await answering);
    }

    [Fact]
    public async Task No_reply_in_time_is_a_timeout_and_the_late_one_a_dead_letter()
    {
        var dead = CreateTestProbe();
        Sys.EventStream.Subscribe<DeadLetter>(dead.Ref);
        await Assert.ThrowsAsync<AskTimeoutException>(() => TestActor.Ask("question"));
        ExpectMsg("question");
        LastSender.Tell("late");
        Assert.Equal("late", dead.ExpectMsg<DeadLetter>().Message);
    }

    [Fact]
    public async Task A_cancelled_token_cancels()
    {
        using var cancel = new CancellationTokenSource();
        var answering = TestActor.Ask("question", Long, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answering);
        Assert.True(answering.IsCanceled);
    }

    [Fact]
    public async Task A_failure_reply_fails_with_its_cause()
    {
        var answering = TestActor.Ask<string>("question", Long);
        ExpectMsg("question");
        LastSender.Tell(new Status.Failure(new FormatException("no")));
        Assert.Equal("no", (await Assert.ThrowsAsync<FormatException>(() => answering)).Message);
    }

    [Fact]
    public async Task A_reply_of_another_type_is_refused()
    {
        var answering = TestActor.Ask<int>("question", Long);
        ExpectMsg("question");
        LastSender.Tell("text");
        await Assert.ThrowsAsync<ArgumentException>(() => answering);
    }

    [Fact]
    public async Task A_message_may_carry_the_address_of_the_reply()
    {
        var answering = TestActor.Ask<string>(replyTo => (Question: "q", replyTo), Long, CancellationToken.None);
        ExpectMsg<(string Question, IActorRef ReplyTo)>(message => message.Question == "q");
        LastSender.Tell("answer");
        Assert.Equal("answer", await answering);
    }

    [Fact]
    public async Task A_task_is_piped_as_its_result_or_as_a_failure()
    {
        await Task.FromResult("result").PipeTo(TestActor);
        ExpectMsg("result");
        await Task.FromResult(1).PipeTo(TestActor, success: number => $"got {number}");
        ExpectMsg("got 1");
        await Task.FromException<int>(new FormatException("no")).PipeTo(TestActor);
        Assert.Equal("no", ExpectMsg<Status.Failure>().Cause.Message);
        await Task.FromException(new FormatException("no")).PipeTo(TestActor, failure: cause => cause.Message);
        ExpectMsg("no");
    }

    [Fact]
    public async Task Stopping_gracefully_waits_for_the_end()
    {
        var probe = CreateTestProbe();
        var actor = Sys.ActorOf(Props.Create(() => new SaysGoodbye(probe.Ref)));
        Assert.True(await actor.GracefulStop(Long));
        probe.ExpectMsg("goodbye");
        Assert.True(await actor.WatchAsync());
        var stuck = ActorOf<Silent>();
        await Assert.ThrowsAsync<TaskCanceledException>(() => stuck.GracefulStop(TimeSpan.FromMilliseconds(50), "not a stop"));
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
        Assert.False(await stuck.WatchAsync(now.Token));
    }

    private sealed class Silent : ReceiveActor
    {
        public Silent() => ReceiveAny(_ => { });
    }

    private sealed class SaysGoodbye(IActorRef test) : ReceiveActor
    {
        protected override void PostStop() => test.Tell("goodbye");
    }
}
