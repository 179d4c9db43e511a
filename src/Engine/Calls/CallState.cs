using System.Collections.Immutable;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Recordings;
using CallActors.Contracts.Switchboard;

namespace CallActors.Engine.Calls;

/// <summary>A call as its events tell it. Immutable; <see cref="Apply"/> is the only way forward and reads no clock.</summary>
public sealed record CallState(CallId Id)
{
    public CallPhase Phase { get; init; } = CallPhase.Unknown;

    public bool Inbound { get; init; }

    public string Carrier { get; init; } = "";

    /// <summary>Who is at the other end, in the carrier's form.</summary>
    public string Address { get; init; } = "";

    public LegId? Leg { get; init; }

    public DateTimeOffset PlacedAt { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public CallEndReason? EndReason { get; init; }

    public string EndDetail { get; init; } = "";

    /// <summary>Media sockets that the call has had.</summary>
    public int Streams { get; init; }

    /// <summary>The latest of them is open.</summary>
    public bool Attached { get; init; }

    public ImmutableList<Operation> Operations { get; init; } = [];

    public ImmutableList<Turn> Turns { get; init; } = [];

    /// <summary>How long the agent lets it ring; null for the configured time.</summary>
    public TimeSpan? RingFor { get; init; }

    /// <summary>The voice, language and likely words that the agent asked for.</summary>
    public CallSpeech Speech { get; init; } = CallSpeech.OfNode;

    /// <summary>Who of the product is with the person; null on a call that an agent has asked for.</summary>
    public CallAttendant? Attendant { get; init; }

    /// <summary>Whom of the switchboard's people it is with; null for anybody else.</summary>
    public PersonId? Person { get; init; }

    /// <summary>A reception is with the person.</summary>
    public bool HasReception => Person is not null && (Inbound || Attendant is CallAttendant.Switchboard);

    /// <summary>Null for a call that is not to be recorded.</summary>
    public CallRecording? Recording { get; init; }

    /// <summary>The person was told of the recording, and it goes on.</summary>
    public bool IsRecorded => Phase is not CallPhase.Ended && Recording is { BeganAt: not null, Stopped: null };

    /// <summary>When the person asked for a moment, if nothing was said since.</summary>
    public DateTimeOffset? HeldAt { get; init; }

    /// <summary>Keys of an entry that is not over.</summary>
    public string Digits { get; init; } = "";

    /// <summary>How often the person asked for slower speech.</summary>
    public int Slower { get; init; }

    /// <summary>The machine that has picked up, if one has.</summary>
    public Machine? Machine { get; init; }

    /// <summary>A person has picked up, by the carrier's word.</summary>
    public bool IsPerson { get; init; }

    /// <summary>What of the message is on the machine; null for a call that did not end on one.</summary>
    public VoicemailOutcome? Voicemail
    {
        get
        {
            if (EndReason is not CallEndReason.Voicemail) return null;
            if (OnMachine is not { HeardLength: > 0 } left) return VoicemailOutcome.NothingLeft;
            return left.HeardLength >= left.Message.TrimEnd().Length ? VoicemailOutcome.MessageLeft : VoicemailOutcome.PartlyLeft;
        }
    }

    /// <summary>What is left on the machine, from when it records.</summary>
    public Operation? OnMachine => Machine is { ReadyAt: not null } ? Operations.Find(o => o.Utterance == Machine.Utterance) : null;

    /// <summary>Turns that some operation has been given as its response.</summary>
    public int DeliveredTurns { get; init; }

    /// <summary>The operation that is being worked on, if any: at most one at a time.</summary>
    public Operation? Current => Operations.Count > 0 && !Operations[^1].Finished ? Operations[^1] : null;

    /// <summary>What the person said that no operation has been given yet.</summary>
    public IEnumerable<Turn> UndeliveredTurns => Turns.Skip(DeliveredTurns);

    /// <summary>From the answer to the end, or to <paramref name="now"/> while the call lasts.</summary>
    public TimeSpan DurationAt(DateTimeOffset now) => AnsweredAt is { } answered ? (EndedAt ?? now) - answered : TimeSpan.Zero;

    /// <summary>The operation with this id, if it was ever begun.</summary>
    public Operation? Find(OperationId id) => Operations.Find(o => o.Id == id);

    /// <summary>The state after one more event.</summary>
    public CallState Apply(ICallEvent fact) => fact switch
    {
        CallEvents.CallPlaced e => this with
        {
            Phase = CallPhase.Placing,
            Carrier = e.Carrier,
            Address = e.To.Address,
            PlacedAt = e.At,
            RingFor = e.RingFor,
            Speech = CallSpeech.Of(e.Voice, e.Language, e.Hints),
            Attendant = e.Attendant,
            Person = e.Person,
            Recording = RecordingOf(e.Record),
        },
        CallEvents.CallAdmitted e => this with
        {
            Phase = CallPhase.Connecting,
            Inbound = true,
            Carrier = e.Carrier,
            Address = e.From,
            Leg = e.Leg,
            PlacedAt = e.At,
            AnsweredAt = e.At,
            Person = e.Person,
            Recording = RecordingOf(e.Record),
            Speech = CallSpeech.Of(e.Voice, e.Language, e.Hints),
        },
        CallEvents.LegDialled e => this with { Leg = e.Leg },
        CallEvents.LegRinging => this with { Phase = CallPhase.Ringing },
        CallEvents.LegAnswered e => this with { Phase = CallPhase.Connecting, AnsweredAt = e.At },
        CallEvents.MediaAttached e => this with { Phase = CallPhase.Talking, Streams = e.Stream, Attached = true },
        CallEvents.MediaDetached => this with { Phase = CallPhase.Connecting, Attached = false },
        CallEvents.OperationStarted e => this with { Operations = Operations.Add(Operation.Begin(e)) },
        CallEvents.MessageGrown e => Grow(e),
        CallEvents.UtteranceBegun e => WithUtterance(e.Utterance, o => o with { BegunAt = o.BegunAt ?? e.At }),
        CallEvents.UtteranceProgressed e => WithUtterance(e.Utterance, o => o with { HeardLength = Math.Max(o.HeardLength, e.HeardLength) }),
        CallEvents.UtteranceFinished e => WithUtterance(e.Utterance, o => o with
        {
            HeardLength = Math.Max(o.HeardLength, e.HeardLength),
            SpokenAt = e.At,
            Interrupted = e.Interrupted,
            Fault = e.Fault,
        }),
        CallEvents.FalseAlarmHeard => this,
        CallEvents.MachineAnswered e => this with { Machine = new Machine(e.At) },
        CallEvents.MachineReady e => WithUtterance(e.Utterance, o => o with { BegunAt = o.BegunAt ?? e.At, HeardLength = 0, Interrupted = false }) with
        {
            Machine = Machine! with { ReadyAt = e.At, Utterance = e.Utterance },
        },
        CallEvents.PersonAnswered => this with { Machine = null, IsPerson = true },
        CallEvents.AsideSaid => this,
        CallEvents.WishHeard e => this with
        {
            HeldAt = e.Wish == nameof(Wish.HoldOn) ? e.At : null,
            Slower = e.Wish == nameof(Wish.Slower) ? Slower + 1 : Slower,
        },
        CallEvents.DigitPressed e => this with { Digits = Digits + e.Key },
        CallEvents.TurnHeard e => this with
        {
            Turns = Turns.Add(new Turn(e.StartedAt, e.EndedAt, e.Text, e.Source, e.Confidential is true)),
            HeldAt = null,
            Digits = e.Source is WordSource.Keypad ? "" : Digits,
        },
        CallEvents.RecordingBegan e => this with { Recording = new CallRecording(e.At, null) },
        CallEvents.RecordingStopped e => this with { Recording = new CallRecording(Recording?.BeganAt, e.Reason) },
        CallEvents.OperationFinished e => Finish(e),
        CallEvents.CallEnded e => this with { Phase = CallPhase.Ended, EndedAt = e.At, EndReason = e.Reason, EndDetail = e.Detail, Attached = false },
        _ => throw new ArgumentOutOfRangeException(nameof(fact), fact.GetType().Name, "An event that this version does not know."),
    };

    private static CallRecording? RecordingOf(bool? record) => record is true ? new CallRecording(null, null) : null;

    private CallState WithUtterance(int utterance, Func<Operation, Operation> change)
    {
        var at = Operations.FindIndex(o => o.Utterance == utterance);
        return at < 0 ? this : this with { Operations = Operations.SetItem(at, change(Operations[at])) };
    }

    private CallState Grow(CallEvents.MessageGrown e)
    {
        var at = Operations.FindIndex(o => o.Id == e.OperationId);
        return at < 0 ? this : this with
        {
            Operations = Operations.SetItem(at, Operations[at] with { Message = Operations[at].Message + e.Text, IsComplete = e.IsLast }),
        };
    }

    private CallState Finish(CallEvents.OperationFinished e)
    {
        var at = Operations.FindIndex(o => o.Id == e.OperationId);
        if (at < 0) return this;
        var finished = Operations[at] with
        {
            FinishedAt = e.At,
            Response = e.Response,
            Source = e.Response.Length > 0 ? UndeliveredTurns.LastOrDefault(t => !t.Confidential || Operations[at].Confidential)?.Source : null,
            Interrupted = e.Interrupted,
            Failure = e.Failure,
            Detail = e.Detail,
            Timings = e.Timings ?? TurnTimings.None,
            EndReason = e.EndReason,
        };
        return this with
        {
            Operations = Operations.SetItem(at, finished),
            // An operation that brought words back took all that was there; every other leaves them for the next one.
            DeliveredTurns = e.Response.Length > 0 ? Turns.Count : DeliveredTurns,
        };
    }

    /// <summary>Something an agent asked of the call.</summary>
    public sealed record Operation(OperationId Id, OperationKind Kind, int Utterance, string Message, DateTimeOffset StartedAt)
    {
        /// <summary>The message is whole.</summary>
        public bool IsComplete { get; init; } = true;

        /// <summary>What is said to it is not kept.</summary>
        public bool Confidential { get; init; }

        /// <summary>When its first audio went out.</summary>
        public DateTimeOffset? BegunAt { get; init; }

        /// <summary>When its speech was over, in whatever way.</summary>
        public DateTimeOffset? SpokenAt { get; init; }

        /// <summary>Characters of the message that the person heard.</summary>
        public int HeardLength { get; init; }

        public bool Interrupted { get; init; }

        /// <summary>Why the message could not be spoken to its end, or empty.</summary>
        public string Fault { get; init; } = "";

        /// <summary>When it was over.</summary>
        public DateTimeOffset? FinishedAt { get; init; }

        public bool Finished => FinishedAt is not null;

        public string Response { get; init; } = "";

        /// <summary>Where the last words of the response came from; null when there were none.</summary>
        public WordSource? Source { get; init; }

        public RefusalReason? Failure { get; init; }

        public string Detail { get; init; } = "";

        public TurnTimings Timings { get; init; } = TurnTimings.None;

        /// <summary>Set when it was the call's end that finished it.</summary>
        public CallEndReason? EndReason { get; init; }

        /// <summary>It waits for words once its message is spoken.</summary>
        public bool Listens => Kind is OperationKind.Place or OperationKind.Continue or OperationKind.Listen;

        /// <summary>The part of the message that was heard.</summary>
        public string Heard => Message[..Math.Min(HeardLength, Message.Length)];

        internal static Operation Begin(CallEvents.OperationStarted e) => new(e.OperationId, e.Kind, e.Utterance, e.Message, e.At)
        {
            IsComplete = e.Streamed is not true,
            Confidential = e.Confidential is true,
        };
    }

    /// <summary>Something the person said.</summary>
    /// <param name="Confidential">What it was is not known here.</param>
    public sealed record Turn(DateTimeOffset StartedAt, DateTimeOffset EndedAt, string Text, WordSource Source, bool Confidential = false);
}

/// <summary>An answering machine.</summary>
/// <param name="FoundAt">When it was known for one.</param>
/// <param name="ReadyAt">When its greeting was over.</param>
/// <param name="Utterance">The utterance whose message is left on it; 0 for none.</param>
public sealed record Machine(DateTimeOffset FoundAt, DateTimeOffset? ReadyAt = null, int Utterance = 0);
