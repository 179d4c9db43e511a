using CallActors.Contracts.Audio;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Speech;
using CallActors.Contracts.Switchboard;

namespace CallActors.Contracts.Calls;

/// <summary>A message that asks something of a call.</summary>
public interface ICallCommand : IWithCallId;

/// <summary>A command of an agent that is answered once, when the operation is over: <see cref="CallReplies.TurnTaken"/>,
/// <see cref="CallReplies.Spoken"/>, <see cref="CallReplies.Ended"/> or <see cref="CallReplies.Refused"/>.</summary>
public interface ICallOperation : ICallCommand
{
    OperationId OperationId { get; }

    OperationKind Kind { get; }

    /// <summary>What to say: 1–16,384 characters; empty for an operation that only listens.</summary>
    string Message { get; }

    /// <summary>False for a message that a voice over it may neither stop nor cancel: a warning, a PIN prompt. What is said meanwhile is
    /// taken in all the same.</summary>
    bool Interruptible => true;

    /// <summary>False when the message is only the beginning of a text: <see cref="CallCommands.AddText"/> brings the rest. Speech begins with
    /// its first clause.</summary>
    bool IsComplete => true;

    /// <summary>True when what the person says or presses from the beginning of this operation until it is finished is for its asker's ears
    /// alone, a PIN: the reply has it, and nothing else ever does (<see cref="CallEvents.NotKept"/>). What comes behind it, until the next
    /// operation begins, is kept as little, and nobody is given it.</summary>
    bool Confidential => false;
}

/// <summary>What agents, carriers and operators ask of a call.</summary>
public static class CallCommands
{
    /// <summary>Rings a person, says the message, listens. Sent by the REST edge; answered when the person has spoken, the ring
    /// time is over or the call has failed.</summary>
    /// <param name="RingFor">How long to let it ring; null takes the configured time.</param>
    /// <param name="ListenFor">How long to wait for an answer; null takes the configured time.</param>
    /// <param name="Voice">Name of the voice that speaks on this call; null takes the configured one, and so does a name that no synthesizer
    /// offers.</param>
    /// <param name="Language">BCP 47 tag of the language in which this call is spoken and listened to; null takes the configured one.</param>
    /// <param name="Hints">Names and words that the person is likely to say (project names, identifiers), for recognisers that take such:
    /// at most 100, each of 1–60 characters; null for none.</param>
    /// <param name="Attendant">Who of the product itself is with the person, on a call that no agent has asked for; null otherwise. What it says
    /// first stands in the place of <paramref name="Message"/>, which is empty; but <see cref="CallAttendant.Switchboard"/> leaves it as it
    /// was given.</param>
    /// <param name="Record">Whether the call is recorded, where that is left to the request; null takes the configured way.</param>
    /// <param name="Person">Who is called, with <see cref="CallAttendant.Switchboard"/>; null otherwise.</param>
    public sealed record PlaceCall(
        CallId CallId,
        OperationId OperationId,
        Callee To,
        string Message,
        Expectation Expects,
        TimeSpan? RingFor = null,
        TimeSpan? ListenFor = null,
        bool Interruptible = true,
        string? Voice = null,
        string? Language = null,
        IReadOnlyList<string>? Hints = null,
        CallAttendant? Attendant = null,
        bool? Record = null,
        PersonId? Person = null) : ICallOperation
    {
        /// <summary>Where an agent or a reception is to come, what the person says is theirs.</summary>
        public OperationKind Kind => Attendant is CallAttendant.StandsIn or CallAttendant.Switchboard ? OperationKind.Speak : OperationKind.Place;
    }

    /// <summary>Says the message and listens for the answer.</summary>
    /// <param name="Confidential">See <see cref="ICallOperation.Confidential"/>.</param>
    public sealed record ContinueCall(
        CallId CallId,
        OperationId OperationId,
        string Message,
        Expectation Expects,
        TimeSpan? ListenFor = null,
        bool Interruptible = true,
        bool IsComplete = true,
        bool Confidential = false) : ICallOperation
    {
        public OperationKind Kind => OperationKind.Continue;
    }

    /// <summary>More of the message of an operation that is not complete. Answered by <see cref="CallReplies.TextTaken"/> or
    /// <see cref="CallReplies.Refused"/>. A piece that is sent again is recognised by its offset.</summary>
    /// <param name="Offset">Length of the message before this piece.</param>
    /// <param name="IsLast">Nothing follows.</param>
    public sealed record AddText(CallId CallId, OperationId OperationId, int Offset, string Text, bool IsLast) : ICallCommand;

    /// <summary>Listens without saying anything: brings what the person said while nobody waited, at once, or else the next turn.</summary>
    /// <param name="AgentWorks">The person waits for the agent, not the agent for the person: progress lines and the soft sound of work are heard
    /// as between operations. It ends by a turn, by <see cref="AbandonOperation"/> or with the call, however long that takes;
    /// <paramref name="ListenFor"/> counts for nothing.</param>
    public sealed record Listen(CallId CallId, OperationId OperationId, Expectation Expects, TimeSpan? ListenFor = null, bool AgentWorks = false) : ICallOperation
    {
        public OperationKind Kind => OperationKind.Listen;

        public string Message => "";
    }

