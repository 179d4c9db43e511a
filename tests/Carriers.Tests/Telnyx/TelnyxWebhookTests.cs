using System.Text;
using System.Text.Json;
using CallActors.Carriers.Webhooks;
using CallActors.Contracts.Calls;

namespace CallActors.Carriers.Tests.Telnyx;

public sealed class TelnyxWebhookTests : IAsyncDisposable
{
    private readonly TelnyxBench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public void Its_requests_are_known_by_their_headers()
    {
        Assert.True(_bench.Webhook.Recognizes(Request("telnyx-signature-ed25519")));
        Assert.True(_bench.Webhook.Recognizes(Request("telnyx-timestamp")));
        Assert.False(_bench.Webhook.Recognizes(Request("x-twilio-signature")));
        Assert.Contains("missing", _bench.Webhook.Refusal(Request("telnyx-timestamp")));

        static WebhookRequest Request(string header) => new("POST", "/twiml", "", "application/json", name => name == header ? "1" : null, default);
    }

    [Fact]
    public async Task A_leg_rings_is_answered_and_gets_its_stream_then()
    {
        Assert.Equal(200, await _bench.EventAsync("call.initiated", "\"direction\":\"outgoing\""));
        Assert.Equal(200, await _bench.EventAsync("call.answered"));
        var (path, body, _) = await _bench.Api.NextAsync();
        Assert.Equal("https://api.telnyx.com/v2/calls/v3%3Aleg/actions/streaming_start", path);
        using var json = JsonDocument.Parse(body);
        var stream = json.RootElement;
        Assert.Equal("wss://calls.example.com/media-stream", stream.GetProperty("stream_url").GetString());
        Assert.Equal("inbound_track", stream.GetProperty("stream_track").GetString());
        Assert.Equal("rtp", stream.GetProperty("stream_bidirectional_mode").GetString());
        Assert.Equal("PCMU", stream.GetProperty("stream_bidirectional_codec").GetString());
        Assert.Equal("PCMU", stream.GetProperty("stream_codec").GetString());
        Assert.Equal(_bench.State(1), stream.GetProperty("client_state").GetString());
        Assert.Equal($$"""[{"name":"callId","value":"{{_bench.Call.Value}}"},{"name":"token","value":"token-1"}]""", stream.GetProperty("custom_parameters").GetRawText());
        Assert.Equal(["call v3:leg Ringing", "call v3:leg Answered"], _bench.News);
    }

    [Fact]
    public async Task An_event_that_is_delivered_again_is_taken_once()
    {
        for (var i = 0; i < 3; i++) Assert.Equal(200, await _bench.EventAsync("call.answered", id: "same"));
        await _bench.Api.NextAsync();
        Assert.Single(_bench.News);
    }

    [Fact]
    public async Task An_event_that_could_not_be_taken_is_taken_when_it_comes_again()
    {
        _bench.ReportsFailWith = new InvalidOperationException("stopping");
        Assert.Equal(500, await _bench.EventAsync("call.answered", id: "same"));
        _bench.ReportsFailWith = null;
        Assert.Equal(200, await _bench.EventAsync("call.answered", id: "same"));
        await _bench.Api.NextAsync();
        Assert.Equal(["call v3:leg Answered"], _bench.News);
    }

    [Theory]
    [InlineData("\"hangup_cause\":\"user_busy\"", "Busy")]
    [InlineData("\"hangup_cause\":\"no_answer\"", "NoAnswer")]
    [InlineData("\"hangup_cause\":\"timeout\"", "NoAnswer")]
    [InlineData("\"hangup_cause\":\"call_rejected\"", "Declined")]
    [InlineData("\"hangup_cause\":\"originator_cancel\"", "HungUp")]
    [InlineData("\"hangup_cause\":\"normal_clearing\"", "HungUp")]
    [InlineData("\"hangup_cause\":\"time_limit\"", "HungUp")]
    [InlineData("\"hangup_cause\":\"not_found\"", "Failed")]
    [InlineData("\"hangup_cause\":\"unspecified\"", "Failed")]
    [InlineData("\"hangup_cause\":\"unspecified\",\"sip_hangup_cause\":\"486\"", "Busy")]
    [InlineData("\"hangup_cause\":\"unspecified\",\"sip_hangup_cause\":480", "NoAnswer")]
    [InlineData("\"hangup_cause\":\"something_new\",\"sip_hangup_cause\":\"603\"", "Declined")]
    [InlineData("\"sip_hangup_cause\":{\"x\":1}", "Failed")]
    public async Task Why_a_leg_ended_is_told_in_the_engines_words(string fields, string news)
    {
        Assert.Equal(200, await _bench.EventAsync("call.hangup", fields));
        Assert.Equal([$"call v3:leg {news}"], _bench.News);
    }

