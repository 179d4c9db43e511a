using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;

namespace CallActors.Engine.Calls;

/// <summary>While somebody waits: the clocks of a person who says nothing, and the sounds of an agent that works.</summary>
internal sealed partial class CallDecider
{
    /// <summary>A progress line that has waited for other words is not said right behind them: the agent may be about to speak.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(2.5);

    /// <summary>A line whose first audio takes longer is announced by a soft sound, so that it is never quiet for three seconds.</summary>
    private static readonly TimeSpan LateVoice = TimeSpan.FromMilliseconds(400);

    /// <summary>The person asked for a moment, and it is not over.</summary>
    private bool IsOnHold => State.HeldAt is { } held && now < held + rules.HoldFor;

    /// <summary>The agent owes words: its next message, or more of one of which everything was heard; or the voice owes the first of a
    /// message.</summary>
    private bool IsAgentAtWork => State.Current is null or { SpokenAt: null, BegunAt: null } || (Live.DryAt >= 0 && State.Current is { SpokenAt: null }) || IsBesideWork;

    /// <summary>The person is listened to, and it is the agent who is waited for.</summary>
    private bool IsBesideWork => Live.Terms.AgentWorks && State.Current is { Kind: OperationKind.Listen, SpokenAt: not null };

    /// <summary>Everything of the message was heard, more must come, and none is on its way.</summary>
    private bool AwaitsText => State.Current is { SpokenAt: null, IsComplete: false } current && Live.DryAt == current.Message.Length;

    /// <summary>Nobody of us speaks: either the person is listened to, or the agent works. The clocks of that run.</summary>
    /// <param name="afterProgress">The person has just heard how the work goes.</param>
    private void WaitForSomebody(bool afterProgress = false)
    {
        if (State.Machine is not null) return;
        if (CannotHear && !Live.DeafnessTold && !IsOver && SayAside(Phrases.Deaf)) Live = Live with { DeafnessTold = true };
        if (Live.PersonSpeaks || Live.Aside is not null || !State.Attached || IsOver || SayNotice()) return;
        if (State.Current is { SpokenAt: not null, Listens: true } && !IsBesideWork)
        {
            if (rules.QuietFor > TimeSpan.Zero && !IsOnHold) Do(new CallEffect.Arm(CallTimer.Quiet, rules.QuietFor));
        }
        else if (IsAgentAtWork)
        {
            if (rules.WorkingAfter > TimeSpan.Zero) SoundIn(afterProgress ? rules.WorkingEvery : rules.WorkingAfter);
            WaitForProgress(atLeast: Breath);
        }
    }

    private void SoundIn(TimeSpan time)
    {
        Live = Live with { SoundAt = now + time };
        Do(new CallEffect.Arm(CallTimer.Working, time));
    }

    /// <summary>In the middle of a message its text is waited for, as an agent that works is between two.</summary>
    public void SpeechAwaitsText(StreamEvents.SpeechAwaitsText e)
    {
        if (Speaking(e.Stream, e.Utterance) is not { IsComplete: false } current) return;
        Progressed(current, e.HeardLength);
        var isKnown = Live.DryAt >= 0;
        Live = Live with { DryAt = e.TextLength };
        // Nothing is awaited of the voice.
        if (AwaitsText) Do(new CallEffect.Disarm(CallTimer.SpeechStart));
        if (isKnown) return;
        if (Live.SoundAt > now) WaitForProgress(atLeast: Breath);
        else WaitForSomebody();
    }

    public void SpeechWentOn(StreamEvents.SpeechWentOn e)
    {
        if (Speaking(e.Stream, e.Utterance) is not null) GoesOn();
    }

    /// <summary>Our speech is heard.</summary>
    private void GoesOn()
    {
        Live = Live with { DryAt = -1 };
        StopWaiting();
    }

    /// <summary>Somebody speaks, or is about to.</summary>
    private void StopWaiting()
    {
        Live = Live with { SoundAt = DateTimeOffset.MinValue };
        Do(new CallEffect.Disarm(CallTimer.Quiet));
        Do(new CallEffect.Disarm(CallTimer.Working));
        Do(new CallEffect.Disarm(CallTimer.Progress));
    }

    /// <summary>The person is listened to and says nothing: is asked once, then the call says goodbye.</summary>
    private void QuietElapsed()
    {
        if (State.Current is not { SpokenAt: not null, Listens: true } || Live.PersonSpeaks || IsBesideWork) return;
        var asked = Live.Quiets > 0;
        if (!SayAside(asked ? Phrases.NobodyThere : Phrases.StillThere, asked ? AsideKind.Farewell : AsideKind.Remark)) return;
        Live = Live with { Quiets = Live.Quiets + 1 };
    }

    /// <summary>The agent works: the person hears the newest progress, or else a soft sound.</summary>
    private void WorkingElapsed()
    {
        if (!IsAgentAtWork || Live.PersonSpeaks || !State.Attached || IsOver || SayProgress()) return;
        Do(new CallEffect.TellStream(new StreamCommands.PlayEarcon(Id, Earcon.Working)));
        SoundIn(rules.WorkingEvery);
    }

    /// <summary>The person has spoken and nobody knows yet what: the recogniser is at work.</summary>
    public void TextIsLate(int stream)
    {
        if (!IsPersonFrom(stream) || rules.WorkingAfter <= TimeSpan.Zero || State.Current is not { SpokenAt: not null, Listens: true } || Live.Aside is not null) return;
        Do(new CallEffect.TellStream(new StreamCommands.PlayEarcon(Id, Earcon.Working)));
    }

    /// <summary>The agent tells how its work goes.</summary>
    public void ProgressReported(string line)
    {
        if (IsRefused()) return;
        Reply(new CallReplies.ProgressTaken(Id));
        if (line.Length == 0) return;
        Live = Live with { Progress = line };
        if (MaySayProgress && !SayProgress()) WaitForProgress(atLeast: TimeSpan.Zero);
    }

    /// <summary>A line waits for its time, whether sounds are wanted or not.</summary>
    private void WaitForProgress(TimeSpan atLeast)
    {
        if (Live.Progress.Length > 0) Do(new CallEffect.Arm(CallTimer.Progress, Longer(Live.ProgressSaidAt + rules.ProgressEvery - now, atLeast)));
    }

    private void ProgressElapsed()
    {
        if (MaySayProgress) SayProgress();
    }

    private bool MaySayProgress => State.Machine is null && (State.Current is null || AwaitsText || IsBesideWork) && !Live.PersonSpeaks && MaySayAside;

    private bool SayProgress()
    {
        if (!MaySayProgress || Live.Progress.Length == 0 || now - Live.ProgressSaidAt < rules.ProgressEvery || !SayAside(Live.Progress, AsideKind.Progress)) return false;
        Live = Live with { Progress = "", ProgressSaidAt = now };
        // It has been quiet for a while, and the line's voice may be late. Where it is not, the stream plays no sound over it.
        if (rules.WorkingAfter > TimeSpan.Zero) SoundIn(LateVoice);
        return true;
    }
}
