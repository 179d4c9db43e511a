using System.Net;
using CallActors.Gateway.Hosting;
using CallActors.Gateway.Http;
using CallActors.Gateway.Options;
using CallActors.Gateway.People;
using CallActors.Gateway.Tests.Fakes;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CallActors.Gateway.Tests;

public sealed class RateLimitTests
{
    [Fact]
    public async Task A_key_that_asks_too_much_is_refused_until_its_bucket_fills()
    {
        await using var gateway = await TestGateway.StartAsync(o => o with { RateLimits = new RateLimitOptions { KeyBurst = 3, KeyPerSecond = 2 } });
        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.OK, (await gateway.Client.GetAsync("/api/calls")).StatusCode);
        var refused = await gateway.Client.GetAsync("/api/calls");
        Assert.Equal("Too much is asked at once. Try again in 1 s.", await refused.ProblemAsync(429, "rate-limited"));
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await gateway.Client.PostAsync("/mcp", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await gateway.Anonymous.GetAsync("/api/calls")).StatusCode);
        gateway.Time.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 2; i++) Assert.Equal(HttpStatusCode.OK, (await gateway.Client.GetAsync("/api/calls")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await gateway.Client.GetAsync("/api/calls")).StatusCode);
    }

    [Fact]
    public async Task A_wrong_key_takes_nothing_from_the_right_one()
    {
        await using var gateway = await TestGateway.StartAsync(o => o with { RateLimits = new RateLimitOptions { KeyBurst = 1, KeyPerSecond = 1 } });
        for (var i = 0; i < 5; i++) await (await gateway.Anonymous.GetAsync("/api/calls")).ProblemAsync(401, "unauthorized");
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.GetAsync("/api/calls")).StatusCode);
    }

    [Fact]
    public async Task A_phone_does_not_ring_more_often_than_a_person_can_bear_and_repetitions_of_one_request_are_one_call()
    {
        await using var gateway = await TestGateway.StartAsync(o => o with
        {
            People = [new Person("Ada", "+491701234567"), new Person("Bob", "+491701234568")],
            RateLimits = new RateLimitOptions { PersonBurst = 2, PersonEvery = TimeSpan.FromMinutes(2) },
        });
        _ = gateway.PostAsync("/api/call", """{"message":"Hi","to":"Ada"}""", key: "one");
        await gateway.Calls.NextAsync();
        for (var i = 0; i < 3; i++) _ = gateway.PostAsync("/api/call", """{"message":"Hi","to":"Ada"}""", key: "one");
        _ = gateway.PostAsync("/api/call", """{"message":"Hi","to":"+491701234567"}""");
        await gateway.Calls.NextAsync();
        var refused = await gateway.PostAsync("/api/call", """{"message":"Hi","to":"ada"}""");
        Assert.Equal("This person has been called often enough for now. Try again in 120 s.", await refused.ProblemAsync(429, "rate-limited"));
        Assert.Equal(TimeSpan.FromMinutes(2), refused.Headers.RetryAfter?.Delta);

        _ = gateway.PostAsync("/api/call", """{"message":"Hi","to":"Bob"}""");
        await gateway.Calls.NextAsync();
        gateway.Time.Advance(TimeSpan.FromMinutes(2));
        _ = gateway.PostAsync("/api/call", """{"message":"Hi","to":"Ada"}""");
        await gateway.Calls.NextAsync();
        Assert.Equal(HttpStatusCode.TooManyRequests, (await gateway.PostAsync("/api/call", """{"message":"Hi","to":"ada"}""")).StatusCode);
    }

    [Fact]
    public async Task The_softphone_rings_as_often_as_it_is_asked_to()
    {
        await using var gateway = await TestGateway.StartAsync(o => o with { RateLimits = new RateLimitOptions { PersonBurst = 1 } });
        for (var i = 0; i < 5; i++)
        {
            _ = gateway.PostAsync("/api/call", """{"message":"Hi"}""");
            await gateway.Calls.NextAsync();
        }
    }

    [Fact]
    public async Task What_strangers_may_take_is_bounded_before_anybody_is_known()
    {
        await using var gateway = await TestGateway.StartAsync();
        var limits = gateway.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;
        Assert.Equal(
            (KestrelSetup.MostConnections, TimeSpan.FromSeconds(10), RequestBodyReader.MaxBytes, 16 * 1024, 4 * 1024),
            ((int)limits.MaxConcurrentConnections!, limits.RequestHeadersTimeout, (int)limits.MaxRequestBodySize!, limits.MaxRequestHeadersTotalSize, limits.MaxRequestLineSize));
        Assert.NotNull(limits.MinRequestBodyDataRate);
        Assert.NotNull(limits.MinResponseDataRate);
    }
}