    [Theory]
    [InlineData("\"hangup_cause\":\"not_found\"", "The number does not exist, or is out of service (SIP 404).")]
    [InlineData("\"hangup_cause\":\"unspecified\",\"sip_hangup_cause\":\"403\"", "The phone network does not allow this call (SIP 403).")]
    [InlineData("\"hangup_cause\":\"unspecified\"", "")]
    [InlineData("\"hangup_cause\":\"user_busy\",\"sip_hangup_cause\":\"486\"", "")]
    public async Task Why_Telnyx_gave_up_is_told_in_a_sentence_of_ours(string fields, string why)
    {
        await _bench.EventAsync("call.hangup", fields);
        Assert.Equal(why, _bench.Why);
    }

    [Theory]
    [InlineData("call.machine.detection.ended", "human", "Person")]
    [InlineData("call.machine.detection.ended", "machine", "Machine")]
    [InlineData("call.machine.detection.ended", "not_sure", "Unknown")]
    [InlineData("call.machine.greeting.ended", "beep_detected", "MachineAfterBeep")]
    [InlineData("call.machine.greeting.ended", "ended", "MachineAfterGreeting")]
    [InlineData("call.machine.greeting.ended", "not_sure", "MachineAfterGreeting")]
    [InlineData("call.machine.premium.detection.ended", "human_residence", "Person")]
    [InlineData("call.machine.premium.detection.ended", "human_business", "Person")]
    [InlineData("call.machine.premium.detection.ended", "machine", "Machine")]
    [InlineData("call.machine.premium.detection.ended", "fax_detected", "Fax")]
    [InlineData("call.machine.premium.detection.ended", "silence", "Unknown")]
    [InlineData("call.machine.premium.detection.ended", "not_sure", "Unknown")]
    [InlineData("call.machine.premium.greeting.ended", "beep_detected", "MachineAfterBeep")]
    [InlineData("call.machine.premium.greeting.ended", "no_beep_detected", "MachineAfterGreeting")]
    public async Task Who_picked_up_is_told_as_it_becomes_known(string type, string result, string answeredBy)
    {
        await _bench.EventAsync(type, $"\"result\":\"{result}\"");
        Assert.Equal([$"call v3:leg by {answeredBy}"], _bench.News);
    }

