using System.Net;
using System.Text.Json;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Speech;
using CallActors.Gateway.People;
using CallActors.Gateway.Tests.Fakes;

namespace CallActors.Gateway.Tests;

public sealed class OperationTests
{
    private static readonly TurnTimings Timings = new(TimeSpan.FromMilliseconds(3.25), TimeSpan.FromMilliseconds(212), TimeSpan.FromMilliseconds(0.5));

    [Fact]
    public async Task Placing_a_call_answers_exactly_call_id_response_and_interrupted()
    {
        await using var gateway = await TestGateway.StartAsync();
        var answering = gateway.PostAsync("/api/call", """{"message":"Shall I deploy?"}""");
        var asked = Assert.IsType<CallCommands.PlaceCall>(await gateway.Calls.NextAsync());
        gateway.Calls.Answer(asked, new CallReplies.TurnTaken(asked.CallId, asked.OperationId, "Yes, do it.", true, "Shall I", Timings));

        var answer = await answering;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var body = await answer.JsonAsync();
        Assert.Equal(["callId", "interrupted", "response"], body.Members().Order());
        Assert.Equal(asked.CallId.Value, body.GetProperty("callId").GetString());
        Assert.Equal("Yes, do it.", body.GetProperty("response").GetString());
        Assert.True(body.GetProperty("interrupted").GetBoolean());
    }

    [Fact]
    public async Task What_is_not_said_in_the_request_comes_from_the_options()
    {
        await using var gateway = await TestGateway.StartAsync(o => o with { DefaultCallee = "+4930123", RingFor = TimeSpan.FromSeconds(7), ListenFor = TimeSpan.FromSeconds(9) });
        _ = gateway.PostAsync("/api/call", """{"message":"Hello."}""");
        var asked = Assert.IsType<CallCommands.PlaceCall>(await gateway.Calls.NextAsync());
        Assert.Equal(
            new CallCommands.PlaceCall(asked.CallId, asked.OperationId, new Callee("+4930123"), "Hello.", Expectation.Open.Instance, TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(9)),
            asked);
        gateway.Calls.Refuse(asked, RefusalReason.NoAnswer, "Nobody.");
    }

    [Fact]
    public async Task Everything_said_in_the_request_reaches_the_call()
    {
        await using var gateway = await TestGateway.StartAsync(o => o with { People = [new Person("Ada", "+15551234")] });
        _ = gateway.PostAsync("/api/call", """{"message":"Which?","to":"+15551234","expect":{"oneOf":["main"," develop "]},"listenSeconds":2.5,"ringSeconds":11}""");
        var asked = Assert.IsType<CallCommands.PlaceCall>(await gateway.Calls.NextAsync());
        Assert.Equal("+15551234", asked.To.Address);
        Assert.Equal(["main", "develop"], Assert.IsType<Expectation.OneOf>(asked.Expects).Choices);
        Assert.Equal(TimeSpan.FromSeconds(2.5), asked.ListenFor);
        Assert.Equal(TimeSpan.FromSeconds(11), asked.RingFor);
        gateway.Calls.Refuse(asked, RefusalReason.NoAnswer, "Nobody.");
    }

