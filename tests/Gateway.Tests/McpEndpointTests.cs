using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CallActors.Gateway.Mcp;
using CallActors.Gateway.Options;
using CallActors.Gateway.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace CallActors.Gateway.Tests;

/// <summary>The bounds and refusals of <c>/mcp</c>. That clients are served is shown with the SDKs' own clients.</summary>
public sealed class McpEndpointTests
{
    private const string Initialize = """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""";
    private const string Ping = """{"jsonrpc":"2.0","id":2,"method":"ping"}""";
    private const string Meta = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientInfo\":{\"name\":\"test\",\"version\":\"1\"},\"io.modelcontextprotocol/clientCapabilities\":{}}";

    [Fact]
    public async Task The_key_is_asked_for_before_anything_is_read()
    {
        await using var gateway = await TestGateway.StartAsync();
        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Get, HttpMethod.Delete, HttpMethod.Put })
        {
            var answer = await gateway.Anonymous.SendAsync(new HttpRequestMessage(method, "/mcp"));
            await answer.ProblemAsync(401, "unauthorized");
            Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
        }
        await (await gateway.Client.PutAsync("/mcp", null)).ProblemAsync(405, "method-not-allowed");
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Host", "evil.example")]
    public async Task A_page_of_another_site_is_kept_out_with_the_right_key_too(string header, string value)
    {
        await using var gateway = await TestGateway.StartAsync();
        var request = Post(Initialize);
        request.Headers.TryAddWithoutValidation(header, value);
        await (await gateway.Client.SendAsync(request)).ProblemAsync(403, "foreign-origin");
        Assert.Equal(0, Sessions(gateway).Count);
    }

    [Fact]
    public async Task The_gateways_own_pages_and_its_public_name_are_let_in()
    {
        await using var gateway = await TestGateway.StartAsync(o => o with { PublicUrl = "https://phone.example.org" });
        var own = Post(Initialize);
        own.Headers.Add("Origin", gateway.Address.GetLeftPart(UriPartial.Authority));
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.SendAsync(own)).StatusCode);
        var named = Post(Initialize);
        named.Headers.Host = "phone.example.org";
        named.Headers.Add("Origin", "https://phone.example.org");
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.SendAsync(named)).StatusCode);
    }

    [Fact]
    public async Task A_session_lives_from_initialize_to_DELETE()
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = await BeginAsync(gateway);
        Assert.True(id.Length >= 32 && id.All(c => c is > ' ' and <= '~'));
        Assert.Equal(HttpStatusCode.Accepted, (await gateway.Client.SendAsync(Post("""{"jsonrpc":"2.0","method":"notifications/initialized"}""", id))).StatusCode);
        Assert.Equal(2, (await MessageAsync(await gateway.Client.SendAsync(Post(Ping, id)))).GetProperty("id").GetInt32());
        Assert.Equal(HttpStatusCode.NoContent, (await gateway.Client.SendAsync(With(new HttpRequestMessage(HttpMethod.Delete, "/mcp"), id))).StatusCode);
        Assert.Equal((404, -32001), await ErrorAsync(await gateway.Client.SendAsync(Post(Ping, id))));
        Assert.Equal((404, -32001), await ErrorAsync(await gateway.Client.SendAsync(With(new HttpRequestMessage(HttpMethod.Delete, "/mcp"), id))));
        Assert.Equal((400, -32000), await ErrorAsync(await gateway.Client.SendAsync(Post(Ping))));
    }

    [Fact]
    public async Task A_session_that_nobody_uses_ends_and_one_with_an_open_stream_does_not()
    {
        await using var gateway = await TestGateway.StartAsync();
        var idle = await BeginAsync(gateway);
        var streaming = await BeginAsync(gateway);
        using var stream = await gateway.Client.SendAsync(Stream(streaming), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", stream.Content.Headers.ContentType?.MediaType);
        gateway.Time.Advance(McpSessions.IdleFor - TimeSpan.FromMinutes(1));
        Assert.Equal(2, Sessions(gateway).Count);
        gateway.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, Sessions(gateway).Count);
        Assert.Equal((404, -32001), await ErrorAsync(await gateway.Client.SendAsync(Post(Ping, idle))));
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.SendAsync(Post(Ping, streaming))).StatusCode);
    }

    [Fact]
    public async Task A_session_has_one_stream_and_may_open_it_again()
    {
        await using var gateway = await TestGateway.StartAsync(o => o with { RateLimits = new RateLimitOptions { KeyBurst = int.MaxValue } });
        var id = await BeginAsync(gateway);
        using (await gateway.Client.SendAsync(Stream(id), HttpCompletionOption.ResponseHeadersRead))
            Assert.Equal((409, -32000), await ErrorAsync(await gateway.Client.SendAsync(Stream(id))));
        HttpResponseMessage again;
        using var deadline = new CancellationTokenSource(TestGateway.Patience);
        do again = await gateway.Client.SendAsync(Stream(id), HttpCompletionOption.ResponseHeadersRead, deadline.Token);
        while (again.StatusCode == HttpStatusCode.Conflict);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        again.Dispose();
    }

    [Fact]
    public async Task Sessions_are_bounded_and_the_one_that_was_idle_longest_makes_room()
    {
        await using var gateway = await TestGateway.StartAsync();
        var first = await BeginAsync(gateway);
        gateway.Time.Advance(TimeSpan.FromSeconds(1));
        for (var i = 1; i < McpSessions.Capacity; i++) await BeginAsync(gateway);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.SendAsync(Post(Ping, first))).StatusCode);
        gateway.Time.Advance(TimeSpan.FromSeconds(1));
        await BeginAsync(gateway);
        Assert.Equal(McpSessions.Capacity, Sessions(gateway).Count);
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Client.SendAsync(Post(Ping, first))).StatusCode);
    }

    [Fact]
    public async Task Sessions_that_are_all_in_use_leave_a_new_client_waiting_with_Retry_After()
    {
        await using var gateway = await TestGateway.StartAsync();
        var sessions = Sessions(gateway);
        var held = Enumerable.Range(0, McpSessions.Capacity).Select(_ => sessions.TryBegin()).ToList();
        Assert.DoesNotContain(null, held);
        var refused = await gateway.Client.SendAsync(Post(Initialize));
        await refused.ProblemAsync(503, "too-many-sessions");
        Assert.Equal(TimeSpan.FromSeconds(10), refused.Headers.RetryAfter?.Delta);
        sessions.Release(held[0]!);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.SendAsync(Post(Initialize))).StatusCode);
    }

    [Fact]
    public async Task A_revision_that_is_not_spoken_is_refused_with_those_that_are()
    {
        await using var gateway = await TestGateway.StartAsync();
        var request = Post(Initialize);
        request.Headers.Add("MCP-Protocol-Version", "2031-01-01");
        var answer = await gateway.Client.SendAsync(request);
        var body = await answer.JsonAsync();
        Assert.Equal((HttpStatusCode.BadRequest, -32022), (answer.StatusCode, body.GetProperty("error").GetProperty("code").GetInt32()));
        Assert.Equal("2031-01-01", body.GetProperty("error").GetProperty("data").GetProperty("requested").GetString());
        Assert.Equal(McpEras.Spoken, body.GetProperty("error").GetProperty("data").GetProperty("supported").EnumerateArray().Select(v => v.GetString()!));
    }

    [Fact]
    public async Task The_era_without_sessions_answers_a_single_request_and_keeps_nothing()
    {
        await using var gateway = await TestGateway.StartAsync();
        var answer = await gateway.Client.SendAsync(Modern("tools/list", $$"""{ {{Meta}} }"""));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.Contains("MCP-Session-Id"));
        Assert.Equal(8, (await MessageAsync(answer)).GetProperty("result").GetProperty("tools").GetArrayLength());
        Assert.Equal(0, Sessions(gateway).Count);
        var unknown = await gateway.Client.SendAsync(Modern("no/such/method", $$"""{ {{Meta}} }"""));
        Assert.Equal((HttpStatusCode.NotFound, -32601), (unknown.StatusCode, (await MessageAsync(unknown)).GetProperty("error").GetProperty("code").GetInt32()));
        var get = new HttpRequestMessage(HttpMethod.Get, "/mcp");
        get.Headers.Add("MCP-Protocol-Version", "2026-07-28");
        await (await gateway.Client.SendAsync(get)).ProblemAsync(405, "method-not-allowed");
    }

    [Fact]
    public async Task Headers_that_do_not_say_what_the_body_says_are_refused()
    {
        await using var gateway = await TestGateway.StartAsync();
        var parameters = $$"""{"name":"call_status","arguments":{}, {{Meta}} }""";
        Assert.Equal((400, -32020), await ErrorAsync(await gateway.Client.SendAsync(Modern("tools/call", parameters, method: "tools/list"))));
        Assert.Equal((400, -32020), await ErrorAsync(await gateway.Client.SendAsync(Modern("tools/call", parameters, name: "end_call"))));
        Assert.Equal((400, -32020), await ErrorAsync(await gateway.Client.SendAsync(Modern("tools/call", $$"""{"name":7, {{Meta}} }"""))));
        Assert.Equal((400, -32020), await ErrorAsync(await gateway.Client.SendAsync(Modern("tools/call", "[]"))));
        Assert.Equal((400, -32020), await ErrorAsync(await gateway.Client.SendAsync(Modern("tools/call", parameters, version: "2025-11-25"))));
    }

    [Fact]
    public async Task A_client_that_closes_the_connection_gives_its_request_up_where_there_are_no_sessions()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var given = new CancellationTokenSource();
        var asking = gateway.Client.SendAsync(Modern("tools/call", $$"""{"name":"initiate_call","arguments":{"message":"Hello?"}, {{Meta}} }""", name: "initiate_call"), given.Token);
        var placed = await gateway.Calls.NextAsync();
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.Equal(placed.OperationId, (await gateway.Calls.NextAbandonedAsync()).OperationId);
    }

    [Fact]
    public async Task A_session_that_is_deleted_gives_up_what_was_under_way()
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = await BeginAsync(gateway);
        using var asking = await gateway.Client.SendAsync(Post("""{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"initiate_call","arguments":{"message":"Hello?"}}}""", id), HttpCompletionOption.ResponseHeadersRead);
        var placed = await gateway.Calls.NextAsync();
        await gateway.Client.SendAsync(With(new HttpRequestMessage(HttpMethod.Delete, "/mcp"), id));
        Assert.Equal(placed.OperationId, (await gateway.Calls.NextAbandonedAsync()).OperationId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("""{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"a","name":"b"}}""")]
    [InlineData("""{"jsonrpc":"2.0"}""")]
    [InlineData("""[{"jsonrpc":"2.0","id":2,"method":"ping"}]""")]
    [InlineData("\xff\xfe")]
    public async Task What_is_no_message_of_the_protocol_is_a_400(string body)
    {
        await using var gateway = await TestGateway.StartAsync();
        Assert.Equal((400, -32700), await ErrorAsync(await gateway.Client.SendAsync(Post(body))));
    }

    [Fact]
    public async Task A_message_that_is_too_long_is_a_413_and_what_cannot_take_the_answer_a_406()
    {
        await using var gateway = await TestGateway.StartAsync();
        await (await gateway.Client.SendAsync(Post(new string(' ', 70_000)))).ProblemAsync(413, "too-large");
        var plain = Post(Initialize);
        plain.Headers.Accept.Clear();
        plain.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        Assert.Equal((406, -32000), await ErrorAsync(await gateway.Client.SendAsync(plain)));
    }

    private static McpSessions Sessions(TestGateway gateway) => gateway.Services.GetRequiredService<McpSessions>();

    private static async Task<string> BeginAsync(TestGateway gateway)
    {
        var answer = await gateway.Client.SendAsync(Post(Initialize));
        Assert.Equal("callactors", (await MessageAsync(answer)).GetProperty("result").GetProperty("serverInfo").GetProperty("name").GetString());
        return answer.Headers.GetValues("MCP-Session-Id").Single();
    }

    private static HttpRequestMessage Post(string body, string? session = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        return session is null ? request : With(request, session);
    }

    private static HttpRequestMessage Modern(string what, string parameters, string? method = null, string? name = null, string version = "2026-07-28")
    {
        var request = Post($$"""{"jsonrpc":"2.0","id":1,"method":"{{what}}","params":{{parameters}}}""");
        request.Headers.Add("MCP-Protocol-Version", version);
        request.Headers.Add("Mcp-Method", method ?? what);
        if (what == "tools/call") request.Headers.Add("Mcp-Name", name ?? "call_status");
        return request;
    }

    private static HttpRequestMessage Stream(string session)
    {
        var request = With(new HttpRequestMessage(HttpMethod.Get, "/mcp"), session);
        request.Headers.Accept.ParseAdd("text/event-stream");
        return request;
    }

    private static HttpRequestMessage With(HttpRequestMessage request, string session)
    {
        request.Headers.Add("MCP-Session-Id", session);
        return request;
    }

    private static async Task<JsonElement> MessageAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        using var document = JsonDocument.Parse(text.Split('\n').Last(l => l.StartsWith("data: ", StringComparison.Ordinal))[6..]);
        return document.RootElement.Clone();
    }

    private static async Task<(int Status, int Code)> ErrorAsync(HttpResponseMessage answer) =>
        ((int)answer.StatusCode, (await answer.JsonAsync()).GetProperty("error").GetProperty("code").GetInt32());
}
