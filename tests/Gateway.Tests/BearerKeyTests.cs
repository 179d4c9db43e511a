using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using CallActors.Gateway.Http;
using CallActors.Gateway.Tests.Fakes;

namespace CallActors.Gateway.Tests;

public sealed class BearerKeyTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer wrong")]
    [InlineData("Bearer test-key-012345678")]
    [InlineData("Bearer test-key-01234567899")]
    [InlineData("Bearer TEST-KEY-0123456789")]
    [InlineData("Basic test-key-0123456789")]
    [InlineData("test-key-0123456789")]
    public async Task Without_the_right_key_every_path_answers_the_same_401(string? authorization)
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        var bodies = new HashSet<string>();
        foreach (var (method, path) in new[] { ("POST", "/api/call"), ("GET", "/api/calls"), ("GET", $"/api/call/{id}"), ("GET", "/api/health"), ("GET", "/api/nothing"), ("PUT", "/API/call") })
        {
            var request = new HttpRequestMessage(new HttpMethod(method), path);
            if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
            var answer = await gateway.Anonymous.SendAsync(request);
            await answer.ProblemAsync(401, "unauthorized");
            Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().ToString());
            bodies.Add(await answer.Content.ReadAsStringAsync());
        }
        Assert.Single(bodies);
    }

    [Fact]
    public async Task A_missing_and_a_wrong_key_are_told_the_same()
    {
        await using var gateway = await TestGateway.StartAsync();
        var missing = await gateway.Anonymous.GetStringAsync401Async("/api/calls", null);
        var wrong = await gateway.Anonymous.GetStringAsync401Async("/api/calls", new AuthenticationHeaderValue("Bearer", "x"));
        Assert.Equal(missing, wrong);
    }

    [Fact]
    public async Task The_answer_comes_before_the_body_is_read()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, gateway.Address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            "POST /api/call HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n"));
        using var reader = new StreamReader(client.GetStream());
        Assert.Equal("HTTP/1.1 401 Unauthorized", await reader.ReadLineAsync().WaitAsync(TestGateway.Patience));
    }

    [Fact]
    public async Task Two_authorization_headers_are_none()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, gateway.Address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /api/calls HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TestGateway.Key}\r\nAuthorization: Bearer x\r\n\r\n"));
        using var reader = new StreamReader(client.GetStream());
        Assert.Equal("HTTP/1.1 401 Unauthorized", await reader.ReadLineAsync().WaitAsync(TestGateway.Patience));
    }

    [Theory]
    [InlineData("Bearer the-key-of-the-gateway", true)]
    [InlineData("bearer the-key-of-the-gateway", true)]
    [InlineData("Bearer  the-key-of-the-gateway ", true)]
    [InlineData("Bearer the-key-of-the-gatewaY", false)]
    [InlineData("Bearerthe-key-of-the-gateway", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void The_header_is_read_as_RFC_6750_writes_it(string? header, bool accepted) =>
        Assert.Equal(accepted, new BearerKey("the-key-of-the-gateway").Accepts(header));
}

internal static class Unauthorized
{
    public static async Task<string> GetStringAsync401Async(this HttpClient client, string path, AuthenticationHeaderValue? authorization)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Authorization = authorization } };
        var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }
}
