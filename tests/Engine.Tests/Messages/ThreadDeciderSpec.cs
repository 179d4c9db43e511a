using CallActors.Contracts.Calls;
using CallActors.Contracts.Texts;
using CallActors.Engine.Messages;
using ThreadState = CallActors.Engine.Messages.ThreadState;

namespace CallActors.Engine.Tests.Messages;

/// <summary>The rules of a thread of texts, message by message, without actors.</summary>
public sealed class ThreadDeciderSpec
{
    private static readonly TextAddress Ada = TextAddress.Parse("+15550100001");
    private static readonly OperationId Op1 = new("op-1");
    private static readonly OperationId Op2 = new("op-2");

    private ThreadState _state = new();
    private DateTimeOffset _now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private bool _canSend = true;
    private string _from = "";

    private IReadOnlyList<ThreadEffect> _effects = [];

    [Fact]
    public void A_text_is_sent_and_its_reply_is_the_answer()
    {
        Send(Op1, "Ready?");
        Assert.Equal((Ada.Value, "Ready?", 48), Effect<ThreadEffect.Send>().Order is var o ? (o.To, o.Body, o.Key.Length) : default);
        Taken(Op1);
        Assert.Equal(TimeSpan.FromMinutes(5), Effect<ThreadEffect.ArmReply>().Due);
        Come("1", "yes");
        Assert.Equal(new ThreadReplies.Replied(Ada, Op1, "yes", CallWish.None), Answer(Op1));
        Assert.Contains(_effects, e => e is ThreadEffect.Stand { IsOpen: false });
    }

    [Fact]
    public void Texts_that_nobody_waits_for_are_kept_and_given_to_the_next_who_does_once()
    {
        Send(Op1, "Done.", waits: false);
        Taken(Op1);
        Assert.Equal(new ThreadReplies.Sent(Ada, Op1), Answer(Op1));
        Come("1", "great");
        Come("2", "deploy it");
        Do(d => d.Await(new ThreadCommands.AwaitText(Ada, Op2)));
        Assert.Equal(new ThreadReplies.Replied(Ada, Op2, "great\ndeploy it", CallWish.None), Answer(Op2));
        Do(d => d.Await(new ThreadCommands.AwaitText(Ada, new OperationId("op-3"))));
        Assert.DoesNotContain(_effects, e => e is ThreadEffect.Answer);
    }

    [Fact]
    public void What_was_kept_stands_in_front_of_the_reply_to_a_text()
    {
        Come("1", "by the way");
        _now += TimeSpan.FromMinutes(1);
        Send(Op1, "Ready?");
        Taken(Op1);
        Assert.DoesNotContain(_effects, e => e is ThreadEffect.Answer);
        Come("2", "yes");
        Assert.Equal("by the way\nyes", Assert.IsType<ThreadReplies.Replied>(Answer(Op1)).Reply);
    }

    [Fact]
    public void What_was_kept_is_the_reply_when_nothing_else_comes()
    {
        Come("1", "by the way");
        _now += TimeSpan.FromMinutes(1);
        Send(Op1, "Ready?");
        Taken(Op1);
        Do(d => d.ReplyIsLate(Op1));
        Assert.Equal("by the way", Assert.IsType<ThreadReplies.Replied>(Answer(Op1)).Reply);
    }

    [Fact]
    public void A_person_who_is_quicker_than_the_carriers_answer_has_answered()
    {
        Send(Op1, "Ready?");
        Come("1", "yes");
        Assert.DoesNotContain(_effects, e => e is ThreadEffect.Answer);
        Taken(Op1);
        Assert.Equal("yes", Assert.IsType<ThreadReplies.Replied>(Answer(Op1)).Reply);
    }

    [Fact]
    public void Nothing_in_time_is_told_and_a_late_answer_is_kept()
    {
        Send(Op1, "Ready?", waitFor: TimeSpan.FromSeconds(20));
        Taken(Op1);
        Assert.Equal(TimeSpan.FromSeconds(20), Effect<ThreadEffect.ArmReply>().Due);
        Do(d => d.ReplyIsLate(Op1));
        Assert.Equal(TextRefusal.NoReply, Refused(Op1));
        Come("1", "late");
        Do(d => d.Await(new ThreadCommands.AwaitText(Ada, Op2)));
        Assert.Equal("late", Assert.IsType<ThreadReplies.Replied>(Answer(Op2)).Reply);
    }

    [Fact]
    public void A_text_that_comes_twice_is_one()
    {
        Come("1", "yes");
        Come("1", "yes");
        Assert.Empty(_effects);
        Assert.Single(_state.Kept);
        // Another carrier may use the same name.
        Do(d => d.Came(new TextReceived("other", "1", Ada.Value, "+15550100009", "no"), callBacks: null));
        Assert.Equal(2, _state.Kept.Count);
    }

