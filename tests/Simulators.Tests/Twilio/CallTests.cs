using CallActors.Simulators.Media;
using CallActors.Simulators.Twilio;

namespace CallActors.Simulators.Tests.Twilio;

/// <summary>Calls from the request to their end, and what the application is told of them.</summary>
public sealed class CallTests : TwilioTest
{
    [Fact]
    public async Task An_answered_call_fetches_its_document_and_tells_every_status_in_order()
    {
        App.On("voice", "<Pause length=\"3\"/>");
        var call = await PlaceAsync();
        await Phone.WaitForRingAsync(Soon);
        Assert.Equal("ringing", call.Status);
        Phone.Answer();
        var asked = App.Next("voice");
        Assert.Equal(("POST", "in-progress", "outbound-api", Ours, Theirs), (asked.Method, asked["CallStatus"], asked["Direction"], asked["From"], asked["To"]));
        Assert.Equal((call.Sid, Twilio.Options.AccountSid, "2010-04-01"), (asked["CallSid"], asked["AccountSid"], asked["ApiVersion"]));
        await call.WaitForVerbAsync<TwimlVerb.Pause>(Soon);
        Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("completed", await Phone.WaitForEndAsync(Soon));
        var told = Enumerable.Range(0, 4).Select(_ => App.Next("status")).ToArray();
        Assert.Equal(["initiated", "ringing", "in-progress", "completed"], told.Select(one => one["CallStatus"]));
        Assert.Equal(["0", "1", "2", "3"], told.Select(one => one["SequenceNumber"]));
        Assert.All(told, one => Assert.Equal("call-progress-events", one["CallbackSource"]));
        Assert.Equal(("3", "1", "200"), (told[3]["CallDuration"], told[3]["Duration"], told[3]["SipResponseCode"]));
        Assert.Equal("Thu, 01 Jan 1970 00:00:03 +0000", told[3]["Timestamp"]);
        Assert.Empty(Twilio.Alerts);
    }

    [Theory]
    [InlineData("busy", "486")]
    [InlineData("no-answer", "480")]
    public async Task A_declined_call_ends_as_the_network_says(string status, string sip)
    {
        Phone.DeclinedAs = status;
        var call = await PlaceAsync();
        await Phone.WaitForRingAsync(Soon);
        Phone.Decline();
        await call.WaitForStatusAsync(now => now == status, Soon);
        Assert.Equal(["initiated", "ringing"], StatusesTold(2));
        var last = App.Next("status");
        Assert.Equal((status, "0", sip), (last["CallStatus"], last["CallDuration"], last["SipResponseCode"]));
        Assert.Empty(App.Requests("voice"));
    }

    [Fact]
    public async Task Nobody_answers_until_the_time_is_over()
    {
        var call = await PlaceAsync(("Timeout", "20"));
        await Twilio.WaitForWebhookAsync(made => made["CallStatus"] == "ringing", Soon);
        Time.Advance(TimeSpan.FromSeconds(19));
        Assert.Equal("ringing", call.Status);
        Time.Advance(TimeSpan.FromSeconds(1));
        await call.WaitForStatusAsync(status => status == "no-answer", Soon);
        Assert.Equal(["initiated", "ringing", "no-answer"], StatusesTold(3));
    }

    [Fact]
    public async Task A_line_that_is_engaged_is_busy_and_one_that_does_not_exist_fails()
    {
        Phone.Plan = new HandsetPlan.Busy();
        await PlaceAsync();
        Assert.Equal(["initiated", "busy"], StatusesTold(2));
        Time.Advance(TimeSpan.FromSeconds(1));
        await PlaceAsync(("To", "+15005550199"));
        Assert.Equal(["initiated", "failed"], StatusesTold(2));
        Time.Advance(TimeSpan.FromSeconds(1));
        Phone.Plan = new HandsetPlan.Unreachable(503);
        await PlaceAsync();
        Assert.Equal("initiated", App.Next("status")["CallStatus"]);
        Assert.Equal("503", App.Next("status")["SipResponseCode"]);
    }

