using CallActors.Contracts.Calls;
using CallActors.Gateway.Calls;

namespace CallActors.Gateway.Http;

/// <summary>Answer to <c>GET /api/history</c>.</summary>
/// <param name="Count">How many <paramref name="Conversations"/> has.</param>
/// <param name="Total">How many calls are kept, 1,000 at most.</param>
public sealed record HistoryResponse(IReadOnlyList<HistoryConversation> Conversations, int Count, int Total);

/// <summary>One call as Call-Me Cloud tells it.</summary>
/// <param name="ContactMode">Always <c>voice</c>.</param>
/// <param name="CreatedAt">Unix time in milliseconds.</param>
public sealed record HistoryConversation(
    string Id, string ContactMode, int MessageCount, IReadOnlyList<HistoryMessage> Messages, long CreatedAt, HistoryMetadata Metadata);

/// <summary>One line of a conversation. An agent's line is what was heard of it.</summary>
/// <param name="Speaker"><c>claude</c> or <c>user</c>.</param>
/// <param name="Timestamp">When it began, Unix time in milliseconds.</param>
public sealed record HistoryMessage(string Speaker, string Message, long Timestamp);

/// <summary>What else Call-Me Cloud tells of a conversation.</summary>
/// <param name="DurationSeconds">From the answer to the end; zero for a call that was not answered or is not over.</param>
public sealed record HistoryMetadata(long DurationSeconds, int MessageCount);

/// <summary>The handler of <c>GET /api/history</c>, which Call-Me Cloud has since its client 1.3.</summary>
public sealed class HistoryEndpoint(ICallService calls)
{
    private const int Usual = 20;
    private const int Most = 50;
    private const int Kept = 1000;

    public async Task<IResult> GetAsync(HttpContext http, string? limit)
    {
        var count = Usual;
        if (limit is not null && (!int.TryParse(limit, System.Globalization.NumberStyles.None, null, out count) || count is < 1 or > Most))
            return Problems.BadMember("limit", $"must be a whole number from 1 to {Most}");
        var all = await calls.ListAsync(Kept, http.RequestAborted).ConfigureAwait(false);
        var views = await Task.WhenAll(all.Take(count).Select(c => calls.GetAsync(new CallCommands.GetCall(c.CallId), http.RequestAborted))).ConfigureAwait(false);
        var conversations = views.OfType<CallReplies.CallView>().Select(Conversation).ToArray();
        return TypedResults.Ok(new HistoryResponse(conversations, conversations.Length, all.Count));
    }

    private static HistoryConversation Conversation(CallReplies.CallView call)
    {
        var messages = call.Transcript.Select(Message).ToArray();
        var duration = call is { AnsweredAt: { } answered, EndedAt: { } ended } ? ended - answered : TimeSpan.Zero;
        return new HistoryConversation(
            call.CallId.Value,
            "voice",
            messages.Length,
            messages,
            call.PlacedAt.ToUnixTimeMilliseconds(),
            new HistoryMetadata((long)Math.Round(duration.TotalSeconds), messages.Length));
    }

    private static HistoryMessage Message(TranscriptLine line) =>
        new(line.Speaker is Speaker.Agent ? "claude" : "user", line.Heard, line.StartedAt.ToUnixTimeMilliseconds());
}
