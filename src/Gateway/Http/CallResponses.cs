using System.Text.Json.Serialization;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Recordings;

namespace CallActors.Gateway.Http;

/// <summary>Answer to placing a call. Members after <c>interrupted</c> appear when the call ended while waiting, or on
/// <c>?include=details</c>.</summary>
public sealed record PlacedResponse(string CallId, string Response, bool Interrupted) : TurnDetails;

/// <summary>Answer to continuing a call. Members after <c>interrupted</c> appear when the call ended while waiting, or on
/// <c>?include=details</c>.</summary>
public sealed record ContinuedResponse(string Response, bool Interrupted) : TurnDetails
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CallId { get; init; }
}

/// <summary>Answer to speaking. Members after <c>interrupted</c> appear on <c>?include=details</c>.</summary>
public sealed record SpokenResponse(bool Interrupted) : TurnDetails
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CallId { get; init; }
}

/// <summary>Answer to ending a call. Members after <c>durationSeconds</c> appear on <c>?include=details</c>.</summary>
/// <param name="DurationSeconds">Whole seconds from the answer to the end.</param>
public sealed record EndedResponse(long DurationSeconds) : TurnDetails
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CallId { get; init; }

    /// <summary>What the person said last, over the goodbye or before, that no operation was given; left out when there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Said { get; init; }

    /// <summary>The same in milliseconds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? DurationMs { get; init; }
}

/// <summary>Answer to a piece of a message.</summary>
/// <param name="Length">UTF-16 characters of the message so far: the next piece's offset.</param>
/// <param name="Wanted">False when the message is over, because the person cut in or the call ended: nothing more need be sent.</param>
public sealed record TextTakenResponse(int Length, bool Wanted);

/// <summary>What an operation's answer may hold beyond its plain shape; left out when null.</summary>
public abstract record TurnDetails
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OperationId { get; init; }

    /// <summary>The part of the message that the person heard.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Heard { get; init; }

    /// <summary>The call is over.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Ended { get; init; }

    /// <summary>Why it is over.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EndReason { get; init; }

    /// <summary>How the call came out, when it is over: <see cref="CallOutcome"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Outcome { get; init; }

    /// <summary>The same as a sentence: why the carrier gave up, what became of the message.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EndDetail { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimingsBody? Timings { get; init; }
}

/// <summary>Times of one turn in milliseconds; null where the turn had no such moment.</summary>
/// <param name="ReplyToAudioMs">From taking up the operation to its first audio on the wire.</param>
/// <param name="VoiceEndToTextMs">From the end of the person's voice to the final text.</param>
/// <param name="OnsetToClearMs">From the frame that told the barge-in to the clear on the wire.</param>
public sealed record TimingsBody(double? ReplyToAudioMs, double? VoiceEndToTextMs, double? OnsetToClearMs)
{
    public static TimingsBody Of(TurnTimings timings) => new(Ms(timings.ReplyToAudio), Ms(timings.VoiceEndToText), Ms(timings.OnsetToClear));

    private static double? Ms(TimeSpan? time) => time is { } t ? Math.Round(t.TotalMilliseconds, 2) : null;
}

/// <summary>Answer to <c>GET /api/calls</c>.</summary>
public sealed record CallListResponse(IReadOnlyList<CallSummaryBody> Calls);

/// <summary>One call in the list.</summary>
public sealed record CallSummaryBody(
    string CallId, string Phase, bool Inbound, string Address, DateTimeOffset PlacedAt, DateTimeOffset? AnsweredAt, DateTimeOffset? EndedAt, string? EndReason, string? Outcome)
{
    public static CallSummaryBody Of(CallSummary call) => new(
        call.CallId.Value,
        KebabCase.Of(call.Phase),
        call.Inbound,
        call.Address,
        call.PlacedAt,
        call.AnsweredAt,
        call.EndedAt,
        call.EndReason is { } reason ? KebabCase.Of(reason) : null,
        CallOutcome.Of(call.EndReason, call.AnsweredAt is not null));
}

