using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;

namespace CallActors.Engine.Calls;

/// <summary>What the call itself says, between the agent's messages: utterances with negative numbers, one at a time.</summary>
internal sealed partial class CallDecider
{
    private CallPhrases Phrases => CallPhrases.For(rules.Language);

    private SpeechManner Manner => MannerOf(Live.Terms.Interruptible);

    private SpeechManner MannerOf(bool interruptible) => new(interruptible, Math.Max(0.5, Math.Pow(0.8, State.Slower)));

    /// <summary>Nobody of us is speaking, or about to.</summary>
    private bool MaySayAside => State.Attached && Live.Aside is null && State.Current is not { SpokenAt: null };

    /// <summary>Says a line, if nothing else is being said.</summary>
    private bool SayAside(string text, AsideKind kind = AsideKind.Remark)
    {
        if (!MaySayAside) return false;
        var aside = new Aside(-(Live.Asides + 1), kind);
        Live = Live with { Aside = aside, Asides = Live.Asides + 1 };
        Happened(new CallEvents.AsideSaid(now, text));
        Do(new CallEffect.Disarm(CallTimer.Quiet));
        Do(new CallEffect.Disarm(CallTimer.Working));
        Do(new CallEffect.TellStream(new StreamCommands.Say(Id, aside.Utterance, text, 0, IsComplete: true, Manner with { Interruptible = kind is AsideKind.Remark })));
        Do(new CallEffect.Announce(new CallActivity.Aside(Id, aside.Utterance, text)));
        return true;
    }

    /// <summary>True when the speech that is over was the call's own.</summary>
    private bool AsideIsOver(int stream, int utterance)
    {
        if (utterance >= 0 || !IsFrom(stream)) return utterance < 0;
        if (Live.Aside is not { } aside || aside.Utterance != utterance) return true;
        Live = Live with { Aside = null };
        switch (aside.Kind)
        {
            case AsideKind.Farewell when Live.PersonSpeaks:
                // Somebody is there after all.
                Live = Live with { Quiets = 0 };
                break;
            case AsideKind.Farewell:
                End(CallEndReason.TimedOut, State.Current is null ? "No agent used the call." : "The person said nothing, and was asked.", hangUp: true);
                break;
            case AsideKind.CallBack:
                End(CallEndReason.CallBackWanted, "The person wants to be called back when the work is done: place a new call then.", hangUp: true);
                break;
            default:
                if (State.Current is { SpokenAt: null }) Say();
                else WaitForSomebody();
                break;
        }

        return true;
    }

    /// <summary>Nobody of us speaks: either the person is listened to, or the agent works. The clocks of that run.</summary>
    private void WaitForSomebody()
    {
        if (CannotHear && !Live.DeafnessTold && !IsOver && SayAside(Phrases.Deaf)) Live = Live with { DeafnessTold = true };
        if (Live.PersonSpeaks || Live.Aside is not null || !State.Attached || IsOver) return;
        if (State.Current is { SpokenAt: not null, Listens: true })
        {
            if (rules.QuietFor > TimeSpan.Zero && !Live.OnHold) Do(new CallEffect.Arm(CallTimer.Quiet, rules.QuietFor));
        }
        else if (State.Current is null && rules.WorkingAfter > TimeSpan.Zero)
        {
            Do(new CallEffect.Arm(CallTimer.Working, rules.WorkingAfter));
        }
    }

    /// <summary>The person is listened to and says nothing: is asked once, then the call says goodbye.</summary>
    private void QuietElapsed()
    {
        if (State.Current is not { SpokenAt: not null, Listens: true } || Live.PersonSpeaks || Live.OnHold) return;
        var asked = Live.Quiets > 0;
        if (!SayAside(asked ? Phrases.NobodyThere : Phrases.StillThere, asked ? AsideKind.Farewell : AsideKind.Remark)) return;
        Live = Live with { Quiets = Live.Quiets + 1 };
    }

    /// <summary>The agent works: the person hears the newest progress, or else a soft sound.</summary>
    private void WorkingElapsed()
    {
        if (State.Current is not null || Live.PersonSpeaks || !State.Attached || IsOver) return;
        if (!SayProgress()) Do(new CallEffect.TellStream(new StreamCommands.PlayEarcon(Id, Earcon.Working)));
        if (Live.Aside is null) Do(new CallEffect.Arm(CallTimer.Working, rules.WorkingEvery));
    }

    public void ProgressReported(string line)
    {
        if (State.Phase is CallPhase.Unknown)
        {
            UnknownCall();
            return;
        }

        if (IsOver)
        {
            RefuseEnded();
            return;
        }

        Reply(new CallReplies.ProgressTaken(Id));
        if (line.Length == 0) return;
        Live = Live with { Progress = line };
        if (State.Current is null && !Live.PersonSpeaks) SayProgress();
    }

    private bool SayProgress()
    {
        if (Live.Progress.Length == 0 || now - Live.ProgressSaidAt < rules.ProgressEvery || !SayAside(Live.Progress)) return false;
        Live = Live with { Progress = "", ProgressSaidAt = now };
        return true;
    }
}