    [Fact]
    public void A_failed_delivery_answers_who_waits_and_nothing_after_it_counts()
    {
        Send(Op1, "Ready?");
        Taken(Op1);
        Report(TextDelivery.Failed, "The number does not take texts.");
        Assert.Equal(TextRefusal.NotDelivered, Refused(Op1));
        Report(TextDelivery.Delivered);
        Report(TextDelivery.Failed);
        Assert.Empty(_effects);
        Assert.Equal(TextDelivery.Failed, _state.Find(Op1)!.Delivery);
    }

    [Fact]
    public void News_in_disorder_changes_nothing_that_is_final()
    {
        Send(Op1, "Ready?");
        Taken(Op1);
        Report(TextDelivery.Delivered);
        Report(TextDelivery.Sent);
        Report(TextDelivery.Failed);
        Assert.Equal(TextDelivery.Delivered, _state.Find(Op1)!.Delivery);
        Assert.False(_state.Find(Op1)!.Finished);
        Do(d => d.Reported(new TextNews("quiet", "unknown", TextDelivery.Failed, "")));
        Assert.Empty(_effects);
    }

    [Fact]
    public void A_carrier_that_refuses_is_told()
    {
        Send(Op1, "Ready?");
        Do(d => d.NotTaken(Op1, "The number is not valid."));
        Assert.Equal(TextRefusal.CarrierFailed, Refused(Op1));
    }

    [Fact]
    public void Asks_wait_in_order()
    {
        Send(Op1, "First?");
        Send(Op2, "Second?");
        Assert.DoesNotContain(_effects, e => e is ThreadEffect.Send);
        Taken(Op1);
        Come("1", "one");
        Assert.Equal("one", Assert.IsType<ThreadReplies.Replied>(Answer(Op1)).Reply);
        Assert.Equal("Second?", Effect<ThreadEffect.Send>().Order.Body);
        Taken(Op2, "m-2");
        Come("2", "two");
        Assert.Equal("two", Assert.IsType<ThreadReplies.Replied>(Answer(Op2)).Reply);
    }

    [Fact]
    public void More_than_eight_behind_the_first_are_refused()
    {
        for (var i = 0; i < 9; i++) Send(new OperationId($"op-{i}"), "Ready?");
        Send(new OperationId("op-9"), "Ready?");
        Assert.Equal(TextRefusal.ThreadBusy, Assert.IsType<ThreadReplies.Refused>(Effect<ThreadEffect.Reply>().Message).Reason);
        Assert.Equal(9, _state.Open);
    }

    [Fact]
    public void The_same_id_joins_and_then_gets_the_result_and_nothing_is_sent_twice()
    {
        Send(Op1, "Ready?");
        Send(Op1, "Ready?");
        Assert.Equal([new ThreadEffect.Await(Op1)], _effects);
        Taken(Op1);
        Taken(Op1, "again");
        Assert.Empty(_effects);
        Come("1", "call me");
        Send(Op1, "Ready?");
        Assert.Equal([new ThreadEffect.Reply(new ThreadReplies.Replied(Ada, Op1, "call me", CallWish.Now))], _effects);
    }

