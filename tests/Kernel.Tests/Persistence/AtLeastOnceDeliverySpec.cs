using Kernel.Actor;
using Kernel.Persistence;
using Kernel.TestKit;

namespace Kernel.Tests.Persistence;

/// <summary>Messages that arrive though their receiver does not answer, the sender dies or too many wait.</summary>
public sealed class AtLeastOnceDeliverySpec : IDisposable
{
    private readonly MemoryStorage _storage = new();
    private readonly ActorSystem _system;
    private readonly Recorder _destination;
    private readonly Recorder _asker;

    public AtLeastOnceDeliverySpec()
    {
        _system = _storage.NewSystem("""
            kernel.scheduler.implementation = "Kernel.TestKit.TestScheduler, CallActors.Kernel.TestKit"
            kernel.persistence.at-least-once-delivery {
              redeliver-interval = 10s, redelivery-burst-limit = 3, warn-after-number-of-unconfirmed-attempts = 3, max-unconfirmed-messages = 5
            }

            """);
        _destination = new Recorder(_system);
        _asker = new Recorder(_system);
    }

    public void Dispose()
    {
        Assert.True(_system.Terminate().Wait(TimeSpan.FromSeconds(20)));
        _storage.Dispose();
    }

    private async Task<IActorRef> Start()
    {
        var (destination, observer) = (_destination.Ref, _asker.Ref);
        var sender = _system.ActorOf(Props.Create(() => new Courier(destination, observer)));
        Assert.Equal("recovered", await _asker.Next<string>());
        return sender;
    }

    private async Task Stop(IActorRef sender)
    {
        _asker.Watch(sender);
        _asker.Send(sender, PoisonPill.Instance);
        await _asker.Next<Terminated>();
    }

    /// <summary>One look at what is overdue, done when this returns: the courier has answered what was asked after it.</summary>
    private async Task Look(IActorRef sender)
    {
        ((TestScheduler)_system.Scheduler).Advance(TimeSpan.FromSeconds(5));
        await Unconfirmed(sender);
    }

    private async Task<int> Unconfirmed(IActorRef sender)
    {
        _asker.Send(sender, "count");
        return await _asker.Next<int>();
    }

    private async Task Expect(params long[] ids)
    {
        var seen = new List<long>();
        foreach (var _ in ids) seen.Add((await _destination.Next<Parcel>()).Id);
        Assert.Equal(ids, seen);
    }

    [Fact]
    public async Task A_message_is_sent_once_and_again_after_the_interval_until_it_is_confirmed()
    {
        var sender = await Start();
        _asker.Send(sender, new Send("a"));
        _asker.Send(sender, new Send("b"));
        await Expect(1, 2);
        await Look(sender);
        _destination.IsEmpty();
        await Look(sender);
        await Expect(1, 2);

        _asker.Send(sender, new Confirmed(1));
        Assert.True(await _asker.Next<bool>());
        _asker.Send(sender, new Confirmed(1));
        Assert.False(await _asker.Next<bool>());
        await Look(sender);
        await Look(sender);
        await Expect(2);
        Assert.Equal(1, await Unconfirmed(sender));
    }

    [Fact]
    public async Task What_recovery_leaves_unconfirmed_is_sent_at_its_end_and_numbers_go_on()
    {
        var sender = await Start();
        foreach (var text in new[] { "a", "b", "c" }) _asker.Send(sender, new Send(text));
        await Expect(1, 2, 3);
        _asker.Send(sender, new Confirmed(2));
        await _asker.Next<bool>();
        await Stop(sender);

        var again = await Start();
        await Expect(1, 3);
        _asker.Send(again, new Send("d"));
        await Expect(4);
    }

