using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Engine.Calls;

/// <summary>Answering machines: what the carrier and our own ears tell of them, and the message that is left. Section "Machines" of
/// docs/protocols/call.md.</summary>
internal sealed partial class CallDecider
{
    /// <summary>Who is there is known well enough: somebody has spoken to the agent, or the call is as good as over.</summary>
    private bool IsConversation => IsOver || State.Inbound || State.Phase is CallPhase.Unknown || State.Turns.Count > 0 || Entry.Length > 0 || Live.Ending;

    /// <summary>The one turn that was heard may be the beginning of a greeting: it was short, or paused, and no agent has been given it yet.</summary>
    private bool IsMaybeGreeting => !IsOver && !State.Inbound && !Live.Ending && State.Phase is not CallPhase.Unknown && Entry.Length == 0
        && State.Turns.Count == 1 && (State.Current is { Kind: OperationKind.Place } || (State.HasReception && State.DeliveredTurns == 0));

    private bool IsLeaving => State.Machine is { ReadyAt: not null };

    /// <summary>The stream is this call's, and it is a person whom it hears.</summary>
    private bool IsPersonFrom(int stream) => State.Machine is null && IsFrom(stream);

    public void AnsweredByReported(LegId leg, AnsweredBy answeredBy)
    {
        if ((IsConversation && !IsMaybeGreeting) || IsLeaving || !TakeLeg(leg)) return;
        switch (answeredBy)
        {
            case AnsweredBy.Person when State.Machine is not null || !State.IsPerson:
                PersonIsThere();
                break;
            case AnsweredBy.Machine:
                MachineIsThere(byEar: false);
                break;
            case AnsweredBy.MachineAfterBeep:
                MachineIsReady(MachineSign.Beep, byEar: false);
                break;
            case AnsweredBy.MachineAfterGreeting:
                MachineIsReady(MachineSign.Silence, byEar: false);
                break;
            case AnsweredBy.Fax:
                End(CallEndReason.CarrierFailed, "A fax machine answered.", hangUp: true);
                break;
        }
    }

    /// <summary>Our own ears tell it.</summary>
    public void MachineHeard(StreamEvents.MachineHeard e)
    {
        if (!IsFrom(e.Stream) || IsConversation || IsLeaving || State.IsPerson) return;
        switch (e.Sign)
        {
            case MachineSign.Greeting:
                MachineIsThere(byEar: true);
                break;
            case MachineSign.Beep:
                MachineIsReady(e.Sign, byEar: true);
                break;
            case MachineSign.Silence when State.Machine is not null:
                MachineIsReady(e.Sign, byEar: true);
                break;
        }
    }

    /// <summary>From here on nothing that is heard is a person's, and what is said is not said to one.</summary>
    private void MachineIsThere(bool byEar)
    {
        if (State.Machine is not null) return;
        Happened(new CallEvents.MachineAnswered(now, byEar ? true : null));
        if (rules.Voicemail is VoicemailPolicy.HangUp)
        {
            EndAtMachine("A machine answered, and the line was put down: messages are not left.");
            return;
        }

        if (Live.Aside is { } aside) Do(new CallEffect.TellStream(new StreamCommands.StopSaying(Id, aside.Utterance)));
        else if (State.Current is { SpokenAt: null } current) Do(new CallEffect.TellStream(new StreamCommands.StopSaying(Id, current.Utterance)));
        Live = Live with { Aside = null, PersonSpeaks = false, Postponed = null, Prepared = "", GivesWay = false };
        PauseRecording();
        StopWaiting();
        foreach (var timer in (ReadOnlySpan<CallTimer>)[CallTimer.SpeechStart, CallTimer.Listen, CallTimer.Hold, CallTimer.Keypad]) Do(new CallEffect.Disarm(timer));
        if (IsAnswered) AwaitMachine();
    }

