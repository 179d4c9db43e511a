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
    public async Task Only_the_first_reply_counts_and_the_second_is_a_dead_letter()
    {
        var dead = CreateTestProbe();
        Sys.EventStream.Subscribe<DeadLetter>(dead.Ref);
        var answering = TestActor.Ask<string>("question", Long);
        ExpectMsg("question");
        LastSender.Tell("first");
        LastSender.Tell("second");
        Assert.Equal("first", await answering);
        Assert.Equal("second", dead.ExpectMsg<DeadLetter>().Message);
    }

    [Fact]
    public async Task A_token_that_is_cancelled_already_asks_nobody()
    {
        var answering = TestActor.Ask("question", Long, new CancellationToken(canceled: true));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answering);
    }

    [Fact]
    public async Task Whoever_has_ended_does_not_answer_and_the_question_is_a_dead_letter()
    {
        var actor = ActorOf<Silent>();
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        Sys.EventStream.Subscribe<DeadLetter>(TestActor);
        await Assert.ThrowsAsync<AskTimeoutException>(() => actor.Ask("question"));
        Assert.Equal("question", ExpectMsg<DeadLetter>().Message);
    }

    [Fact]
    public void Inside_an_actor_the_reply_comes_back_to_it_in_a_handler_that_awaits()
    {
        var answerer = CreateTestProbe();
        var asking = Sys.ActorOf(Props.Create(() => new Asking(answerer.Ref)));
        asking.Tell("ask");
        answerer.ExpectMsg("question");
        answerer.Reply("answer");
        ExpectMsg("got answer");
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

    private sealed class Asking : ReceiveActor
    {
        public Asking(IActorRef answerer) => ReceiveAnyAsync(async _ =>
        {
            var answer = await answerer.Ask<string>("question", Long);
            Sender.Tell($"got {answer}");
        });
    }

    private sealed class SaysGoodbye(IActorRef test) : ReceiveActor
    {
        protected override void PostStop() => test.Tell("goodbye");
    }
}
