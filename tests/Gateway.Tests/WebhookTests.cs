using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using CallActors.Carriers.Twilio;
using CallActors.Carriers.Webhooks;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Gateway.Media;
using CallActors.Gateway.Tests.Fakes;
using CallActors.Gateway.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CallActors.Gateway.Tests;

public sealed class WebhookTests
{
    private const string Number = "491701234567";
    private static readonly CallId Call = CallId.ForIdempotencyKey("webhook");

    private static readonly TwilioOptions Twilio = new()
    {
        AccountSid = "AC1",
        AuthToken = "secret-token",
        From = "+15005550006",
        PublicUrls = ["https://gateway.example.com"],
    };

    private readonly LogLines _log = new();

    [Theory]
    [InlineData("/twiml")]
    [InlineData("/whatsapp")]
    public async Task Without_a_carrier_there_is_nothing_at_its_addresses(string path)
    {
        await using var gateway = await TestGateway.StartAsync();
        await (await PostAsync(gateway, path, "CallSid=CA1")).ProblemAsync(404, "no-carrier");
    }

    [Fact]
    public async Task A_genuine_request_is_answered_with_what_the_call_shall_do()
    {
        await using var gateway = await WithTwilioAsync();
        var response = await SignedAsync(gateway, $"/twiml?call={Call}&odd=%2f'%C3%BC", "CallSid=CA1&AccountSid=AC1&CallStatus=completed&About=h%C3%A9llo+%26");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/xml; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("""<?xml version="1.0" encoding="UTF-8"?><Response/>""", await response.Content.ReadAsStringAsync());
        Assert.Equal(new CallCommands.ReportLeg(Call, new LegId("CA1"), LegNews.HungUp), await gateway.Calls.NextNewsAsync());
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task GET_is_as_good_as_POST_and_nothing_else_is()
    {
        await using var gateway = await WithTwilioAsync();
        var path = $"/twiml?call={Call}&CallSid=CA1&CallStatus=busy";
        using var get = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { TwilioSignature.Header, Sign(path, "") } } };
        Assert.Equal(HttpStatusCode.OK, (await gateway.Anonymous.SendAsync(get)).StatusCode);
        Assert.Equal(LegNews.Busy, (await gateway.Calls.NextNewsAsync()).News);
        using var put = new HttpRequestMessage(HttpMethod.Put, path);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await gateway.Anonymous.SendAsync(put)).StatusCode);
    }

    [Theory]
    [InlineData(null, "application/x-www-form-urlencoded", "it bears no signature, or several")]
    [InlineData("L/OH5YylLD5NRKLltdqwSvS0BnU=", "application/x-www-form-urlencoded", "its signature is not the account's for any of our public addresses")]
    [InlineData("L/OH5YylLD5NRKLltdqwSvS0BnU=", "application/json", "its body is neither a form nor covered by a hash")]
    [InlineData(null, "application/json", "no carrier's request looks like it")]
    public async Task What_is_not_genuine_is_403_and_one_line_in_the_log_with_the_reason_alone(string? signature, string contentType, string reason)
    {
        await using var gateway = await WithTwilioAsync();
        var response = await PostAsync(gateway, $"/twiml?call={Call}", $"CallSid=CA1&From=%2B{Number}", signature, contentType);
        await response.ProblemAsync(403, "not-genuine");
        var line = Assert.Single(_log.Lines);
        Assert.StartsWith("Warning: A webhook at /twiml was refused", line, StringComparison.Ordinal);
        Assert.EndsWith(reason, line, StringComparison.Ordinal);
        Assert.DoesNotContain(Number, line, StringComparison.Ordinal);
        Assert.DoesNotContain(Call.Value, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(65_536, 403)]
    [InlineData(65_537, 413)]
    public async Task A_body_may_have_64_KiB(int length, int status)
    {
        await using var gateway = await WithTwilioAsync();
        Assert.Equal(status, (int)(await PostAsync(gateway, "/twiml", new string('a', length), "x")).StatusCode);
    }

    [Fact]
    public async Task A_body_that_does_not_arrive_is_408()
    {
        await using var gateway = await WithTwilioAsync();
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, gateway.Address.Port);
        await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            "POST /twiml HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nCallSid="));
        await BadRequestTests.WaitUntilAsync(() => gateway.Time.Pending > 0);
        gateway.Time.Advance(TimeSpan.FromSeconds(10));
        using var reader = new StreamReader(tcp.GetStream());
        Assert.Equal("HTTP/1.1 408 Request Timeout", await reader.ReadLineAsync().WaitAsync(TestGateway.Patience));
    }

    [Fact]
    public async Task Who_asks_too_often_is_told_when_to_come_again_and_others_are_served()
    {
        await using var gateway = await WithTwilioAsync(new WebhookLimits { SourceRate = 0.25, SourceBurst = 2 });
        Task<HttpResponseMessage> FromAsync(string source) => SignedAsync(gateway, "/twiml", "CallSid=CA1", source);
        Assert.Equal(HttpStatusCode.OK, (await FromAsync("203.0.113.1")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await FromAsync("198.51.100.9, 203.0.113.1")).StatusCode);
        for (var i = 0; i < 3; i++)
        {
            var limited = await FromAsync("203.0.113.1");
            await limited.ProblemAsync(429, "too-many-requests");
            Assert.Equal(TimeSpan.FromSeconds(4), limited.Headers.RetryAfter?.Delta);
        }
        Assert.Equal(HttpStatusCode.OK, (await FromAsync("203.0.113.2")).StatusCode);
        Assert.Single(_log.Lines);
        gateway.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(HttpStatusCode.OK, (await FromAsync("203.0.113.1")).StatusCode);
    }

    [Fact]
    public async Task All_together_are_limited_too()
    {
        await using var gateway = await WithTwilioAsync(new WebhookLimits { Rate = 1, Burst = 3 });
        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.OK, (await SignedAsync(gateway, "/twiml", "CallSid=CA1", $"203.0.113.{i}")).StatusCode);
        await (await SignedAsync(gateway, "/twiml", "CallSid=CA1", "203.0.113.9")).ProblemAsync(429, "too-many-requests");
    }

    [Fact]
    public async Task Who_tries_signatures_is_slowed_down_soon()
    {
        await using var gateway = await WithTwilioAsync(new WebhookLimits { SourceRate = 1, SourceBurst = 100, RefusalCost = 50 });
        await (await PostAsync(gateway, "/twiml", "a=1", "x")).ProblemAsync(403, "not-genuine");
        await (await PostAsync(gateway, "/twiml", "a=1", "x")).ProblemAsync(403, "not-genuine");
        await (await PostAsync(gateway, "/twiml", "a=1", "x")).ProblemAsync(429, "too-many-requests");
    }

    [Fact]
    public void Sources_without_end_are_counted_together()
    {
        var time = new ManualTime();
        var rates = new WebhookRates(new WebhookLimits { SourceRate = 1, SourceBurst = 2, MaxSources = 10, Burst = 1_000 }, time);
        for (var i = 0; i < 10; i++) Assert.Null(rates.TryEnter($"a{i}"));
        Assert.Null(rates.TryEnter("b"));
        Assert.Null(rates.TryEnter("c"));
        Assert.Equal(TimeSpan.FromSeconds(1), rates.TryEnter("d"));
        Assert.Null(rates.TryEnter("a3"));
        Assert.Equal(11, rates.SourceCount);
        // Whoever has been quiet is forgotten, and makes room.
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(rates.TryEnter("d"));
        Assert.Equal(1, rates.SourceCount);
    }

    [Fact]
    public async Task The_carrier_whose_request_it_is_gets_it()
    {
        var other = new OtherCarrier();
        await using var gateway = await TestGateway.StartAsync(services =>
        {
            AddTwilio(services);
            services.AddSingleton<ICarrierWebhook>(other);
        });
        var response = await PostAsync(gateway, "/twiml", """{"data":{}}""", contentType: "application/vnd.other+json; charset=utf-8");
        Assert.Equal((HttpStatusCode)202, response.StatusCode);
        Assert.Equal("", await response.Content.ReadAsStringAsync());
        Assert.Equal("""{"data":{}}""", Encoding.UTF8.GetString(other.Taken!.Body.Span));
        Assert.Equal(("POST", "/twiml"), (other.Taken.Method, other.Taken.PathAndQuery));
        Assert.Equal(HttpStatusCode.OK, (await SignedAsync(gateway, "/twiml", "CallSid=CA1")).StatusCode);
    }

    [Fact]
    public async Task A_carriers_webhook_that_fails_or_is_late_is_answered_all_the_same()
    {
        var other = new OtherCarrier { Answer = _ => throw new FormatException(Number) };
        await using var gateway = await TestGateway.StartAsync(services => services.AddSingleton<ICarrierWebhook>(other).AddSingleton<ILoggerProvider>(_log));
        const string type = "application/vnd.other+json";
        await (await PostAsync(gateway, "/twiml", "{}", contentType: type)).ProblemAsync(500, "internal");
        Assert.Contains("FormatException", Assert.Single(_log.Lines), StringComparison.Ordinal);
        Assert.DoesNotContain(Number, _log.Lines.Single(), StringComparison.Ordinal);

        var asked = new TaskCompletionSource();
        other.Answer = _ =>
        {
            asked.SetResult();
            return new TaskCompletionSource<WebhookAnswer>().Task;
        };
        var late = PostAsync(gateway, "/twiml", "{}", contentType: type);
        await asked.Task.WaitAsync(TestGateway.Patience);
        gateway.Time.Advance(new WebhookLimits().AnswerWithin);
        await (await late).ProblemAsync(503, "timed-out");
    }

    [Theory]
    [InlineData("wss://gateway.example.com/media-stream", true)]
    [InlineData("wss://gateway.example.com/media-stream/", true)]
    [InlineData("wss://elsewhere.example.com/media-stream", false)]
    public async Task A_media_socket_whose_handshake_is_signed_must_be_the_carriers(string url, bool genuine)
    {
        await using var gateway = await WithTwilioAsync();
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader(TwilioSignature.Header, TwilioSignature.Create(Twilio.AuthToken, url, []));
        socket.Options.CollectHttpResponseDetails = true;
        var connecting = socket.ConnectAsync(new Uri(gateway.Address, MediaEndpoint.Path).ToWebSocket(), CancellationToken.None).WaitAsync(TestGateway.Patience);
        if (genuine)
        {
            await connecting;
            Assert.Equal(WebSocketState.Open, socket.State);
            return;
        }
        await Assert.ThrowsAsync<WebSocketException>(() => connecting);
        Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
        Assert.StartsWith("Warning: A media socket was refused: its signature", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_media_socket_without_a_signature_proves_itself_by_its_token()
    {
        await using var gateway = await WithTwilioAsync();
        using var socket = await gateway.ConnectAsync(MediaEndpoint.Path);
        await socket.SendTextAsync($$$"""{"event":"start","start":{"streamSid":"MZ1","callSid":"CA1","mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1},"customParameters":{"callId":"{{{Call}}}","token":"t-1"}},"streamSid":"MZ1"}""");
        Assert.Equal($"started {Call} t-1", await (await gateway.Streams.NextAsync()).NextAsync());
    }

    private static string Sign(string path, string form) => TwilioSignature.Create(
        Twilio.AuthToken, "https://gateway.example.com" + path,
        form.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split('=')).Select(field =>
            KeyValuePair.Create(WebUtility.UrlDecode(field[0]), WebUtility.UrlDecode(field[1]))));

    private static Task<HttpResponseMessage> SignedAsync(TestGateway gateway, string path, string form, string? forwardedFor = null) =>
        PostAsync(gateway, path, form, Sign(path, form), forwardedFor: forwardedFor);

    private static async Task<HttpResponseMessage> PostAsync(
        TestGateway gateway, string path, string body, string? signature = null, string contentType = "application/x-www-form-urlencoded", string? forwardedFor = null)
    {
        // As it stands: the signature covers every character of it.
        var target = new Uri(gateway.Address.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (signature is not null) request.Headers.Add(TwilioSignature.Header, signature);
        if (forwardedFor is not null) request.Headers.Add("X-Forwarded-For", forwardedFor);
        return await gateway.Anonymous.SendAsync(request);
    }

    private static void AddTwilio(IServiceCollection services)
    {
        var rest = new TwilioRest(Twilio, new Unreachable());
        services.AddSingleton<IMediaHandshake>(new TwilioHandshake(Twilio));
        services.AddSingleton<ICarrierWebhook>(s => new TwilioWebhook(
            Twilio, new TwilioCarrier(Twilio, rest), new TwilioTexts(Twilio, rest), () => (FakeCalls)s.GetRequiredService<Calls.ICallService>(), time: s.GetRequiredService<TimeProvider>()));
    }

    private Task<TestGateway> WithTwilioAsync(WebhookLimits? limits = null) => TestGateway.StartAsync(services =>
    {
        AddTwilio(services);
        services.AddSingleton<ILoggerProvider>(_log);
        if (limits is not null) services.AddSingleton(limits);
    });

    private sealed class Unreachable : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new HttpRequestException(HttpRequestError.ConnectionError);
    }

    private sealed class OtherCarrier : ICarrierWebhook
    {
        public WebhookRequest? Taken { get; private set; }

        public Func<WebhookRequest, Task<WebhookAnswer>> Answer { get; set; } = _ => Task.FromResult(new WebhookAnswer(202));

        public string Carrier => "other";

        public bool Recognizes(WebhookRequest request) => request.ContentType == "application/vnd.other+json";

        public string? Refusal(WebhookRequest request) => null;

        public Task<WebhookAnswer> TakeAsync(WebhookRequest request, CancellationToken cancellationToken)
        {
            Taken = request;
            return Answer(request);
        }
    }
}
