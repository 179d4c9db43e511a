using CallActors.Simulators.Twilio;
using Microsoft.AspNetCore.Http;

namespace CallActors.Simulators.Tests.Twilio;

/// <summary>How the application is asked, and what becomes of a call when it does not answer as it should.</summary>
public sealed class WebhookTests : TwilioTest
{
    private static readonly KeyValuePair<string, string>[] None = [];

    internal override TwilioSimulatorOptions Configure(TwilioSimulatorOptions options) =>
        options with { AuthToken = "12345", Tunnels = new Dictionary<string, Uri> { ["calls.example.com"] = App.Url } };

    [Theory]
    [InlineData("https://example.com/myapp.php?foo=1&bar=2", "CallSid=CA1234567890ABCDE&Caller=%2B14158675310&Digits=1234&From=%2B14158675310&To=%2B18005551212", "L/OH5YylLD5NRKLltdqwSvS0BnU=")]
    [InlineData("https://example.com/voice/inbound", "", "6uraWXTYNlW/uB26ry0IS2QIwCY=")]
    [InlineData("wss://example.com/media", "", "7PR3qMkpDyEJtMrVOY/LDyNq8J8=")]
    [InlineData("https://example.com:443/voice", "A=1", "oP/ZzrE2YhvCiPn4AontLxld214=")]
    [InlineData("https://example.com/voice", "B=z&B=a&B=a&A=1", "iHJY1vHnNXLQjJKDUcUoohGOi7g=")]
    [InlineData("https://example.com/voice", "a=1&B=2&_c=3", "OeoTv0LYzwxQFknDIz54VOB/JTA=")]
    [InlineData("https://example.com/sms", "Body=h%C3%A9llo%20%E2%98%8E%20%26%20%2B&From=%2B15550001111", "vvDr/FS4/3YDUgROMxtgxX4gYX8=")]
    public void Requests_are_signed_as_twilio_signs_them(string url, string fields, string signature)
    {
        var pairs = fields.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split('=')).Select(pair => KeyValuePair.Create(pair[0], Uri.UnescapeDataString(pair[1])));
        Assert.Equal(signature, RequestSignature.Of("12345", url, pairs));
    }

    [Fact]
    public async Task A_get_has_its_fields_in_the_signed_query()
    {
        App.On("voice", "<Hangup/>");
        await TalkAsync(("Url", new Uri(App.Url, "voice?a=b").AbsoluteUri), ("Method", "GET"));
        var asked = App.Next("voice");
        Assert.Equal("GET", asked.Method);
        Assert.StartsWith("?a=b&AccountSid=AC", asked.Query);
        Assert.Equal(RequestSignature.Of("12345", $"{App.Url}voice{asked.Query}", None), asked.Signature);
    }

    [Fact]
    public async Task A_public_name_is_signed_as_it_is_and_reached_through_its_tunnel()
    {
        App.On("voice", "<Connect><Stream url=\"wss://calls.example.com/media\"/></Connect>");
        await TalkAsync(("Url", "https://calls.example.com/voice"));
        var asked = App.Next("voice");
        Assert.Equal(("calls.example.com", "https"), (asked.Host, asked.Headers["X-Forwarded-Proto"]));
        Assert.Equal(RequestSignature.Of("12345", "https://calls.example.com/voice", asked.Form), asked.Signature);
        var peer = App.NextStream();
        Assert.Equal(("calls.example.com", RequestSignature.Of("12345", "wss://calls.example.com/media", None)), (peer.Host, peer.Signature));
    }

    [Fact]
    public async Task An_answer_that_takes_longer_than_fifteen_seconds_is_not_waited_for()
    {
        var never = new TaskCompletionSource<IResult>();
        App.On("voice", _ => never.Task);
        App.On("fallback", "<Say>Something went wrong.</Say>");
        var call = await TalkAsync(("FallbackUrl", new Uri(App.Url, "fallback").AbsoluteUri));
        App.Next("voice");
        Time.Advance(TimeSpan.FromSeconds(15));
        var asked = App.Next("fallback");
        Assert.Equal(("11200", new Uri(App.Url, "voice").AbsoluteUri), (asked["ErrorCode"], asked["ErrorUrl"]));
        await call.WaitForVerbAsync<TwimlVerb.Say>(Soon);
        Assert.Contains(11200, Alerts);
        never.SetResult(Results.NoContent());
    }

    [Fact]
    public async Task Without_a_fallback_the_person_hears_of_an_error_and_the_call_ends()
    {
        App.On("voice", _ => Task.FromResult(Results.StatusCode(500)));
        var call = await TalkAsync();
        Assert.Contains("application error", (await call.WaitForVerbAsync<TwimlVerb.Say>(Soon)).Text);
        Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("completed", await Phone.WaitForEndAsync(Soon));
        Assert.Equal([11200], Alerts);
    }

    [Theory]
    [InlineData("application/json", "{}", 12300)]
    [InlineData("text/xml", "<Response>", 12100)]
    [InlineData("text/xml", "", 12100)]
    [InlineData("text/xml", "<Html/>", 12100)]
    [InlineData("text/xml", "<!DOCTYPE x [<!ENTITY e 'x'>]><Response><Say>&e;</Say></Response>", 12100)]
    public async Task A_document_that_is_none_fails_the_call(string type, string body, int code)
    {
        App.On("voice", _ => Task.FromResult(Results.Text(body, type)));
        var call = await TalkAsync();
        await call.WaitForVerbAsync<TwimlVerb.Say>(Soon, say => say.Text.Contains("application error"));
        Assert.Equal([code], Alerts);
    }

    [Fact]
    public async Task A_document_of_more_than_64_kilobytes_is_refused()
    {
        App.On("voice", $"<Say>{new string('x', 65_536)}</Say>");
        var call = await TalkAsync();
        await call.WaitForVerbAsync<TwimlVerb.Say>(Soon, say => say.Text.Contains("application error"));
        Assert.Equal([11750], Alerts);
    }

    [Fact]
    public async Task Nobody_listening_and_no_such_host_have_codes_of_their_own()
    {
        await TalkAsync(("Url", "http://127.0.0.1:1/voice"));
        await Twilio.WaitForAlertAsync(11205, Soon);
    }

    [Fact]
    public async Task A_status_callback_that_fails_is_a_warning_and_nothing_more()
    {
        App.On("voice", "<Hangup/>");
        App.On("status", _ => Task.FromResult(Results.StatusCode(403)));
        await TalkAsync(("StatusCallbackEvent", "completed"));
        Assert.Equal("completed", await Phone.WaitForEndAsync(Soon));
        await Twilio.WaitForAlertAsync(15003, Soon);
        Assert.Equal([15003], Alerts);
    }
}