/// <summary>Answer to <c>GET /api/call/{id}</c>.</summary>
/// <param name="Phase"><c>placing</c>, <c>ringing</c>, <c>connecting</c>, <c>talking</c> or <c>ended</c>.</param>
/// <param name="Outcome">How the call came out, null while it is not over: <see cref="CallOutcome"/>.</param>
/// <param name="Recording">Null for a call that is not to be recorded.</param>
public sealed record CallResponse(
    string CallId,
    string Phase,
    bool Inbound,
    string Carrier,
    string Address,
    DateTimeOffset PlacedAt,
    DateTimeOffset? AnsweredAt,
    DateTimeOffset? EndedAt,
    string? EndReason,
    string? Outcome,
    string EndDetail,
    IReadOnlyList<TranscriptLineBody> Transcript,
    IReadOnlyList<OperationBody> Operations,
    CallRecordingBody? Recording)
{
    public static CallResponse Of(CallReplies.CallView view) => new(
        view.CallId.Value,
        KebabCase.Of(view.Phase),
        view.Inbound,
        view.Carrier,
        view.Address,
        view.PlacedAt,
        view.AnsweredAt,
        view.EndedAt,
        view.EndReason is { } reason ? KebabCase.Of(reason) : null,
        CallOutcome.Of(view.EndReason, view.AnsweredAt is not null),
        view.EndDetail,
        [.. view.Transcript.Select(TranscriptLineBody.Of)],
        [.. view.Operations.Select(OperationBody.Of)],
        view.Recording is { } recording ? CallRecordingBody.Of(recording) : null);
}

/// <summary>How a call's recording stands.</summary>
/// <param name="BeganAt">When the person had been told; null while that has not happened.</param>
/// <param name="Stopped">Null, or why it was stopped before the call was over: <c>not-announced</c>, <c>longest-reached</c>, <c>no-room</c>,
/// <c>disk-slow</c>, <c>disk-failed</c> or <c>deleted</c>.</param>
public sealed record CallRecordingBody(DateTimeOffset? BeganAt, string? Stopped)
{
    public static CallRecordingBody Of(CallRecording recording) =>
        new(recording.BeganAt, recording.Stopped is { } reason ? KebabCase.Of(reason) : null);
}

/// <summary>One line of a transcript.</summary>
/// <param name="Speaker"><c>agent</c> or <c>person</c>.</param>
/// <param name="Heard">For the agent's lines the part that was heard.</param>
/// <param name="Source">For the person's lines <c>recognizer</c>, <c>browser</c>, <c>typed</c> or <c>keypad</c>.</param>
public sealed record TranscriptLineBody(
    string Speaker, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string Text, string Heard, bool Interrupted, string? Source)
{
    public static TranscriptLineBody Of(TranscriptLine line) => new(
        KebabCase.Of(line.Speaker),
        line.StartedAt,
        line.EndedAt,
        line.Text,
        line.Heard,
        line.Interrupted,
        line.Source is { } source ? KebabCase.Of(source) : null);
}

/// <summary>One operation of a call.</summary>
/// <param name="Kind"><c>place</c>, <c>continue</c>, <c>speak</c>, <c>listen</c> or <c>end</c>.</param>
/// <param name="Finished">False while it waits or runs.</param>
/// <param name="Failure">Null when it was done as asked, or is not finished.</param>
public sealed record OperationBody(
    string OperationId, string Kind, bool Finished, string Response, bool Interrupted, string Heard, string? Failure, string Detail, TimingsBody Timings)
{
    public static OperationBody Of(OperationView view) => new(
        view.OperationId.Value,
        KebabCase.Of(view.Kind),
        view.Finished,
        view.Response,
        view.Interrupted,
        view.Heard,
        view.Failure is { } failure ? KebabCase.Of(failure) : null,
        view.Detail,
        TimingsBody.Of(view.Timings));
}

/// <summary>Answer to <c>GET /api/operations/{key}</c>.</summary>
/// <param name="Kind"><c>place</c>, <c>continue</c>, <c>speak</c>, <c>listen</c> or <c>end</c>.</param>
public sealed record OperationStateBody(string OperationId, string CallId, string Kind, bool Finished);
