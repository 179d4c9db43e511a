using System.Security.Cryptography;
using System.Text;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Engine.Calls;

/// <summary>What the audio stream reports: speech that was heard, turns of the person, the socket's comings and goings.</summary>
internal sealed partial class CallDecider
{
    /// <param name="token">A fresh random token for this invitation.</param>
    public void Invite(LegId leg, string token)
    {
        if (State.Phase is CallPhase.Unknown) UnknownCall();
        else if (State.Leg != leg) Refuse(RefusalReason.NotYours, "This leg does not belong to the call.");
        else if (IsOver) Refuse(RefusalReason.CallEnded, "The call is over.");
        else if (!IsAnswered) Refuse(RefusalReason.NotYours, "The call is not answered yet.");
        else
        {
            Live = Live with { Ticket = token };
            Do(new CallEffect.Arm(CallTimer.Ticket, rules.TicketFor));
            Reply(new CallReplies.MediaInvited(Id, token, rules.TicketFor));
        }
    }

    public void Attach(string token)
    {
        if (IsOver || !IsAnswered || Live.Ticket.Length == 0
            || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Live.Ticket), Encoding.UTF8.GetBytes(token)))
        {
            Refuse(RefusalReason.NotYours, "The media token is not valid.");
            return;
        }

        var stream = State.Streams + 1;
        Live = Live with { Ticket = "", Deafness = "", DeafnessTold = false, PersonSpeaks = false, Aside = null, Prepared = "", Postponed = null, Watch = MachineWatch.Off, IsMuted = false };
        Happened(new CallEvents.MediaAttached(now, stream));
        Do(new CallEffect.Disarm(CallTimer.Ticket));
        Do(new CallEffect.Disarm(CallTimer.Media));
        Do(new CallEffect.AdoptStream(stream));
        WatchMachine();
        if (State.Machine is not null)
        {
            if (IsLeaving) LeaveMessage();
            return;
        }

        KeepFromRecording();
        Record();
        if (Entry.Length > 0) Do(new CallEffect.Arm(CallTimer.Keypad, rules.KeypadPause));
        if (IsOnHold) Do(new CallEffect.Arm(CallTimer.Hold, State.HeldAt!.Value + rules.HoldFor - now));
        if (State.Current is null)
        {
            Do(new CallEffect.Arm(CallTimer.Idle, IdleLeft));
            if (State.Operations.Count > 0) WaitForSomebody();
            else SayNotice();
        }
        else if (State.Current is { SpokenAt: not null } current) Listen(current);
        else Say();
    }

    public void Detached(int stream)
    {
        if (!IsFrom(stream)) return;
        var aside = Live.Aside;
        Live = Live with { Aside = null, PersonSpeaks = false };
        switch (aside)
        {
            // What was being said was the call's last; nobody is there to hear the rest.
            case { Kind: AsideKind.CallBack }:
                EndForCallBack();
                return;
            case { Kind: AsideKind.Farewell }:
                EndUnheard("The person said nothing, and the line went away.");
                return;
            case var _ when Live.HangsUp is not null:
                HangUpNow();
                return;
            case var _ when Live.Ending:
                End(CallEndReason.AgentEnded, LineWentAway, hangUp: true);
                return;
        }

        Happened(new CallEvents.MediaDetached(now, stream));
        Do(new CallEffect.Arm(CallTimer.Media, rules.MediaWithin));
        // These count what the person hears, or presses.
        StopWaiting();
        Do(new CallEffect.Disarm(CallTimer.Notice));
        Do(new CallEffect.Disarm(CallTimer.SpeechStart));
        Do(new CallEffect.Disarm(CallTimer.Keypad));
    }

    public void SpeechBegun(StreamEvents.SpeechBegun e)
    {
        if (Live.Aside is { Kind: AsideKind.Voicemail or AsideKind.Rest } aside && IsFrom(e.Stream) && aside.Utterance == e.Utterance)
        {
            Do(new CallEffect.Disarm(CallTimer.SpeechStart));
            if (State.Current is { BegunAt: null } first && first.Utterance == aside.Repeats) Happened(new CallEvents.UtteranceBegun(now, first.Utterance));
        }

        if (Speaking(e.Stream, e.Utterance) is not { } current) return;
        Live = Live with { Timings = Live.Timings with { ReplyToAudio = Live.Timings.ReplyToAudio ?? e.Waited } };
        Do(new CallEffect.Disarm(CallTimer.SpeechStart));
        GoesOn();
        if (current.BegunAt is null) Happened(new CallEvents.UtteranceBegun(now, current.Utterance));
        PrepareNext();
    }

    public void SpeechProgressed(StreamEvents.SpeechProgressed e)
    {
        if (Live.Aside is { } aside && IsFrom(e.Stream) && aside.Utterance == e.Utterance) HeardAgain(aside, e.HeardLength);
        if (Speaking(e.Stream, e.Utterance) is { } current) Progressed(current, e.HeardLength);
    }

    private void Progressed(CallState.Operation current, int heardLength)
    {
        if (heardLength <= current.HeardLength) return;
        Happened(new CallEvents.UtteranceProgressed(now, current.Utterance, heardLength));
        Do(new CallEffect.Announce(new CallActivity.AgentSays(Id, current.Utterance, current.Message, heardLength, Finished: false, Interrupted: false)));
    }

    public void SpeechFinished(StreamEvents.SpeechFinished e)
    {
        if (e.Utterance < 0) AsideIsOver(e);
        if (Speaking(e.Stream, e.Utterance) is not { } current) return;
        if (Live.Aside is not null && !e.Interrupted && e.Fault.Length == 0)
        {
            // The call said a line while the message's text was awaited: what is left of the message follows.
            Progressed(current, e.HeardLength);
            return;
        }

        Live = Live with { Timings = Live.Timings with { OnsetToClear = e.OnsetToClear } };
        Spoken(current, e.HeardLength, e.Interrupted, e.Fault);
    }

    public void BargeInHeard(StreamEvents.BargeInHeard e)
    {
        if (Speaking(e.Stream, e.Utterance) is not { } current) return;
        if (e.Step is BargeInStep.FalseAlarm)
            Happened(new CallEvents.FalseAlarmHeard(now, current.Utterance, (int)e.Paused.TotalMilliseconds));
        Do(new CallEffect.Announce(new CallActivity.BargeIn(Id, e.Step)));
    }

    private bool IsFrom(int stream) => State.Attached && State.Streams == stream;

    private CallState.Operation? Speaking(int stream, int utterance) =>
        IsPersonFrom(stream) && State.Current is { SpokenAt: null } current && current.Utterance == utterance ? current : null;
}
