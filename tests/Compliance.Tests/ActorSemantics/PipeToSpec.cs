namespace CallActors.Compliance.Tests.ActorSemantics;

public sealed class PipeToSpec : ActorSpec
{
    [Fact]
    public async Task A_result_is_sent_as_it_is_or_as_success_makes_it()
    {
        await Task.FromResult("result").PipeTo(TestActor);
        ExpectMsg("result");
        await Task.FromResult(1).PipeTo(TestActor, success: number => $"got {number}");
        ExpectMsg("got 1");
        await Task.CompletedTask.PipeTo(TestActor, success: () => "done");
        ExpectMsg("done");
    }

    [Fact]
    public async Task A_failure_is_sent_as_a_status_or_as_failure_makes_it()
    {
        await Task.FromException<int>(new FormatException("no")).PipeTo(TestActor);
        Assert.Equal("no", ExpectMsg<Status.Failure>().Cause.Message);
        await Task.FromException(new FormatException("no")).PipeTo(TestActor, failure: cause => cause.Message);
        ExpectMsg("no");
        await Task.FromCanceled<int>(new CancellationToken(canceled: true)).PipeTo(TestActor);
        Assert.IsAssignableFrom<OperationCanceledException>(ExpectMsg<Status.Failure>().Cause);
    }

    [Fact]
    public async Task Nobody_is_the_sender_unless_one_is_given()
    {
        var actor = Sys.ActorOf(Props.Create(() => new SaysSender(TestActor)));
        await Task.FromResult("anonymous").PipeTo(actor);
        ExpectMsg(Sys.DeadLetters);
        await Task.FromResult("signed").PipeTo(actor, TestActor);
        ExpectMsg(TestActor);
        await Task.FromException(new FormatException()).PipeTo(actor, TestActor);
        ExpectMsg(TestActor);
    }

    [Fact]
    public async Task An_actor_pipes_to_itself_and_does_not_wait()
    {
        var gate = new TaskCompletionSource<string>();
        var actor = Sys.ActorOf(Props.Create(() => new Piping(TestActor, gate.Task)));
        actor.Tell("start");
        actor.Tell("meanwhile");
        ExpectMsg("meanwhile");
        gate.SetResult("result");
        ExpectMsg("result");
        await gate.Task;
    }

    private sealed class SaysSender : ReceiveActor
    {
        public SaysSender(IActorRef test) => ReceiveAny(_ => test.Tell(Sender));
    }

    private sealed class Piping : ReceiveActor
    {
        public Piping(IActorRef test, Task<string> work)
        {
            Receive<string>(text => text == "start", _ => work.PipeTo(Self));
            Receive<string>(text => test.Tell(text));
        }
    }
}
