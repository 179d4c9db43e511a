using System.Net;
using CallActors.Contracts.Calls;
using CallActors.Gateway.Calls;
using CallActors.Gateway.Health;
using CallActors.Gateway.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace CallActors.Gateway.Tests;

public sealed class QuestionTests
{
    [Fact]
    public async Task A_call_is_shown_with_transcript_and_operations()
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        _ = gateway.PostAsync($"/api/call/{id}/continue", """{"message":"Well?"}""", key: "k");
        var asked = await gateway.Calls.NextAsync();
        var call = await (await gateway.Client.GetAsync($"/api/call/{id}")).JsonAsync();
        Assert.Equal((id.Value, "talking", "softphone"), (call.GetProperty("callId").GetString(), call.GetProperty("phase").GetString(), call.GetProperty("carrier").GetString()));
        var lines = call.GetProperty("transcript").EnumerateArray().ToArray();
        Assert.Equal(("agent", "Shall I deploy?", "Shall I", true), (lines[0].GetProperty("speaker").GetString(), lines[0].GetProperty("text").GetString(), lines[0].GetProperty("heard").GetString(), lines[0].GetProperty("interrupted").GetBoolean()));
        Assert.Equal(("person", "typed"), (lines[1].GetProperty("speaker").GetString(), lines[1].GetProperty("source").GetString()));
        Assert.Equal("2026-11-20T09:00:05+00:00", lines[0].GetProperty("startedAt").GetString());
        var operation = Assert.Single(call.GetProperty("operations").EnumerateArray());
        Assert.Equal(("k", "continue", false), (operation.GetProperty("operationId").GetString(), operation.GetProperty("kind").GetString(), operation.GetProperty("finished").GetBoolean()));
        gateway.Calls.Refuse(asked, RefusalReason.NothingHeard, "Silence.");
    }

    [Fact]
    public async Task Calls_are_listed_newest_first_up_to_the_limit()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Calls.AddCall();
        var second = gateway.Calls.AddCall(CallPhase.Ended);
        var third = gateway.Calls.AddCall(CallPhase.Ringing);
        var calls = (await (await gateway.Client.GetAsync("/api/calls?limit=2")).JsonAsync()).GetProperty("calls").EnumerateArray().ToArray();
        Assert.Equal([(third.Value, "ringing"), (second.Value, "ended")], calls.Select(c => (c.GetProperty("callId").GetString()!, c.GetProperty("phase").GetString()!)));
        Assert.Equal(3, (await (await gateway.Client.GetAsync("/api/calls")).JsonAsync()).GetProperty("calls").GetArrayLength());
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task Health_answers_every_method_without_a_key(string method)
    {
        await using var gateway = await TestGateway.StartAsync();
        var answer = await gateway.Anonymous.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/health"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal($$$"""{"status":"ok","publicUrl":"{{{gateway.Address.GetLeftPart(UriPartial.Authority)}}}","speech":{"voices":[],"recognizers":[]}}""", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Health_tells_the_configured_public_address()
    {
        await using var gateway = await TestGateway.StartAsync(o => o with { PublicUrl = "https://phone.example.org" });
        Assert.Equal("https://phone.example.org", (await (await gateway.Client.GetAsync("/api/health")).JsonAsync()).GetProperty("publicUrl").GetString());
    }

    [Fact]
    public async Task Ready_lists_what_is_missing_with_503()
    {
        await using var gateway = await TestGateway.StartAsync(checks: [new Check("journal", _ => Task.FromResult(ReadinessFinding.Well("journal"))), new Check("voice", _ => Task.FromResult(ReadinessFinding.Amiss("voice", "Install espeak-ng.")))]);
        var answer = await gateway.Anonymous.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        var body = await answer.JsonAsync();
        Assert.Equal("not-ready", body.GetProperty("status").GetString());
        Assert.Equal(
            [("journal", true, ""), ("voice", false, "Install espeak-ng.")],
            body.GetProperty("checks").EnumerateArray().Select(c => (c.GetProperty("name").GetString()!, c.GetProperty("ok").GetBoolean(), c.GetProperty("detail").GetString()!)));
    }

    [Fact]
    public async Task Ready_is_200_when_all_is_well()
    {
        await using var gateway = await TestGateway.StartAsync(checks: new Check("journal", _ => Task.FromResult(ReadinessFinding.Well("journal"))));
        var answer = await gateway.Anonymous.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("ready", (await answer.JsonAsync()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_check_that_throws_or_hangs_is_amiss_and_tells_nothing_of_the_inside()
    {
        await using var gateway = await TestGateway.StartAsync(checks:
        [
            new Check("throws", _ => throw new InvalidOperationException("secret path")),
            new Check("hangs", _ => new TaskCompletionSource<ReadinessFinding>().Task),
        ]);
        var answering = gateway.Anonymous.GetAsync("/health/ready");
        await BadRequestTests.WaitUntilAsync(() => gateway.Time.Pending > 0);
        gateway.Time.Advance(Readiness.Deadline);
        var answer = await answering;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.Contains("did not answer within 2 s", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopping_gateway_takes_no_operation_and_is_not_ready()
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        gateway.Services.GetRequiredService<ShutdownGate>().Close();
        foreach (var path in new[] { "/api/call", $"/api/call/{id}/continue", $"/api/call/{id}/speak", $"/api/call/{id}/end" })
            await (await gateway.PostAsync(path, """{"message":"Hello."}""")).ProblemAsync(503, "stopping");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await gateway.Anonymous.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.GetAsync($"/api/call/{id}")).StatusCode);
        Assert.True(gateway.Calls.NothingAsked);
    }

    private sealed class Check(string name, Func<CancellationToken, Task<ReadinessFinding>> check) : IReadinessCheck
    {
        public string Name => name;

        public Task<ReadinessFinding> CheckAsync(CancellationToken cancellationToken) => check(cancellationToken);
    }
}