    [Fact]
    public void An_abandoned_ask_lets_the_next_one_go_and_its_late_sending_is_known()
    {
        Send(Op1, "First?");
        Send(Op2, "Second?");
        Do(d => d.Abandon(Op1));
        Assert.Equal(TextRefusal.Abandoned, Refused(Op1));
        Assert.Equal(Op2, Effect<ThreadEffect.Send>().Ask);
        Taken(Op1);
        Assert.Equal([new ThreadEffect.File("quiet", "m-1")], _effects);
        Do(d => d.ReplyIsLate(Op1));
        Assert.Empty(_effects);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1601)]
    public void A_text_that_is_empty_or_too_long_is_refused(int length)
    {
        Send(Op1, new string('x', length));
        Assert.Equal(TextRefusal.NotFit, Assert.IsType<ThreadReplies.Refused>(Effect<ThreadEffect.Reply>().Message).Reason);
        Assert.Empty(_state.Asks);
    }

    [Fact]
    public void Without_a_carrier_nothing_is_sent_but_what_comes_can_be_waited_for()
    {
        _canSend = false;
        Send(Op1, "Ready?");
        Assert.Equal(TextRefusal.CarrierFailed, Assert.IsType<ThreadReplies.Refused>(Effect<ThreadEffect.Reply>().Message).Reason);
        Do(d => d.Await(new ThreadCommands.AwaitText(Ada, Op2)));
        Come("1", "hello");
        Assert.Equal("hello", Assert.IsType<ThreadReplies.Replied>(Answer(Op2)).Reply);
    }

    [Fact]
    public void A_text_is_sent_by_the_carrier_and_from_the_number_that_the_person_wrote_to_last()
    {
        _from = "+15550100008";
        Send(Op1, "First?");
        Assert.Equal(("", "+15550100008"), Effect<ThreadEffect.Send>() is var first ? (first.Carrier, first.Order.From) : default);
        Taken(Op1);
        Do(d => d.Came(new TextReceived("other", "1", Ada.Value, "+15550100009", "yes"), callBacks: null));
        Send(Op2, "Second?");
        // What comes meanwhile, by another carrier, does not have a text sent twice.
        Come("2", "wait");
        Do(d => d.Recovered());
        Assert.Equal(("other", "+15550100009"), Effect<ThreadEffect.Send>() is var second ? (second.Carrier, second.Order.From) : default);
    }

    [Fact]
    public void A_recovered_thread_sends_again_under_the_same_key_or_waits_for_what_is_left()
    {
        Send(Op1, "Ready?");
        var order = Effect<ThreadEffect.Send>().Order;
        Do(d => d.Recovered());
        Assert.Equal(order, Effect<ThreadEffect.Send>().Order);
        Taken(Op1);
        _now += TimeSpan.FromMinutes(4);
        Do(d => d.Recovered());
        Assert.Equal(TimeSpan.FromMinutes(1), Effect<ThreadEffect.ArmReply>().Due);
        _now += TimeSpan.FromMinutes(9);
        Do(d => d.Recovered());
        Assert.Equal(TimeSpan.FromSeconds(1), Effect<ThreadEffect.ArmReply>().Due);
    }

    [Fact]
    public void Keys_of_different_persons_differ_and_logs_do_not_tell_numbers()
    {
        Send(Op1, "Ready?");
        var theirs = new ThreadDecider(TextAddress.Parse("whatsapp:+15550100001"), new ThreadState(), ThreadRules.Default, canSend: true, _now);
        theirs.Send(new ThreadCommands.SendText(TextAddress.Parse("whatsapp:+15550100001"), Op1, "Ready?"));
        Assert.NotEqual(Effect<ThreadEffect.Send>().Order.Key, theirs.Effects.OfType<ThreadEffect.Send>().Single().Order.Key);
        Assert.Equal("+15550100001", TextAddress.Parse("whatsapp:+15550100001").Phone);
        Assert.DoesNotContain("5550100001", $"{Ada} {Ada.ThreadId}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_thread_keeps_what_is_open_and_forgets_what_is_old()
    {
        Send(Op1, "Still waiting?");
        Taken(Op1);
        for (var i = 0; i < 700; i++)
        {
            Do(d => d.Reported(new TextNews("quiet", "m-1", TextDelivery.Sent, "")));
            var id = new OperationId($"later-{i}");
            Send(id, "Next?");
            Do(d => d.Abandon(id));
        }

        Assert.NotNull(_state.Find(Op1));
        Assert.InRange(_state.Asks.Count, 1, 201);
        for (var i = 0; i < 700; i++) Come($"n-{i}", "x");
        Assert.Equal(ThreadState.TextsRemembered, _state.Arrivals.Count);
    }

    private void Send(OperationId id, string body, bool waits = true, TimeSpan? waitFor = null) =>
        Do(d => d.Send(new ThreadCommands.SendText(Ada, id, body, waits, waitFor)));

    private void Taken(OperationId id, string messageId = "m-1") => Do(d => d.Taken(id, "quiet", messageId));

    private void Come(string id, string body) => Do(d => d.Came(new TextReceived("quiet", id, Ada.Value, "+15550100009", body), callBacks: null));

    private void Report(TextDelivery delivery, string detail = "") => Do(d => d.Reported(new TextNews("quiet", "m-1", delivery, detail)));

    private void Do(Action<ThreadDecider> judge)
    {
        var decider = new ThreadDecider(Ada, _state, ThreadRules.Default with { From = _from }, _canSend, _now);
        judge(decider);
        // What is stored must lead to the same state.
        Assert.Equal(decider.State.Asks, decider.Events.Aggregate(_state, (s, e) => s.Apply(e)).Asks);
        (_state, _effects) = (decider.State, decider.Effects);
    }

    private T Effect<T>() where T : ThreadEffect => _effects.OfType<T>().First();

    private IThreadReply Answer(OperationId id) => Assert.Single(_effects.OfType<ThreadEffect.Answer>(), a => a.Ask == id).Message;

    private TextRefusal Refused(OperationId id) => Assert.IsType<ThreadReplies.Refused>(Answer(id)).Reason;
}
