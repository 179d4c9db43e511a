using CallActors.Contracts.Recordings;

namespace CallActors.Contracts.Calls;

/// <summary>Why a call refused a command or could not finish an operation: a closed set, each with its HTTP status at the edge.</summary>
public enum RefusalReason
{
    /// <summary>There is no such call (404).</summary>
    UnknownCall,

    /// <summary>The call is over (409).</summary>
    CallEnded,

    /// <summary>Too many operations wait on this call already (409).</summary>
    CallBusy,

    /// <summary>A call with this id exists already (409).</summary>
    AlreadyPlaced,

    /// <summary>Nobody answered within the ring time (409).</summary>
    NoAnswer,

    /// <summary>The line was engaged (409).</summary>
    LineBusy,

    /// <summary>The person declined the call (409).</summary>
    Declined,

    /// <summary>The person said nothing within the listening time (409).</summary>
    NothingHeard,

    /// <summary>The carrier failed (502).</summary>
    CarrierFailed,

    /// <summary>The voice failed, or recognition failed and no words can be heard (502).</summary>
    SpeechFailed,

    /// <summary>The operation was abandoned by its agent (409).</summary>
    Abandoned,

    /// <summary>A piece of text does not fit: it leaves a gap, its message was complete, or would be too long (409).</summary>
    TextMisplaced,

    /// <summary>The token, leg or stream does not belong to this call, or is no longer valid (403 or a closed socket).</summary>
    NotYours,

    /// <summary>The gateway is stopping (503).</summary>
    Stopping,

    /// <summary>The call's journal could not be written or read; nothing that was not acknowledged may be relied on (503).</summary>
    NotStored,

    /// <summary>The call has no such operation, or not yet (404).</summary>
    UnknownOperation,

    /// <summary>The person spoke, again and again, and nothing of it was understood (409).</summary>
    NotUnderstood,
}

/// <summary>A reply of a call.</summary>
public interface ICallReply : IWithCallId;

/// <summary>What a call answers.</summary>
public static class CallReplies
{
    /// <summary>The person has spoken; or has hung up, and this is what was said until then.</summary>
    /// <param name="Response">The person's words.</param>
    /// <param name="Interrupted">The person cut into the message.</param>
    /// <param name="Heard">The part of the message that the person heard.</param>
    /// <param name="EndReason">Set when the call ended while waiting.</param>
    /// <param name="Voicemail">Set when <paramref name="EndReason"/> is <see cref="CallEndReason.Voicemail"/>: <paramref name="Heard"/> is
    /// what was left on the machine.</param>
    /// <param name="EndDetail">A sentence on the end beside <paramref name="EndReason"/>; empty while the call goes on.</param>
    /// <param name="Source">Where the last turn in the response came from; null when there was none.</param>
    public sealed record TurnTaken(
        CallId CallId,
        OperationId OperationId,
        string Response,
        bool Interrupted,
        string Heard,
        TurnTimings Timings,
        CallEndReason? EndReason = null,
        VoicemailOutcome? Voicemail = null,
        string EndDetail = "",
        WordSource? Source = null) : ICallReply;

    /// <summary>The message has been spoken.</summary>
    public sealed record Spoken(CallId CallId, OperationId OperationId, bool Interrupted, string Heard, TurnTimings Timings) : ICallReply;

    /// <summary>The call is over.</summary>
    /// <param name="Duration">From the answer to the end; zero for a call that was not answered.</param>
    /// <param name="Said">What the person said that no operation was given, the last words over the goodbye among it.</param>
    public sealed record Ended(CallId CallId, TimeSpan Duration, CallEndReason Reason, string Heard, string Said = "") : ICallReply;

    /// <summary>The command was refused, or the operation could not be finished.</summary>
    /// <param name="Detail">A sentence for the agent: what happened and what to do; no secrets.</param>
    /// <param name="Operation">The operation that is over by this; null where something else was refused.</param>
    public sealed record Refused(CallId CallId, RefusalReason Reason, string Detail, OperationId? Operation = null) : ICallReply;

    /// <summary>A piece of a message was taken.</summary>
    /// <param name="Length">Characters of the message so far; the next piece's offset.</param>
    /// <param name="IsWanted">False when the message is over, because the person cut in or the call ended: the agent need not go on.</param>
    public sealed record TextTaken(CallId CallId, OperationId OperationId, int Length, bool IsWanted) : ICallReply;

    /// <summary>A progress line, or an announcement, was taken. It is said when there is a moment for it; a progress line, unless a newer one or
    /// the agent's message comes first.</summary>
    public sealed record ProgressTaken(CallId CallId) : ICallReply;

    /// <summary>An inbound call has been taken.</summary>
    public sealed record Admitted(CallId CallId) : ICallReply;

    /// <summary>A media socket may be opened with this token, once, until <see cref="ValidFor"/> is over.</summary>
    public sealed record MediaInvited(CallId CallId, string Token, TimeSpan ValidFor) : ICallReply;

    /// <summary>A call as it stands.</summary>
    /// <param name="Recording">Null for a call that is not to be recorded.</param>
    public sealed record CallView(
        CallId CallId,
        CallPhase Phase,
        bool Inbound,
        string Carrier,
        string Address,
        DateTimeOffset PlacedAt,
        DateTimeOffset? AnsweredAt,
        DateTimeOffset? EndedAt,
        CallEndReason? EndReason,
        string EndDetail,
        IReadOnlyList<TranscriptLine> Transcript,
        IReadOnlyList<OperationView> Operations,
        VoicemailOutcome? Voicemail = null,
        CallRecording? Recording = null) : ICallReply;
}

/// <summary>Times of one turn as the engine measured them; null where the turn had no such moment.</summary>
/// <param name="ReplyToAudio">From taking up the operation (on a connected call) to its first frame on the wire.</param>
/// <param name="VoiceEndToText">From the end of the person's voice to the final text.</param>
/// <param name="OnsetToClear">From the frame that told the barge-in to the clear on the wire, our own processing.</param>
public sealed record TurnTimings(TimeSpan? ReplyToAudio = null, TimeSpan? VoiceEndToText = null, TimeSpan? OnsetToClear = null)
{
    public static TurnTimings None { get; } = new(null, null, null);
}

/// <summary>Who spoke.</summary>
public enum Speaker
{
    Agent,
    Person,
}

/// <summary>One line of a transcript.</summary>
/// <param name="Text">The agent's message, or the person's words.</param>
/// <param name="Heard">For the agent's lines the part that was heard; for the person's the same as <paramref name="Text"/>.</param>
/// <param name="Interrupted">The person cut in here.</param>
public sealed record TranscriptLine(
    Speaker Speaker,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    string Text,
    string Heard,
    bool Interrupted,
    WordSource? Source = null);

/// <summary>One operation of a call, for its status.</summary>
/// <param name="Finished">False while it waits or runs.</param>
public sealed record OperationView(
    OperationId OperationId,
    OperationKind Kind,
    bool Finished,
    string Response,
    bool Interrupted,
    string Heard,
    RefusalReason? Failure,
    string Detail,
    TurnTimings Timings);
