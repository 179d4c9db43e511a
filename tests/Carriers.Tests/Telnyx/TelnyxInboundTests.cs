using System.Xml.Linq;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Tests.Telnyx;

public sealed class TelnyxInboundTests : IAsyncDisposable
{
    private const string Incoming = "\"direction\":\"incoming\",\"from\":\"+15552223333\",\"to\":\"+15550001111\",\"state\":\"parked\"";
    private const string Ringing = "AccountSid=acc-1&CallSid=v3%3Ac&From=%2B15552223333&To=%2B15550001111&CallStatus=ringing&Direction=inbound";

    private readonly FakePolicy _policy;
    private readonly TelnyxBench _bench;
    private InboundDecision _decision = FakePolicy.Ada;

    public TelnyxInboundTests()
    {
        _policy = new FakePolicy(_ => Task.FromResult(_decision));
        _bench = new TelnyxBench(policy: _policy);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Without_a_policy_a_caller_is_rejected()
    {
        await using var bench = new TelnyxBench();
        await bench.EventAsync("call.initiated", Incoming, bearsState: false);
        var (path, body, _) = await bench.Api.NextAsync();
        Assert.EndsWith("/calls/v3%3Aleg/actions/reject", path);
        Assert.Contains("CALL_REJECTED", body);
        Assert.Empty(bench.News);
        bench.Invites = request => new CallReplies.Refused(request.CallId, RefusalReason.UnknownCall, "new");
        Assert.Contains("<Reject/>", (await bench.TakeAsync(Ringing)).Body);
    }

    [Fact]
    public async Task A_caller_whom_the_policy_refuses_is_rejected()
    {
        _decision = FakePolicy.Reject;
        await _bench.EventAsync("call.initiated", Incoming, bearsState: false);
        Assert.EndsWith("/reject", (await _bench.Api.NextAsync()).Path);
        Assert.Equal(["telnyx +15552223333 +15550001111 None"], _policy.Asked);
    }

    [Fact]
    public async Task A_caller_who_shall_hear_the_busy_tone_hears_it()
    {
        _decision = new InboundDecision.Busy();
        await _bench.EventAsync("call.initiated", Incoming, bearsState: false);
        var (path, body, _) = await _bench.Api.NextAsync();
        Assert.EndsWith("/reject", path);
        Assert.Contains("USER_BUSY", body);
        _bench.Invites = Unknown;
        Assert.Contains("<Response><Reject reason=\"busy\"/></Response>", (await _bench.TakeAsync(Ringing)).Body);
        Assert.Empty(_bench.News);
    }

    [Fact]
    public async Task A_caller_who_is_told_a_sentence_is_answered_hears_it_and_is_hung_up()
    {
        _decision = new InboundDecision.Say("Nobody is here.", "en-GB");
        await _bench.EventAsync("call.initiated", Incoming, bearsState: false);
        Assert.EndsWith("/answer", (await _bench.Api.NextAsync()).Path);
        await _bench.EventAsync("call.answered", bearsState: false);
        var (path, body, _) = await _bench.Api.NextAsync();
        Assert.EndsWith("/speak", path);
        Assert.Contains("\"payload\":\"Nobody is here.\"", body);
        Assert.Contains("\"language\":\"en-GB\"", body);
        await _bench.EventAsync("call.speak.ended", bearsState: false);
        Assert.EndsWith("/hangup", (await _bench.Api.NextAsync()).Path);
        // It was nobody's call.
        Assert.Empty(_bench.News);

        _bench.Invites = Unknown;
        _decision = new InboundDecision.Say("Nobody <is> \"here\" & there.", "en-GB");
        Assert.Contains(
            "<Response><Say language=\"en-GB\">Nobody &lt;is&gt; &quot;here&quot; &amp; there.</Say><Hangup/></Response>", (await _bench.TakeAsync(Ringing)).Body);
    }

    [Fact]
    public async Task A_caller_whose_sentence_is_never_said_is_hung_up_all_the_same()
    {
        _decision = new InboundDecision.Say("Nobody is here.", "en-GB");
        await _bench.EventAsync("call.initiated", Incoming, bearsState: false);
        Assert.EndsWith("/answer", (await _bench.Api.NextAsync()).Path);
        var hungUp = _bench.Api.NextAsync();
        await _bench.AdvanceUntilAsync(hungUp);
        Assert.EndsWith("/hangup", (await hungUp).Path);
    }

    [Fact]
    public async Task A_policy_that_fails_or_does_not_decide_rejects()
    {
        foreach (var policy in new[] { new FakePolicy(_ => throw new InvalidOperationException()), FakePolicy.Undecided })
        {
            await using var bench = new TelnyxBench(policy: policy);
            await bench.EventAsync("call.initiated", Incoming, bearsState: false);
            var rejected = bench.Api.NextAsync();
            await bench.AdvanceUntilAsync(rejected);
            Assert.EndsWith("/reject", (await rejected).Path);
        }
    }

    [Theory]
    [InlineData("\"A\"", "true", "A")]
    [InlineData("\"b\"", "true", "B")]
    [InlineData("\"C\"", "true", "C")]
    [InlineData("\"A\"", "false", "None")]
    [InlineData("\"A\"", "\"true\"", "None")]
    [InlineData("\"Z\"", "true", "None")]
    [InlineData("null", "true", "None")]
    [InlineData("[]", "{}", "None")]
    public async Task What_is_signed_of_the_number_goes_with_the_question(string letter, string valid, string attestation)
    {
        await _bench.EventAsync("call.initiated", $"{Incoming},\"shaken_stir_attestation\":{letter},\"shaken_stir_validated\":{valid}", bearsState: false);
        await _bench.Api.NextAsync();
        Assert.EndsWith($" {attestation}", Assert.Single(_policy.Asked));
    }

    [Fact]
    public async Task What_is_signed_of_the_number_of_a_texml_call_goes_with_the_question()
    {
        _bench.Invites = Unknown;
        await _bench.TakeAsync(Ringing + "&ShakenStirAttestation=A&ShakenStirValidated=true");
        await _bench.TakeAsync(Ringing + "&ShakenStirAttestation=A&ShakenStirValidated=false");
        Assert.Equal(["A", "None"], _policy.Asked.Select(a => a.Split(' ')[^1]));
    }

    [Fact]
    public async Task A_caller_whom_the_engine_refuses_is_rejected()
    {
        _bench.Admits = inbound => new CallReplies.Refused(inbound.CallId, RefusalReason.Stopping, "stopping");
        await _bench.EventAsync("call.initiated", Incoming, bearsState: false);
        Assert.EndsWith("/reject", (await _bench.Api.NextAsync()).Path);
    }

    [Fact]
    public async Task A_caller_is_not_left_ringing_when_the_engine_does_not_answer()
    {
        _bench.Admits = _ => throw new TimeoutException();
        await _bench.EventAsync("call.initiated", Incoming, bearsState: false);
        Assert.EndsWith("/reject", (await _bench.Api.NextAsync()).Path);
    }

    [Fact]
    public async Task A_caller_who_is_admitted_is_answered_and_gets_a_stream()
    {
        await _bench.EventAsync("call.initiated", Incoming, bearsState: false);
        var (path, body, _) = await _bench.Api.NextAsync();
        Assert.EndsWith("/calls/v3%3Aleg/actions/answer", path);
        Assert.Contains("client_state", body);
        Assert.Contains("https://calls.example.com/twiml", body);
        await _bench.EventAsync("call.answered", bearsState: false);
        Assert.EndsWith("/streaming_start", (await _bench.Api.NextAsync()).Path);
        await _bench.EventAsync("call.hangup", "\"hangup_cause\":\"normal_clearing\"", bearsState: false);
        Assert.Equal(["admit v3:leg telnyx +15552223333 +15550001111 as ada", "other v3:leg Answered", "other v3:leg HungUp"], _bench.News);
    }

    [Fact]
    public async Task A_caller_whom_another_process_has_admitted_is_answered_all_the_same()
    {
        _bench.Admits = inbound => new CallReplies.Refused(inbound.CallId, RefusalReason.AlreadyPlaced, "taken");
        await _bench.EventAsync("call.initiated", Incoming, bearsState: false);
        Assert.EndsWith("/answer", (await _bench.Api.NextAsync()).Path);
    }

    [Fact]
    public async Task A_texml_call_is_connected_to_a_two_way_stream_and_comes_back_behind_it()
    {
        var asked = 0;
        _bench.Invites = request => ++asked == 1
            ? new CallReplies.Refused(request.CallId, RefusalReason.UnknownCall, "new")
            : new CallReplies.MediaInvited(request.CallId, "t<\"&'>", TimeSpan.FromSeconds(30));
        var answer = await _bench.TakeAsync(Ringing);
        Assert.Equal((200, "text/xml"), (answer.Status, answer.ContentType));
        var response = XDocument.Parse(answer.Body).Root!;
        Assert.Equal(["Connect", "Redirect"], response.Elements().Select(e => e.Name.LocalName));
        var stream = response.Element("Connect")!.Element("Stream")!;
        Assert.Equal("wss://calls.example.com/media-stream", stream.Attribute("url")!.Value);
        Assert.Equal("rtp", stream.Attribute("bidirectionalMode")!.Value);
        Assert.Equal("PCMU", stream.Attribute("bidirectionalCodec")!.Value);
        Assert.Equal("inbound_track", stream.Attribute("track")!.Value);
        var parameters = stream.Elements("Parameter").ToDictionary(p => p.Attribute("name")!.Value, p => p.Attribute("value")!.Value);
        Assert.Equal("t<\"&'>", parameters["token"]);
        Assert.True(CallId.TryParse(parameters["callId"], out _));
        Assert.Equal("https://calls.example.com/twiml", response.Element("Redirect")!.Value);
        Assert.Equal(["admit texml:acc-1:v3:c telnyx +15552223333 +15550001111 as ada"], _bench.News);

        // The stream was lost: the document sends the call back, and nobody is asked whether it may.
        var again = await _bench.TakeAsync(Ringing.Replace("ringing", "in-progress"));
        Assert.Contains("<Connect>", again.Body);
        Assert.Single(_policy.Asked);
    }

    [Fact]
    public async Task A_texml_call_that_is_over_here_is_hung_up()
    {
        _bench.Invites = request => new CallReplies.Refused(request.CallId, RefusalReason.CallEnded, "over");
        Assert.Contains("<Hangup/>", (await _bench.TakeAsync(Ringing)).Body);
    }

    [Theory]
    [InlineData("completed", "HungUp")]
    [InlineData("canceled", "HungUp")]
    [InlineData("busy", "Busy")]
    [InlineData("no-answer", "NoAnswer")]
    [InlineData("failed", "Failed")]
    public async Task The_end_of_a_texml_call_is_reported(string status, string news)
    {
        var answer = await _bench.TakeAsync(Ringing.Replace("ringing", status));
        Assert.Equal((200, ""), (answer.Status, answer.Body));
        Assert.Equal([$"other texml:acc-1:v3:c {news}"], _bench.News);
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("AccountSid=a", 400)]
    [InlineData("AccountSid=a:b&CallSid=c&Direction=inbound", 400)]
    [InlineData("AccountSid=a&CallSid=c&StreamEvent=stream-stopped&StreamId=s", 200)]
    [InlineData("AccountSid=a&CallSid=c&CallStatus=ringing&Direction=outbound-api", 200)]
    public async Task What_asks_for_no_document_gets_none(string body, int status)
    {
        var answer = await _bench.TakeAsync(body);
        Assert.Equal((status, ""), (answer.Status, answer.Body));
        Assert.Empty(_policy.Asked);
    }

    private static CallReplies.Refused Unknown(CallCommands.InviteMedia request) => new(request.CallId, RefusalReason.UnknownCall, "new");
}
