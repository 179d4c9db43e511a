using CallActors.Contracts.Audio;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Recordings;
using CallActors.Contracts.Switchboard;

namespace CallActors.Contracts.Calls;

/// <summary>A fact of a call's history. Events are stored as JSON under a stable manifest, carry their own time, and only ever
/// grow new optional fields: golden files pin their bytes.</summary>
public interface ICallEvent
{
    /// <summary>When it happened (UTC), by the actor system's clock.</summary>
    DateTimeOffset At { get; }
}

/// <summary>The facts of a call's history.</summary>
public static class CallEvents
{
    /// <summary>Stands wherever confidential words would (<see cref="ICallOperation.Confidential"/>).</summary>
    public const string NotKept = "(not kept)";

    /// <summary>An agent asked for this call.</summary>
    /// <param name="RingFor">How long the agent lets it ring; left out for the configured time.</param>
    /// <param name="Voice">The voice that the agent asked for; left out for the configured one.</param>
    /// <param name="Language">The same of the language.</param>
    /// <param name="Hints">Words that the person is likely to say; left out when there are none.</param>
    /// <param name="Attendant">Set for a call that no agent asked for.</param>
    /// <param name="Record">True for a call that is to be recorded; left out otherwise.</param>
    /// <param name="Person">Who is called, where that is a person of the switchboard's.</param>
    public sealed record CallPlaced(
        DateTimeOffset At,
        Callee To,
        string Carrier,
        TimeSpan? RingFor = null,
        string? Voice = null,
        string? Language = null,
        IReadOnlyList<string>? Hints = null,
        CallAttendant? Attendant = null,
        bool? Record = null,
        PersonId? Person = null) : ICallEvent;

    /// <summary>A person dialled in.</summary>
    /// <param name="Record">True for a call that is to be recorded; left out otherwise.</param>
    /// <param name="Person">Who is let in; left out where no list of people is kept.</param>
    /// <param name="Voice">How that person is spoken to; left out for the configured voice.</param>
    /// <param name="Language">The same of the language.</param>
    /// <param name="Hints">Words that the person is likely to say; left out when there are none.</param>
    public sealed record CallAdmitted(
        DateTimeOffset At,
        LegId Leg,
        string Carrier,
        string From,
        string Dialled,
        bool? Record = null,
        PersonId? Person = null,
        string? Voice = null,
        string? Language = null,
        IReadOnlyList<string>? Hints = null) : ICallEvent;

    /// <summary>The carrier took the dial order.</summary>
    public sealed record LegDialled(DateTimeOffset At, LegId Leg) : ICallEvent;

    /// <summary>The phone rings.</summary>
    public sealed record LegRinging(DateTimeOffset At) : ICallEvent;

    /// <summary>Somebody picked up.</summary>
    public sealed record LegAnswered(DateTimeOffset At) : ICallEvent;

    /// <summary>A machine has picked up, whose greeting may still be playing. What our speech was heard of it does not count.</summary>
    /// <param name="ByEar">Our own detection told it; left out when it was the carrier.</param>
    public sealed record MachineAnswered(DateTimeOffset At, bool? ByEar = null) : ICallEvent;

    /// <summary>The machine records: the message is said to it from its beginning.</summary>
    /// <param name="Utterance">The utterance whose message that is; 0 for none.</param>
    public sealed record MachineReady(DateTimeOffset At, MachineSign Sign, int Utterance) : ICallEvent;

    /// <summary>A person has picked up, by the carrier's word, perhaps after a machine was taken for one.</summary>
    public sealed record PersonAnswered(DateTimeOffset At) : ICallEvent;

    /// <summary>A media socket was opened for the call.</summary>
    /// <param name="Stream">Counts the call's media sockets from 1; messages of an older one are stale.</param>
    public sealed record MediaAttached(DateTimeOffset At, int Stream) : ICallEvent;

    /// <summary>The media socket went away while the call goes on.</summary>
    public sealed record MediaDetached(DateTimeOffset At, int Stream) : ICallEvent;