    /// <summary>Tells the person how the agent's work goes: said when nobody speaks and the agent owes an answer, the newest line only, at
    /// most every few seconds. 1–200 characters. Answered by <see cref="CallReplies.ProgressTaken"/> or <see cref="CallReplies.Refused"/>.</summary>
    public sealed record ReportProgress(CallId CallId, string Line) : ICallCommand;

    /// <summary>Tells the person of something else: a short sound, then a line, as soon as nobody speaks and nothing of a message is left to
    /// say, also while an operation listens, which goes on behind it. Up to four such lines wait in order; one more drops the oldest. Answered
    /// by <see cref="CallReplies.ProgressTaken"/> or <see cref="CallReplies.Refused"/>.</summary>
    /// <param name="Line">1–200 characters; empty for the sound alone.</param>
    /// <param name="Sound">Null for the line alone.</param>
    public sealed record Announce(CallId CallId, string Line, Earcon? Sound = null) : ICallCommand;

    /// <summary>Says the message without waiting for an answer. What the person says meanwhile is kept for the next turn.</summary>
    public sealed record Speak(CallId CallId, OperationId OperationId, string Message, bool Interruptible = true, bool IsComplete = true) : ICallOperation
    {
        public OperationKind Kind => OperationKind.Speak;
    }

    /// <summary>Says goodbye, waits until it has been heard, hangs up.</summary>
    public sealed record EndCall(CallId CallId, OperationId OperationId, string Message) : ICallOperation
    {
        public OperationKind Kind => OperationKind.End;
    }

    /// <summary>The agent no longer waits for this operation. A call that still rings for it is cancelled; speech in progress stops;
    /// what the person says later is kept for the next turn. No reply.</summary>
    public sealed record AbandonOperation(CallId CallId, OperationId OperationId) : ICallCommand;

    /// <summary>Hangs up. Sent by the host when it shuts down, and by operators. Answered by <see cref="CallReplies.Ended"/>, when the line is
    /// put down, or <see cref="CallReplies.Refused"/>.</summary>
    /// <param name="GoodbyeWithin">A person who is on the line is told in words that the line is shut down, for so long at most; null puts it
    /// down at once.</param>
    public sealed record HangUp(CallId CallId, CallEndReason Reason, string Detail, TimeSpan? GoodbyeWithin = null) : ICallCommand;

    /// <summary>Asks for the call as it stands. Answered by <see cref="CallReplies.CallView"/> or <see cref="CallReplies.Refused"/>.</summary>
    public sealed record GetCall(CallId CallId) : ICallCommand;

    /// <summary>The sender wants <see cref="CallActivity"/> messages until it stops or the call ends. Answered by a first
    /// <see cref="CallActivity.Changed"/>.</summary>
    public sealed record ObserveCall(CallId CallId) : ICallCommand;

    /// <summary>A person dials in. Sent by a carrier's edge; answered by <see cref="CallReplies.Admitted"/> or
    /// <see cref="CallReplies.Refused"/>.</summary>
    /// <param name="Person">Who is let in, by the address that the call comes from; null where no list of people is kept.</param>
    /// <param name="Voice">How the person is spoken to, as in <see cref="PlaceCall"/>; the same of the next two.</param>
    public sealed record AdmitInbound(
        CallId CallId,
        LegId Leg,
        string Carrier,
        string From,
        string Dialled,
        PersonId? Person = null,
        string? Voice = null,
        string? Language = null,
        IReadOnlyList<string>? Hints = null) : ICallCommand;

    /// <summary>News of the phone leg. Sent by a carrier's edge; no reply; duplicates and disorder are tolerated.</summary>
    /// <param name="Detail">Of a failure: why, as a sentence fit for the agent, never the carrier's own text; empty when it is not known.</param>
    public sealed record ReportLeg(CallId CallId, LegId Leg, LegNews News, string Detail = "") : ICallCommand;

    /// <summary>Who picked up, told by the carrier after the answer, perhaps several times: a machine, then that its greeting is over. Sent by
    /// a carrier's edge; no reply.</summary>
    public sealed record ReportAnsweredBy(CallId CallId, LegId Leg, AnsweredBy AnsweredBy) : ICallCommand;

    /// <summary>The leg is about to open a media socket, the first time or again after it lost one. Sent by a carrier's edge;
    /// answered by <see cref="CallReplies.MediaInvited"/> with a token for exactly one socket, or by
    /// <see cref="CallReplies.Refused"/>. Every invitation withdraws the one before it.</summary>
    public sealed record InviteMedia(CallId CallId, LegId Leg) : ICallCommand;

    /// <summary>Words that the person typed, or that the person's own device recognised. Sent by the softphone's edge; no reply.</summary>
    /// <param name="IsFinal">False for a text that may still change.</param>
    public sealed record ReportWords(CallId CallId, LegId Leg, string Text, bool IsFinal, WordSource Source) : ICallCommand;
}

/// <summary>Where words came from.</summary>
public enum WordSource
{
    /// <summary>The call's recogniser.</summary>
    Recognizer,

    /// <summary>Recognition in the person's browser.</summary>
    Browser,

    /// <summary>The keyboard.</summary>
    Typed,

    /// <summary>The phone's keys.</summary>
    Keypad,
}
