using System.Net;
using CallActors.Contracts.Calls;
using CallActors.Gateway.Tests.Fakes;

namespace CallActors.Gateway.Tests;

/// <summary><c>wait=false</c>, and how calls come out.</summary>
public sealed class DetachedTests
{
    [Fact]
    public async Task An_operation_without_a_client_goes_on_and_its_answer_is_the_one_that_waiting_would_have_brought()
    {
        await using var gateway = await TestGateway.StartAsync();
        var accepted = await gateway.PostAsync("/api/call?wait=false", """{"message":"Hello?"}""");
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), accepted.Headers.RetryAfter?.Delta);
        var asked = await gateway.Calls.NextAsync();
        Assert.Equal($"/api/call/{asked.CallId}/operations/{asked.OperationId}", accepted.Headers.Location?.ToString());
        Assert.Equal((asked.CallId.Value, false), (await accepted.JsonAsync()) is var told ? (told.GetProperty("callId").GetString(), told.GetProperty("finished").GetBoolean()) : default);
        Assert.Equal(HttpStatusCode.Accepted, (await gateway.Client.GetAsync(accepted.Headers.Location)).StatusCode);
        Assert.True(gateway.Calls.NothingAbandoned);

        gateway.Calls.Answer(asked, new CallReplies.TurnTaken(asked.CallId, asked.OperationId, "Hi.", true, "Hel", TurnTimings.None));
        var answer = await FinishedAsync(gateway, accepted.Headers.Location!);
        Assert.Equal((HttpStatusCode.OK, "Hi.", "Hel", true), (answer.StatusCode, (await answer.JsonAsync()).GetProperty("response").GetString(), (await answer.JsonAsync()).GetProperty("heard").GetString(), (await answer.JsonAsync()).GetProperty("interrupted").GetBoolean()));
    }

    [Fact]
    public async Task What_goes_wrong_is_told_to_those_who_look()
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        var accepted = await gateway.PostAsync($"/api/call/{id}/continue?wait=false", """{"message":"Well?"}""", key: "k:1");
        gateway.Calls.Refuse(await gateway.Calls.NextAsync(), RefusalReason.NothingHeard, "Silence.");
        Assert.Equal("Silence.", await (await FinishedAsync(gateway, accepted.Headers.Location!)).ProblemAsync(409, "nothing-heard"));
        await (await gateway.Client.GetAsync($"/api/call/{id}/operations/unheard-of")).ProblemAsync(404, "unknown-operation");
        await (await gateway.Client.GetAsync($"/api/call/{CallId.New()}/operations/k:1")).ProblemAsync(404, "unknown-call");
        await (await gateway.PostAsync($"/api/call/{id}/continue?wait=maybe", """{"message":"Well?"}""")).ProblemAsync(400, "bad-request");
    }

    [Fact]
    public async Task An_operation_that_somebody_waits_for_can_be_looked_at_too()
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        var waiting = gateway.PostAsync($"/api/call/{id}/speak", """{"message":"One moment."}""", key: "s");
        var asked = await gateway.Calls.NextAsync();
        Assert.Equal(HttpStatusCode.Accepted, (await gateway.Client.GetAsync($"/api/call/{id}/operations/s")).StatusCode);
        gateway.Calls.Answer(asked, new CallReplies.Spoken(id, asked.OperationId, false, "One moment.", TurnTimings.None));
        await waiting;
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.GetAsync($"/api/call/{id}/operations/s")).StatusCode);
    }

    [Theory]
    [InlineData(CallEndReason.AgentEnded, true, "answered")]
    [InlineData(CallEndReason.AgentEnded, false, "cancelled")]
    [InlineData(CallEndReason.HungUp, true, "answered")]
    [InlineData(CallEndReason.HungUp, false, "no-answer")]
    [InlineData(CallEndReason.CallBackWanted, true, "answered")]
    [InlineData(CallEndReason.TimedOut, true, "answered")]
    [InlineData(CallEndReason.NoAnswer, false, "no-answer")]
    [InlineData(CallEndReason.Busy, false, "busy")]
    [InlineData(CallEndReason.Declined, false, "rejected")]
    [InlineData(CallEndReason.Cancelled, false, "cancelled")]
    [InlineData(CallEndReason.Cancelled, true, "answered")]
    [InlineData(CallEndReason.CarrierFailed, false, "failed")]
    [InlineData(CallEndReason.MediaLost, true, "failed")]
    [InlineData(CallEndReason.Shutdown, true, "failed")]
    public void A_call_comes_out_in_one_of_seven_ways(CallEndReason reason, bool answered, string outcome) =>
        Assert.Equal(outcome, Http.CallOutcome.Of(reason, answered));

    [Fact]
    public void Every_reason_has_its_way()
    {
        string[] ways = ["answered", "no-answer", "busy", "voicemail", "rejected", "failed", "cancelled"];
        foreach (var reason in Enum.GetValues<CallEndReason>()) Assert.Contains(Http.CallOutcome.Of(reason, answered: true), ways);
        Assert.Null(Http.CallOutcome.Of(null, answered: true));
    }

    [Fact]
    public async Task The_outcome_is_told_with_the_call_and_with_the_refusal()
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        Assert.Equal("null", (await (await gateway.Client.GetAsync($"/api/call/{id}")).JsonAsync()).GetProperty("outcome").GetRawText());
        gateway.Calls.End(id, CallEndReason.MediaLost);
        Assert.Equal(("failed", "media-lost"), (await (await gateway.Client.GetAsync($"/api/call/{id}")).JsonAsync()) is var call ? (call.GetProperty("outcome").GetString(), call.GetProperty("endReason").GetString()) : default);

        var placing = gateway.PostAsync("/api/call", """{"message":"Hello?"}""");
        gateway.Calls.Refuse(await gateway.Calls.NextAsync(), RefusalReason.Declined, "Not now.");
        Assert.Equal("rejected", (await (await placing).JsonAsync()).GetProperty("outcome").GetString());
    }

    private static async Task<HttpResponseMessage> FinishedAsync(TestGateway gateway, Uri location)
    {
        using var deadline = new CancellationTokenSource(TestGateway.Patience);
        HttpResponseMessage answer;
        do answer = await gateway.Client.GetAsync(location, deadline.Token);
        while (answer.StatusCode == HttpStatusCode.Accepted);
        return answer;
    }
}
