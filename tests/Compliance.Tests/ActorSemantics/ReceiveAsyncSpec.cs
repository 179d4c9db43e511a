namespace CallActors.Compliance.Tests.ActorSemantics;

public sealed class ReceiveAsyncSpec : ActorSpec
{
    [Fact]
    public void No_message_is_processed_until_the_handler_has_ended()
    {
        var gate = new TaskCompletionSource();
        var actor = Sys.ActorOf(Props.Create(() => new Waiting(TestActor, gate.Task)));
        actor.Tell("wait");
        actor.Tell("next");
        ExpectMsg("began");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        gate.SetResult();
        ExpectMsg("ended");
        ExpectMsg("next");
    }

    [Fact]
    public void Sender_self_and_context_are_the_same_after_an_await()
    {
        var gate = new TaskCompletionSource();
        var actor = Sys.ActorOf(Props.Create(() => new SaysWho(gate.Task)), "who");
        var probe = CreateTestProbe();
        actor.Tell("who", probe.Ref);
        gate.SetResult();
        probe.ExpectMsg("who True");
    }

    [Fact]
    public void A_handler_that_fails_after_an_await_fails_its_actor()
    {
        var gate = new TaskCompletionSource();
        var actor = Sys.ActorOf(Props.Create(() => new Waiting(TestActor, gate.Task)));
        actor.Tell("wait");
        ExpectMsg("began");
        EventFilter.Exception<FormatException>("gate").ExpectOne(() => gate.SetException(new FormatException("gate")));
        ExpectMsg("restart for wait");
        actor.Tell("next");
        ExpectMsg("next");
    }

    [Fact]
    public void A_handler_that_ends_at_once_lets_the_next_message_through()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Waiting(TestActor, Task.CompletedTask)));
        actor.Tell("wait");
        actor.Tell("next");
        ExpectMsg("began");
        ExpectMsg("ended");
        ExpectMsg("next");
    }

    [Fact]
    public void A_handler_of_an_earlier_instance_does_not_wake_the_next_one()
    {
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        var gates = new Queue<Task>([first.Task, second.Task]);
        var parent = Sys.ActorOf(Props.Create(() => new Parent(TestActor, gates)));
        parent.Tell("spawn");
        var child = ExpectMsg<IActorRef>();
        child.Tell("wait");
        ExpectMsg("began");
        EventFilter.Exception<InvalidOperationException>().ExpectOne(() => parent.Tell("fail a sibling"));
        ExpectMsg("restart for wait");
        child.Tell("wait");
        child.Tell("next");
        ExpectMsg("began");
        first.SetResult();
        ExpectMsg("ended");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        second.SetResult();
        ExpectMsg("ended");
        ExpectMsg("next");
    }

    [Fact]
    public void An_actor_that_awaits_can_be_stopped()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Waiting(TestActor, new TaskCompletionSource().Task)));
        actor.Tell("wait");
        ExpectMsg("began");
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
    }

    private sealed class Waiting : ReceiveActor
    {
        private readonly IActorRef _test;

        public Waiting(IActorRef test, Task gate)
        {
            _test = test;
            ReceiveAsync<string>(text => text == "wait", async _ =>
            {
                test.Tell("began");
                await gate;
                test.Tell("ended");
            });
            ReceiveAny(message => test.Tell(message));
        }

        protected override void PreRestart(Exception reason, object? message) => _test.Tell($"restart for {message}");
    }

    private sealed class SaysWho : ReceiveActor
    {
        public SaysWho(Task gate) => ReceiveAnyAsync(async _ =>
        {
            var before = Sender;
            await gate;
            await Task.Yield();
            Sender.Tell($"{Self.Path.Name} {before.Equals(Sender) && Context.Self.Equals(Self)}");
        });
    }

    private sealed class Parent : ReceiveActor
    {
        public Parent(IActorRef test, Queue<Task> gates)
        {
            Receive<string>(text => text == "spawn", _ =>
                test.Tell(Context.ActorOf(Props.CreateBy(new Producer(() => new Waiting(test, gates.Dequeue()))))));
            Receive<string>(_ => Context.ActorOf<Failing>().Tell("fail"));
        }

        protected override SupervisorStrategy SupervisorStrategy() => new AllForOneStrategy(_ => Directive.Restart);
    }

    private sealed class Failing : ReceiveActor
    {
        public Failing() => ReceiveAny(_ => throw new InvalidOperationException("sibling"));
    }

    private sealed class Producer(Func<ActorBase> make) : IIndirectActorProducer
    {
        public Type ActorType => typeof(Waiting);

        public ActorBase Produce() => make();

        public void Release(ActorBase actor)
        {
        }
    }
}
