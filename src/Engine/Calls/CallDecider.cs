using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Engine.Calls;

/// <summary>
/// The rules of a call, without time, sockets or actors of their own: one step takes one message in one state and collects the
/// events that it means and what is to be done once they are stored. Protocol: docs/protocols/call.md.
/// </summary>
internal sealed partial class CallDecider(CallState state, CallLive live, CallRules rules, DateTimeOffset now)
{
    /// <summary>A listening time that runs out in mid-sentence is extended by this.</summary>
    private static readonly TimeSpan SentenceGrace = TimeSpan.FromSeconds(5);

    /// <summary>What is left of a time that ran out while the call was not in memory.</summary>
    private static readonly TimeSpan LeastLeft = TimeSpan.FromSeconds(1);

    /// <summary>A message may be handed to the texts again, which know it, after a process that died meanwhile.</summary>
    private static readonly TimeSpan HandsOverWithin = TimeSpan.FromMinutes(5);

    private const string LineWentAway = "The line went away during the goodbye.";

    private readonly List<ICallEvent> _events = [];
    private readonly List<CallEffect> _effects = [];

    /// <summary>The state with this step's events applied.</summary>
    public CallState State { get; private set; } = state;

    public CallLive Live { get; private set; } = live;

    public IReadOnlyList<ICallEvent> Events => _events;

    public IReadOnlyList<CallEffect> Effects => _effects;

    private CallId Id => State.Id;

    private bool IsOver => State.Phase is CallPhase.Ended;

    private bool IsAnswered => State.Phase is CallPhase.Connecting or CallPhase.Talking;

    private TimeSpan RingFor => State.RingFor ?? rules.RingFor;

    /// <summary>What the call itself speaks, and in what it understands wishes.</summary>
    private string Language => State.Speech.Language.Length > 0 ? State.Speech.Language : rules.Language;

    private void Happened(ICallEvent fact)
    {
        _events.Add(fact);
        State = State.Apply(fact);
    }

    private void Do(CallEffect effect) => _effects.Add(effect);

    private void Reply(ICallReply reply) => Do(new CallEffect.Reply(reply));

    private void Refuse(RefusalReason reason, string detail) => Reply(new CallReplies.Refused(Id, reason, detail));

    /// <summary>Starts what the state says must run, after recovery.</summary>
    /// <param name="legsOutliveProcess">See <see cref="ICarrier.LegsOutliveProcess"/>.</param>
    public void Recovered(bool legsOutliveProcess)
    {
        switch (State.Phase)
        {
            case CallPhase.Placing or CallPhase.Ringing:
                // The same order by the same call id rings once, so a carrier whose answer was lost may be asked again.
                if (State.Leg is null || !legsOutliveProcess)
                {
                    Live = Live with { RingsAgain = true };
                    Do(new CallEffect.Dial(new DialOrder(Id, new Callee(State.Address), RingFor)));
                }

                var ringsSince = Live.RingsAgain ? now : State.PlacedAt;
                Do(new CallEffect.Arm(CallTimer.Ring, Longer(ringsSince + RingFor + rules.RingGrace - now, LeastLeft)));
                break;
            case CallPhase.Talking when State.Current is { Kind: OperationKind.End, SpokenAt: not null }:
                End(CallEndReason.AgentEnded, LineWentAway, hangUp: true);
                return;
            case CallPhase.Talking when State.UndeliveredTurns.LastOrDefault() is { } last && IsCallBack(last.Text) && !State.HasReception:
                // The call was telling the person that it would.
                EndForCallBack();
                return;
            case CallPhase.Talking:
                // Its socket died with the process that held it.
                Happened(new CallEvents.MediaDetached(now, State.Streams));
                Do(new CallEffect.Arm(CallTimer.Media, rules.MediaWithin));
                break;
            case CallPhase.Connecting:
                Do(new CallEffect.Arm(CallTimer.Media, rules.MediaWithin));
                break;
            case CallPhase.Ended or CallPhase.Unknown:
                if (now - State.EndedAt < HandsOverWithin) TextUnreached();
                Do(new CallEffect.Arm(CallTimer.Linger, rules.LingerFor));
                return;
        }

        // An agent that was sending a message in pieces may not come back.
        if (State.Current is { IsComplete: false } growing) Do(new CallEffect.Arm(CallTimer.TextStall, rules.TextWithin, growing.Utterance));
        if (State.AnsweredAt is { } answered)
            Do(new CallEffect.Arm(CallTimer.Longest, Longer(rules.LongestCall - (now - answered), LeastLeft)));
        if (IsAnswered) AwaitMachine();
    }