    [Fact]
    public async Task A_snapshot_holds_number_and_unconfirmed_messages()
    {
        var sender = await Start();
        foreach (var text in new[] { "a", "b" }) _asker.Send(sender, new Send(text));
        await Expect(1, 2);
        _asker.Send(sender, new Confirmed(1));
        await _asker.Next<bool>();
        _asker.Send(sender, "save");
        await _asker.Next<SaveSnapshotSuccess>();
        await Stop(sender);

        var again = await Start();
        await Look(again);
        await Look(again);
        await Expect(2);
        _asker.Send(again, new Send("c"));
        await Expect(3);
    }

    [Fact]
    public async Task The_sender_is_warned_after_so_many_attempts_and_goes_on_sending()
    {
        var sender = await Start();
        _asker.Send(sender, new Send("a"));
        await Expect(1);
        for (var attempt = 2; attempt <= 3; attempt++)
        {
            await Look(sender);
            await Look(sender);
            await Expect(1);
        }

        await Look(sender);
        ((TestScheduler)_system.Scheduler).Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(new UnconfirmedWarning([new UnconfirmedDelivery(1, _destination.Ref.Path, new Parcel(1, "a"))]), await _asker.Next<UnconfirmedWarning>());
        await Expect(1);
    }

    [Fact]
    public async Task No_more_than_a_burst_is_sent_again_at_one_time_and_no_more_wait_than_allowed()
    {
        var sender = await Start();
        for (var i = 0; i < 5; i++) _asker.Send(sender, new Send($"{i}"));
        await Expect(1, 2, 3, 4, 5);
        _asker.Send(sender, new Send("one too many"));
        Assert.Contains("too many unconfirmed messages. Maximum allowed is 5", (await _asker.Next<MaxUnconfirmedMessagesExceededException>()).Message, StringComparison.Ordinal);
        await Look(sender);
        await Look(sender);
        await Expect(1, 2, 3);
        await Look(sender);
        await Expect(4, 5);
        _destination.IsEmpty();
    }

    [Fact]
    public async Task A_selection_without_wildcards_is_a_destination()
    {
        var sender = await Start();
        _asker.Send(sender, "to selection");
        await Expect(1);
        _asker.Send(sender, "to many");
        await _asker.Next<NotSupportedException>();
    }

    private sealed record Send(string Text);

    private sealed record Confirmed(long Id);

    private sealed record Parcel(long Id, string Text);

    private sealed class Courier : AtLeastOnceDeliveryReceiveActor
    {
        private readonly IActorRef _destination;

        public Courier(IActorRef destination, IActorRef observer)
        {
            _destination = destination;
            Recover<Send>(Hand);
            Recover<Confirmed>(confirmed => ConfirmDelivery(confirmed.Id));
            Recover<SnapshotOffer>(offer => SetDeliverySnapshot((AtLeastOnceDeliverySnapshot)offer.Snapshot));
            Recover<RecoveryCompleted>(_ => observer.Tell("recovered"));
            Command<Send>(send => Persist(send, stored =>
            {
                try
                {
                    Hand(stored);
                }
                catch (MaxUnconfirmedMessagesExceededException refused)
                {
                    Sender.Tell(refused);
                }
            }));
            Command<Confirmed>(confirmed => Persist(confirmed, stored => Sender.Tell(ConfirmDelivery(stored.Id))));
            Command<string>(text => text == "count", _ => Sender.Tell(UnconfirmedCount));
            Command<string>(text => text == "save", _ => SaveSnapshot(GetDeliverySnapshot()));
            Command<string>(text => text == "to selection", _ =>
                Deliver(Context.ActorSelection(_destination.Path.ToStringWithoutAddress()), id => new Parcel(id, "selected")));
            Command<string>(_ =>
            {
                try
                {
                    Deliver(Context.ActorSelection("/user/*"), id => new Parcel(id, "many"));
                }
                catch (NotSupportedException refused)
                {
                    Sender.Tell(refused);
                }
            });
            Command<SaveSnapshotSuccess>(saved => observer.Tell(saved));
            Command<UnconfirmedWarning>(warning => observer.Tell(warning));
        }

        public override string PersistenceId => "courier";

        private void Hand(Send send) => Deliver(_destination.Path, id => new Parcel(id, send.Text));
    }
}
