using System.Net;
using System.Net.Sockets;
using System.Text;
using CallActors.Contracts.Calls;
using CallActors.Gateway.Tests.Fakes;

namespace CallActors.Gateway.Tests;

/// <summary>Weaknesses of Call-Me Cloud's edge that no other test shows ours without. docs/call-me-cloud.md maps all of them.</summary>
public sealed class CallMeCloudWeaknessTests
{
    [Theory]
    [InlineData("GET http://[ HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET //[::/api HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /api/calls HTTP/1.1\r\nHost: [\r\n\r\n")]
    [InlineData("GET /api/calls HTTP/1.1\r\nHost: a b:99999999\r\n\r\n")]
    [InlineData("GET /api/calls HTTP/1.1\r\n\r\n")]
    [InlineData("GET %ff%00%zz HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /mcp HTTP/1.1\r\nHost: http://[\r\nOrigin: http://[\r\n\r\n")]
    [InlineData("GET //[ HTTP/1.1\r\nHost: [\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")]
    [InlineData("GET /media-stream?token=%ff HTTP/1.1\r\nHost: [\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001\u0002\u0000garbage\r\n\r\n")]
    public async Task An_unparsable_target_or_host_is_answered_with_4xx_and_the_gateway_goes_on(string request)
    {
        await using var gateway = await TestGateway.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, gateway.Address.Port);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(client.GetStream());
        Assert.Matches("^HTTP/1.1 4[0-9][0-9] ", await reader.ReadLineAsync().WaitAsync(TestGateway.Patience));
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.GetAsync("/api/calls")).StatusCode);
    }

    [Fact]
    public async Task A_character_whose_bytes_come_in_two_packets_arrives_whole()
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        var body = Encoding.UTF8.GetBytes("""{"message":"Grüße 🎧"}""");
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, gateway.Address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/call/{id}/speak HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TestGateway.Key}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"));
        foreach (var one in body)
        {
            await stream.WriteAsync(new[] { one });
            // Each byte is a packet of its own as soon as the server reads between them.
            await Task.Yield();
        }
        Assert.Equal("Grüße 🎧", (await gateway.Calls.NextAsync()).Message);
    }

    [Theory]
    [InlineData("call-x%2F..%2F..%2Fcalls")]
    [InlineData("..%2Fcalls%3Flimit=1%23")]
    [InlineData("call-%00")]
    [InlineData("%252e%252e")]
    [InlineData("call-1-1700000000000?include=details&")]
    public async Task A_call_id_that_was_not_escaped_reaches_nothing_but_a_404(string id)
    {
        await using var gateway = await TestGateway.StartAsync();
        using var answer = await gateway.Client.PostAsync($"/api/call/{id}/speak", new StringContent("""{"message":"a"}""", Encoding.UTF8, "application/json"));
        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.NotFound, HttpStatusCode.BadRequest, HttpStatusCode.MethodNotAllowed });
        Assert.True(gateway.Calls.NothingAsked);
    }

    [Fact]
    public async Task A_carriers_own_words_do_not_reach_the_client_by_an_exception()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Calls.Failure = new HttpRequestException("Twilio said 401: AC0123456789 is not authorized, auth token 0123456789abcdef");
        var answer = await gateway.PostAsync("/api/call", """{"message":"Hello?"}""");
        await answer.ProblemAsync(500, "internal");
        Assert.DoesNotContain("0123456789", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_operation_waits_for_the_first_and_neither_gets_the_others_answer()
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        var first = gateway.PostAsync($"/api/call/{id}/continue", """{"message":"One?"}""");
        var one = await gateway.Calls.NextAsync();
        var second = gateway.PostAsync($"/api/call/{id}/continue", """{"message":"Two?"}""");
        var two = await gateway.Calls.NextAsync();
        gateway.Calls.Answer(two, new CallReplies.TurnTaken(id, two.OperationId, "second", false, "Two?", TurnTimings.None));
        gateway.Calls.Answer(one, new CallReplies.TurnTaken(id, one.OperationId, "first", false, "One?", TurnTimings.None));
        Assert.Equal("first", (await (await first).JsonAsync()).GetProperty("response").GetString());
        Assert.Equal("second", (await (await second).JsonAsync()).GetProperty("response").GetString());
    }
}
