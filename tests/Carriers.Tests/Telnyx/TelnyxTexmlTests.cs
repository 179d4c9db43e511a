using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using CallActors.Carriers.Telnyx;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Tests.Telnyx;

/// <summary>Calls that are placed by TeXML.</summary>
public sealed class TelnyxTexmlTests : IAsyncDisposable
{
    private const string Person = "+15552223333";
    private const string Queued = """{"from":"+15550001111","to":"+15552223333","status":"queued"}""";
    private const string Leg = "AccountSid=acc-1&CallSid=v3%3Ac";

    private readonly TelnyxBench _bench = new(TelnyxBench.Standard with { TexmlAccount = "acc/1", Detection = TelnyxDetection.DetectBeep });

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task An_order_names_the_application_and_its_addresses_name_the_call()
    {
        var (leg, path, body) = await PlaceAsync();
        Assert.Equal("texml:acc-1:v3:c", leg.Value);
        Assert.Equal("https://api.telnyx.com/v2/texml/Accounts/acc%2F1/Calls", path);
        using var json = JsonDocument.Parse(body);
        var sent = json.RootElement.EnumerateObject().ToDictionary(field => field.Name, field => field.Value.ToString());
        var address = $"https://calls.example.com/twiml?call={_bench.Call}";
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["ApplicationSid"] = "conn-1",
                ["To"] = Person,
                ["From"] = "+15550001111",
                ["Url"] = address,
                ["UrlMethod"] = "POST",
                ["StatusCallback"] = address + "&about=status",
                ["StatusCallbackMethod"] = "POST",
                ["StatusCallbackEvent"] = "initiated ringing answered completed",
                ["Timeout"] = "30",
                ["MachineDetection"] = "DetectMessageEnd",
                ["DetectionMode"] = "Regular",
                ["AsyncAmd"] = "True",
                ["AsyncAmdStatusCallback"] = address + "&about=machine",
                ["AsyncAmdStatusCallbackMethod"] = "POST",
            },
            sent);
    }

    [Theory]
    [InlineData(TelnyxDetection.Off, null, null)]
    [InlineData(TelnyxDetection.Detect, "Enable", "Regular")]
    [InlineData(TelnyxDetection.DetectWords, "Enable", "Regular")]
    [InlineData(TelnyxDetection.GreetingEnd, "DetectMessageEnd", "Regular")]
    [InlineData(TelnyxDetection.Premium, "DetectMessageEnd", "Premium")]
    public async Task Who_picked_up_is_asked_for_as_configured(TelnyxDetection detection, string? word, string? mode)
    {
        await using var bench = new TelnyxBench(_bench.Options with { Detection = detection });
        bench.Api.Answers(HttpStatusCode.OK, Queued);
        var dialling = DialAsync(bench, TimeSpan.FromHours(1));
        var (_, body, _) = await bench.Api.NextAsync();
        await TellAsync(bench, "CallStatus=initiated");
        await dialling;
        using var json = JsonDocument.Parse(body);
        Assert.Equal(word, json.RootElement.TryGetProperty("MachineDetection", out var asked) ? asked.GetString() : null);
        Assert.Equal(mode, json.RootElement.TryGetProperty("DetectionMode", out var how) ? how.GetString() : null);
        Assert.Equal(word is not null, json.RootElement.TryGetProperty("AsyncAmd", out _));
        Assert.Equal(120, json.RootElement.GetProperty("Timeout").GetInt32());
    }

    [Fact]
    public async Task Two_orders_of_one_call_ring_once()
    {
        _bench.Api.Answers(HttpStatusCode.OK, Queued);
        var both = Task.WhenAll(DialAsync(_bench), DialAsync(_bench));
        await _bench.Api.NextAsync();
        await TellAsync(_bench, "CallStatus=initiated");
        Assert.Equal(["texml:acc-1:v3:c", "texml:acc-1:v3:c"], (await both).Select(leg => leg.Value));
        Assert.Single(_bench.Api.Requests);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.BadGateway)]
    public async Task What_may_have_been_placed_is_not_ordered_again_and_its_leg_is_taken_when_it_shows_itself(HttpStatusCode status)
    {
        _bench.Api.Answers(status);
        var dialling = DialAsync(_bench);
        await _bench.Api.NextAsync();
        await TellAsync(_bench, "CallStatus=ringing");
        Assert.Equal("texml:acc-1:v3:c", (await dialling).Value);
        Assert.Single(_bench.Api.Requests);
    }

    [Fact]
    public async Task What_has_not_shown_itself_in_time_is_given_up_and_hung_up_when_it_does()
    {
        _bench.Api.Fails(new IOException("reset"));
        var dialling = DialAsync(_bench);
        await _bench.Api.NextAsync();
        await _bench.AdvanceUntilAsync(dialling);
        Assert.Contains("not dialled a second time", (await Assert.ThrowsAsync<CarrierException>(() => dialling)).Message);
        Assert.Single(_bench.Api.Requests);

        Assert.Contains("<Hangup/>", await TellAsync(_bench, "CallStatus=ringing"));
        var (path, body, _) = await _bench.Api.NextAsync();
        Assert.Equal(("https://api.telnyx.com/v2/texml/Accounts/acc-1/Calls/v3%3Ac", "Status=completed"), (path, body));
        Assert.Empty(_bench.News);
        // The call stays spent: nobody rings again in its name.
        await Assert.ThrowsAsync<CarrierException>(() => DialAsync(_bench));
    }

    [Fact]
    public async Task An_order_that_nobody_waits_for_any_more_is_hung_up_when_it_shows_itself()
    {
        _bench.Api.Answers(HttpStatusCode.OK, Queued);
        using var impatience = new CancellationTokenSource();
        var dialling = _bench.Carrier.DialAsync(Order(_bench, TimeSpan.FromSeconds(30)), impatience.Token);
        await _bench.Api.NextAsync();
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dialling);
        await TellAsync(_bench, "CallStatus=initiated");
        Assert.Equal("Status=completed", (await _bench.Api.NextAsync()).Body);
    }

    [Fact]
    public async Task Too_many_requests_are_nothing_that_rings_and_the_order_is_sent_again()
    {
        await using var bench = new TelnyxBench(_bench.Options with { OrderWithin = TimeSpan.FromDays(7) });
        bench.Api.Answers(HttpStatusCode.TooManyRequests).Answers(HttpStatusCode.OK, Queued);
        var dialling = DialAsync(bench);
        await bench.Api.NextAsync();
        var second = bench.Api.NextAsync();
        await bench.AdvanceUntilAsync(second);
        await TellAsync(bench, "CallStatus=initiated");
        Assert.Equal("texml:acc-1:v3:c", (await dialling).Value);
    }

    [Fact]
    public async Task A_refused_order_is_a_sentence_and_may_be_given_anew()
    {
        _bench.Api.Answers(HttpStatusCode.UnprocessableEntity, """{"errors":[{"code":"10015"}]}""");
        var refused = await Assert.ThrowsAsync<CarrierException>(() => DialAsync(_bench));
        Assert.StartsWith("Telnyx did not place the call: ", refused.Message);
        await _bench.Api.NextAsync();
        await PlaceAsync();
    }

    [Fact]
    public async Task A_second_leg_of_a_call_is_hung_up_and_the_first_goes_on()
    {
        await PlaceAsync();
        await TellAsync(_bench, "CallStatus=ringing", leg: "AccountSid=acc-1&CallSid=v3%3Aother");
        Assert.EndsWith("/Calls/v3%3Aother", (await _bench.Api.NextAsync()).Path);
        await TellAsync(_bench, "CallStatus=ringing");
        Assert.Equal(["call texml:acc-1:v3:c Ringing"], _bench.News);
    }

    [Theory]
    [InlineData("CallStatus=ringing", "Ringing")]
    [InlineData("CallStatus=in-progress", "Answered")]
    [InlineData("CallStatus=completed&HangupCause=normal_clearing", "HungUp")]
    [InlineData("CallStatus=busy&HangupCause=user_busy", "Busy")]
    [InlineData("CallStatus=busy&HangupCause=call_rejected", "Declined")]
    [InlineData("CallStatus=no-answer&HangupCause=call_rejected", "Declined")]
    [InlineData("CallStatus=no-answer", "NoAnswer")]
    [InlineData("CallStatus=canceled&HangupCause=timeout", "NoAnswer")]
    [InlineData("CallStatus=failed", "Failed")]
    public async Task News_of_a_call_are_reported(string fields, string news)
    {
        Assert.Equal("", await TellAsync(_bench, fields));
        Assert.Equal([$"call texml:acc-1:v3:c {news}"], _bench.News);
    }

    [Fact]
    public async Task Why_a_call_failed_is_told()
    {
        await TellAsync(_bench, "CallStatus=failed&HangupCause=not_found");
        Assert.Contains("404", _bench.Why);
    }

    [Theory]
    [InlineData("CallStatus=initiated")]
    [InlineData("CallStatus=queued")]
    [InlineData("CallStatus=nonsense")]
    [InlineData("")]
    public async Task What_is_no_news_is_taken_and_not_reported(string fields)
    {
        Assert.Equal("", await TellAsync(_bench, fields));
        Assert.Empty(_bench.News);
    }

    [Theory]
    [InlineData(TelnyxDetection.DetectBeep, "human", "Person")]
    [InlineData(TelnyxDetection.DetectBeep, "machine_start", "Machine")]
    [InlineData(TelnyxDetection.DetectBeep, "machine_end_beep", "MachineAfterBeep")]
    [InlineData(TelnyxDetection.DetectBeep, "machine_end_silence", "Machine")]
    [InlineData(TelnyxDetection.DetectBeep, "machine_end_other", "Machine")]
    [InlineData(TelnyxDetection.GreetingEnd, "machine_end_silence", "MachineAfterGreeting")]
    [InlineData(TelnyxDetection.Premium, "machine_end_other", "MachineAfterGreeting")]
    [InlineData(TelnyxDetection.DetectBeep, "fax", "Fax")]
    [InlineData(TelnyxDetection.DetectBeep, "unknown", "Unknown")]
    public async Task Who_picked_up_is_reported(TelnyxDetection detection, string word, string answeredBy)
    {
        await using var bench = new TelnyxBench(_bench.Options with { Detection = detection });
        Assert.Equal("", await TellAsync(bench, $"AnsweredBy={word}", TexmlAddress.Machine));
        Assert.Equal([$"call texml:acc-1:v3:c by {answeredBy}"], bench.News);
    }

    [Fact]
    public async Task An_answered_call_is_connected_and_comes_back_under_its_name_when_the_stream_is_lost()
    {
        await PlaceAsync();
        var first = XDocument.Parse(await TellAsync(_bench, "CallStatus=in-progress", "")).Root!;
        Assert.Equal(["Connect", "Redirect"], first.Elements().Select(verb => verb.Name.LocalName));
        Assert.Equal($"https://calls.example.com/twiml?call={_bench.Call}", first.Element("Redirect")!.Value);
        Assert.Equal("token-1", TokenOf(first));
        var second = XDocument.Parse(await TellAsync(_bench, "CallStatus=in-progress", "")).Root!;
        Assert.Equal("token-2", TokenOf(second));
        Assert.Equal(["call texml:acc-1:v3:c Answered", "call texml:acc-1:v3:c Answered"], _bench.News);
        Assert.Equal("", await TellAsync(_bench, "StreamEvent=stream-stopped&StreamId=s", ""));
    }

    [Fact]
    public async Task A_question_while_it_rings_is_answered_and_nobody_is_said_to_have_picked_up()
    {
        Assert.Contains("<Connect>", await TellAsync(_bench, "CallStatus=ringing", ""));
        Assert.Empty(_bench.News);
    }

    [Fact]
    public async Task A_call_between_two_processes_waits_and_asks_again_and_not_for_ever()
    {
        _bench.Invites = request => new CallReplies.Refused(request.CallId, RefusalReason.Stopping, "stopping");
        var waiting = XDocument.Parse(await TellAsync(_bench, "CallStatus=in-progress", "")).Root!;
        Assert.Equal(["Pause", "Redirect"], waiting.Elements().Select(verb => verb.Name.LocalName));
        Assert.Equal($"https://calls.example.com/twiml?call={_bench.Call}&try=1", waiting.Element("Redirect")!.Value);
        _bench.Invites = _ => throw new TimeoutException();
        Assert.Contains("try=9<", await TellAsync(_bench, "CallStatus=in-progress", "", attempt: 8));
        Assert.Contains("<Hangup/>", await TellAsync(_bench, "CallStatus=in-progress", "", attempt: 9));
    }

    [Fact]
    public async Task A_call_that_is_over_here_is_hung_up()
    {
        _bench.Invites = request => new CallReplies.Refused(request.CallId, RefusalReason.CallEnded, "over");
        Assert.Contains("<Hangup/>", await TellAsync(_bench, "CallStatus=in-progress", ""));
    }

    [Fact]
    public async Task A_question_that_comes_with_the_end_is_news_and_opens_nothing()
    {
        Assert.Equal("", await TellAsync(_bench, "CallStatus=completed", ""));
        Assert.Equal(["call texml:acc-1:v3:c HungUp"], _bench.News);
    }

    private async Task<(LegId Leg, string Path, string Body)> PlaceAsync()
    {
        _bench.Api.Answers(HttpStatusCode.OK, Queued);
        var dialling = DialAsync(_bench);
        var (path, body, _) = await _bench.Api.NextAsync();
        await TellAsync(_bench, "CallStatus=initiated");
        return (await dialling, path, body);
    }

    private static Task<LegId> DialAsync(TelnyxBench bench, TimeSpan? ring = null) => bench.Carrier.DialAsync(Order(bench, ring ?? TimeSpan.FromSeconds(30)), CancellationToken.None);

    private static DialOrder Order(TelnyxBench bench, TimeSpan ring) => new(bench.Call, new Callee(Person), ring);

    private static async Task<string> TellAsync(TelnyxBench bench, string fields, string about = TexmlAddress.Status, int attempt = 0, string leg = Leg)
    {
        var to = new TexmlAddress(bench.Call, about, attempt).Under(new Uri("https://calls.example.com/twiml"));
        var answer = await bench.TakeAsync($"{leg}&{fields}", target: new Uri(to).PathAndQuery);
        Assert.Equal(200, answer.Status);
        return answer.Body;
    }

    private static string TokenOf(XElement response) =>
        response.Element("Connect")!.Element("Stream")!.Elements("Parameter").Single(parameter => parameter.Attribute("name")!.Value == "token").Attribute("value")!.Value;
}
