using System.Net;
using System.Text.Json;
using CallActors.Carriers.Telnyx;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Tests.Telnyx;

public sealed class TelnyxCarrierTests : IAsyncDisposable
{
    private const string Person = "+15552223333";

    private readonly TelnyxBench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Dialling_names_the_call_so_that_a_repeat_does_not_ring_twice()
    {
        var leg = await DialAsync();
        Assert.Equal("v3:leg", leg.Value);
        var (path, body, key) = await _bench.Api.NextAsync();
        Assert.Equal("https://api.telnyx.com/v2/calls", path);
        Assert.Equal($"Bearer {TelnyxBench.Key}", key);
        using var json = JsonDocument.Parse(body);
        Assert.Equal(_bench.Call.Value, json.RootElement.GetProperty("command_id").GetString());
        Assert.Equal(_bench.State(0), json.RootElement.GetProperty("client_state").GetString());
        Assert.Equal("conn-1", json.RootElement.GetProperty("connection_id").GetString());
        Assert.Equal(Person, json.RootElement.GetProperty("to").GetString());
        Assert.Equal("+15550001111", json.RootElement.GetProperty("from").GetString());
        Assert.Equal("https://calls.example.com/twiml", json.RootElement.GetProperty("webhook_url").GetString());
        Assert.Equal(30, json.RootElement.GetProperty("timeout_secs").GetInt32());
        Assert.False(json.RootElement.TryGetProperty("answering_machine_detection", out _));
        // A token that is handed out while it rings would be too old at the answer.
        Assert.DoesNotContain("stream", body);
    }

