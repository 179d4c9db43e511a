using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;

namespace CallActors.Engine.Calls;

/// <summary>What the call itself says, between the agent's messages: utterances with negative numbers, one at a time.</summary>
internal sealed partial class CallDecider
{
    private CallPhrases Phrases => CallPhrases.For(Language);

    private SpeechManner Manner => MannerOf(Live.Terms.Interruptible);

    private SpeechManner MannerOf(bool interruptible) => new(interruptible, Math.Max(0.5, Math.Pow(0.8, State.Slower)));

    /// <summary>Nobody of us is speaking, or about to.</summary>
    private bool MaySayAside => State is { Attached: true, Machine: null } && Live.Aside is null && (State.Current is not { SpokenAt: null } || AwaitsText || Live.GivesWay);

    /// <summary>Says a line, if nothing else is being said.</summary>
    private bool SayAside(string text, AsideKind kind = AsideKind.Remark) => SayAside(text, kind, Aside.OfNothing, from: 0);

    /// <summary>Says a message of the agent's again, from the sentence at a place in it on, if nothing else is being said.</summary>
    private bool SayAgain(CallState.Operation message, int at) => SayAside(message.Message, AsideKind.Remark, message.Utterance, SentenceAt(message.Message, at));

    private bool SayAside(string text, AsideKind kind, int repeats, int from)
    {
        if (!MaySayAside) return false;
        var aside = new Aside(-(Live.Asides + 1), kind, repeats);
        // It takes the place of the utterance whose voice was being prepared.
        Live = Live with { Aside = aside, Asides = Live.Asides + 1, Prepared = "", GivesWay = false };
        Happened(new CallEvents.AsideSaid(now, text[from..]));
        StopWaiting();
        Do(new CallEffect.TellStream(new StreamCommands.Say(
            Id, aside.Utterance, text, from, IsComplete: true, Manner with
            {
                Interruptible = kind is AsideKind.Remark or AsideKind.Progress or AsideKind.Notice || (kind is AsideKind.Rest && Live.Terms.Interruptible),
            })));
        Do(new CallEffect.Announce(new CallActivity.Aside(Id, aside.Utterance, text[from..])));
        return true;
    }

    /// <summary>Where about the sentence begins; the stream, which knows sentences, says the whole of the one that this is in.</summary>
    private static int SentenceAt(string text, int at)
    {
        while (at > 0 && !(char.IsWhiteSpace(text[at - 1]) && (at == 1 || text[at - 2] is '.' or '!' or '?' or '\n'))) at--;
        return at;
    }

    /// <summary>The call's own speech is over.</summary>
    private void AsideIsOver(StreamEvents.SpeechFinished e)
    {
        if (!IsFrom(e.Stream) || Live.Aside is not { } aside || aside.Utterance != e.Utterance) return;
        HeardAgain(aside, e.HeardLength);
        Live = Live with { Aside = null };
        switch (aside.Kind)
        {
            case AsideKind.Farewell when Live.PersonSpeaks:
                // Somebody is there after all.
                Live = Live with { Quiets = 0 };
                if (State.Current is null) Do(new CallEffect.Arm(CallTimer.Idle, rules.IdleFor));
                break;
            case AsideKind.Farewell:
                EndUnheard(State.Current is null ? "No agent used the call." : "The person said nothing, was asked, and said nothing again: the call was ended.");
                break;
            case AsideKind.CallBack:
                EndForCallBack();
                break;
            case AsideKind.Stopping:
                HangUpNow();
                break;
            case AsideKind.Voicemail:
                EndAtMachine(e.Fault.Length == 0 ? "A machine answered, and the message was left on it." : "A machine answered, and the voice failed.");
                break;
            case AsideKind.Announcement:
                Announced(e);
                GoOnAfter(aside, e.Interrupted);
                break;
            case AsideKind.Notice:
                if (!IsOnHold) ListenAnew();
                GoOnAfter(aside, e.Interrupted);
                break;
            default:
                GoOnAfter(aside, e.Interrupted);
                break;
        }
    }

    private void GoOnAfter(Aside aside, bool interrupted)
    {
        if (FulfilPostponed()) return;
        switch (State.Current)
        {
            // The line stood in the middle of a message: who cut into it has cut into that.
            case { SpokenAt: null, BegunAt: not null } cut when interrupted:
                Spoken(cut, cut.HeardLength, interrupted: true, "");
                break;
            case { SpokenAt: null }:
                Say();
                break;
            case not null when Live.Ending:
                AsideEndsGoodbye(interrupted);
                break;
            default:
                PrepareNext();
                WaitForSomebody(afterProgress: aside.Kind is AsideKind.Progress);
                break;
        }
    }

    /// <summary>What the person has heard of a repetition is heard of its message.</summary>
    private void HeardAgain(Aside aside, int heardLength)
    {
        if (State.Operations.Find(o => o.Utterance == aside.Repeats) is not { } message) return;
        Live = Live with { SaidTo = heardLength };
        if (heardLength <= message.HeardLength) return;
        Happened(new CallEvents.UtteranceProgressed(now, message.Utterance, heardLength));
        Do(new CallEffect.Announce(new CallActivity.AgentSays(Id, message.Utterance, message.Message, heardLength, Finished: true, message.Interrupted)));
    }

    /// <summary>Something was said behind the goodbye, so that nothing is left to say: the line is put down, unless the person has cut in.</summary>
    private void AsideEndsGoodbye(bool interrupted)
    {
        if (!interrupted && !Live.PersonSpeaks) EndAfterGoodbye();
    }

    private void EndAfterGoodbye() => End(CallEndReason.AgentEnded, "The agent said goodbye.", hangUp: true);

    private void EndForCallBack() =>
        End(CallEndReason.CallBackWanted, "The person wants to be called back when the work is done: place a new call then.", hangUp: true);

    /// <summary>Ends a call on which nobody is heard. Who listened is told so, and what was said before it.</summary>
    private void EndUnheard(string detail)
    {
        if (State.Current is { Listens: true } listening)
        {
            var said = SaidSoFar();
            Close(listening, said, said.Length > 0 ? null : RefusalReason.NothingHeard, detail, CallEndReason.TimedOut);
        }

        End(CallEndReason.TimedOut, detail, hangUp: true);
    }
}
