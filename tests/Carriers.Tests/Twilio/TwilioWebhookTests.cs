using CallActors.Carriers.Twilio;
using CallActors.Carriers.Webhooks;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using static CallActors.Carriers.Tests.Twilio.TwilioRequests;

namespace CallActors.Carriers.Tests.Twilio;

public sealed class TwilioWebhookTests : IDisposable
{
    private const string Empty = """<?xml version="1.0" encoding="UTF-8"?><Response/>""";
    private const string HangUp = """<?xml version="1.0" encoding="UTF-8"?><Response><Hangup/></Response>""";
    private const string Reject = """<?xml version="1.0" encoding="UTF-8"?><Response><Reject/></Response>""";
    private static readonly CallId Call = CallId.ForIdempotencyKey("twilio");
    private static readonly CallId Inbound = CallId.ForIdempotencyKey("twilio:CA1");

    private readonly ManualTime _time = new();
    private readonly FakeTwilio _twilio;
    private readonly FakeDesk _desk = new();
    private readonly TwilioRest _rest;
    private readonly TwilioCarrier _carrier;
    private readonly TwilioTexts _texts;

    public TwilioWebhookTests()
    {
        _twilio = new FakeTwilio(_time);
        _rest = new TwilioRest(FakeTwilio.Options, _twilio, _time, () => 0);
        _carrier = new TwilioCarrier(FakeTwilio.Options, _rest, _time);
        _texts = new TwilioTexts(FakeTwilio.Options, _rest, _time);
    }

    private static string Voice => $"/twiml?call={Call}";

    private static string Connected =>
        $"""<?xml version="1.0" encoding="UTF-8"?><Response><Connect><Stream url="wss://gateway.example.com/media-stream"><Parameter name="callId" value="{Call}"/><Parameter name="token" value="ticket"/></Stream></Connect><Redirect method="POST">https://gateway.example.com/twiml?call={Call}</Redirect></Response>""";

    public void Dispose() => _rest.Dispose();

    [Fact]
    public async Task Whoever_picks_up_is_joined_to_the_call_with_the_same_question_behind_it()
    {
        Assert.Equal(Connected, await AskAsync(Voice, "CallStatus=in-progress&Direction=outbound-api"));
        Assert.Equal([$"{Call} CA1 Answered", $"{Call} CA1 invite"], _desk.Told);
    }

    [Fact]
    public async Task A_leg_that_has_lost_its_socket_asks_again_and_is_joined_again()
    {
        await AskAsync(Voice, "CallStatus=in-progress");
        _desk.OnInvite = (request, _) => Task.FromResult<ICallReply>(new CallReplies.MediaInvited(request.CallId, "second", TimeSpan.FromSeconds(30)));
        Assert.Equal(Connected.Replace("\"ticket\"", "\"second\"", StringComparison.Ordinal), await AskAsync(Voice, "CallStatus=in-progress"));
    }

    [Fact]
    public async Task The_question_may_come_as_GET()
    {
        var answer = await Webhook().TakeAsync(Signed("GET", $"{Voice}&CallSid=CA1&AccountSid={FakeTwilio.Account}&CallStatus=in-progress", ""), default);
        Assert.Equal((200, "text/xml; charset=utf-8", Connected), (answer.Status, answer.ContentType, answer.Body));
    }

    [Theory]
    [InlineData(RefusalReason.CallEnded)]
    [InlineData(RefusalReason.UnknownCall)]
    [InlineData(RefusalReason.NotYours)]
    public async Task A_call_that_is_over_unknown_or_another_legs_is_hung_up(RefusalReason reason)
    {
        _desk.OnInvite = (request, _) => Task.FromResult<ICallReply>(new CallReplies.Refused(request.CallId, reason, "…"));
        Assert.Equal(HangUp, await AskAsync(Voice, "CallStatus=in-progress"));
    }

    [Fact]
    public async Task A_call_that_cannot_answer_now_is_asked_for_again_but_not_for_ever()
    {
        _desk.OnInvite = (request, _) => Task.FromResult<ICallReply>(new CallReplies.Refused(request.CallId, RefusalReason.NotStored, "…"));
        string Again(int attempt) => $"""<?xml version="1.0" encoding="UTF-8"?><Response><Pause length="2"/><Redirect method="POST">https://gateway.example.com/twiml?call={Call}&amp;try={attempt}</Redirect></Response>""";
        Assert.Equal(Again(1), await AskAsync(Voice, "CallStatus=in-progress"));
        _desk.OnInvite = (_, _) => throw new TimeoutException();
        Assert.Equal(Again(9), await AskAsync(Voice + "&try=8", "CallStatus=in-progress"));
        Assert.Equal(HangUp, await AskAsync(Voice + "&try=9", "CallStatus=in-progress"));
        Assert.Equal(Again(1), await AskAsync(Voice + "&try=-9", "CallStatus=in-progress"));
    }

