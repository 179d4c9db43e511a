using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Switchboard;

namespace CallActors.Carriers.Tests.Softphone;

public sealed class CallTests
{
    private readonly ExchangeBench _bench = new();
    private readonly CallId _call = CallId.New();

    [Fact]
    public void A_dialled_call_is_brought_in()
    {
        var phone = _bench.Register();
        phone.Say(new { @event = "dial", number = "+49*1#" });
        var admitted = Assert.Single(_bench.Desk.Admissions);
        Assert.Equal(("softphone", "softphone", "+49*1#"), (admitted.Carrier, admitted.From, admitted.Dialled));
        phone.AssertLast(new { @event = "calling", leg = admitted.Leg.Value, callId = admitted.CallId.Value });
        phone.Say(new { @event = "media", leg = admitted.Leg.Value });
        Assert.Equal("ticket", phone.Events.Last());
        phone.Say(new { @event = "dial", number = "1" });
        phone.AssertLast(new { @event = "refused", what = "dial", reason = "This phone is in a call." });
        phone.Say(new { @event = "hangup", leg = admitted.Leg.Value });
        Assert.Equal([LegNews.HungUp], _bench.Desk.NewsOf(admitted.Leg));
    }

    [Fact]
    public void A_dialled_call_is_its_persons_where_there_is_one_and_else_checks_the_sound()
    {
        foreach (var (policy, person) in new[] { (new FakePolicy(FakePolicy.Ada), PersonId.Of("ada")), (new FakePolicy(FakePolicy.Reject), (PersonId?)null) })
        {
            var bench = new ExchangeBench(inbound: policy);
            bench.Register().Say(new { @event = "dial", number = "1" });
            Assert.Equal(person, Assert.Single(bench.Desk.Admissions).Person);
            Assert.Equal(["softphone softphone 1 None"], policy.Asked);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("12a")]
    [InlineData("1 2")]
    [InlineData("123456789012345678901234567890123")]
    public void A_number_that_is_none_is_refused(string number)
    {
        Assert.Equal("refused", _bench.Register().Say(new { @event = "dial", number }).Events.Last());
        Assert.Empty(_bench.Desk.Admissions);
    }

    [Fact]
    public void A_dialled_call_that_is_refused_frees_the_phone()
    {
        _bench.Desk.OnAdmit = request => Task.FromResult<ICallReply>(new CallReplies.Refused(request.CallId, RefusalReason.Stopping, "The gateway is stopping."));
        var phone = _bench.Register().Say(new { @event = "dial", number = "1" });
        Assert.Contains(phone.Raw, raw => raw == """{"event":"refused","what":"dial","reason":"The gateway is stopping."}""");
        _bench.Dial(_call);
        Assert.Equal("ringing", phone.Events.Last());
    }

    [Fact]
    public void A_call_hung_up_before_it_was_taken_is_reported_after_it_was()
    {
        var admitting = new TaskCompletionSource<ICallReply>();
        _bench.Desk.OnAdmit = _ => admitting.Task;
        var phone = _bench.Register().Say(new { @event = "dial", number = "1" });
        var request = Assert.Single(_bench.Desk.Admissions);
        phone.Say(new { @event = "hangup", leg = request.Leg.Value });
        var before = _bench.Desk.NewsOf(request.Leg).Count();
        admitting.SetResult(new CallReplies.Admitted(request.CallId));
        SpinWait.SpinUntil(() => _bench.Desk.News.Count > before, TimeSpan.FromSeconds(10));
        Assert.Equal(LegNews.HungUp, _bench.Desk.NewsOf(request.Leg).Last());
        Assert.True(_bench.Desk.NewsOf(request.Leg).Count() > before);
        Assert.DoesNotContain("calling", phone.Events);
    }

    [Fact]
    public void A_ticket_that_the_engine_does_not_give_in_time_is_refused()
    {
        var (phone, leg) = InCall();
        _bench.Desk.OnInvite = _ => new TaskCompletionSource<ICallReply>().Task;
        phone.Say(new { @event = "media", leg = leg.Value });
        phone.Say(new { @event = "media", leg = leg.Value });
        phone.AssertLast(new { @event = "refused", what = "media", reason = "A ticket is being made." });
        _bench.Time.Advance(TimeSpan.FromSeconds(5));
        SpinWait.SpinUntil(() => phone.Raw[^1].Contains("try again", StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        phone.AssertLast(new { @event = "refused", what = "media", reason = "The call did not answer in time: try again." });
        Assert.Single(_bench.Desk.Invitations);
    }

    [Fact]
    public void A_desk_that_fails_is_no_answer()
    {
        var (phone, leg) = InCall();
        _bench.Desk.OnInvite = _ => throw new InvalidOperationException("broken");
        phone.Say(new { @event = "media", leg = leg.Value });
        Assert.Equal("refused", phone.Events.Last());
        _bench.Desk.OnInvite = request => Task.FromResult<ICallReply>(new CallReplies.Refused(request.CallId, RefusalReason.NotYours, "No."));
        phone.Say(new { @event = "media", leg = leg.Value });
        phone.AssertLast(new { @event = "refused", what = "media", reason = "No." });
    }

    [Fact]
    public void What_the_call_itself_says_is_shown_as_the_agents()
    {
        const string leg = "a-leg-of-the-last-process";
        var phone = _bench.Connect().Say(new { @event = "hello", line = ExchangeBench.Key("a"), leg, callId = _call.Value });
        _bench.Exchange.Notify(new CallActivity.Aside(_call, -1, "Are you still there?"));
        phone.AssertLast(new { @event = "agent", leg, utterance = -1, text = "Are you still there?", heardLength = 20, finished = true, interrupted = false });
    }

    [Fact]
    public void After_a_restart_the_phone_has_its_call_again()
    {
        const string leg = "a-leg-of-the-last-process";
        var phone = _bench.Connect().Say(new { @event = "hello", line = ExchangeBench.Key("a"), leg, callId = _call.Value });
        Assert.Equal(new CallCommands.InviteMedia(_call, new LegId(leg)), Assert.Single(_bench.Desk.Invitations));
        phone.AssertLast(new { @event = "resumed", leg, callId = _call.Value });
        phone.Say(new { @event = "media", leg });
        Assert.Equal("ticket", phone.Events.Last());
        _bench.Exchange.Notify(new CallActivity.PersonSays(_call, "yes", true));
        Assert.Equal("person", phone.Events.Last());
        _bench.HangUp(new LegId(leg));
        phone.AssertLast(new { @event = "ended", leg, reason = "agent-ended" });
    }

    [Fact]
    public void After_a_restart_a_call_that_is_over_is_told_so_and_the_phone_is_rung_again()
    {
        var asked = new TaskCompletionSource<ICallReply>();
        _bench.Desk.OnInvite = _ => asked.Task;
        const string leg = "a-leg-of-the-last-process";
        var phone = _bench.Connect().Say(new { @event = "hello", line = ExchangeBench.Key("a"), leg, callId = _call.Value });
        var other = _bench.Dial(CallId.New());
        Assert.Equal(["welcome"], phone.Events);
        Assert.Empty(_bench.Desk.NewsOf(other));
        asked.SetResult(new CallReplies.Refused(_call, RefusalReason.CallEnded, "Over."));
        SpinWait.SpinUntil(() => phone.Raw.Count >= 3, TimeSpan.FromSeconds(10));
        Assert.Equal(["welcome", "ended", "ringing"], phone.Events);
        Assert.Equal("unknown-call", phone.Heard[1].GetProperty("reason").GetString());
    }

    [Fact]
    public void A_call_cannot_be_claimed_by_another_phone_of_this_process()
    {
        var (_, leg) = InCall();
        var thief = _bench.Connect().Say(new { @event = "hello", line = ExchangeBench.Key("thief"), leg = leg.Value, callId = _call.Value });
        thief.AssertLast(new { @event = "ended", leg = leg.Value, reason = "answered-elsewhere" });
        Assert.Empty(_bench.Desk.Invitations);
    }

    [Fact]
    public void A_call_of_the_last_process_is_had_by_the_first_that_claims_it()
    {
        const string leg = "a-leg-of-the-last-process";
        var asked = new TaskCompletionSource<ICallReply>();
        _bench.Desk.OnInvite = _ => asked.Task;
        var one = _bench.Connect().Say(new { @event = "hello", line = ExchangeBench.Key("one"), leg, callId = _call.Value });
        var two = _bench.Connect().Say(new { @event = "hello", line = ExchangeBench.Key("two"), leg, callId = _call.Value });
        asked.SetResult(new CallReplies.MediaInvited(_call, "t", TimeSpan.FromSeconds(5)));
        SpinWait.SpinUntil(() => one.Raw.Count == 2 && two.Raw.Count == 2, TimeSpan.FromSeconds(10));
        Assert.Equal(["ended", "resumed"], new[] { one.Events.Last(), two.Events.Last() }.Order());
    }

    [Fact]
    public void What_happens_in_the_call_is_shown_on_the_phone_that_has_it()
    {
        var other = _bench.Register("other");
        var (phone, leg) = InCall();
        var heard = other.Heard.Count;
        var id = leg.Value;
        _bench.Exchange.Notify(new CallActivity.Changed(_call, CallPhase.Talking, null));
        phone.AssertLast(new { @event = "phase", leg = id, phase = "talking" });
        _bench.Exchange.Notify(new CallActivity.AgentSays(_call, 2, "Tests pass.", 5, false, false));
        phone.AssertLast(new { @event = "agent", leg = id, utterance = 2, text = "Tests pass.", heardLength = 5, finished = false, interrupted = false });
        _bench.Exchange.Notify(new CallActivity.PersonSays(_call, "good", false));
        phone.AssertLast(new { @event = "person", leg = id, text = "good", final = false });
        _bench.Exchange.Notify(new CallActivity.Recording(_call, IsOn: true, null));
        phone.AssertLast(new { @event = "recording", leg = id, on = true });
        _bench.Exchange.Notify(new CallActivity.BargeIn(_call, BargeInStep.FalseAlarm));
        phone.AssertLast(new { @event = "barge-in", leg = id, step = "false-alarm" });
        _bench.Exchange.Notify(new CallActivity.PersonSays(CallId.New(), "not ours", true));
        Assert.Equal("barge-in", phone.Events.Last());
        Assert.Equal(heard, other.Heard.Count);
    }

    [Theory]
    [InlineData(CallEndReason.AgentEnded, "agent-ended")]
    [InlineData(CallEndReason.HungUp, "hung-up")]
    [InlineData(CallEndReason.NoAnswer, "no-answer")]
    [InlineData(CallEndReason.Busy, "busy")]
    [InlineData(CallEndReason.Declined, "declined")]
    [InlineData(CallEndReason.Cancelled, "cancelled")]
    [InlineData(CallEndReason.CarrierFailed, "carrier-failed")]
    [InlineData(CallEndReason.MediaLost, "media-lost")]
    [InlineData(CallEndReason.Shutdown, "shutdown")]
    [InlineData(CallEndReason.TimedOut, "timed-out")]
    public void The_end_of_a_call_has_its_own_reason(CallEndReason reason, string wire)
    {
        var (phone, leg) = InCall();
        _bench.Exchange.Notify(new CallActivity.Changed(_call, CallPhase.Ended, reason));
        phone.AssertLast(new { @event = "ended", leg = leg.Value, reason = wire });
        var heard = phone.Heard.Count;
        _bench.HangUp(leg);
        Assert.Equal(heard, phone.Heard.Count);
        Assert.Equal([LegNews.Ringing, LegNews.Answered], _bench.Desk.NewsOf(leg));
    }

    private (FakePhone Phone, LegId Leg) InCall()
    {
        var phone = _bench.Register();
        var leg = _bench.Dial(_call);
        phone.Say(new { @event = "answer", leg = leg.Value });
        return (phone, leg);
    }
}
