using Kernel.Actor;

namespace Kernel.Tests.Actor;

public sealed class MailboxAllocationSpec : Kernel.TestKit.Xunit2.TestKit
{
    [Fact]
    public void A_steady_flow_allocates_nothing()
    {
        var actor = ActorOfAsTestActorRef<Quiet>();
        var message = new object();
        for (var i = 0; i < 1000; i++)
            actor.Tell(message, ActorRefs.NoSender);
        Assert.Equal(0, Allocated.Least(() =>
        {
            for (var i = 0; i < 10_000; i++) actor.Tell(message, ActorRefs.NoSender);
        }));
    }

    private sealed class Quiet : ReceiveActor
    {
        public Quiet() => ReceiveAny(_ => { });
    }
}
