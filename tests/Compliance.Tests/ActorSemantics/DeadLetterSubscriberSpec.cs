namespace CallActors.Compliance.Tests.ActorSemantics;

public sealed class DeadLetterSubscriberSpec : ActorSpec
{
    [Fact]
    public void One_that_has_ended_does_not_turn_a_dead_letter_into_endless_ones()
    {
        var (living, ended) = (CreateTestProbe(), CreateTestProbe());
        living.Watch(ended.Ref);
        ended.Ref.Tell(PoisonPill.Instance, ActorRefs.NoSender);
        living.ExpectTerminated(ended.Ref);

        Sys.EventStream.Subscribe(living.Ref, typeof(DeadLetter));
        Sys.EventStream.Subscribe(ended.Ref, typeof(DeadLetter));
        Sys.DeadLetters.Tell("lost", ActorRefs.NoSender);
        Assert.Equal("lost", living.ExpectMsg<DeadLetter>().Message);
    }
}
