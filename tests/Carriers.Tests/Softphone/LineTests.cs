using CallActors.Carriers.Softphone;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Tests.Softphone;

public sealed class LineTests
{
    private readonly ExchangeBench _bench = new();
    private readonly CallId _call = CallId.New();

    [Fact]
    public void A_line_without_a_hello_is_closed_after_five_seconds()
    {
        var phone = _bench.Connect();
        phone.Say(new { @event = "answer", leg = ExchangeBench.Key("x") });
        phone.AssertLast(new { @event = "refused", what = "answer", reason = "Say hello first." });
        _bench.Time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Null(phone.Closed);
        _bench.Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(LineClosing.HelloLate, phone.Closed);
    }

    [Fact]
    public void A_line_with_a_hello_stays()
    {
        var phone = _bench.Register();
        _bench.Time.Advance(TimeSpan.FromHours(1));
        Assert.Null(phone.Closed);
        Assert.Equal(1, _bench.Exchange.LineCount);
        phone.Session.Disconnected();
        Assert.Equal(0, _bench.Exchange.LineCount);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"event":"hello","line":5}""")]
    [InlineData("""{"event":"\ud800"}""")]
    [InlineData("""{"event":"hello"}{}""")]
    public void A_frame_that_is_not_of_the_protocol_closes_the_line(string frame) =>
        Assert.Equal(LineClosing.NotJson, _bench.Register().SayRaw(frame).Closed);

    [Fact]
    public void A_frame_over_16_KiB_closes_the_line()
    {
        var phone = _bench.Register().SayRaw("{}" + new string(' ', 16 * 1024 - 2));
        Assert.Null(phone.Closed);
        Assert.Equal(LineClosing.TooLong, phone.SayRaw("{}" + new string(' ', 16 * 1024 - 1)).Closed);
    }

    [Theory]
    [InlineData("""{"event":"hello"}""", "hello")]
    [InlineData("""{"event":"hello","line":"short"}""", "hello")]
    [InlineData("""{"event":"hello","line":"0123456789012345678901/"}""", "hello")]
    [InlineData("""{"event":"hello","line":"01234567890123456789012345678901234567890123456789012345678901234"}""", "hello")]
    [InlineData("""{"event":"hello","line":"0123456789012345678901","name":"0123456789012345678901234567890123456789012345678901234567890"}""", "hello")]
    [InlineData("""{"event":"hello","line":"0123456789012345678901","name":"a\nb"}""", "hello")]
    [InlineData("""{"event":"hello","line":"0123456789012345678901","leg":"0123456789012345678901"}""", "hello")]
    [InlineData("""{"event":"hello","line":"0123456789012345678901","leg":"0123456789012345678901","callId":"call-1"}""", "hello")]
    [InlineData("""{"event":"dance"}""", "dance")]
    [InlineData("{}", "")]
    public void What_does_not_fit_is_refused_and_the_line_stays_open(string frame, string what)
    {
        var phone = _bench.Connect().SayRaw(frame);
        Assert.Null(phone.Closed);
        Assert.Equal("refused", phone.Events.Single());
        Assert.Equal(what, phone.Last.GetProperty("what").GetString());
        Assert.Equal(0, _bench.Exchange.LineCount);
    }

    [Theory]
    [InlineData("", true, "typed")]
    [InlineData("   ", true, "typed")]
    [InlineData("a\u0007b", true, "typed")]
    [InlineData("yes", null, "typed")]
    [InlineData("yes", true, "recognizer")]
    [InlineData(null, true, "browser")]
    public void Words_that_do_not_fit_are_refused(string? text, bool? final, string source)
    {
        var (phone, leg) = InCall();
        phone.Say(new { @event = "words", leg = leg.Value, text, final, source });
        Assert.Equal("refused", phone.Events.Last());
        phone.Say(new { @event = "words", leg = leg.Value, text = new string('x', 2001), final = true, source = "typed" });
        Assert.Equal("refused", phone.Events.Last());
        Assert.Empty(_bench.Desk.Words);
    }

    [Fact]
    public void Words_reach_the_call()
    {
        var (phone, leg) = InCall();
        var text = new string('y', 2000);
        phone.Say(new { @event = "words", leg = leg.Value, text, final = true, source = "typed" });
        phone.Say(new { @event = "words", leg = leg.Value, text = "maybe", final = false, source = "browser" });
        Assert.Equal(
            [new CallCommands.ReportWords(_call, leg, text, true, WordSource.Typed), new CallCommands.ReportWords(_call, leg, "maybe", false, WordSource.Browser)],
            _bench.Desk.Words);
    }

    [Fact]
    public void A_second_line_of_the_same_phone_replaces_the_first_and_has_its_call()
    {
        var (phone, leg) = InCall();
        var again = _bench.Register();
        Assert.Equal(LineClosing.Replaced, phone.Closed);
        again.AssertLast(new { @event = "resumed", leg = leg.Value, callId = _call.Value });
        phone.Session.Disconnected();
        phone.SayRaw("""{"event":"hello","line":"other-key-of-22-letters"}""");
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.DoesNotContain(LegNews.HungUp, _bench.Desk.NewsOf(leg));
        again.Say(new { @event = "hangup", leg = leg.Value });
        Assert.Equal(LegNews.HungUp, _bench.Desk.NewsOf(leg).Last());
    }

    [Fact]
    public void A_ringing_phone_that_reloads_rings_again()
    {
        var phone = _bench.Register();
        var leg = _bench.Dial(_call);
        var replaced = _bench.Register();
        Assert.Equal(["welcome", "ringing"], replaced.Events);
        replaced.Session.Disconnected();
        var reloaded = _bench.Register();
        Assert.Equal(["welcome", "ringing"], reloaded.Events);
        reloaded.Say(new { @event = "answer", leg = leg.Value });
        Assert.Equal([LegNews.Ringing, LegNews.Answered], _bench.Desk.NewsOf(leg));
        Assert.Equal(LineClosing.Replaced, phone.Closed);
    }

    [Fact]
    public void A_lost_line_keeps_its_call_for_thirty_seconds()
    {
        var (phone, leg) = InCall();
        phone.Session.Disconnected();
        _bench.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.DoesNotContain(LegNews.HungUp, _bench.Desk.NewsOf(leg));
        var back = _bench.Register();
        back.AssertLast(new { @event = "resumed", leg = leg.Value, callId = _call.Value });
        _bench.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.DoesNotContain(LegNews.HungUp, _bench.Desk.NewsOf(leg));

        back.Session.Disconnected();
        _bench.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(LegNews.HungUp, _bench.Desk.NewsOf(leg).Last());
        Assert.Equal(0, _bench.Exchange.LineCount);
        _bench.Connect().Say(new { @event = "hello", line = ExchangeBench.Key("a"), leg = leg.Value, callId = _call.Value })
            .AssertLast(new { @event = "ended", leg = leg.Value, reason = "hung-up" });
    }

    [Fact]
    public void No_more_phones_than_there_may_be()
    {
        var bench = new ExchangeBench(new SoftphoneOptions { MaxLines = 2 });
        bench.Register("one");
        bench.Register("two");
        Assert.Equal(LineClosing.TooManyLines, bench.Register("three").Closed);
        Assert.Null(bench.Register("two").Closed);
        Assert.Equal(2, bench.Exchange.LineCount);
        bench.Connect();
        bench.Connect();
        Assert.Equal(LineClosing.TooManyLines, bench.Connect().Closed);
    }

    [Fact]
    public void A_phone_that_does_not_take_its_messages_is_closed()
    {
        var (phone, _) = InCall();
        phone.IsFull = true;
        _bench.Exchange.Notify(new CallActivity.PersonSays(_call, "yes", true));
        Assert.Equal(LineClosing.TooSlow, phone.Closed);
    }

    [Fact]
    public async Task Stopping_closes_every_line_and_hangs_nobody_up()
    {
        var (phone, leg) = InCall();
        await _bench.Exchange.DisposeAsync();
        Assert.Equal(LineClosing.Shutdown, phone.Closed);
        _bench.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal([LegNews.Ringing, LegNews.Answered], _bench.Desk.NewsOf(leg));
        await Assert.ThrowsAsync<CarrierException>(() => _bench.Exchange.DialAsync(new DialOrder(CallId.New(), new Callee("softphone"), TimeSpan.FromSeconds(5)), CancellationToken.None));
        Assert.Equal(LineClosing.Shutdown, _bench.Connect().Closed);
    }

    private (FakePhone Phone, LegId Leg) InCall()
    {
        var phone = _bench.Register();
        var leg = _bench.Dial(_call);
        phone.Say(new { @event = "answer", leg = leg.Value });
        return (phone, leg);
    }
}
