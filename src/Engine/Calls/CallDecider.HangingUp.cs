using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;

namespace CallActors.Engine.Calls;

/// <summary>The line is put down by the host or an operator, with a goodbye in words where there is time for one.</summary>
internal sealed partial class CallDecider
{
    /// <summary>Under this id whoever hangs up waits for the end; no agent's operation has it, for agents' ids have no spaces.</summary>
    private static readonly OperationId HangingUp = new("hanging up");

    public void HangUp(CallCommands.HangUp command)
    {
        if (State.Phase is CallPhase.Unknown)
        {
            UnknownCall();
            return;
        }

        if (command.GoodbyeWithin is { } within && (Live.HangsUp is not null || SaysGoodbye(command, within)))
        {
            Do(new CallEffect.AwaitOperation(HangingUp));
            return;
        }

        End(command.Reason, command.Detail, hangUp: true);
        Reply(HungUp(command.Reason));
    }

    /// <summary>Tells the person, if one is on the line. What was being said stops; a goodbye that is being said already goes on.</summary>
    private bool SaysGoodbye(CallCommands.HangUp command, TimeSpan within)
    {
        if (State is not { Phase: CallPhase.Talking, Attached: true, Machine: null } || Live.Ending) return false;
        Live = Live with { HangsUp = command };
        Do(new CallEffect.Arm(CallTimer.Stopping, within));
        if (Live.Aside is { Kind: AsideKind.Farewell or AsideKind.CallBack } || (Live.Aside is null && State.Current is { Kind: OperationKind.End })) return true;
        if (Live.Aside is { } aside) Do(new CallEffect.TellStream(new StreamCommands.StopSaying(Id, aside.Utterance)));
        else if (State.Current is { SpokenAt: null } current) Do(new CallEffect.TellStream(new StreamCommands.StopSaying(Id, current.Utterance)));
        foreach (var timer in (ReadOnlySpan<CallTimer>)[CallTimer.SpeechStart, CallTimer.TextStall, CallTimer.Listen, CallTimer.Hold, CallTimer.Keypad, CallTimer.Idle])
            Do(new CallEffect.Disarm(timer));
        Live = Live with { Aside = null, Postponed = null, GivesWay = true };
        return SayAside(Phrases.Stopping, AsideKind.Stopping);
    }

    private void HangUpNow()
    {
        if (Live.HangsUp is { } command) End(command.Reason, command.Detail, hangUp: true);
    }

    private CallReplies.Ended HungUp(CallEndReason reason) => new(Id, State.DurationAt(now), State.EndReason ?? reason, "");
}
