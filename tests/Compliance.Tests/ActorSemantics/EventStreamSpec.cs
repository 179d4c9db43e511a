namespace CallActors.Compliance.Tests.ActorSemantics;

public sealed class EventStreamSpec : ActorSpec
{
    private interface IMark;

    [Fact]
    public void Subscribers_get_the_type_its_descendants_and_implementations()
    {
        Sys.EventStream.Subscribe<Base>(TestActor);
        var marks = CreateTestProbe();
        Sys.EventStream.Subscribe<IMark>(marks.Ref);
        Sys.EventStream.Publish(new Base(1));
        Sys.EventStream.Publish(new Derived(2));
        ExpectMsg(new Base(1));
        ExpectMsg<Derived>();
        marks.ExpectMsg<Derived>();
        Assert.False(marks.HasMessages);
    }

    [Fact]
    public void One_event_comes_once_however_many_channels_match()
    {
        Sys.EventStream.Subscribe<Base>(TestActor);
        Sys.EventStream.Subscribe<IMark>(TestActor);
        Assert.False(Sys.EventStream.Subscribe<Base>(TestActor));
        Sys.EventStream.Publish(new Derived(1));
        ExpectMsg<Derived>();
        Assert.False(HasMessages);
    }

    [Fact]
    public void Who_unsubscribes_gets_nothing_more()
    {
        Sys.EventStream.Subscribe<Base>(TestActor);
        Sys.EventStream.Subscribe<string>(TestActor);
        Assert.True(Sys.EventStream.Unsubscribe<Base>(TestActor));
        Sys.EventStream.Publish(new Base(1));
        Sys.EventStream.Publish("text");
        ExpectMsg("text");
        Assert.True(Sys.EventStream.Unsubscribe(TestActor));
        Sys.EventStream.Publish("text");
        Assert.False(HasMessages);
    }

    [Fact]
    public void An_ended_subscriber_is_forgotten()
    {
        var subscriber = ActorOf<Silent>();
        Sys.EventStream.Subscribe<Base>(subscriber);
        Watch(subscriber);
        Sys.Stop(subscriber);
        ExpectTerminated(subscriber);
        AwaitAssert(() => Assert.False(Sys.EventStream.Unsubscribe(subscriber, typeof(Base))));
    }

    private sealed class Silent : ReceiveActor;

    private record Base(int Number);

    private sealed record Derived(int Number) : Base(Number), IMark;
}