    [Fact]
    public async Task An_engine_that_does_not_answer_does_not_keep_Twilio_waiting()
    {
        _desk.OnInvite = (_, _) => new TaskCompletionSource<ICallReply>().Task;
        Assert.Contains("<Pause", await _time.RunAsync(AskAsync(Voice, "CallStatus=in-progress")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_cancels_is_not_answered()
    {
        _desk.OnInvite = (_, _) => new TaskCompletionSource<ICallReply>().Task;
        using var gone = new CancellationTokenSource();
        var taken = Webhook().TakeAsync(Signed("POST", Voice, Form("CallStatus=in-progress")), gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => taken);
    }

    [Theory]
    [InlineData("initiated", "", null)]
    [InlineData("queued", "", null)]
    [InlineData("ringing", "", "Ringing")]
    [InlineData("in-progress", "", "Answered")]
    [InlineData("completed", "", "HungUp")]
    [InlineData("busy", "486", "Busy")]
    [InlineData("busy", "603", "Declined")]
    [InlineData("no-answer", "", "NoAnswer")]
    [InlineData("canceled", "", "Failed")]
    [InlineData("failed", "404", "Failed")]
    [InlineData("something-new", "", null)]
    public async Task Every_status_becomes_its_news(string status, string sip, string? news)
    {
        Assert.Equal(Empty, await AskAsync(Voice + "&about=status", $"CallStatus={status}&CallbackSource=call-progress-events&SipResponseCode={sip}&SequenceNumber=0"));
        Assert.Equal(news is null ? [] : [$"{Call} CA1 {news}"], _desk.Told);
    }

    [Theory]
    [InlineData("failed", "404", "", "The number does not exist, or is out of service (SIP 404).")]
    [InlineData("failed", "503", "", "The phone network has a fault of its own: try again later (SIP 503).")]
    [InlineData("failed", "499", "", "The phone network did not put the call through (SIP 499).")]
    [InlineData("failed", "404", "13224", "Twilio does not call this number: it is not valid, or not one that may be called.")]
    [InlineData("failed", "", "", "")]
    [InlineData("failed", "<b>", "x", "")]
    [InlineData("canceled", "487", "", "The call was cancelled at Twilio, by somebody who has the account.")]
    [InlineData("busy", "486", "", "")]
    public async Task Why_Twilio_gave_up_is_told_in_a_sentence_of_ours(string status, string sip, string error, string why)
    {
        await AskAsync(Voice + "&about=status", $"CallStatus={status}&SipResponseCode={Uri.EscapeDataString(sip)}&ErrorCode={error}&ErrorMessage=Secret");
        Assert.Equal(why, _desk.Why);
    }

    [Fact]
    public async Task News_in_any_order_and_number_is_passed_on_and_invites_nobody()
    {
        foreach (var status in new[] { "completed", "in-progress", "in-progress", "ringing", "completed" })
            Assert.Equal(Empty, await AskAsync(Voice + "&about=status", $"CallStatus={status}"));
        Assert.Equal(new[] { "HungUp", "Answered", "Answered", "Ringing", "HungUp" }.Select(news => $"{Call} CA1 {news}"), _desk.Told);
    }

    [Theory]
    [InlineData("human", "Person")]
    [InlineData("machine_start", "Machine")]
    [InlineData("machine_end_beep", "MachineAfterBeep")]
    [InlineData("machine_end_silence", "MachineAfterGreeting")]
    [InlineData("machine_end_other", "MachineAfterGreeting")]
    [InlineData("fax", "Fax")]
    [InlineData("unknown", "Unknown")]
    [InlineData("robot", null)]
    public async Task Who_picked_up_is_passed_on(string word, string? who)
    {
        Assert.Equal(Empty, await AskAsync(Voice + "&about=machine", $"AnsweredBy={word}&MachineDetectionDuration=3500"));
        Assert.Equal(who is null ? [] : [$"{Call} CA1 by {who}"], _desk.Told);
    }

    [Theory]
    [InlineData("stream-started")]
    [InlineData("stream-stopped")]
    [InlineData("stream-error")]
    public async Task A_streams_comings_and_goings_change_nothing(string what)
    {
        Assert.Equal(Empty, await AskAsync(Voice, $"StreamEvent={what}&StreamSid=MZ1&StreamError=x"));
        Assert.Empty(_desk.Told);
    }

    [Fact]
    public async Task News_may_come_before_the_orders_answer()
    {
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        _twilio.Next(FakeTwilio.Calls, _ => answer.Task);
        var dial = _carrier.DialAsync(new DialOrder(Call, new Callee("+491701234567"), TimeSpan.FromSeconds(30)), default);
        await AskAsync(Voice + "&about=status", "CallStatus=ringing");
        Assert.Equal(Connected, await AskAsync(Voice, "CallStatus=in-progress"));
        answer.SetResult(new HttpResponseMessage(System.Net.HttpStatusCode.Created) { Content = new StringContent(FakeTwilio.Call("CA1")) });
        Assert.Equal(new LegId("CA1"), await dial);
        Assert.Equal([$"{Call} CA1 Ringing", $"{Call} CA1 Answered", $"{Call} CA1 invite"], _desk.Told);
    }

    [Fact]
    public async Task A_second_leg_of_a_call_is_hung_up_and_not_spoken_of()
    {
        _twilio.Next(FakeTwilio.Calls, 201, FakeTwilio.Call("CA0")).Next(FakeTwilio.Leg("CA1"), 200, FakeTwilio.Call("CA1", "completed"));
        await _carrier.DialAsync(new DialOrder(Call, new Callee("+491701234567"), TimeSpan.FromSeconds(30)), default);
        Assert.Equal(HangUp, await AskAsync(Voice, "CallStatus=in-progress"));
        Assert.Empty(_desk.Told);
        Assert.Equal(1, _twilio.CountOf(FakeTwilio.Leg("CA1")));
    }

    [Fact]
    public async Task An_inbound_call_is_turned_away_without_a_charge()
    {
        Assert.Equal(Reject, await AskAsync("/twiml", "CallStatus=ringing&Direction=inbound&From=%2B15551234567&To=%2B15005550006"));
        Assert.Empty(_desk.Told);
        Assert.Equal(HangUp, await AskAsync("/twiml", "CallStatus=in-progress&Direction=outbound-api"));
    }

    [Fact]
    public async Task An_inbound_call_that_the_policy_admits_is_joined_to_a_call_of_its_own()
    {
        var policy = new FakePolicy(from => Task.FromResult(from == "+15551234567" ? FakePolicy.Ada : FakePolicy.Reject));
        var connected = Connected.Replace(Call.Value, Inbound.Value, StringComparison.Ordinal);
        const string form = "CallStatus=ringing&Direction=inbound&From=%2B15551234567&To=%2B15005550006";
        Assert.Equal(connected, await AskAsync("/twiml", form, policy));
        // Twilio asks twice when the first answer was late.
        _desk.OnAdmit = request => new CallReplies.Refused(request.CallId, RefusalReason.AlreadyPlaced, "…");
        Assert.Equal(connected, await AskAsync("/twiml", form, policy));
        Assert.Equal(Empty, await AskAsync("/twiml", "CallStatus=completed&Direction=inbound", policy));
        var admit = $"{Inbound} CA1 admit twilio +15551234567 +15005550006 as ada";
        Assert.Equal([admit, $"{Inbound} CA1 invite", admit, $"{Inbound} CA1 invite", $"{Inbound} CA1 HungUp"], _desk.Told);

        _desk.OnAdmit = request => new CallReplies.Refused(request.CallId, RefusalReason.Stopping, "…");
        Assert.Equal(Reject, await AskAsync("/twiml", form, policy));
        Assert.Equal(Reject, await AskAsync("/twiml", form.Replace("123", "999", StringComparison.Ordinal), policy));
        Assert.Equal(Reject, await AskAsync("/twiml", form, new FakePolicy(_ => throw new InvalidOperationException())));
    }

    [Fact]
    public async Task Who_is_not_let_in_hears_what_the_policy_says_and_the_engine_hears_nothing()
    {
        const string form = "CallStatus=ringing&Direction=inbound&From=%2B15551234567&To=%2B15005550006";
        Assert.Equal(Response("<Reject reason=\"busy\"/>"), await AskAsync("/twiml", form, new FakePolicy(new InboundDecision.Busy())));
        Assert.Equal(
            Response("<Say language=\"en-GB\">Nobody is here &amp; there.</Say><Hangup/>"),
            await AskAsync("/twiml", form, new FakePolicy(new InboundDecision.Say("Nobody is here & there.", "en-GB"))));
        // What does not come in is not told anything.
        Assert.Equal(HangUp, await AskAsync("/twiml", "CallStatus=in-progress&Direction=outbound-api", new FakePolicy(new InboundDecision.Say("x", "en"))));
        Assert.Empty(_desk.Told);
    }

    [Fact]
    public async Task A_policy_that_does_not_decide_in_five_seconds_rejects()
    {
        var answer = AskAsync("/twiml", "CallStatus=ringing&Direction=inbound&From=%2B15551234567&To=%2B15005550006", FakePolicy.Undecided);
        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(answer.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(Reject, await answer);
    }

    [Theory]
    [InlineData("TN-Validation-Passed-A", "A")]
    [InlineData("TN-Validation-Passed-B", "B")]
    [InlineData("TN-Validation-Passed-C", "C")]
    [InlineData("TN-Validation-Failed-A", "None")]
    [InlineData("TN-Validation-Passed-A-Diverted", "None")]
    [InlineData("No-TN-Validation", "None")]
    [InlineData("", "None")]
    public async Task What_is_signed_of_the_number_goes_with_the_question(string verdict, string attestation)
    {
        var policy = new FakePolicy(FakePolicy.Reject);
        await AskAsync("/twiml", $"CallStatus=ringing&Direction=inbound&From=%2B15551234567&To=%2B15005550006&StirVerstat={verdict}", policy);
        Assert.Equal([$"twilio +15551234567 +15005550006 {attestation}"], policy.Asked);
    }

    [Fact]
    public async Task A_text_comes_in()
    {
        Assert.Equal(Empty, await AskTextAsync("/whatsapp", "MessageSid=SM1&SmsSid=SM1&SmsStatus=received&From=whatsapp%3A%2B491701234567&To=whatsapp%3A%2B15005550009&Body=call+me%0Anow%00%07%21&NumMedia=0"));
        Assert.Equal(["text SM1 whatsapp:+491701234567 whatsapp:+15005550009 call me\nnow!"], _desk.Told);
        await AskTextAsync("/whatsapp", "MessageSid=SM2&From=PIZZA&Body=x");
        Assert.Single(_desk.Told);
    }

    [Theory]
    [InlineData("queued", "", null)]
    [InlineData("sending", "", null)]
    [InlineData("sent", "", "twilio SM1 Sent ")]
    [InlineData("delivered", "", "twilio SM1 Delivered ")]
    [InlineData("read", "", "twilio SM1 Delivered ")]
    [InlineData("undelivered", "30003", "twilio SM1 Failed The phone could not be reached: it is off, or has no reception.")]
    [InlineData("failed", "junk", "twilio SM1 Failed The text was not delivered, and Twilio does not say why.")]
    public async Task News_of_a_text_is_passed_on(string status, string code, string? told)
    {
        await AskTextAsync("/whatsapp?text=k", $"MessageSid=SM1&MessageStatus={status}&ErrorCode={code}&From=%2B15005550006&To=%2B491701234567");
        Assert.Equal(told is null ? [] : [told], _desk.Told);
    }

    [Fact]
    public async Task Another_accounts_request_and_one_that_names_nothing_are_answered_with_nothing()
    {
        Assert.Equal(Empty, (await Webhook().TakeAsync(Signed("POST", Voice, "CallSid=CA1&AccountSid=AC2&CallStatus=in-progress"), default)).Body);
        Assert.Equal(Empty, (await Webhook().TakeAsync(Signed("POST", Voice, "CallStatus=in-progress"), default)).Body);
        Assert.Equal(Empty, (await Webhook().TakeAsync(Signed("POST", Voice, $"CallSid={new string('C', 201)}"), default)).Body);
        Assert.Empty(_desk.Told);
    }

    private TwilioWebhook Webhook(IInboundPolicy? policy = null) => new(FakeTwilio.Options, _carrier, _texts, () => _desk, _desk, policy, _time);

    private async Task<string> AskAsync(string path, string form, IInboundPolicy? policy = null) => (await TakeAsync(path, Form(form), policy)).Body;

    private async Task<string> AskTextAsync(string path, string form) => (await TakeAsync(path, $"AccountSid={FakeTwilio.Account}&{form}", null)).Body;

    private async Task<WebhookAnswer> TakeAsync(string path, string form, IInboundPolicy? policy)
    {
        var (webhook, request) = (Webhook(policy), Signed("POST", path, form));
        Assert.True(webhook.Recognizes(request));
        Assert.Null(webhook.Refusal(request));
        var answer = await webhook.TakeAsync(request, default);
        Assert.Equal(200, answer.Status);
        return answer;
    }

    private static string Response(string verbs) => Empty.Replace("<Response/>", $"<Response>{verbs}</Response>", StringComparison.Ordinal);

    private static string Form(string form) => $"CallSid=CA1&AccountSid={FakeTwilio.Account}&{form}";
}
