using System.Net;
using System.Net.WebSockets;
using CallActors.Carriers.Softphone;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Gateway.Calls;
using CallActors.Gateway.Phone;
using CallActors.Gateway.Sockets;
using CallActors.Gateway.Tests.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CallActors.Gateway.Tests;

public sealed class PhoneTests
{
    private const string Hello = """{"event":"hello","line":"0123456789abcdefghijklmn","name":"Desk"}""";

    [Fact]
    public async Task A_phone_registers_rings_answers_and_gets_its_ticket()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var line = await gateway.ConnectAsync(PhoneLineEndpoint.Path);
        await line.SendTextAsync(Hello);
        Assert.Equal("welcome", (await line.ReceiveJsonAsync()).GetProperty("event").GetString());

        var call = CallId.New();
        var exchange = gateway.Services.GetRequiredService<SoftphoneExchange>();
        var leg = await exchange.DialAsync(new DialOrder(call, new Callee("softphone"), TimeSpan.FromSeconds(30)), CancellationToken.None);
        var ringing = await line.ReceiveJsonAsync();
        Assert.Equal(("ringing", leg.Value, call.Value), (ringing.GetProperty("event").GetString(), ringing.GetProperty("leg").GetString(), ringing.GetProperty("callId").GetString()));
        Assert.Equal(LegNews.Ringing, (await gateway.Calls.NextNewsAsync()).News);

        await line.SendTextAsync($$"""{"event":"answer","leg":"{{leg}}"}""");
        Assert.Equal(LegNews.Answered, (await gateway.Calls.NextNewsAsync()).News);
        await line.SendTextAsync($$"""{"event":"media","leg":"{{leg}}"}""");
        var ticket = await line.ReceiveJsonAsync();
        Assert.Equal(("ticket", "/media-stream", "one-time"), (ticket.GetProperty("event").GetString(), ticket.GetProperty("url").GetString(), ticket.GetProperty("token").GetString()));

