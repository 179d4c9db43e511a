using System.Net;
using CallActors.Contracts.Calls;
using CallActors.Gateway.Tests.Fakes;

namespace CallActors.Gateway.Tests;

/// <summary>Messages that come in pieces.</summary>
public sealed class TextTests
{
    [Theory]
    [InlineData("continue")]
    [InlineData("speak")]
    public async Task A_message_begun_with_complete_false_takes_its_pieces_under_its_key(string verb)
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        _ = gateway.PostAsync($"/api/call/{id}/{verb}", """{"message":"I have ","complete":false}""", key: "key-1");
        var asked = await gateway.Calls.NextAsync();
        Assert.False(asked.IsComplete);

        var answer = await gateway.PostAsync($"/api/call/{id}/operations/key-1/text", """{"offset":7,"text":"looked.","last":true}""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("""{"length":14,"wanted":true}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal(new CallCommands.AddText(id, new OperationId("key-1"), 7, "looked.", true), Assert.Single(gateway.Calls.Texts));
        gateway.Calls.Refuse(asked, RefusalReason.CallEnded, "Over.");
    }

    [Fact]
    public async Task A_message_is_complete_unless_it_is_said_not_to_be()
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        _ = gateway.PostAsync($"/api/call/{id}/continue", """{"message":"Well?"}""");
        var asked = await gateway.Calls.NextAsync();
        Assert.True(asked.IsComplete);
        gateway.Calls.Refuse(asked, RefusalReason.CallEnded, "Over.");
    }

    [Fact]
    public async Task A_beginning_without_a_key_is_refused_because_no_piece_could_name_it()
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        var detail = await (await gateway.PostAsync($"/api/call/{id}/continue", """{"message":"I have ","complete":false}""")).ProblemAsync(400, "bad-request");
        Assert.StartsWith("Idempotency-Key is needed", detail, StringComparison.Ordinal);
        Assert.True(gateway.Calls.NothingAsked);
    }

    [Fact]
    public async Task An_empty_last_piece_completes_the_message()
    {
        await using var gateway = await TestGateway.StartAsync();
        var (id, asked) = await BegunAsync(gateway);
        var answer = await gateway.PostAsync($"/api/call/{id}/operations/key-1/text", """{"offset":7,"last":true}""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(("", true), Assert.Single(gateway.Calls.Texts) is var piece ? (piece.Text, piece.IsLast) : default);
        gateway.Calls.Refuse(asked, RefusalReason.CallEnded, "Over.");
    }

    [Fact]
    public async Task A_piece_that_nobody_wants_any_more_is_told_so()
    {
        await using var gateway = await TestGateway.StartAsync();
        var (id, asked) = await BegunAsync(gateway);
        gateway.Calls.TextReply = piece => new CallReplies.TextTaken(piece.CallId, piece.OperationId, 7, IsWanted: false);
        var answer = await gateway.PostAsync($"/api/call/{id}/operations/key-1/text", """{"offset":7,"text":"looked."}""");
        Assert.Equal("""{"length":7,"wanted":false}""", await answer.Content.ReadAsStringAsync());
        gateway.Calls.Refuse(asked, RefusalReason.CallEnded, "Over.");
    }

    [Fact]
    public async Task A_gap_an_unknown_operation_and_an_unknown_call_are_refused()
    {
        await using var gateway = await TestGateway.StartAsync();
        var (id, asked) = await BegunAsync(gateway);
        const string piece = """{"offset":9,"text":"looked."}""";
        gateway.Calls.TextReply = p => new CallReplies.Refused(p.CallId, RefusalReason.TextMisplaced, "Send what is missing first.");
        await (await gateway.PostAsync($"/api/call/{id}/operations/key-1/text", piece)).ProblemAsync(409, "text-misplaced");
        await (await gateway.PostAsync($"/api/call/{id}/operations/key-2/text", piece)).ProblemAsync(404, "unknown-operation");
        await (await gateway.PostAsync($"/api/call/{CallId.New()}/operations/key-1/text", piece)).ProblemAsync(404, "unknown-call");
        await (await gateway.PostAsync("/api/call/nonsense/operations/key-1/text", piece)).ProblemAsync(404, "unknown-call");
        gateway.Calls.Refuse(asked, RefusalReason.CallEnded, "Over.");
    }

    [Theory]
    [InlineData("""{"text":"looked."}""", "offset must be a whole number from 0 to 16384")]
    [InlineData("""{"offset":-1,"text":"looked."}""", "offset must be a whole number from 0 to 16384")]
    [InlineData("""{"offset":16385,"text":"looked."}""", "offset must be a whole number from 0 to 16384")]
    [InlineData("""{"offset":1.5,"text":"looked."}""", "member offset")]
    [InlineData("""{"offset":"7","text":"looked."}""", "member offset")]
    [InlineData("""{"offset":7,"text":null}""", "member text")]
    [InlineData("""{"offset":7,"text":"\ud83d"}""", "member text")]
    [InlineData("""{"offset":7,"text":"looked.","last":"yes"}""", "member last")]
    public async Task What_is_wrong_with_a_piece_is_said(string body, string said)
    {
        await using var gateway = await TestGateway.StartAsync();
        var (id, asked) = await BegunAsync(gateway);
        Assert.Contains(said, await (await gateway.PostAsync($"/api/call/{id}/operations/key-1/text", body)).ProblemAsync(400, "bad-request"), StringComparison.Ordinal);
        var tooLong = $$"""{"offset":7,"text":"{{new string('x', 16_385)}}"}""";
        Assert.Contains("16385", await (await gateway.PostAsync($"/api/call/{id}/operations/key-1/text", tooLong)).ProblemAsync(400, "bad-request"), StringComparison.Ordinal);
        Assert.Empty(gateway.Calls.Texts);
        gateway.Calls.Refuse(asked, RefusalReason.CallEnded, "Over.");
    }

    private static async Task<(CallId Call, ICallOperation Asked)> BegunAsync(TestGateway gateway)
    {
        var id = gateway.Calls.AddCall();
        _ = gateway.PostAsync($"/api/call/{id}/continue", """{"message":"I have ","complete":false}""", key: "key-1");
        return (id, await gateway.Calls.NextAsync());
    }
}
