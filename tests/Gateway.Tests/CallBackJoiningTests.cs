using System.Net;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Speech;
using CallActors.Gateway.Calls;
using CallActors.Gateway.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace CallActors.Gateway.Tests;

/// <summary>An agent rings a person who is being rung already, for having asked so by text: Call-Me Cloud's clients do, which do not read
/// which call that is.</summary>
public sealed class CallBackJoiningTests
{
    private const string Person = "+15550002222";

    [Fact]
    public async Task Who_rings_a_person_that_is_being_rung_goes_on_with_that_call()
    {
        await using var gateway = await StartAsync();
        var rung = gateway.Calls.AddCall(CallPhase.Ringing);
        gateway.Services.GetRequiredService<CallBacks>().Add(Person, rung, gateway.Calls);
        const string request = """{"message":"Shall I deploy?","expect":"yes-no","listenSeconds":9}""";
        var answering = gateway.PostAsync("/api/call", request, key: "key-1");
        var asked = Assert.IsType<CallCommands.ContinueCall>(await gateway.Calls.NextAsync());
        Assert.Equal(new CallCommands.ContinueCall(rung, new OperationId("key-1"), "Shall I deploy?", Expectation.YesOrNo.Instance, TimeSpan.FromSeconds(9)), asked);
        gateway.Calls.Answer(asked, new CallReplies.TurnTaken(rung, asked.OperationId, "Yes.", false, asked.Message, TurnTimings.None));
        var answer = await (await answering).JsonAsync();
        Assert.Equal((rung.Value, "Yes."), (answer.GetProperty("callId").GetString(), answer.GetProperty("response").GetString()));

        // The same request again is the same operation, though an agent uses the call now.
        var again = await gateway.PostAsync("/api/call", request, key: "key-1");
        Assert.Equal(rung.Value, (await again.JsonAsync()).GetProperty("callId").GetString());
        Assert.True(gateway.Calls.NothingAsked);
    }

    [Fact]
    public async Task A_call_that_an_agent_uses_already_is_left_alone()
    {
        await using var gateway = await StartAsync();
        var rung = gateway.Calls.AddCall();
        gateway.Services.GetRequiredService<CallBacks>().Add(Person, rung, gateway.Calls);
        _ = gateway.PostAsync($"/api/call/{rung}/continue", """{"message":"Hello?"}""");
        var other = await gateway.Calls.NextAsync();
        var placing = gateway.PostAsync("/api/call", """{"message":"Shall I deploy?"}""");
        var asked = Assert.IsType<CallCommands.PlaceCall>(await gateway.Calls.NextAsync());
        gateway.Calls.Refuse(other, RefusalReason.NothingHeard, "Nothing.");
        gateway.Calls.Refuse(asked, RefusalReason.LineBusy, "Engaged.");
        Assert.Equal(HttpStatusCode.Conflict, (await placing).StatusCode);
    }

    [Fact]
    public async Task A_call_that_is_over_is_followed_by_a_new_one()
    {
        await using var gateway = await StartAsync();
        gateway.Services.GetRequiredService<CallBacks>().Add(Person, gateway.Calls.AddCall(CallPhase.Ended), gateway.Calls);
        _ = gateway.PostAsync("/api/call", """{"message":"Shall I deploy?"}""");
        var asked = Assert.IsType<CallCommands.PlaceCall>(await gateway.Calls.NextAsync());
        gateway.Calls.Refuse(asked, RefusalReason.NoAnswer, "Nobody.");
    }

    [Fact]
    public async Task A_call_is_followed_until_it_is_over_and_no_longer()
    {
        await using var gateway = await StartAsync();
        var (calls, placed) = (gateway.Calls, gateway.Services.GetRequiredService<CallBacks>());
        var rung = calls.AddCall(CallPhase.Ringing);
        placed.Add(Person, rung, calls);
        Assert.Equal((false, 1), (placed.IsOver(rung), calls.Followers));
        calls.End(rung, CallEndReason.Declined);
        Assert.Equal((true, 0), (placed.IsOver(rung), calls.Followers));
        Assert.False(placed.IsOver(CallId.New()));
    }

    private static Task<TestGateway> StartAsync() => TestGateway.StartAsync(o => o with { DefaultCallee = Person });
}