/// <summary>Status callbacks that come twice and out of order.</summary>
public sealed class DisorderTests : TwilioTest
{
    internal override TwilioSimulatorOptions Configure(TwilioSimulatorOptions options) =>
        options with { Disorder = new TwilioDisorder { Seed = 7, DuplicateCallbacks = 0.5, LateCallbacks = 0.5 }, CallsPerSecond = 1000 };

    [Fact]
    public async Task Every_status_comes_at_least_once_and_the_same_seed_brings_the_same_disorder()
    {
        var first = await OrdersAsync();
        await DisposeAsync();
        await InitializeAsync();
        Assert.Equal(first, await OrdersAsync());
        Assert.All(first, order => Assert.Equal(["0", "1", "2", "3"], order.Split(' ').Distinct().Order()));
        Assert.Contains(first, order => order.Split(' ').Length > 4);
        Assert.Contains(first, order => order.Split(' ').Distinct().First() != "0" || !order.Split(' ').Distinct().SequenceEqual(order.Split(' ').Distinct().Order()));
    }

    [Fact]
    public async Task What_comes_twice_has_one_idempotency_token()
    {
        await OrdersAsync();
        var told = Twilio.Made.Count(made => made["SequenceNumber"] is not null);
        var tokens = Enumerable.Range(0, told).Select(_ => App.Next("status").Headers["I-Twilio-Idempotency-Token"]).ToArray();
        Assert.Equal(8 * 4, tokens.Distinct().Count());
        Assert.True(tokens.Length > 8 * 4);
    }

    /// <summary>The sequence numbers in the order in which they came, for each of eight calls.</summary>
    private async Task<string[]> OrdersAsync()
    {
        App.On("voice", "<Hangup/>");
        var calls = new List<TwilioCall>();
        for (var i = 0; i < 8; i++)
        {
            calls.Add(await TalkAsync());
            await Phone.WaitForEndAsync(Soon);
            await Twilio.WaitForWebhookAsync(made => made["CallSid"] == calls[^1].Sid && made["SequenceNumber"] == "3", Soon);
            await calls[^1].Callbacks.FlushAsync();
            Time.Advance(TimeSpan.FromMilliseconds(2));
        }
        return [.. calls.Select(call => string.Join(' ', Twilio.Made.Where(made => made["CallSid"] == call.Sid && made["SequenceNumber"] is not null).Select(made => made["SequenceNumber"])))];
    }
}
