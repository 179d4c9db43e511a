namespace CallActors.Compliance.Tests.ActorSemantics;

public sealed class TelemetrySpec() : ActorSpec("actor.telemetry.enabled = on")
{
    [Fact]
    public void Starts_restarts_and_stops_are_published_when_switched_on()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(ActorStarted));
        Sys.EventStream.Subscribe(TestActor, typeof(ActorRestarted));
        Sys.EventStream.Subscribe(TestActor, typeof(ActorStopped));
        var actor = ActorOf<Failing>();
        Assert.Equal(typeof(Failing), FishForMessage<ActorStarted>(started => started.Subject.Equals(actor)).ActorType);
        actor.Tell("fail");
        Assert.IsType<FormatException>(FishForMessage<ActorRestarted>(restarted => restarted.Subject.Equals(actor)).Reason);
        Sys.Stop(actor);
        Assert.Equal(typeof(Failing), FishForMessage<ActorStopped>(stopped => stopped.Subject.Equals(actor)).ActorType);
    }

    private sealed class Failing : ReceiveActor
    {
        public Failing() => ReceiveAny(_ => throw new FormatException());
    }
}
