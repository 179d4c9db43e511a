using FsCheck;
using FsCheck.Fluent;

namespace CallActors.Compliance.Tests.Model;

/// <summary>Many senders at once, while the receiver awaits, fails, is resumed and restarted: no message is lost, doubled or out of order.</summary>
public sealed class MailboxModelSpec() : ActorSpec("loglevel = OFF, log-dead-letters = off, test.fail-on-dead-letters = off")
{
    private enum Act
    {
        Take,
        Await,
        FailAndResume,
        FailAndRestart,
    }

    [Fact]
    public void Every_sender_s_messages_arrive_once_and_in_order() => Law.Holds(AnyTraffic, _ => [], Run, runs: 60);

    private static Gen<Traffic> AnyTraffic { get; } =
        from senders in Gen.Choose(1, 6)
        from each in Gen.Choose(1, 300)
        from trouble in Gen.Choose(0, 20)
        from eventful in Gen.Choose(0, 30)
        from acts in Gen.ListOf(
            Gen.Frequency(
                (100 - eventful, Gen.Constant(Act.Take)),
                (eventful, Gen.Elements(Act.Await, Act.FailAndResume, Act.FailAndRestart))),
            senders * each)
        select new Traffic(senders, each, trouble, [.. acts]);

    private void Run(Traffic traffic)
    {
        var taken = new List<Packet>();
        var parent = Sys.ActorOf(Props.Create(() => new Parent(taken)));
        var (receiver, troublemaker) = parent.Ask<(IActorRef, IActorRef)>("children", TimeSpan.FromSeconds(20)).Result;
        var sending = Enumerable.Range(0, traffic.Senders).Select(sender => Task.Run(() =>
        {
            for (var number = 0; number < traffic.Each; number++)
                receiver.Tell(new Packet(sender, number, traffic.Acts[(sender * traffic.Each) + number]), ActorRefs.NoSender);
        }));
        var troubling = Task.Run(() =>
        {
            for (var i = 0; i < traffic.Trouble; i++)
                troublemaker.Tell("fail", ActorRefs.NoSender);
        });
        Task.WhenAll(sending.Append(troubling)).Wait(TimeSpan.FromSeconds(20));

        // Behind everything that was sent, by those who sent it.
        receiver.Ask("flush", TimeSpan.FromSeconds(20)).Wait(TimeSpan.FromSeconds(20));
        for (var sender = 0; sender < traffic.Senders; sender++)
            Assert.Equal(Enumerable.Range(0, traffic.Each), taken.Where(packet => packet.Sender == sender).Select(packet => packet.Number));
        Sys.Stop(parent);
    }

    private sealed record Packet(int Sender, int Number, Act Act);

    private sealed record Traffic(int Senders, int Each, int Trouble, Act[] Acts)
    {
        public override string ToString() => $"{Senders} senders, {Each} each, {Trouble} restarts by a sibling";
    }

    private sealed class Resumable : Exception;

    private sealed class Receiver : ReceiveActor
    {
        public Receiver(List<Packet> taken)
        {
            ReceiveAsync<Packet>(packet => packet.Act == Act.Await, async packet =>
            {
                taken.Add(packet);
                await Task.Run(static () => { });
            });
            Receive<Packet>(packet =>
            {
                taken.Add(packet);
                if (packet.Act == Act.FailAndResume)
                    throw new Resumable();
                if (packet.Act == Act.FailAndRestart)
                    throw new FormatException();
            });
            Receive<string>(_ => Sender.Tell("flushed"));
        }
    }

    private sealed class Troublemaker : ReceiveActor
    {
        public Troublemaker() => ReceiveAny(_ => throw new FormatException());
    }

    private sealed class Parent : ReceiveActor
    {
        public Parent(List<Packet> taken)
        {
            var receiver = Context.ActorOf(Props.Create(() => new Receiver(taken)));
            var troublemaker = Context.ActorOf<Troublemaker>();
            Receive<string>(_ => Sender.Tell((receiver, troublemaker)));
        }

        protected override SupervisorStrategy SupervisorStrategy() =>
            new AllForOneStrategy(cause => cause is Resumable ? Directive.Resume : Directive.Restart);
    }
}