    [Theory]
    [InlineData(TelnyxDetection.Detect, "detect")]
    [InlineData(TelnyxDetection.DetectBeep, "detect_beep")]
    [InlineData(TelnyxDetection.DetectWords, "detect_words")]
    [InlineData(TelnyxDetection.GreetingEnd, "greeting_end")]
    [InlineData(TelnyxDetection.Premium, "premium")]
    public async Task Who_picked_up_is_asked_for_as_configured(TelnyxDetection detection, string word)
    {
        await using var bench = new TelnyxBench(TelnyxBench.Standard with { Detection = detection });
        await bench.Carrier.DialAsync(new DialOrder(bench.Call, new Callee(Person), TimeSpan.FromSeconds(1)), CancellationToken.None);
        var (_, body, _) = await bench.Api.NextAsync();
        Assert.Contains($"\"answering_machine_detection\":\"{word}\"", body);
        Assert.Contains("\"timeout_secs\":5", body);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task A_passing_fault_is_repeated_with_the_same_name_after_a_while(HttpStatusCode status)
    {
        _bench.Api.Answers(status);
        var dialling = DialAsync();
        var first = await _bench.Api.NextAsync();
        await _bench.AdvanceUntilAsync(dialling);
        Assert.Equal("v3:leg", (await dialling).Value);
        Assert.Equal(first.Body, (await _bench.Api.NextAsync()).Body);
    }

    [Fact]
    public async Task A_lost_connection_is_repeated_too_because_the_request_names_the_call()
    {
        _bench.Api.Fails(new HttpRequestException(HttpRequestError.ResponseEnded)).Fails(new IOException("reset"));
        var dialling = DialAsync();
        await _bench.AdvanceUntilAsync(dialling);
        await dialling;
        Assert.Equal(3, _bench.Api.Requests.Count);
        Assert.Single(_bench.Api.Requests.Select(r => r.Body).Distinct());
    }

    [Fact]
    public async Task A_request_without_an_answer_is_given_up_and_repeated()
    {
        _bench.Api.Hangs();
        var dialling = DialAsync();
        await _bench.Api.NextAsync();
        await _bench.AdvanceUntilAsync(dialling);
        Assert.Equal("v3:leg", (await dialling).Value);
    }

    [Fact]
    public async Task Telnyx_own_wish_for_a_pause_is_kept()
    {
        _bench.Api.Answers(HttpStatusCode.TooManyRequests, retryAfter: "7");
        var dialling = DialAsync();
        await _bench.AdvanceUntilAsync(dialling);
        await dialling;
        Assert.Equal(2, _bench.Api.SentAt.Count);
        Assert.True(_bench.Api.SentAt[1] - _bench.Api.SentAt[0] >= TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task A_pause_that_nobody_would_wait_for_is_told_at_once()
    {
        _bench.Api.Answers(HttpStatusCode.TooManyRequests, retryAfter: "60");
        var refused = await Assert.ThrowsAsync<CarrierException>(DialAsync);
        Assert.Contains("too many requests", refused.Message);
    }

    [Fact]
    public async Task Repeating_has_an_end()
    {
        for (var i = 0; i < 9; i++) _bench.Api.Answers(HttpStatusCode.ServiceUnavailable);
        var dialling = DialAsync();
        await _bench.AdvanceUntilAsync(dialling);
        var failed = await Assert.ThrowsAsync<CarrierException>(() => dialling);
        Assert.Contains("fault of its own (503)", failed.Message);
        Assert.Equal(4, _bench.Api.Requests.Count);
    }

    [Theory]
    [InlineData(401, """{"errors":[{"code":"10009","title":"Authentication failed","detail":"+15552223333 KEY-secret-of-the-account"}]}""", "Check the key")]
    [InlineData(403, """{"errors":[{"code":"10010","title":"x"}]}""", "may not do this")]
    [InlineData(404, """{"errors":[{"code":"10005"}]}""", "connection id")]
    [InlineData(422, """{"errors":[{"code":10016,"detail":"+15552223333"}]}""", "E.164")]
    [InlineData(422, """{"errors":[{"code":"10002"}]}""", "E.164")]
    [InlineData(422, """{"errors":[{"code":"10015"}]}""", "connection id")]
    [InlineData(402, """{"errors":[{"code":"20100"}]}""", "credit")]
    [InlineData(422, """{"errors":[{"code":"90099"}]}""", "error 90099")]
    [InlineData(400, "<html>+15552223333</html>", "error 400")]
    [InlineData(422, """{"errors":[null]}""", "error 422")]
    [InlineData(422, """{"errors":[{"code":"\ud800"}]}""", "error 422")]
    [InlineData(422, """{"errors":{}}""", "error 422")]
    public async Task A_refusal_is_a_sentence_without_secrets_or_numbers(int status, string body, string expected)
    {
        _bench.Api.Answers((HttpStatusCode)status, body);
        var refused = await Assert.ThrowsAsync<CarrierException>(DialAsync);
        Assert.StartsWith("Telnyx did not place the call: ", refused.Message);
        Assert.Contains(expected, refused.Message);
        Assert.DoesNotContain(Person, refused.ToString());
        Assert.DoesNotContain("KEY-", refused.ToString());
        Assert.Single(_bench.Api.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"data":{"call_control_id":""}}""")]
    [InlineData("""{"data":{"call_control_id":7}}""")]
    [InlineData("[")]
    public async Task An_answer_without_a_leg_is_a_failure(string body)
    {
        _bench.Api.Answers(HttpStatusCode.OK, body);
        Assert.Contains("not understood", (await Assert.ThrowsAsync<CarrierException>(DialAsync)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5552223333")]
    [InlineData("+05552223333")]
    [InlineData("+1555222333344445")]
    [InlineData("+1555222333a")]
    [InlineData("sip:a@example.com")]
    public async Task What_is_no_number_is_not_sent(string to)
    {
        await Assert.ThrowsAsync<CarrierException>(() => _bench.Carrier.DialAsync(new DialOrder(_bench.Call, new Callee(to), TimeSpan.FromSeconds(30)), CancellationToken.None));
        Assert.Empty(_bench.Api.Requests);
    }

    [Fact]
    public async Task Hanging_up_what_has_ended_is_no_failure()
    {
        _bench.Api.Answers(HttpStatusCode.UnprocessableEntity, """{"errors":[{"code":"90018","title":"Call has already ended"}]}""");
        await _bench.Carrier.HangUpAsync(new LegId("v3:a/b"), CancellationToken.None);
        Assert.Equal("https://api.telnyx.com/v2/calls/v3%3Aa%2Fb/actions/hangup", (await _bench.Api.NextAsync()).Path);
    }

    [Fact]
    public async Task A_texml_leg_is_hung_up_by_texml()
    {
        await _bench.Carrier.HangUpAsync(TelnyxLeg.Texml("acc-1", "v3:c"), CancellationToken.None);
        var (path, body, _) = await _bench.Api.NextAsync();
        Assert.Equal("https://api.telnyx.com/v2/texml/Accounts/acc-1/Calls/v3%3Ac", path);
        Assert.Equal("Status=completed", body);
    }

    [Fact]
    public async Task Tones_are_sent_and_anything_else_is_not()
    {
        await _bench.Carrier.SendDigitsAsync(new LegId("v3:leg"), "1w2#*A", CancellationToken.None);
        Assert.Contains("\"digits\":\"1w2#*A\"", (await _bench.Api.NextAsync()).Body);
        await Assert.ThrowsAsync<CarrierException>(() => _bench.Carrier.SendDigitsAsync(new LegId("v3:leg"), "1x", CancellationToken.None));
    }

    [Theory]
    [InlineData("https://calls.example.com", "wss://calls.example.com/media-stream", "https://calls.example.com/twiml")]
    [InlineData("https://calls.example.com/", "wss://calls.example.com/media-stream", "https://calls.example.com/twiml")]
    [InlineData("https://example.com:8443/phone/", "wss://example.com:8443/phone/media-stream", "https://example.com:8443/phone/twiml")]
    [InlineData("http://127.0.0.1:81/a", "ws://127.0.0.1:81/a/media-stream", "http://127.0.0.1:81/a/twiml")]
    public void The_public_address_makes_those_of_audio_and_webhooks(string publicUrl, string media, string webhook)
    {
        var options = TelnyxBench.Standard with { PublicUrl = new Uri(publicUrl) };
        Assert.Equal(media, options.MediaUrl.AbsoluteUri);
        Assert.Equal(webhook, options.WebhookUrl.AbsoluteUri);
    }

    private Task<LegId> DialAsync() => _bench.Carrier.DialAsync(new DialOrder(_bench.Call, new Callee(Person), TimeSpan.FromSeconds(30)), CancellationToken.None);
}
