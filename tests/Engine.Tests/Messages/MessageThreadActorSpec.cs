using System.Collections.Concurrent;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Texts;
using CallActors.Engine.Messages;

namespace CallActors.Engine.Tests.Messages;

/// <summary>A thread's actor, with its timers and its journal, and the text desk.</summary>
public sealed class MessageThreadActorSpec : EngineSpec
{
    private static readonly TextAddress Ada = TextAddress.Parse("+15550100001");
    private static readonly OperationId Op1 = new("op-1");

    private readonly QuietTexts _carrier = new();
    private readonly QuietTexts _other = new() { Name = "other" };
    private readonly CallBacks _desks = new();
    private readonly TestProbe _shard;
    private readonly TestProbe _desk;
    private readonly TestProbe _agent;
    private IActorRef _thread;

    public MessageThreadActorSpec()
    {
        (_shard, _desk, _agent) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        _thread = Start();
    }

    [Fact]
    public void A_text_is_sent_and_the_reply_comes_back()
    {
        Send("Ready?");
        Assert.Equal(("Ready?", Ada.Value), _carrier.Sent.Single() is var o ? (o.Body, o.To) : default);
        Come("1", "yes, call me");
        var reply = _agent.ExpectMsg<ThreadReplies.Replied>();
        Assert.Equal(("yes, call me", CallWish.Now), (reply.Reply, reply.Wish));
        Settle();
        Assert.Equal([(Ada, reply.CallBack!.Value, true)], _desks.Rung);
        Assert.Equal([(Speaker.Agent, "Ready?"), (Speaker.Person, "yes, call me")], View().Lines.Select(l => (l.Speaker, l.Text)));
    }

    [Fact]
    public void Nothing_in_five_minutes_is_told()
    {
        Send("Ready?");
        Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(TextRefusal.NoReply, _agent.ExpectMsg<ThreadReplies.Refused>().Reason);
    }

    [Fact]
    public void A_carrier_that_refuses_is_told_with_its_reason()
    {
        _carrier.Refuses = "The number is not valid.";
        _thread.Tell(new ThreadCommands.SendText(Ada, Op1, "Ready?"), _agent.Ref);
        var refused = _agent.ExpectMsg<ThreadReplies.Refused>();
        Assert.Equal((TextRefusal.CarrierFailed, "The number is not valid."), (refused.Reason, refused.Detail));
    }

    [Fact]
    public void A_restart_keeps_what_was_asked_in_order_and_sends_nothing_twice()
    {
        Send("First?");
        _thread.Tell(new ThreadCommands.SendText(Ada, new OperationId("op-2"), "Second?"), _agent.Ref);
        Settle();
        Time.Advance(TimeSpan.FromMinutes(4));
        Restart();
        Assert.Single(_carrier.Sent);

        // The agents ask again under their ids.
        _thread.Tell(new ThreadCommands.SendText(Ada, Op1, "First?"), _agent.Ref);
        _thread.Tell(new ThreadCommands.SendText(Ada, new OperationId("op-2"), "Second?"), _agent.Ref);
        Settle();
        Assert.Single(_carrier.Sent);
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((Op1, TextRefusal.NoReply), _agent.ExpectMsg<ThreadReplies.Refused>() is var r ? (r.OperationId, r.Reason) : default);
        AwaitAssert(() => Assert.Equal("Second?", _carrier.Sent.Last().Body));
        Settle();
        Come("1", "yes");
        Assert.Equal("op-2", _agent.ExpectMsg<ThreadReplies.Replied>().OperationId.Value);

        // So is what was kept, and which texts have come already.
        Come("2", "and more");
        Settle();
        Restart();
        Come("2", "and more");
        _thread.Tell(new ThreadCommands.AwaitText(Ada, new OperationId("op-3")), _agent.Ref);
        Assert.Equal("and more", _agent.ExpectMsg<ThreadReplies.Replied>().Reply);
    }