    /// <summary>A timer has run out.</summary>
    public void Elapsed(CallTimer timer, int run)
    {
        switch (timer)
        {
            case CallTimer.Ring when State.Phase is CallPhase.Placing or CallPhase.Ringing:
                End(CallEndReason.NoAnswer, "Nobody answered within the ring time.", hangUp: true);
                break;
            case CallTimer.Media when State.Phase is CallPhase.Connecting && State.Machine is not null:
                EndAtMachine("A machine answered, and the line was lost.");
                break;
            case CallTimer.Media when State.Phase is CallPhase.Connecting:
                End(CallEndReason.MediaLost, $"The phone's audio did not come within {rules.MediaWithin.TotalSeconds:0} s.", hangUp: true);
                break;
            case CallTimer.Ticket:
                Live = Live with { Ticket = "" };
                break;
            case CallTimer.Machine:
                MachineElapsed();
                break;
            case CallTimer.SpeechStart when run < 0:
                if (Live.Aside is { Kind: AsideKind.Voicemail } leaving && leaving.Utterance == run) EndAtMachine("A machine answered, and the voice did not start.");
                break;
            case CallTimer.SpeechStart or CallTimer.Listen or CallTimer.Quiet or CallTimer.Hold or CallTimer.Keypad when State.Machine is not null:
                // These count what a person does, or hears.
                break;
            case CallTimer.SpeechStart when State.Current is { SpokenAt: null, BegunAt: null } waits && waits.Utterance == run && Live.PersonSpeaks:
                // It is the stream that waits, within bounds of its own; its voice, when that is to blame, tells.
                Do(new CallEffect.Arm(CallTimer.SpeechStart, rules.SpeechWithin, run));
                break;
            case CallTimer.SpeechStart when State.Current is { SpokenAt: null, BegunAt: null } current && current.Utterance == run:
                Do(new CallEffect.TellStream(new StreamCommands.StopSaying(Id, current.Utterance)));
                Spoken(current, current.HeardLength, interrupted: false, $"The voice did not start within {rules.SpeechWithin.TotalSeconds:0} s.");
                break;
            case CallTimer.Listen when State.Current is { } listening && listening.Utterance == run:
                ListeningIsOver(listening);
                break;
            case CallTimer.TextStall when State.Current is { IsComplete: false } stalled && stalled.Utterance == run:
                Grow(stalled, "", isLast: true);
                break;
            case CallTimer.LastWords when Live.Ending:
                EndAfterGoodbye();
                break;
            case CallTimer.Quiet when !IsOnHold:
                QuietElapsed();
                break;
            case CallTimer.Working:
                WorkingElapsed();
                break;
            case CallTimer.Progress:
                ProgressElapsed();
                break;
            case CallTimer.Notice:
                SayNotice();
                break;
            case CallTimer.Hold:
                HoldElapsed();
                break;
            case CallTimer.Keypad:
                TakeDigits();
                break;
            case CallTimer.Idle when State.Current is null && (Live.PersonSpeaks || Live.Aside is not null):
                // Nobody is cut off: a person who speaks, or our own line, is heard out first.
                Do(new CallEffect.Arm(CallTimer.Idle, SentenceGrace));
                break;
            case CallTimer.Idle when State.Current is null && IsAnswered && SayAside(Phrases.AgentGone, AsideKind.Farewell):
                break;
            case CallTimer.Idle when State.Current is null && IsAnswered:
                End(CallEndReason.TimedOut, $"No agent used the call for {rules.IdleFor.TotalMinutes:0} minutes.", hangUp: true);
                break;
            case CallTimer.Stopping:
                HangUpNow();
                break;
            case CallTimer.Longest when !IsOver:
                End(CallEndReason.TimedOut, "The call reached its longest duration.", hangUp: true);
                break;
            case CallTimer.Linger when IsOver || State.Phase is CallPhase.Unknown:
                Do(new CallEffect.Retire());
                break;
        }
    }

    private void End(CallEndReason reason, string detail, bool hangUp)
    {
        if (IsOver) return;
        KeepDigits();
        var wasAnswered = State.AnsweredAt is not null;
        detail = WithText(reason, detail);
        Happened(new CallEvents.CallEnded(now, reason, detail));
        if (State.Current is { } current) FinishAtEnd(current, reason, detail, wasAnswered);
        foreach (var waiting in Live.Queue)
            Do(new CallEffect.Answer(waiting.OperationId, new CallReplies.Refused(Id, wasAnswered ? RefusalReason.CallEnded : UnansweredBy(reason), detail)));
        if (Live.HangsUp is not null) Do(new CallEffect.Answer(HangingUp, HungUp(reason)));
        Live = Live with { Queue = [], Ticket = "", HangsUp = null, Notices = [] };
        if (hangUp && State.Leg is { } leg) Do(new CallEffect.HangUpLeg(leg));
        Do(new CallEffect.TellStream(new StreamCommands.Close(Id, reason.ToString())));
        Do(new CallEffect.DisarmAll());
        Do(new CallEffect.Arm(CallTimer.Linger, rules.LingerFor));
        TextUnreached();
    }

    private void FinishAtEnd(CallState.Operation current, CallEndReason reason, string detail, bool wasAnswered)
    {
        var said = SaidSoFar();
        RefusalReason? failure = reason switch
        {
            CallEndReason.AgentEnded => null,
            CallEndReason.HungUp when current.Kind is OperationKind.End => null,
            CallEndReason.HungUp when current.Listens && wasAnswered => null,
            CallEndReason.CallBackWanted when current.Listens => null,
            CallEndReason.Voicemail when current.Kind is not OperationKind.Speak || State.Voicemail is not VoicemailOutcome.NothingLeft => null,
            _ when current.Listens && said.Length > 0 => null,
            CallEndReason.Cancelled => RefusalReason.Abandoned,
            _ => UnansweredBy(reason),
        };
        Close(current, current.Listens || current.Kind is OperationKind.End ? said : "", failure, detail, reason);
    }

    private static RefusalReason UnansweredBy(CallEndReason reason) => reason switch
    {
        CallEndReason.NoAnswer => RefusalReason.NoAnswer,
        CallEndReason.Busy => RefusalReason.LineBusy,
        CallEndReason.Declined => RefusalReason.Declined,
        CallEndReason.CarrierFailed or CallEndReason.MediaLost => RefusalReason.CarrierFailed,
        CallEndReason.Shutdown => RefusalReason.Stopping,
        _ => RefusalReason.CallEnded,
    };

    /// <summary>Everything the person said that no operation was given yet.</summary>
    private string SaidSoFar() => string.Join(' ', Undelivered.Select(t => t.Text));

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
