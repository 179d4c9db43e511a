using System.Net;
using CallActors.Gateway.Tests.Fakes;

namespace CallActors.Gateway.Tests;

/// <summary>What those find who come by a tunnel or a proxy.</summary>
public sealed class PublicDoorTests
{
    private const string Public = "https://calls.example.org";

    [Theory]
    [InlineData("/phone")]
    [InlineData("/phone/line")]
    [InlineData("/phone/index.html")]
    [InlineData("/")]
    public async Task The_phone_is_not_there_for_whoever_comes_by_the_public_name_or_a_proxy(string path)
    {
        await using var gateway = await TestGateway.StartAsync(o => o with { PublicUrl = Public });
        using var byName = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = "calls.example.org" } };
        using var byProxy = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "X-Forwarded-For", "203.0.113.7" } } };
        foreach (var request in new[] { byName, byProxy })
        {
            using var answer = await gateway.Anonymous.SendAsync(request);
            await answer.ProblemAsync(404, "not-public");
        }

        using var own = await gateway.Anonymous.GetAsync(new Uri(path, UriKind.Relative));
        Assert.NotEqual(HttpStatusCode.NotFound, own.StatusCode);
    }

    [Fact]
    public async Task What_asks_for_a_key_and_health_are_there_for_everybody()
    {
        await using var gateway = await TestGateway.StartAsync(o => o with { PublicUrl = Public });
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/health"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/api/calls"));
        Assert.Equal(HttpStatusCode.UpgradeRequired, await StatusAsync("/media-stream"));

        async Task<HttpStatusCode> StatusAsync(string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = "calls.example.org" } };
            using var answer = await gateway.Anonymous.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Who_wants_the_phone_everywhere_has_it_there()
    {
        await using var gateway = await TestGateway.StartAsync(o => o with { PublicUrl = Public, PhonePageForAll = true });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/phone") { Headers = { Host = "calls.example.org" } };
        using var answer = await gateway.Anonymous.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_public_address_on_this_machine_shuts_nobody_out()
    {
        await using var gateway = await TestGateway.StartAsync(o => o with { PublicUrl = "http://127.0.0.1:3333" });
        using var answer = await gateway.Anonymous.GetAsync(new Uri("/phone", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