    [Fact]
    public void A_text_leaves_by_the_carrier_that_the_person_wrote_to_last_and_else_by_the_usual_one()
    {
        _thread.Tell(new ThreadCommands.TextCame(Ada, new TextReceived("other", "1", Ada.Value, "+15550100009", "hello")), ActorRefs.NoSender);
        Send("Yes?");
        Assert.Equal("+15550100009", _other.Sent.Single().From);
        Assert.Empty(_carrier.Sent);
        // A carrier that is not configured any more, and its number, are not used.
        _thread.Tell(new ThreadCommands.TextCame(Ada, new TextReceived("gone", "2", Ada.Value, "+15550100007", "and?")), ActorRefs.NoSender);
        _agent.ExpectMsg<ThreadReplies.Replied>();
        _thread.Tell(new ThreadCommands.SendText(Ada, new OperationId("op-2"), "And?"), _agent.Ref);
        _desk.FishForMessage<TextDeskMessages.File>(f => f.Carrier == "quiet");
        Assert.Equal("", _carrier.Sent.Single().From);
    }

    [Fact]
    public void A_long_thread_is_kept_as_a_snapshot_and_goes_on_from_it()
    {
        Send("Ready?");
        for (var i = 0; i < 150; i++) Come($"n-{i}", $"text {i}");
        Assert.StartsWith("text 0", _agent.ExpectMsg<ThreadReplies.Replied>().Reply, StringComparison.Ordinal);
        Settle();
        var before = View();
        // Its journal begins behind the snapshot.
        AwaitAssert(() => Assert.InRange(Stored(), 1, 100));
        Restart();
        Assert.Equal(before.Lines, View().Lines);
        _thread.Tell(new ThreadCommands.SendText(Ada, Op1, "Ready?"), _agent.Ref);
        Assert.StartsWith("text 0", _agent.ExpectMsg<ThreadReplies.Replied>().Reply, StringComparison.Ordinal);
        Come("n-149", "text 149");
        _thread.Tell(new ThreadCommands.AwaitText(Ada, new OperationId("op-2")), _agent.Ref);
        Assert.Equal(string.Join('\n', Enumerable.Range(1, 149).Select(i => $"text {i}")), _agent.ExpectMsg<ThreadReplies.Replied>().Reply);
        Assert.Single(_carrier.Sent);
    }

    [Fact]
    public void A_thread_leaves_memory_when_nothing_is_asked_and_not_before()
    {
        Send("Ready?");
        Time.Advance(TimeSpan.FromMinutes(4));
        Settle();
        Assert.False(_shard.HasMessages);
        Come("1", "yes");
        _agent.ExpectMsg<ThreadReplies.Replied>();
        Settle();
        Time.Advance(TimeSpan.FromSeconds(60));
        _shard.ExpectMsg<Passivate>();
    }

    [Fact]
    public void A_thread_that_was_only_looked_at_leaves_memory()
    {
        Assert.Empty(View().Lines);
        Time.Advance(TimeSpan.FromSeconds(60));
        _shard.ExpectMsg<Passivate>();
    }

    [Fact]
    public void Who_waits_is_told_when_the_thread_is_stopped()
    {
        Send("Ready?");
        Sys.Stop(_thread);
        Assert.Equal(TextRefusal.NotStored, _agent.ExpectMsg<ThreadReplies.Refused>().Reason);
    }

    [Fact]
    public void The_desk_files_whose_text_it_is_and_brings_its_news()
    {
        var (desk, threads) = (Desk(), CreateTestProbe());
        desk.Tell(new TextDeskMessages.Serve(threads.Ref));

        // News may overtake the carrier's answer.
        var early = new TextNews("quiet", "m-1", TextDelivery.Delivered, "");
        desk.Tell(early);
        desk.Tell(new TextDeskMessages.File("quiet", "m-1", Ada));
        Assert.Equal(new ThreadCommands.TextReported(Ada, early), threads.ExpectMsg<ThreadCommands.TextReported>());
        desk.Tell(early with { Carrier = "other" });
        desk.Tell(new TextReceived("quiet", "n-1", "5550100001", "", "from what is no address"));
        desk.Tell(new TextReceived("quiet", "n-2", "whatsapp:+15550100001", "", "hello"));
        Assert.Equal("whatsapp:+15550100001", threads.ExpectMsg<ThreadCommands.TextCame>().Address.Value);
    }

