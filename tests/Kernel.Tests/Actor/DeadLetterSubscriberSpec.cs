using Kernel.Actor;
using Kernel.Event;
using Kernel.Tests.Persistence;

namespace Kernel.Tests.Actor;

public sealed class DeadLetterSubscriberSpec
{
    [Fact]
    public async Task One_that_has_ended_does_not_turn_a_dead_letter_into_endless_ones()
    {
        using var storage = new MemoryStorage();
        using var system = storage.NewSystem();
        var living = new Recorder(system);
        var ended = new Recorder(system);
        living.Watch(ended.Ref);
        ended.Ref.Tell(PoisonPill.Instance, ActorRefs.NoSender);
        await living.Next<Terminated>();

        system.EventStream.Subscribe(living.Ref, typeof(DeadLetter));
        system.EventStream.Subscribe(ended.Ref, typeof(DeadLetter));
        system.DeadLetters.Tell("lost", ActorRefs.NoSender);
        Assert.Equal("lost", (await living.Next<DeadLetter>()).Message);
    }
}
