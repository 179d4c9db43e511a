using CallActors.Gateway.Tests.Fakes;

namespace CallActors.Gateway.Tests;

/// <summary>What Call-Me Cloud's clients rely on beyond the paths and bodies that every other test uses.</summary>
public sealed class CallMeCloudShapeTests
{
    [Fact]
    public async Task The_history_has_the_shape_that_the_client_of_Call_Me_Cloud_reads()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Calls.AddCall();
        var id = gateway.Calls.AddCall();
        var answer = await gateway.Client.GetAsync("/api/history?limit=1");
        Assert.Equal(
            $$$"""{"conversations":[{"id":"{{{id}}}","contactMode":"voice","messageCount":2,"messages":[{"speaker":"claude","message":"Shall I","timestamp":1795165205000},{"speaker":"user","message":"Not yet.","timestamp":1795165206000}],"createdAt":1795165200000,"metadata":{"durationSeconds":0,"messageCount":2}}],"count":1,"total":2}""",
            await answer.Content.ReadAsStringAsync());
        await (await gateway.Client.GetAsync("/api/history?limit=51")).ProblemAsync(400, "bad-request");
        await (await gateway.Anonymous.GetAsync("/api/history")).ProblemAsync(401, "unauthorized");
    }

    [Fact]
    public async Task An_address_with_a_slash_at_its_end_is_forgiven_and_the_key_is_still_asked_for()
    {
        await using var gateway = await TestGateway.StartAsync();
        var path = new Uri($"{gateway.Address.GetLeftPart(UriPartial.Authority)}//api/calls");
        Assert.True((await gateway.Client.GetAsync(path)).IsSuccessStatusCode);
        await (await gateway.Anonymous.GetAsync(path)).ProblemAsync(401, "unauthorized");
        await (await gateway.Anonymous.GetAsync(new Uri($"{gateway.Address.GetLeftPart(UriPartial.Authority)}///api/calls"))).ProblemAsync(401, "unauthorized");
    }
}