        exchange.Notify(new CallActivity.AgentSays(call, 1, "Hello.", 0, false, false));
        var caption = await line.ReceiveJsonAsync();
        Assert.Equal(("agent", "Hello."), (caption.GetProperty("event").GetString(), caption.GetProperty("text").GetString()));
    }

    [Fact]
    public async Task A_line_that_breaks_the_protocol_is_closed_with_the_reason()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var binary = await gateway.ConnectAsync(PhoneLineEndpoint.Path);
        await binary.SendBytesAsync([1, 2], WebSocketMessageType.Binary);
        Assert.Equal((LineClosing.Binary.Status(), LineClosing.Binary.Reason()), await binary.UntilClosedAsync());

        using var large = await gateway.ConnectAsync(PhoneLineEndpoint.Path);
        await large.SendTextAsync(new string(' ', LineSession.MaxFrameBytes + 1));
        Assert.Equal((LineClosing.TooLong.Status(), LineClosing.TooLong.Reason()), await large.UntilClosedAsync());

        using var garbled = await gateway.ConnectAsync(PhoneLineEndpoint.Path);
        await garbled.SendTextAsync("hello");
        Assert.Equal((LineClosing.NotJson.Status(), LineClosing.NotJson.Reason()), await garbled.UntilClosedAsync());
    }

    [Fact]
    public async Task A_line_without_hello_is_closed_after_its_time()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var line = await gateway.ConnectAsync(PhoneLineEndpoint.Path);
        await BadRequestTests.WaitUntilAsync(() => gateway.Time.Pending > 0);
        gateway.Time.Advance(new SoftphoneOptions().HelloWithin);
        Assert.Equal((LineClosing.HelloLate.Status(), LineClosing.HelloLate.Reason()), await line.UntilClosedAsync());
    }

    [Fact]
    public async Task A_stopping_gateway_closes_its_lines_as_going_away()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var line = await gateway.ConnectAsync(PhoneLineEndpoint.Path);
        await line.SendTextAsync(Hello);
        await line.ReceiveJsonAsync();
        gateway.Services.GetRequiredService<ShutdownGate>().CloseSockets();
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, (await line.UntilClosedAsync()).Status);
    }

    [Fact]
    public async Task A_page_of_this_gateway_may_open_a_line_and_a_foreign_one_may_not()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var own = await gateway.ConnectAsync(PhoneLineEndpoint.Path, o => o.SetRequestHeader("Origin", gateway.Address.GetLeftPart(UriPartial.Authority)));
        await own.SendTextAsync(Hello);
        Assert.Equal("welcome", (await own.ReceiveJsonAsync()).GetProperty("event").GetString());

        using var foreign = new ClientWebSocket { Options = { CollectHttpResponseDetails = true } };
        foreign.Options.SetRequestHeader("Origin", "https://evil.example");
        await Assert.ThrowsAsync<WebSocketException>(() => foreign.ConnectAsync(new Uri(gateway.Address, PhoneLineEndpoint.Path).ToWebSocket(), CancellationToken.None));
        Assert.Equal(HttpStatusCode.Forbidden, foreign.HttpStatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1:3333", null, true)]
    [InlineData("127.0.0.1:3333", "http://127.0.0.1:3333", true)]
    [InlineData("localhost:3333", "http://localhost:3333", true)]
    [InlineData("[::1]:3333", "http://[::1]:3333", true)]
    [InlineData("192.168.1.5:3333", "http://192.168.1.5:3333", true)]
    [InlineData("phone.example.org", "https://phone.example.org", true)]
    [InlineData("127.0.0.1:3333", "https://phone.example.org", true)]
    [InlineData("127.0.0.1:3333", "http://127.0.0.1:8080", false)]
    [InlineData("127.0.0.1:3333", "http://localhost:3333", false)]
    [InlineData("127.0.0.1:3333", "https://evil.example", false)]
    [InlineData("127.0.0.1:3333", "null", false)]
    [InlineData("127.0.0.1:3333", "file://", false)]
    [InlineData("127.0.0.1:3333", "", false)]
    [InlineData("evil.example:3333", "http://evil.example:3333", false)]
    [InlineData("evil.example:3333", null, false)]
    public void An_origin_must_be_the_host_that_is_asked_and_that_must_be_ours(string host, string? origin, bool accepted)
    {
        var request = new DefaultHttpContext().Request;
        request.Host = new HostString(host);
        if (origin is not null) request.Headers.Origin = origin;
        Assert.Equal(accepted, SameOrigin.Accepts(request, "https://phone.example.org"));
    }

    [Fact]
    public async Task The_root_leads_to_the_phone()
    {
        await using var gateway = await TestGateway.StartAsync();
        var answer = await gateway.Anonymous.GetAsync("/");
        Assert.Equal((HttpStatusCode.Found, "/phone"), (answer.StatusCode, answer.Headers.Location?.ToString()));
    }

    [Theory]
    [InlineData("/phone", "text/html")]
    [InlineData("/phone/app.js", "text/javascript")]
    [InlineData("/phone/phone.css", "text/css")]
    [InlineData("/phone/icon.svg", "image/svg+xml")]
    [InlineData("/phone/audio/capture-worklet.js", "text/javascript")]
    public async Task The_page_and_its_parts_come_with_their_type_and_a_strict_policy(string path, string type)
    {
        await using var gateway = await TestGateway.StartAsync();
        var answer = await gateway.Anonymous.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(PhonePages.ContentSecurityPolicy, answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.DoesNotContain("unsafe", PhonePages.ContentSecurityPolicy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_has_nothing_inline_that_the_policy_would_block()
    {
        await using var gateway = await TestGateway.StartAsync();
        var page = await gateway.Anonymous.GetStringAsync(new Uri("/phone", UriKind.Relative));
        Assert.DoesNotMatch("(?i)<script(?![^>]*\\ssrc=)", page);
        Assert.DoesNotMatch("(?i)<style|\\sstyle=|\\son[a-z]+=\"", page);
    }

    [Theory]
    [InlineData("/phone/nothing.js")]
    [InlineData("/phone/%2e%2e/%2e%2e/CallActors.Gateway.dll")]
    [InlineData("/phone/..%2f..%2fappsettings.json")]
    [InlineData("/CallActors.Gateway.dll")]
    public async Task Nothing_else_is_served(string path)
    {
        await using var gateway = await TestGateway.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Anonymous.GetAsync(path)).StatusCode);
    }
}