    /// <summary>An agent's operation has begun to be worked on.</summary>
    /// <param name="Streamed">True when the message is only the beginning of a text; left out otherwise.</param>
    /// <param name="Confidential">True when what is said to it is not kept; left out otherwise.</param>
    public sealed record OperationStarted(
        DateTimeOffset At, OperationId OperationId, OperationKind Kind, int Utterance, string Message, bool? Streamed = null, bool? Confidential = null) : ICallEvent;

    /// <summary>More of an operation's message came.</summary>
    public sealed record MessageGrown(DateTimeOffset At, OperationId OperationId, string Text, bool IsLast) : ICallEvent;

    /// <summary>The utterance's first audio went out.</summary>
    /// <param name="Utterance">Counts the agent's utterances of this call from 1.</param>
    public sealed record UtteranceBegun(DateTimeOffset At, int Utterance) : ICallEvent;

    /// <summary>The person has heard the utterance up to here; a call that is taken over goes on from the last of these.</summary>
    /// <param name="HeardLength">Characters of the operation's message that were heard.</param>
    public sealed record UtteranceProgressed(DateTimeOffset At, int Utterance, int HeardLength) : ICallEvent;

    /// <summary>The utterance is over.</summary>
    /// <param name="HeardLength">Characters of the operation's message that the person heard.</param>
    /// <param name="Interrupted">The person cut in.</param>
    /// <param name="Fault">Why it could not be spoken to the end, or empty.</param>
    public sealed record UtteranceFinished(DateTimeOffset At, int Utterance, int HeardLength, bool Interrupted, string Fault = "") : ICallEvent;

    /// <summary>The person's voice stopped the agent's for a moment, but there were no words in it: the agent went on.</summary>
    public sealed record FalseAlarmHeard(DateTimeOffset At, int Utterance, int PausedMilliseconds) : ICallEvent;

    /// <summary>The person has finished a turn.</summary>
    /// <param name="StartedAt">When the person began to speak.</param>
    /// <param name="EndedAt">When the person's voice ended; <see cref="At"/> is when the text was final.</param>
    /// <param name="Confidential">True when <paramref name="Text"/> is <see cref="NotKept"/>; left out otherwise.</param>
    public sealed record TurnHeard(
        DateTimeOffset At, DateTimeOffset StartedAt, DateTimeOffset EndedAt, string Text, WordSource Source, bool? Confidential = null) : ICallEvent;

    /// <summary>A key of an entry was pressed: a digit, or another key that ends none. The entry becomes a <see cref="TurnHeard"/> when it
    /// is over.</summary>
    public sealed record DigitPressed(DateTimeOffset At, char Key) : ICallEvent;

    /// <summary>The call itself said something on the agent's behalf: that nothing was understood, a progress line, a repetition.</summary>
    public sealed record AsideSaid(DateTimeOffset At, string Text) : ICallEvent;

    /// <summary>The person asked the call itself for something (to wait, to repeat, to speak slower): no turn for the agent.</summary>
    public sealed record WishHeard(DateTimeOffset At, string Text, string Wish) : ICallEvent;

    /// <summary>The person has been told that the call is recorded, and from now on it is.</summary>
    public sealed record RecordingBegan(DateTimeOffset At) : ICallEvent;

    /// <summary>The call is recorded no more, and went on.</summary>
    public sealed record RecordingStopped(DateTimeOffset At, RecordingStop Reason) : ICallEvent;

    /// <summary>An agent's operation is over.</summary>
    /// <param name="Response">What the person said to it; empty for operations that do not listen.</param>
    /// <param name="Failure">Null when it was done as asked.</param>
    /// <param name="EndReason">Set when it was the call's end that finished it.</param>
    public sealed record OperationFinished(
        DateTimeOffset At,
        OperationId OperationId,
        string Response,
        bool Interrupted,
        RefusalReason? Failure = null,
        string Detail = "",
        TurnTimings? Timings = null,
        CallEndReason? EndReason = null) : ICallEvent;

    /// <summary>The call is over.</summary>
    public sealed record CallEnded(DateTimeOffset At, CallEndReason Reason, string Detail) : ICallEvent;
}
