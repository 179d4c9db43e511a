namespace CallActors.Compliance.Tests.ActorSemantics;

public sealed class MailboxSpec : ActorSpec
{
    [Fact]
    public async Task Many_senders_keep_each_its_order_and_nothing_is_lost()
    {
        const int Senders = 8;
        const int Each = 20_000;
        var done = new TaskCompletionSource();
        var actor = Sys.ActorOf(Props.Create(() => new InOrder(Senders, Each, done)));
        var sending = Enumerable.Range(0, Senders).Select(sender => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
                actor.Tell((sender, i), ActorRefs.NoSender);
        }));
        await Task.WhenAll(sending);
        await done.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void System_messages_overtake_user_messages()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Holding(TestActor)));
        using var gate = new ManualResetEventSlim();
        // The stop may come before either.
        using var early = EventFilter.DeadLetter<ManualResetEventSlim>().Mute();
        actor.Tell(gate);
        actor.Tell("behind the stop");
        Watch(actor);
        EventFilter.DeadLetter<string>().ExpectOne(() =>
        {
            Sys.Stop(actor);
            gate.Set();
        });
        ExpectTerminated(actor);
    }

    [Fact]
    public void A_busy_actor_leaves_the_threads_to_others()
    {
        // More talkers than threads, each sending to itself for ever: another actor must still get its turn.
        using var last = EventFilter.DeadLetter<string>().Mute();
        var talk = new Talk();
        var talkers = Enumerable.Range(0, Environment.ProcessorCount * 4).Select(_ => Sys.ActorOf(Props.Create(() => new Talker(talk)))).ToList();
        talkers.ForEach(talker => talker.Tell("talk"));
        var echo = ActorOf<Echo>();
        for (var i = 0; i < 10; i++)
        {
            echo.Tell(i);
            ExpectMsg(i);
        }

        // What one says to itself at this very moment may be lost; all of it is, before the filter is taken away.
        talk.GoesOn = false;
        foreach (var talker in talkers)
        {
            Watch(talker);
            talker.Tell(PoisonPill.Instance);
            ExpectTerminated(talker);
        }
    }

    private sealed class InOrder : ReceiveActor
    {
        public InOrder(int senders, int each, TaskCompletionSource done)
        {
            var next = new int[senders];
            var left = senders * each;
            Receive<(int Sender, int Number)>(message =>
            {
                if (next[message.Sender]++ != message.Number)
                    done.TrySetException(new InvalidOperationException($"{message} out of order"));
                if (--left == 0)
                    done.TrySetResult();
            });
        }
    }

    private sealed class Holding : ReceiveActor
    {
        public Holding(IActorRef test)
        {
            Receive<ManualResetEventSlim>(gate => gate.Wait(TimeSpan.FromSeconds(5)));
            ReceiveAny(message => test.Tell(message));
        }
    }

    private sealed class Talk
    {
        public volatile bool GoesOn = true;
    }

    private sealed class Talker : ReceiveActor
    {
        public Talker(Talk talk) => ReceiveAny(message =>
        {
            if (talk.GoesOn) Self.Tell(message);
        });
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }
}