    [Theory]
    [InlineData("call.dtmf.received")]
    [InlineData("call.bridged")]
    [InlineData("call.something.new")]
    public async Task What_needs_nothing_is_acknowledged(string type)
    {
        Assert.Equal(200, await _bench.EventAsync(type, "\"digit\":\"1\""));
        Assert.Empty(_bench.News);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"data":{"event_type":"call.answered","id":"","payload":{}}}""")]
    [InlineData("""{"data":{"event_type":"call.answered","payload":{}}}""")]
    [InlineData("""{"data":{"event_type":"call.answered","id":"x"}}""")]
    [InlineData("""{"data":{"event_type":7,"id":"x","payload":{}}}""")]
    [InlineData("""{"data":{"event_type":"a\ud800","id":"x","payload":{}}}""")]
    public async Task What_is_no_event_is_told_so(string body) => Assert.Equal(400, await _bench.PostAsync(body));

    [Fact]
    public async Task Another_kind_of_body_is_told_so() => Assert.Equal(415, await _bench.PostAsync("x", "text/plain"));

    [Fact]
    public async Task Texts_and_their_news_go_to_the_text_desk()
    {
        await MessageAsync("message.received", """ "direction":"inbound","from":{"phone_number":"+15552223333","carrier":"x"},"to":[{"phone_number":"+15550001111","status":"webhook_delivered"}],"text":"call me" """);
        await MessageAsync("message.sent", """ "to":[{"status":"sent"}] """);
        await MessageAsync("message.finalized", """ "to":[{"status":"delivered"}] """);
        await MessageAsync("message.finalized", """ "to":[{"status":"delivery_unconfirmed"}] """);
        await MessageAsync("message.finalized", """ "to":[{"status":"delivery_failed"}],"errors":[{"code":"40300","title":"Blocked +15552223333"}] """);
        await MessageAsync("message.finalized", """ "to":[{"status":"sending_failed"}],"errors":[{"code":40099}] """);
        await MessageAsync("message.finalized", """ "to":[{"status":"sending_failed"}],"errors":{} """);
        Assert.Equal(
            [
                "text telnyx m-1 +15552223333 +15550001111 call me",
                "text m-1 Sent",
                "text m-1 Delivered",
                "text m-1 Sent",
                "text m-1 Failed The person has asked for no more texts, by STOP (error 40300).",
                "text m-1 Failed The text could not be delivered (error 40099).",
                "text m-1 Failed The text could not be delivered.",
            ],
            _bench.News);

        Task<int> MessageAsync(string type, string fields) =>
            _bench.PostAsync($$$"""{"data":{"event_type":"{{{type}}}","id":"{{{Guid.NewGuid()}}}","payload":{"id":"m-1",{{{fields}}} } } }""");
    }

    [Fact]
    public Task Nothing_that_is_sent_makes_it_throw() => FuzzAsync(100_000);

    [Fact]
    [Trait("Category", "Soak")]
    public Task Nothing_that_is_sent_makes_it_throw_a_million_times() => FuzzAsync(1_000_000);

    private async Task FuzzAsync(int inputs)
    {
        await using var bench = new TelnyxBench(policy: new FakePolicy(FakePolicy.Reject));
        // No stream and no rejection is under way: what is sent is the point, and a million commands would be a different test.
        bench.Invites = request => new CallReplies.Refused(request.CallId, RefusalReason.CallEnded, "over");
        var random = new Random(5);
        string[] events =
        [
            """{"data":{"event_type":"call.hangup","id":"1","payload":{"call_control_id":"v3:a","client_state":"Yw==","hangup_cause":"user_busy","from":"+1","to":"+2"}}}""",
            """{"data":{"event_type":"message.received","id":"2","payload":{"id":"m","from":{"phone_number":"+1"},"to":[{"phone_number":"+2","status":"x"}],"text":"hi","errors":[]}}}""",
            """{"data":{"event_type":"message.finalized","id":"3","payload":{"id":"m","to":[{"status":"delivery_failed"}],"errors":[{"code":"40001"}]}}}""",
            $$$"""{"data":{"event_type":"call.machine.detection.ended","id":"4","payload":{"call_control_id":"v3:a","client_state":"{{{bench.State(3)}}}","result":"human"} } }""",
        ];
        string[] forms = ["AccountSid=acc&CallSid=v3%3Aa&From=%2B1555&To=%2B1556&CallStatus=ringing&Direction=inbound", "AccountSid=acc&CallSid=a&CallStatus=completed&x=%F0%9F&y=+"];
        byte[][] eventSeeds = [.. events.Select(Encoding.UTF8.GetBytes)], formSeeds = [.. forms.Select(Encoding.UTF8.GetBytes)];
        var statuses = new Dictionary<int, int>();
        for (var i = 0; i < inputs; i++)
        {
            var form = i % 4 == 0;
            var body = Damage.Once(random, form ? formSeeds : eventSeeds);
            var request = new WebhookRequest("POST", "/twiml", "", form ? "application/x-www-form-urlencoded" : "application/json", _ => null, body);
            var answer = await bench.Webhook.TakeAsync(request, CancellationToken.None);
            statuses[answer.Status] = statuses.GetValueOrDefault(answer.Status) + 1;
        }
        Assert.Equal([200, 400], statuses.Keys.Order());
        Assert.True(statuses[400] > inputs / 10 && statuses[200] > inputs / 10, $"{statuses[200]} taken, {statuses[400]} refused");
    }
}