    /// <summary>The greeting is waited for as long as is left of its time.</summary>
    private void AwaitMachine()
    {
        if (State.Machine is not { } machine) return;
        var (since, within) = machine.ReadyAt is { } ready ? (ready, rules.LeaveWithin) : (Later(machine.FoundAt, State.AnsweredAt ?? now), rules.GreetingWithin);
        Do(new CallEffect.Arm(CallTimer.Machine, Longer(since + within - now, LeastLeft)));
        WatchMachine();
    }

    private void MachineIsReady(MachineSign sign, bool byEar)
    {
        MachineIsThere(byEar);
        if (IsOver) return;
        // Nobody waits for what is said to a machine behind the last operation. A reception's words are for the person alone: what its call was
        // placed for is the first.
        var message = State.HasReception ? State.Operations.Find(o => o.Message.Length > 0)
            : State.Current is null ? null : State.Operations.FindLast(o => o.Message.Length > 0);
        Happened(new CallEvents.MachineReady(now, sign, message?.Utterance ?? 0));
        if (!IsAnswered) return;
        AwaitMachine();
        LeaveMessage();
    }

    /// <summary>Says what the machine has not recorded yet. On a line that is away it is said when it is back.</summary>
    private void LeaveMessage()
    {
        if (!State.Attached) return;
        if (State.OnMachine is not { } message)
        {
            EndAtMachine("A machine answered, and there was no message to leave.");
            return;
        }

        var aside = new Aside(-(Live.Asides + 1), AsideKind.Voicemail, message.Utterance);
        Live = Live with { Aside = aside, Asides = Live.Asides + 1 };
        Do(new CallEffect.TellStream(new StreamCommands.Say(
            Id, aside.Utterance, message.Message, message.HeardLength, IsComplete: true, MannerOf(interruptible: false))));
        Do(new CallEffect.Announce(new CallActivity.AgentSays(Id, message.Utterance, message.Message, message.HeardLength, Finished: false, Interrupted: false)));
        // The stream waits for the end of what the machine says, within bounds of its own.
        Do(new CallEffect.Arm(CallTimer.SpeechStart, 2 * rules.SpeechWithin, aside.Utterance));
    }

    private void MachineElapsed()
    {
        if (State.Machine is null || IsOver) return;
        if (IsLeaving) EndAtMachine("A machine answered; its time for the message was over before its end.");
        else MachineIsReady(MachineSign.Deadline, byEar: false);
    }

    private void EndAtMachine(string detail) => End(CallEndReason.Voicemail, detail, hangUp: true);

    /// <summary>The carrier names a person; what was taken for a machine was none.</summary>
    private void PersonIsThere()
    {
        var waited = State.Machine is not null;
        Happened(new CallEvents.PersonAnswered(now));
        WatchMachine();
        if (!waited || !IsAnswered) return;
        Do(new CallEffect.Disarm(CallTimer.Machine));
        if (!State.Attached) return;
        Record();
        switch (State.Current)
        {
            case { SpokenAt: not null } listening:
                Listen(listening);
                break;
            // The announcement goes first.
            case not null when Live.Aside is not null:
                break;
            // Its end may still be on the way from the stream, so that the rest goes under a number of its own.
            case { Message.Length: > 0 } cut when cut.HeardLength < cut.Message.Length:
                Live = Live with { GivesWay = true };
                SayAside(cut.Message, AsideKind.Rest, cut.Utterance, SentenceAt(cut.Message, cut.HeardLength));
                break;
            case not null:
                Say();
                break;
            default:
                WaitForSomebody();
                break;
        }
    }

    /// <summary>Tells the stream what to listen for.</summary>
    private void WatchMachine()
    {
        if (!State.Attached || !rules.ListensForMachines || State.Inbound || !E164.IsNumber(State.Address)) return;
        var watch = State.Machine is { ReadyAt: null } ? MachineWatch.GreetingEnd
            : State.Machine is not null || IsConversation || State.IsPerson || State.Streams > 1 ? MachineWatch.Off : MachineWatch.Answer;
        if (watch == Live.Watch) return;
        Live = Live with { Watch = watch };
        Do(new CallEffect.TellStream(new StreamCommands.WatchMachine(Id, watch)));
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