    [Fact]
    public async Task A_phone_in_a_call_is_busy_for_another()
    {
        App.On("voice", "<Pause length=\"60\"/>");
        await TalkAsync();
        Time.Advance(TimeSpan.FromSeconds(1));
        var second = await PlaceAsync();
        await second.WaitForStatusAsync(status => status == "busy", Soon);
        Assert.NotNull(Phone.Call);
    }

    [Fact]
    public async Task Calls_are_started_one_each_second_and_wait_as_queued()
    {
        var others = Enumerable.Range(0, 3).Select(i => Twilio.AddHandset($"+1500555020{i}")).ToArray();
        var calls = new List<TwilioCall>();
        foreach (var other in others) calls.Add(await PlaceAsync(("To", other.Number)));
        await others[0].WaitForRingAsync(Soon);
        Assert.Equal(["ringing", "queued", "queued"], calls.Select(call => call.Status));
        Time.Advance(TimeSpan.FromSeconds(1));
        await others[1].WaitForRingAsync(Soon);
        Assert.Equal("queued", calls[2].Status);
        Time.Advance(TimeSpan.FromSeconds(1));
        await others[2].WaitForRingAsync(Soon);
        Assert.Equal("2000", (await GetAsync($"Calls/{calls[2].Sid}.json")).Body.GetProperty("queue_time").GetString());
    }

    [Fact]
    public async Task A_call_is_cancelled_while_it_is_queued_or_rings_but_not_in_progress()
    {
        var first = await PlaceAsync();
        await Phone.WaitForRingAsync(Soon);
        var queued = await PlaceAsync();
        Assert.Equal("canceled", (await PostAsync($"Calls/{queued.Sid}.json", ("Status", "canceled"))).Body.GetProperty("status").GetString());
        Assert.Equal("canceled", (await PostAsync($"Calls/{first.Sid}.json", ("Status", "canceled"))).Body.GetProperty("status").GetString());
        Assert.Null(Phone.Call);
        Assert.Empty(Twilio.Alerts);
        App.On("voice", "<Pause length=\"60\"/>");
        Time.Advance(TimeSpan.FromSeconds(2));
        var third = await TalkAsync();
        Assert.Equal((200, "in-progress"), ((await PostAsync($"Calls/{third.Sid}.json", ("Status", "canceled"))).Status, third.Status));
        Assert.Equal([21220], Alerts);
    }

    [Fact]
    public async Task Hanging_up_over_the_api_ends_the_call_and_an_ended_call_refuses_to_be_changed()
    {
        App.On("voice", "<Pause length=\"60\"/>");
        var call = await TalkAsync();
        await call.WaitForVerbAsync<TwimlVerb.Pause>(Soon);
        Assert.Equal("completed", (await PostAsync($"Calls/{call.Sid}.json", ("Status", "completed"))).Body.GetProperty("status").GetString());
        Assert.Equal(["initiated", "ringing", "in-progress", "completed"], StatusesTold(4));
        var (status, body) = await PostAsync($"Calls/{call.Sid}.json", ("Status", "completed"));
        Assert.Equal((400, 21220, 400), (status, body.GetProperty("code").GetInt32(), body.GetProperty("status").GetInt32()));
        Assert.Equal("https://www.twilio.com/docs/errors/21220", body.GetProperty("more_info").GetString());
        // Two hang-ups may cross; a redirect of an ended call may not.
        Assert.Empty(Alerts);
        await PostAsync($"Calls/{call.Sid}.json", ("Twiml", "<Response/>"));
        Assert.Equal([21220], Alerts);
    }

    [Fact]
    public async Task A_redirect_takes_the_call_out_of_its_document()
    {
        App.On("voice", "<Pause length=\"600\"/>");
        var next = App.On("next", "<Say>Now here.</Say><Hangup/>");
        var call = await TalkAsync();
        await call.WaitForVerbAsync<TwimlVerb.Pause>(Soon);
        Assert.Equal(200, (await PostAsync($"Calls/{call.Sid}.json", ("Url", next.AbsoluteUri))).Status);
        Assert.Equal("Now here.", (await call.WaitForVerbAsync<TwimlVerb.Say>(Soon)).Text);
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("completed", await Phone.WaitForEndAsync(Soon));
        Assert.Equal([typeof(TwimlVerb.Pause), typeof(TwimlVerb.Say), typeof(TwimlVerb.Hangup)], call.Verbs.Select(verb => verb.GetType()));
    }

