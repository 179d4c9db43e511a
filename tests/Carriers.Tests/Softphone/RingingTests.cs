using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Tests.Softphone;

public sealed class RingingTests
{
    private readonly ExchangeBench _bench = new();
    private readonly CallId _call = CallId.New();

    [Fact]
    public void An_order_rings_every_registered_phone_and_the_first_answer_has_the_call()
    {
        var first = _bench.Register("first");
        var second = _bench.Register("second");
        var leg = _bench.Dial(_call);
        first.AssertLast(new { @event = "ringing", leg = leg.Value, callId = _call.Value, from = "Coding agent" });
        Assert.Equal(["welcome", "ringing"], second.Events);

        second.Say(new { @event = "answer", leg = leg.Value });
        first.AssertLast(new { @event = "ended", leg = leg.Value, reason = "answered-elsewhere" });
        first.Say(new { @event = "answer", leg = leg.Value });
        first.AssertLast(new { @event = "ended", leg = leg.Value, reason = "answered-elsewhere" });
        Assert.Equal([LegNews.Ringing, LegNews.Answered], _bench.Desk.NewsOf(leg));

        second.Say(new { @event = "media", leg = leg.Value });
        second.AssertLast(new { @event = "ticket", leg = leg.Value, callId = _call.Value, url = "/media-stream", token = "token-1", validSeconds = 20 });
    }

    [Fact]
    public void Legs_cannot_be_guessed()
    {
        var legs = Enumerable.Range(0, 100).Select(_ => _bench.Dial(CallId.New()).Value).ToHashSet();
        Assert.Equal(100, legs.Count);
        Assert.All(legs, leg => Assert.True(leg.Length * 6 >= 128));
    }

    [Fact]
    public void A_phone_opened_in_mid_ring_rings()
    {
        var leg = _bench.Dial(_call);
        Assert.Empty(_bench.Desk.News);
        _bench.Time.Advance(TimeSpan.FromSeconds(29));
        var phone = _bench.Register();
        Assert.Equal(["welcome", "ringing"], phone.Events);
        Assert.Equal([LegNews.Ringing], _bench.Desk.NewsOf(leg));
    }

    [Fact]
    public void Nobody_answers_within_the_ring_time()
    {
        var phone = _bench.Register();
        var leg = _bench.Dial(_call, ringSeconds: 30);
        _bench.Time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.Equal([LegNews.Ringing], _bench.Desk.NewsOf(leg));
        _bench.Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal([LegNews.Ringing, LegNews.NoAnswer], _bench.Desk.NewsOf(leg));
        phone.AssertLast(new { @event = "ended", leg = leg.Value, reason = "no-answer" });
        phone.Say(new { @event = "answer", leg = leg.Value });
        phone.AssertLast(new { @event = "refused", what = "answer", reason = "There is no such leg." });
    }

    [Fact]
    public void With_no_phone_it_rings_on_until_the_ring_time_is_over()
    {
        var leg = _bench.Dial(_call);
        _bench.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Empty(_bench.Desk.News);
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([LegNews.NoAnswer], _bench.Desk.NewsOf(leg));
    }

    [Fact]
    public void An_answered_call_does_not_end_with_the_ring_time()
    {
        var phone = _bench.Register();
        var leg = _bench.Dial(_call);
        phone.Say(new { @event = "answer", leg = leg.Value });
        _bench.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal([LegNews.Ringing, LegNews.Answered], _bench.Desk.NewsOf(leg));
    }

    [Fact]
    public void Declined_by_one_it_rings_on_and_declined_by_all_it_is_over()
    {
        var first = _bench.Register("first");
        var second = _bench.Register("second");
        var leg = _bench.Dial(_call);
        first.Say(new { @event = "decline", leg = leg.Value });
        first.AssertLast(new { @event = "ended", leg = leg.Value, reason = "declined" });
        Assert.Equal([LegNews.Ringing], _bench.Desk.NewsOf(leg));
        _bench.Register("first").AssertLast(new { @event = "welcome", line = ExchangeBench.Key("first") });

        second.Say(new { @event = "hangup", leg = leg.Value });
        Assert.Equal([LegNews.Ringing, LegNews.Declined], _bench.Desk.NewsOf(leg));
    }

