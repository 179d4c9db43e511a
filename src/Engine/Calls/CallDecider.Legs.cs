using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Engine.Calls;

/// <summary>What carriers report.</summary>
internal sealed partial class CallDecider
{
    public void Admit(CallCommands.AdmitInbound inbound)
    {
        if (State.Phase is not CallPhase.Unknown)
        {
            Refuse(RefusalReason.AlreadyPlaced, "This call id is taken by another call.");
            return;
        }

        var speech = CallSpeech.Of(inbound.Voice, inbound.Language, inbound.Hints);
        Happened(new CallEvents.CallAdmitted(
            now, inbound.Leg, inbound.Carrier, inbound.From, inbound.Dialled, IsToBeRecorded(asked: null), inbound.Person,
            Given(speech.Voice), Given(speech.Language), speech.Hints.Count > 0 ? speech.Hints : null));
        Do(new CallEffect.Disarm(CallTimer.Linger));
        Do(new CallEffect.Arm(CallTimer.Media, rules.MediaWithin));
        Do(new CallEffect.Arm(CallTimer.Longest, rules.LongestCall));
        Do(new CallEffect.Arm(CallTimer.Idle, rules.IdleFor));
        Reply(new CallReplies.Admitted(Id));
    }

    /// <summary>The carrier has taken the order. News of the leg may have come before this.</summary>
    public void Dialled(LegId leg)
    {
        if (IsOver) Do(new CallEffect.HangUpLeg(leg));
        else TakeLeg(leg);
    }

    public void DialFailed(string detail) => End(CallEndReason.CarrierFailed, detail, hangUp: false);

    /// <param name="detail">Why it failed; empty when that is not known.</param>
    public void LegReported(LegId leg, LegNews news, string detail = "")
    {
        if (State.Phase is CallPhase.Unknown || IsOver) return;
        if (!TakeLeg(leg)) return;
        switch (news)
        {
            case LegNews.Ringing when State.Phase is CallPhase.Placing:
                Happened(new CallEvents.LegRinging(now));
                break;
            case LegNews.Answered when State.Phase is CallPhase.Placing or CallPhase.Ringing:
                Happened(new CallEvents.LegAnswered(now));
                Do(new CallEffect.Disarm(CallTimer.Ring));
                Do(new CallEffect.Arm(CallTimer.Media, rules.MediaWithin));
                Do(new CallEffect.Arm(CallTimer.Longest, rules.LongestCall));
                AwaitMachine();
                break;
            case LegNews.HungUp when State.Machine is not null:
                End(CallEndReason.Voicemail, "A machine answered, and the line was put down from there.", hangUp: false);
                break;
            case LegNews.Declined:
                End(CallEndReason.Declined, "The person declined the call.", hangUp: false);
                break;
            case LegNews.Busy:
                End(CallEndReason.Busy, "The line was engaged.", hangUp: false);
                break;
            case LegNews.NoAnswer:
                End(CallEndReason.NoAnswer, "Nobody answered within the ring time.", hangUp: false);
                break;
            case LegNews.HungUp:
                End(CallEndReason.HungUp, "The person hung up.", hangUp: false);
                break;
            case LegNews.Failed:
                End(CallEndReason.CarrierFailed, detail.Length > 0 ? detail : "The carrier could not keep the call.", hangUp: false);
                break;
        }
    }

    /// <summary>True when the leg is the call's, or becomes it.</summary>
    private bool TakeLeg(LegId leg)
    {
        if (State.Leg == leg) return true;
        if (State.Leg is not null && !Live.RingsAgain) return false;
        Live = Live with { RingsAgain = false };
        Happened(new CallEvents.LegDialled(now, leg));
        return true;
    }
}
