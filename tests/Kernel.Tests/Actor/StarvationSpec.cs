using Kernel.Actor;
using Kernel.Event;

namespace Kernel.Tests.Actor;

public sealed class StarvationSpec() : Kernel.TestKit.Xunit2.TestKit("kernel.actor.default-dispatcher.starvation-threshold = 30ms")
{
    [Fact]
    public void An_actor_that_blocks_is_reported_once_with_its_path_and_message_and_again_with_its_time_when_it_goes_on()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Blocking()), "blocking");
        using var gate = new ManualResetEventSlim();
        Sys.EventStream.Subscribe<Warning>(TestActor);
        actor.Tell(gate, ActorRefs.NoSender);
        var warning = ExpectMsg<Warning>(TimeSpan.FromSeconds(20));
        Assert.Equal(actor.Path.ToString(), warning.LogSource);
        Assert.Contains("kernel.actor.default-dispatcher", warning.Message.ToString(), StringComparison.Ordinal);
        Assert.Contains(nameof(ManualResetEventSlim), warning.Message.ToString(), StringComparison.Ordinal);
        gate.Set();
        Assert.Contains("given its thread back", ExpectMsg<Warning>(TimeSpan.FromSeconds(20)).Message.ToString(), StringComparison.Ordinal);
        actor.Tell("answer", TestActor);
        ExpectMsg("answer");
    }

    [Fact]
    public void An_asynchronous_handler_keeps_no_thread_and_is_not_reported()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Waiting()));
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var other = new ManualResetEventSlim();
        Sys.EventStream.Subscribe<Warning>(TestActor);
        actor.Tell(gate, TestActor);
        // The watch has looked several times when it reports another.
        var blocking = Sys.ActorOf(Props.Create(() => new Blocking()), "blocking");
        blocking.Tell(other, ActorRefs.NoSender);
        Assert.Equal(blocking.Path.ToString(), ExpectMsg<Warning>(TimeSpan.FromSeconds(20)).LogSource);
        gate.SetResult();
        ExpectMsg("done");
        other.Set();
        Assert.Equal(blocking.Path.ToString(), ExpectMsg<Warning>(TimeSpan.FromSeconds(20)).LogSource);
    }

    private sealed class Blocking : ReceiveActor
    {
        public Blocking()
        {
            Receive<ManualResetEventSlim>(gate => gate.Wait(TimeSpan.FromSeconds(30)));
            ReceiveAny(message => Sender.Tell(message));
        }
    }

    private sealed class Waiting : ReceiveActor
    {
        public Waiting() => ReceiveAsync<TaskCompletionSource>(async gate =>
        {
            await gate.Task;
            Sender.Tell("done");
        });
    }
}