    [Fact]
    public void The_desk_knows_after_a_restart_whose_text_it_was_and_who_waits()
    {
        var (desk, threads) = (Desk(), CreateTestProbe());
        desk.Tell(new TextDeskMessages.Serve(threads.Ref));
        desk.Tell(new TextDeskMessages.File("quiet", "m-1", Ada));
        desk.Tell(new TextDeskMessages.ThreadStands(Ada, IsOpen: true));
        var other = TextAddress.Parse("+15550100002");
        desk.Tell(new TextDeskMessages.ThreadStands(other, IsOpen: true));
        desk.Tell(new TextDeskMessages.ThreadStands(other, IsOpen: false));
        desk.Tell(new TextNews("quiet", "m-1", TextDelivery.Sent, ""));
        threads.ExpectMsg<ThreadCommands.TextReported>();

        End(desk);
        desk = Desk();
        desk.Tell(new TextDeskMessages.Serve(threads.Ref));
        Assert.Equal(Ada, threads.ExpectMsg<ThreadCommands.Wake>().Address);
        desk.Tell(new TextNews("quiet", "m-1", TextDelivery.Failed, "Gone."));
        Assert.Equal("Gone.", threads.ExpectMsg<ThreadCommands.TextReported>().News.Detail);
    }

    private IActorRef Start()
    {
        var services = new ThreadServices([_carrier, _other], _desk.Ref, ThreadRules.Default, _desks);
        return _shard.ChildActorOf(Props.Create(() => new MessageThreadActor(Ada.ThreadId, services)));
    }

    /// <summary>How many events the thread's journal has.</summary>
    private int Stored()
    {
        var probe = CreateTestProbe();
        var (id, to) = (Ada.ThreadId, probe.Ref);
        Sys.ActorOf(Props.Create(() => new JournalReader(id, to)));
        return probe.ExpectMsg<int>();
    }

    private IActorRef Desk() => Sys.ActorOf(TextDeskActor.PropsFor());

    private void Restart()
    {
        End(_thread);
        while (_agent.HasMessages) _agent.ReceiveOne(TimeSpan.Zero);
        _thread = Start();
        Settle();
    }

    private void Send(string body)
    {
        _thread.Tell(new ThreadCommands.SendText(Ada, Op1, body), _agent.Ref);
        // The carrier's answer has been stored when the desk is told of it.
        _desk.FishForMessage<TextDeskMessages.File>(_ => true);
    }

    private void Come(string id, string body) =>
        _thread.Tell(new ThreadCommands.TextCame(Ada, new TextReceived("quiet", id, Ada.Value, "", body)), ActorRefs.NoSender);

    /// <summary>Waits until the thread has handled everything that was sent to it.</summary>
    private void Settle() => View();

    private ThreadReplies.ThreadView View()
    {
        var probe = CreateTestProbe();
        _thread.Tell(new ThreadCommands.GetThread(Ada), probe.Ref);
        return probe.ExpectMsg<ThreadReplies.ThreadView>();
    }

    /// <summary>Replays a journal without its snapshots, and tells how many events there were.</summary>
    private sealed class JournalReader : ReceivePersistentActor
    {
        private int _events;

        public JournalReader(string id, IActorRef to)
        {
            PersistenceId = id;
            Recover<IThreadEvent>(_ => _events++);
            Recover<RecoveryCompleted>(_ => to.Tell(_events, Self));
        }

        public override string PersistenceId { get; }

        public override Recovery Recovery => new(SnapshotSelectionCriteria.None);
    }

    private sealed class QuietTexts : ITextCarrier
    {
        public string Name { get; init; } = "quiet";

        public ConcurrentQueue<TextOrder> Sent { get; } = new();

        public string? Refuses { get; set; }

        public Task<string> SendAsync(TextOrder order, CancellationToken cancellationToken)
        {
            Sent.Enqueue(order);
            return Refuses is { } reason ? Task.FromException<string>(new CarrierException(reason)) : Task.FromResult($"m-{Sent.Count}");
        }
    }

    private sealed class CallBacks : ICallBackDesk
    {
        public ConcurrentQueue<(TextAddress, CallId, bool)> Rung { get; } = new();

        public bool Admits(TextAddress person) => true;

        public bool IsOver(CallId callId) => false;

        public void Ring(TextAddress person, CallId callId, bool agentWaits) => Rung.Enqueue((person, callId, agentWaits));
    }
}
