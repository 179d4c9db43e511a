using CallActors.Contracts.Calls;
using CallActors.Contracts.Texts;
using CallActors.Engine.Messages;
using ThreadState = CallActors.Engine.Messages.ThreadState;

namespace CallActors.Engine.Tests.Messages;

/// <summary>People who ask by text to be called: who is rung, how often, and who is told of it.</summary>
public sealed class ThreadDeciderCallBackSpec
{
    private static readonly TextAddress Ada = TextAddress.Parse("+15550100001");
    private static readonly OperationId Op1 = new("op-1");

    private ThreadState _state = new();
    private DateTimeOffset _now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly Desk _desk = new();
    private IReadOnlyList<ThreadEffect> _effects = [];

    [Fact]
    public void Who_asks_for_a_call_is_rung_and_the_agent_that_waits_is_told_which_call_that_is()
    {
        Send();
        Come("1", "Yes, call me.");
        var ring = Rung();
        Assert.True(ring.AgentWaits);
        Assert.Equal(new ThreadReplies.Replied(Ada, Op1, "Yes, call me.", CallWish.Now, ring.CallId), Answer());
        // Whoever asks again under the same id is told the same.
        Do(d => d.Send(new ThreadCommands.SendText(Ada, Op1, "Ready?")));
        Assert.Equal(ring.CallId, Assert.IsType<ThreadReplies.Replied>(Assert.Single(_effects.OfType<ThreadEffect.Reply>()).Message).CallBack);
    }

    [Fact]
    public void Who_asks_while_no_agent_waits_is_rung_and_the_next_agent_learns_of_the_call()
    {
        Come("1", "call me");
        var ring = Rung();
        Assert.False(ring.AgentWaits);
        Come("2", "it is urgent");
        Do(d => d.Await(new ThreadCommands.AwaitText(Ada, Op1)));
        Assert.Equal(new ThreadReplies.Replied(Ada, Op1, "call me\nit is urgent", CallWish.Now, ring.CallId), Answer());
    }

    [Fact]
    public void An_agent_that_only_sends_does_not_wait_for_the_person()
    {
        Do(d => d.Send(new ThreadCommands.SendText(Ada, Op1, "Done.", Waits: false)));
        Come("1", "call me");
        Assert.False(Rung().AgentWaits);
    }

    [Fact]
    public void A_text_that_is_delivered_twice_rings_once()
    {
        Come("1", "Call me");
        Rung();
        Come("1", "Call me");
        Assert.Empty(_effects);
    }

    [Fact]
    public void Who_asks_again_while_it_rings_gets_no_second_call_and_after_that_one()
    {
        Come("1", "Call me");
        var first = Rung();
        _now += TimeSpan.FromSeconds(59.9);
        Send();
        Come("2", "call me!!");
        Assert.DoesNotContain(_effects, e => e is ThreadEffect.RingBack);
        Assert.Equal(first.CallId, Assert.IsType<ThreadReplies.Replied>(Answer()).CallBack);
        Assert.Equal(1, _desk.Asked);
        _now += TimeSpan.FromSeconds(60.1);
        Come("3", "call me");
        Assert.NotEqual(first.CallId, Rung().CallId);
    }

    [Fact]
    public void Who_asks_again_when_that_call_is_over_is_rung_again_at_once()
    {
        Come("1", "Call me");
        var first = Rung();
        _desk.Over = first.CallId;
        _now += TimeSpan.FromSeconds(10);
        Come("2", "sorry, call me again please");
        Assert.NotEqual(first.CallId, Rung().CallId);
    }

    [Fact]
    public void Who_may_not_be_called_is_not_and_the_agent_is_told_the_wish_alone()
    {
        _desk.Admitting = false;
        Send();
        Come("1", "call me");
        Assert.DoesNotContain(_effects, e => e is ThreadEffect.RingBack);
        Assert.Equal(new ThreadReplies.Replied(Ada, Op1, "call me", CallWish.Now), Answer());
    }

    [Theory]
    [InlineData("call me tomorrow", CallWish.Later)]
    [InlineData("don't call me", CallWish.None)]
    public void Nobody_is_rung_who_wants_it_later_or_not_at_all(string text, CallWish wish)
    {
        Send();
        Come("1", text);
        Assert.DoesNotContain(_effects, e => e is ThreadEffect.RingBack);
        Assert.Equal(0, _desk.Asked);
        Assert.Equal(new ThreadReplies.Replied(Ada, Op1, text, wish), Answer());
    }

    private void Send()
    {
        Do(d => d.Send(new ThreadCommands.SendText(Ada, Op1, "Ready?")));
        Do(d => d.Taken(Op1, "quiet", "m-1"));
    }

    private void Come(string id, string body) => Do(d => d.Came(new TextReceived("quiet", id, Ada.Value, "+15550100009", body), _desk));

    private sealed class Desk : ICallBackDesk
    {
        public bool Admitting { get; set; } = true;

        public CallId? Over { get; set; }

        public int Asked { get; private set; }

        public bool Admits(TextAddress person)
        {
            Assert.Equal(Ada, person);
            Asked++;
            return Admitting;
        }

        public bool IsOver(CallId callId) => callId == Over;

        public void Ring(TextAddress person, CallId callId, bool agentWaits) => Assert.Fail("The rules ring nobody.");
    }

    private void Do(Action<ThreadDecider> judge)
    {
        var decider = new ThreadDecider(Ada, _state, ThreadRules.Default, canSend: true, _now);
        judge(decider);
        // What is stored must lead to the same state.
        var stored = decider.Events.Aggregate(_state, (s, e) => s.Apply(e));
        Assert.Equal((decider.State.LastCallBack, decider.State.Find(Op1)), (stored.LastCallBack, stored.Find(Op1)));
        (_state, _effects) = (decider.State, decider.Effects);
    }

    private ThreadEffect.RingBack Rung() => Assert.Single(_effects.OfType<ThreadEffect.RingBack>());

    private IThreadReply Answer() => Assert.Single(_effects.OfType<ThreadEffect.Answer>(), a => a.Ask == Op1).Message;
}
