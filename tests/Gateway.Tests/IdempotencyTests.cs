using System.Net;
using CallActors.Contracts.Calls;
using CallActors.Gateway.Http;
using CallActors.Gateway.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace CallActors.Gateway.Tests;

public sealed class IdempotencyTests
{
    private const string Hello = """{"message":"Hello."}""";
    private static readonly TimeSpan Grace = new Options.GatewayOptions().ReconnectWithin;

    [Fact]
    public async Task The_key_names_the_operation_and_the_placed_call()
    {
        await using var gateway = await TestGateway.StartAsync();
        _ = gateway.PostAsync("/api/call", Hello, key: "key-1");
        var asked = await gateway.Calls.NextAsync();
        Assert.Equal(CallId.ForIdempotencyKey("key-1"), asked.CallId);
        Assert.Equal(new OperationId("key-1"), asked.OperationId);
        gateway.Calls.Refuse(asked, RefusalReason.NoAnswer, "Nobody.");
    }

    [Fact]
    public async Task A_repeated_request_gets_the_same_answer_and_is_asked_once()
    {
        await using var gateway = await TestGateway.StartAsync();
        var first = gateway.PostAsync("/api/call", Hello, key: "key-1");
        var asked = await gateway.Calls.NextAsync();
        var second = gateway.PostAsync("/api/call", Hello, key: "key-1");
        gateway.Calls.Answer(asked, new CallReplies.TurnTaken(asked.CallId, asked.OperationId, "Hi.", false, "Hello.", TurnTimings.None));
        var third = gateway.PostAsync("/api/call", Hello, key: "key-1");
        var bodies = await Task.WhenAll((await Task.WhenAll(first, second, third)).Select(r => r.Content.ReadAsStringAsync()));
        Assert.Single(bodies.Distinct());
        Assert.True(gateway.Calls.NothingAsked);
    }

    [Fact]
    public async Task Two_requests_without_a_key_are_two_calls()
    {
        await using var gateway = await TestGateway.StartAsync();
        _ = gateway.PostAsync("/api/call", Hello);
        _ = gateway.PostAsync("/api/call", Hello);
        var one = await gateway.Calls.NextAsync();
        var other = await gateway.Calls.NextAsync();
        Assert.NotEqual(one.CallId, other.CallId);
        Assert.NotEqual(one.OperationId, other.OperationId);
        gateway.Calls.Refuse(one, RefusalReason.NoAnswer, "Nobody.");
        gateway.Calls.Refuse(other, RefusalReason.NoAnswer, "Nobody.");
    }

