using Kernel.Actor;

namespace Kernel.Tests.Actor;

public sealed class TelemetrySpec() : Kernel.TestKit.Xunit2.TestKit("kernel.actor.telemetry.enabled = on, kernel.stdout-loglevel = OFF")
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
