using Kernel.Actor;

namespace Kernel.TestKit.Internals;

/// <summary>A parent with a strategy given by the test; it passes on what it gets, both ways.</summary>
internal sealed class TestSupervisor : ReceiveActor
{
    private readonly SupervisorStrategy _strategy;

    public TestSupervisor(IActorRef test, SupervisorStrategy strategy)
    {
        _strategy = strategy;
        Receive<Spawn>(spawn => Sender.Tell(Context.ActorOf(spawn.Props, spawn.Name)));
        ReceiveAny(message => test.Forward(message));
    }

    protected override SupervisorStrategy SupervisorStrategy() => _strategy;

    /// <summary>From the test: make a child and answer with its reference.</summary>
    public sealed record Spawn(Props Props, string? Name);
}