    [Theory]
    [InlineData("\"open\"", typeof(Expectation.Open))]
    [InlineData("\"yes-no\"", typeof(Expectation.YesOrNo))]
    [InlineData("\"digits\"", typeof(Expectation.Digits))]
    public async Task An_expectation_by_name_reaches_the_call(string expect, Type expected)
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        _ = gateway.PostAsync($"/api/call/{id}/continue", $$"""{"message":"Well?","expect":{{expect}}}""");
        var asked = Assert.IsType<CallCommands.ContinueCall>(await gateway.Calls.NextAsync());
        Assert.IsType(expected, asked.Expects);
        gateway.Calls.Refuse(asked, RefusalReason.NothingHeard, "Silence.");
    }

    [Fact]
    public async Task Continuing_answers_exactly_response_and_interrupted()
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        var answering = gateway.PostAsync($"/api/call/{id}/continue", """{"message":"And the tests?"}""");
        var asked = await gateway.Calls.NextAsync();
        gateway.Calls.Answer(asked, new CallReplies.TurnTaken(id, asked.OperationId, "Run them.", false, asked.Message, Timings));
        var body = await (await answering).JsonAsync();
        Assert.Equal(["interrupted", "response"], body.Members().Order());
        Assert.Equal("Run them.", body.GetProperty("response").GetString());
        Assert.False(body.GetProperty("interrupted").GetBoolean());
    }

    [Fact]
    public async Task Listening_needs_no_message_and_answers_like_continuing()
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        var answering = gateway.PostAsync($"/api/call/{id}/listen", """{"expect":"digits","listenSeconds":20}""");
        var asked = Assert.IsType<CallCommands.Listen>(await gateway.Calls.NextAsync());
        Assert.Equal(TimeSpan.FromSeconds(20), asked.ListenFor);
        Assert.IsType<Expectation.Digits>(asked.Expects);
        gateway.Calls.Answer(asked, new CallReplies.TurnTaken(id, asked.OperationId, "4711", false, "", Timings));
        Assert.Equal("4711", (await (await answering).JsonAsync()).GetProperty("response").GetString());
    }

    [Fact]
    public async Task Progress_is_taken_at_once_and_bounded()
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        Assert.Equal(System.Net.HttpStatusCode.Accepted, (await gateway.PostAsync($"/api/call/{id}/progress", """{"line":"Half of the tests have passed."}""")).StatusCode);
        Assert.Equal("Half of the tests have passed.", Assert.Single(gateway.Calls.Progress).Line);
        var tooLong = new string('x', 201);
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, (await gateway.PostAsync($"/api/call/{id}/progress", $$"""{"line":"{{tooLong}}"}""")).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, (await gateway.PostAsync($"/api/call/{id}/progress", """{"line":""}""")).StatusCode);
        Assert.Single(gateway.Calls.Progress);
    }

    [Fact]
    public async Task Progress_of_a_call_that_is_unknown_or_over_is_refused_like_everything_else()
    {
        await using var gateway = await TestGateway.StartAsync();
        const string line = """{"line":"Half of the tests have passed."}""";
        await (await gateway.PostAsync($"/api/call/{CallId.New()}/progress", line)).ProblemAsync(404, "unknown-call");
        await (await gateway.PostAsync($"/api/call/{gateway.Calls.AddCall(CallPhase.Ended)}/progress", line)).ProblemAsync(409, "call-ended");
        Assert.Empty(gateway.Calls.Progress);
    }

    [Fact]
    public async Task A_message_may_be_one_that_is_not_to_be_interrupted()
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        _ = gateway.PostAsync($"/api/call/{id}/speak", """{"message":"This deletes everything.","interruptible":false}""");
        var asked = await gateway.Calls.NextAsync();
        Assert.False(asked.Interruptible);
        gateway.Calls.Refuse(asked, RefusalReason.CallEnded, "Over.");
    }

    [Fact]
    public async Task Ending_brings_the_last_words_that_nobody_was_given()
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        var answering = gateway.PostAsync($"/api/call/{id}/end", """{"message":"Goodbye."}""");
        var asked = await gateway.Calls.NextAsync();
        gateway.Calls.Answer(asked, new CallReplies.Ended(id, TimeSpan.FromSeconds(9), CallEndReason.AgentEnded, "Good", "wait, one more thing"));
        Assert.Equal("wait, one more thing", (await (await answering).JsonAsync()).GetProperty("said").GetString());
    }

    [Fact]
    public async Task Speaking_answers_exactly_interrupted()
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        var answering = gateway.PostAsync($"/api/call/{id}/speak", """{"message":"One moment."}""");
        var asked = Assert.IsType<CallCommands.Speak>(await gateway.Calls.NextAsync());
        gateway.Calls.Answer(asked, new CallReplies.Spoken(id, asked.OperationId, true, "One", Timings));
        var body = await (await answering).JsonAsync();
        Assert.Equal(["interrupted"], body.Members());
        Assert.True(body.GetProperty("interrupted").GetBoolean());
    }

    [Fact]
    public async Task Ending_answers_exactly_the_duration_in_whole_seconds()
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        var answering = gateway.PostAsync($"/api/call/{id}/end", """{"message":"Goodbye."}""");
        var asked = Assert.IsType<CallCommands.EndCall>(await gateway.Calls.NextAsync());
        gateway.Calls.Answer(asked, new CallReplies.Ended(id, TimeSpan.FromSeconds(61.6), CallEndReason.AgentEnded, "Goodbye."));
        Assert.Equal("""{"durationSeconds":62}""", await (await answering).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_call_that_ended_while_waiting_says_so_beside_what_was_said()
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        var answering = gateway.PostAsync($"/api/call/{id}/continue", """{"message":"And then?"}""");
        var asked = await gateway.Calls.NextAsync();
        gateway.Calls.Answer(asked, new CallReplies.TurnTaken(id, asked.OperationId, "I must go.", false, asked.Message, Timings, CallEndReason.HungUp));
        var answer = await answering;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var body = await answer.JsonAsync();
        Assert.Equal(["endReason", "ended", "interrupted", "outcome", "response"], body.Members().Order(StringComparer.Ordinal));
        Assert.True(body.GetProperty("ended").GetBoolean());
        Assert.Equal("hung-up", body.GetProperty("endReason").GetString());
    }

    [Fact]
    public async Task Details_are_given_when_asked_for()
    {
        await using var gateway = await TestGateway.StartAsync();
        var answering = gateway.PostAsync("/api/call?include=details", """{"message":"Shall I deploy?"}""", key: "k-1");
        var asked = await gateway.Calls.NextAsync();
        gateway.Calls.Answer(asked, new CallReplies.TurnTaken(asked.CallId, asked.OperationId, "No.", true, "Shall", Timings));
        var body = await (await answering).JsonAsync();
        Assert.Equal("k-1", body.GetProperty("operationId").GetString());
        Assert.Equal("Shall", body.GetProperty("heard").GetString());
        Assert.False(body.GetProperty("ended").GetBoolean());
        var timings = body.GetProperty("timings");
        Assert.Equal(3.25, timings.GetProperty("replyToAudioMs").GetDouble());
        Assert.Equal(212, timings.GetProperty("voiceEndToTextMs").GetDouble());
        Assert.Equal(0.5, timings.GetProperty("onsetToClearMs").GetDouble());
    }

    [Fact]
    public async Task Details_of_speaking_and_ending_name_call_and_operation()
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        var speaking = gateway.PostAsync($"/api/call/{id}/speak?include=details", """{"message":"One moment."}""", key: "s");
        var speak = await gateway.Calls.NextAsync();
        gateway.Calls.Answer(speak, new CallReplies.Spoken(id, speak.OperationId, false, "One moment.", new TurnTimings(null, null, null)));
        var spoken = await (await speaking).JsonAsync();
        Assert.Equal((id.Value, "s", "One moment."), (spoken.GetProperty("callId").GetString(), spoken.GetProperty("operationId").GetString(), spoken.GetProperty("heard").GetString()));
        Assert.Equal(JsonValueKind.Null, spoken.GetProperty("timings").GetProperty("replyToAudioMs").ValueKind);

        var ending = gateway.PostAsync($"/api/call/{id}/end?include=details", """{"message":"Goodbye."}""", key: "e");
        var end = await gateway.Calls.NextAsync();
        gateway.Calls.Answer(end, new CallReplies.Ended(id, TimeSpan.FromSeconds(1.5), CallEndReason.AgentEnded, "Good"));
        var ended = await (await ending).JsonAsync();
        Assert.Equal(1500, ended.GetProperty("durationMs").GetDouble());
        Assert.Equal(("agent-ended", "Good", "e"), (ended.GetProperty("endReason").GetString(), ended.GetProperty("heard").GetString(), ended.GetProperty("operationId").GetString()));
    }

    [Theory]
    [InlineData(RefusalReason.UnknownCall, 404, "unknown-call")]
    [InlineData(RefusalReason.CallEnded, 409, "call-ended")]
    [InlineData(RefusalReason.CallBusy, 409, "call-busy")]
    [InlineData(RefusalReason.AlreadyPlaced, 409, "already-placed")]
    [InlineData(RefusalReason.LineBusy, 409, "line-busy")]
    [InlineData(RefusalReason.Declined, 409, "declined")]
    [InlineData(RefusalReason.Abandoned, 409, "abandoned")]
    [InlineData(RefusalReason.NoAnswer, 409, "no-answer")]
    [InlineData(RefusalReason.NothingHeard, 409, "nothing-heard")]
    [InlineData(RefusalReason.NotUnderstood, 409, "not-understood")]
    [InlineData(RefusalReason.CarrierFailed, 502, "carrier-failed")]
    [InlineData(RefusalReason.SpeechFailed, 502, "speech-failed")]
    [InlineData(RefusalReason.NotYours, 403, "not-yours")]
    [InlineData(RefusalReason.Stopping, 503, "stopping")]
    [InlineData(RefusalReason.NotStored, 503, "not-stored")]
    public async Task A_refusal_becomes_its_status_and_a_problem_body(RefusalReason reason, int status, string word)
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        var answering = gateway.PostAsync($"/api/call/{id}/continue", """{"message":"Well?"}""");
        gateway.Calls.Refuse(await gateway.Calls.NextAsync(), reason, "What happened, and what to do.");
        var answer = await answering;
        Assert.Equal("What happened, and what to do.", await answer.ProblemAsync(status, word));
        Assert.Equal(id.Value, (await answer.JsonAsync()).GetProperty("callId").GetString());
    }

    [Fact]
    public void Every_refusal_has_a_status()
    {
        foreach (var reason in Enum.GetValues<RefusalReason>()) Assert.NotEqual(500, Http.Problems.StatusOf(reason));
    }

    [Fact]
    public async Task An_unexpected_failure_is_a_500_that_tells_nothing_of_the_inside()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Calls.Failure = new InvalidOperationException("journal at /home/secret/var is corrupt");
        foreach (var answer in new[] { await gateway.PostAsync("/api/call", """{"message":"Hello."}"""), await gateway.Client.GetAsync("/api/calls") })
        {
            var detail = await answer.ProblemAsync(500, "internal");
            Assert.DoesNotContain("secret", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Equal("The gateway failed; its log says why.", detail);
        }
    }

    [Fact]
    public async Task An_unknown_call_is_404_on_every_path()
    {
        await using var gateway = await TestGateway.StartAsync();
        foreach (var id in new[] { "call-1-1700000000000", CallId.New().Value, "x" })
        {
            foreach (var verb in new[] { "continue", "speak", "end" })
                await (await gateway.PostAsync($"/api/call/{id}/{verb}", """{"message":"Hello?"}""")).ProblemAsync(404, "unknown-call");
            await (await gateway.PostAsync($"/api/call/{id}/cancel", "")).ProblemAsync(404, "unknown-call");
            await (await gateway.Client.GetAsync($"/api/call/{id}")).ProblemAsync(404, "unknown-call");
        }
    }

    [Fact]
    public async Task Cancelling_hangs_up_at_once()
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        var answer = await gateway.PostAsync($"/api/call/{id}/cancel", "");
        Assert.Equal("""{"durationSeconds":12}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal(CallEndReason.Cancelled, Assert.Single(gateway.Calls.HangUps).Reason);
        await (await gateway.PostAsync($"/api/call/{id}/cancel", "")).ProblemAsync(409, "call-ended");
    }
}