    [Fact]
    public async Task A_key_belongs_to_one_operation()
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        var other = gateway.Calls.AddCall();
        _ = gateway.PostAsync($"/api/call/{id}/continue", Hello, key: "key-1");
        var asked = await gateway.Calls.NextAsync();
        await (await gateway.PostAsync($"/api/call/{id}/speak", Hello, key: "key-1")).ProblemAsync(422, "key-reused");
        await (await gateway.PostAsync($"/api/call/{other}/continue", Hello, key: "key-1")).ProblemAsync(422, "key-reused");
        await (await gateway.PostAsync($"/api/call/{id}/continue", """{"message":"Goodbye."}""", key: "key-1")).ProblemAsync(422, "key-reused");
        gateway.Calls.Refuse(asked, RefusalReason.NothingHeard, "Silence.");
    }

    [Fact]
    public async Task A_client_without_a_key_that_disconnects_abandons_at_once()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var client = new CancellationTokenSource();
        var waiting = gateway.PostAsync("/api/call", Hello, cancellationToken: client.Token);
        var asked = await gateway.Calls.NextAsync();
        await client.CancelAsync();
        Assert.Equal(new CallCommands.AbandonOperation(asked.CallId, asked.OperationId), await gateway.Calls.NextAbandonedAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_client_with_a_key_that_disconnects_may_come_back_within_the_grace()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var client = new CancellationTokenSource();
        _ = gateway.PostAsync("/api/call", Hello, "key-1", client.Token);
        var asked = await gateway.Calls.NextAsync();
        var timers = gateway.Time.Pending;
        await client.CancelAsync();
        await BadRequestTests.WaitUntilAsync(() => gateway.Time.Pending > timers);
        gateway.Time.Advance(Grace - TimeSpan.FromMilliseconds(1));
        Assert.True(gateway.Calls.NothingAbandoned);

        var back = gateway.PostAsync("/api/call", Hello, "key-1");
        await BadRequestTests.WaitUntilAsync(() => gateway.Time.Pending == timers);
        gateway.Time.Advance(Grace * 2);
        Assert.True(gateway.Calls.NothingAbandoned);
        gateway.Calls.Answer(asked, new CallReplies.TurnTaken(asked.CallId, asked.OperationId, "Hi.", false, "Hello.", TurnTimings.None));
        Assert.Equal("Hi.", (await (await back).JsonAsync()).GetProperty("response").GetString());
    }

    [Fact]
    public async Task A_client_with_a_key_that_stays_away_abandons_after_the_grace()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var client = new CancellationTokenSource();
        _ = gateway.PostAsync("/api/call", Hello, "key-1", client.Token);
        var asked = await gateway.Calls.NextAsync();
        var timers = gateway.Time.Pending;
        await client.CancelAsync();
        await BadRequestTests.WaitUntilAsync(() => gateway.Time.Pending > timers);
        gateway.Time.Advance(Grace);
        Assert.Equal(new CallCommands.AbandonOperation(asked.CallId, asked.OperationId), await gateway.Calls.NextAbandonedAsync());
        Assert.Equal(0, gateway.Services.GetRequiredService<OperationWaits>().Count);
    }

    [Fact]
    public async Task One_of_two_clients_of_an_operation_may_leave()
    {
        await using var gateway = await TestGateway.StartAsync();
        var waits = gateway.Services.GetRequiredService<OperationWaits>();
        using var client = new CancellationTokenSource();
        var staying = gateway.PostAsync("/api/call", Hello, "key-1");
        var asked = await gateway.Calls.NextAsync();
        var leaving = gateway.PostAsync("/api/call", Hello, "key-1", client.Token);
        var timers = gateway.Time.Pending;
        await client.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        gateway.Time.Advance(Grace * 2);
        Assert.True(gateway.Calls.NothingAbandoned);
        Assert.Equal(1, waits.Count);
        gateway.Calls.Answer(asked, new CallReplies.TurnTaken(asked.CallId, asked.OperationId, "Hi.", false, "Hello.", TurnTimings.None));
        Assert.Equal(HttpStatusCode.OK, (await staying).StatusCode);
    }

    [Fact]
    public async Task Deleting_an_operation_abandons_it_at_once_and_answers_who_waits()
    {
        await using var gateway = await TestGateway.StartAsync();
        var waiting = gateway.PostAsync("/api/call", Hello, "key-1");
        var asked = await gateway.Calls.NextAsync();
        Assert.Equal(HttpStatusCode.NoContent, (await gateway.Client.DeleteAsync($"/api/call/{asked.CallId}/operations/key-1")).StatusCode);
        Assert.Equal(new CallCommands.AbandonOperation(asked.CallId, asked.OperationId), await gateway.Calls.NextAbandonedAsync());
        await (await waiting).ProblemAsync(409, "abandoned");
    }

    [Fact]
    public async Task Deleting_ends_the_grace_too()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var client = new CancellationTokenSource();
        _ = gateway.PostAsync("/api/call", Hello, "key-1", client.Token);
        var asked = await gateway.Calls.NextAsync();
        var timers = gateway.Time.Pending;
        await client.CancelAsync();
        await BadRequestTests.WaitUntilAsync(() => gateway.Time.Pending > timers);
        Assert.Equal(HttpStatusCode.NoContent, (await gateway.Client.DeleteAsync("/api/operations/key-1")).StatusCode);
        Assert.Equal(asked.OperationId, (await gateway.Calls.NextAbandonedAsync()).OperationId);
        gateway.Time.Advance(Grace * 2);
        Assert.True(gateway.Calls.NothingAbandoned);
        Assert.Equal(0, gateway.Services.GetRequiredService<OperationWaits>().Count);
    }

    [Fact]
    public async Task An_operation_is_found_by_its_key_alone()
    {
        await using var gateway = await TestGateway.StartAsync();
        await (await gateway.Client.GetAsync("/api/operations/key-1")).ProblemAsync(404, "unknown-operation");
        await (await gateway.Client.DeleteAsync("/api/operations/key-1")).ProblemAsync(404, "unknown-operation");

        var id = gateway.Calls.AddCall();
        var waiting = gateway.PostAsync($"/api/call/{id}/continue", Hello, "key-1");
        var asked = await gateway.Calls.NextAsync();
        var running = await (await gateway.Client.GetAsync("/api/operations/key-1")).JsonAsync();
        Assert.Equal((id.Value, "continue", false), (running.GetProperty("callId").GetString(), running.GetProperty("kind").GetString(), running.GetProperty("finished").GetBoolean()));
        gateway.Calls.Refuse(asked, RefusalReason.NothingHeard, "Silence.");
        await (await waiting).ProblemAsync(409, "nothing-heard");
        Assert.True((await (await gateway.Client.GetAsync("/api/operations/key-1")).JsonAsync()).GetProperty("finished").GetBoolean());
    }

    [Fact]
    public void The_oldest_operation_is_forgotten_first()
    {
        var recent = new RecentOperations();
        var call = CallId.New();
        for (var i = 0; i <= RecentOperations.Capacity; i++) Assert.True(recent.TryAdd(new CallCommands.Speak(call, new OperationId($"o{i}"), "a")));
        Assert.False(recent.TryFind(new OperationId("o0"), out _, out _));
        Assert.True(recent.TryFind(new OperationId("o1"), out var found, out var kind));
        Assert.Equal((call, OperationKind.Speak), (found, kind));
    }
}