    [Fact]
    public async Task A_ringing_call_cannot_be_redirected()
    {
        var call = await PlaceAsync();
        await Phone.WaitForRingAsync(Soon);
        var (status, body) = await PostAsync($"Calls/{call.Sid}.json", ("Twiml", "<Response/>"));
        Assert.Equal((400, 21220), (status, body.GetProperty("code").GetInt32()));
    }

    [Fact]
    public async Task A_call_that_reaches_its_time_limit_ends()
    {
        App.On("voice", "<Pause length=\"600\"/>");
        var call = await TalkAsync(("TimeLimit", "30"));
        await call.WaitForVerbAsync<TwimlVerb.Pause>(Soon);
        await Twilio.WaitForWebhookAsync(made => made["SequenceNumber"] == "2", Soon);
        Time.Advance(TimeSpan.FromSeconds(30));
        await call.WaitForStatusAsync(status => status == "completed", Soon);
    }

    [Fact]
    public async Task A_phone_calls_in_and_is_answered_by_the_first_verb_that_needs_it()
    {
        App.On("voice", "<Say>Welcome.</Say><Pause length=\"60\"/>");
        var call = await Phone.DialAsync(Ours, Soon);
        var asked = App.Next("voice");
        Assert.Equal(("inbound", "ringing", Theirs, Ours), (asked["Direction"], asked["CallStatus"], asked["From"], asked["To"]));
        await call.WaitForVerbAsync<TwimlVerb.Say>(Soon);
        Phone.HangUp();
        Assert.Equal(["completed"], StatusesTold(1));
        Assert.Empty(Twilio.Alerts);
    }

    [Fact]
    public async Task A_caller_is_told_one_sentence_and_hung_up_and_seen_by_the_number_that_the_network_shows()
    {
        (Phone.CallerId, Phone.Verification) = ("+266696687", "TN-Validation-Passed-C");
        App.On("voice", "<Say language=\"en-GB\">Nobody is here.</Say><Hangup/>");
        var call = Phone.Dial(Ours);
        var asked = App.Next("voice");
        Assert.Equal(("+266696687", "TN-Validation-Passed-C"), (asked["From"], asked["StirVerstat"]));
        await call.WaitForVerbAsync<TwimlVerb.Say>(Soon);
        Time.Advance(TimeSpan.FromSeconds(3));
        await call.WaitForStatusAsync(status => status == "completed", Soon);
        Assert.Equal("Nobody is here.", Assert.Single(call.Verbs.OfType<TwimlVerb.Say>()).Text);
        Assert.Empty(Twilio.Alerts);
    }

    [Theory]
    [InlineData("<Reject/>", "no-answer")]
    [InlineData("<Reject reason=\"busy\"/>", "busy")]
    public async Task A_call_that_is_rejected_is_never_answered(string twiml, string status)
    {
        App.On("voice", twiml);
        var call = Phone.Dial(Ours);
        await call.WaitForStatusAsync(now => now == status, Soon);
        Assert.Equal("0", App.Next("status")["CallDuration"]);
    }

    [Fact]
    public async Task A_caller_who_gives_up_while_it_rings_is_told_as_canceled()
    {
        var answering = new TaskCompletionSource<Microsoft.AspNetCore.Http.IResult>();
        App.On("voice", _ => answering.Task);
        var call = Phone.Dial(Ours);
        App.Next("voice");
        Phone.HangUp();
        Assert.Equal(["canceled"], StatusesTold(1));
        Assert.Equal("canceled", call.Status);
        answering.SetResult(Microsoft.AspNetCore.Http.Results.NoContent());
    }
}