    [Fact]
    public void A_phone_in_a_call_is_not_rung_and_the_next_caller_finds_it_busy()
    {
        var phone = _bench.Register();
        var leg = _bench.Dial(_call);
        phone.Say(new { @event = "answer", leg = leg.Value });
        var heard = phone.Heard.Count;
        var next = _bench.Dial(CallId.New());
        Assert.Equal([LegNews.Busy], _bench.Desk.NewsOf(next));
        Assert.Equal(heard, phone.Heard.Count);
    }

    [Fact]
    public void Of_two_calls_that_ring_on_one_phone_the_other_is_busy_when_one_is_answered()
    {
        var phone = _bench.Register();
        var one = _bench.Dial(_call);
        var two = _bench.Dial(CallId.New());
        phone.Say(new { @event = "answer", leg = one.Value });
        phone.AssertLast(new { @event = "ended", leg = two.Value, reason = "busy" });
        Assert.Equal([LegNews.Ringing, LegNews.Busy], _bench.Desk.NewsOf(two));
    }

    [Fact]
    public void A_phone_whose_call_ends_is_rung_for_what_still_rings_elsewhere()
    {
        var busy = _bench.Register("busy");
        var one = _bench.Dial(_call);
        busy.Say(new { @event = "answer", leg = one.Value });
        var idle = _bench.Register("idle");
        var two = _bench.Dial(CallId.New());
        Assert.Equal("ringing", idle.Events.Last());
        busy.Say(new { @event = "hangup", leg = one.Value });
        Assert.Equal(["ended", "ringing"], busy.Events.TakeLast(2));
        Assert.Equal(two.Value, busy.Leg);
    }

    [Fact]
    public void The_same_order_rings_once_even_after_it_has_ended()
    {
        var phone = _bench.Register();
        var leg = _bench.Dial(_call);
        Assert.Equal(leg, _bench.Dial(_call));
        _bench.HangUp(leg);
        Assert.Equal(leg, _bench.Dial(_call));
        Assert.Equal(["welcome", "ringing", "ended"], phone.Events);
    }

    [Fact]
    public void Hanging_up_ends_a_leg_in_any_state()
    {
        var phone = _bench.Register();
        var ringing = _bench.Dial(_call);
        _bench.HangUp(ringing);
        phone.AssertLast(new { @event = "ended", leg = ringing.Value, reason = "cancelled" });
        var talking = _bench.Dial(CallId.New());
        phone.Say(new { @event = "answer", leg = talking.Value });
        _bench.HangUp(talking);
        phone.AssertLast(new { @event = "ended", leg = talking.Value, reason = "agent-ended" });
        _bench.HangUp(talking);
        _bench.HangUp(new LegId("unknown"));
        Assert.DoesNotContain(_bench.Desk.News, news => news.News == LegNews.HungUp);
        Assert.Equal([LegNews.Ringing], _bench.Desk.NewsOf(_bench.Dial(CallId.New())));
    }

    [Fact]
    public void News_may_be_answered_by_hanging_up_at_once()
    {
        var phone = _bench.Register();
        _bench.Desk.OnNews = news => _bench.HangUp(news.Leg);
        var leg = _bench.Dial(_call);
        Assert.Equal(["welcome", "ringing", "ended"], phone.Events);
        Assert.Equal([LegNews.Ringing], _bench.Desk.NewsOf(leg));
    }

    [Fact]
    public void A_leg_that_did_not_ring_here_cannot_be_answered()
    {
        var other = _bench.Register("other");
        var inCall = _bench.Dial(CallId.New());
        other.Say(new { @event = "answer", leg = inCall.Value });
        var owner = _bench.Register("owner");
        var leg = _bench.Dial(_call);
        other.Say(new { @event = "answer", leg = leg.Value });
        other.AssertLast(new { @event = "refused", what = "answer", reason = "This phone is in a call." });
        owner.Say(new { @event = "answer", leg = leg.Value });
        other.Say(new { @event = "media", leg = leg.Value });
        Assert.Equal("refused", other.Events.Last());
        other.Say(new { @event = "words", leg = leg.Value, text = "yes", final = true, source = "typed" });
        Assert.Equal("refused", other.Events.Last());
        other.Say(new { @event = "hangup", leg = leg.Value });
        Assert.Empty(_bench.Desk.Words);
        Assert.Empty(_bench.Desk.Invitations);
        Assert.Equal([LegNews.Ringing, LegNews.Answered], _bench.Desk.NewsOf(leg));
    }
}
