using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Speech;

namespace CallActors.Engine.Calls;

/// <summary>The person's side: voices, turns, keys, and wishes that the call fulfils itself.</summary>
internal sealed partial class CallDecider
{
    /// <summary>Times in a row that the person is told that nothing was understood.</summary>
    private const int MisunderstandingsTold = 2;

    /// <summary>Keys of one entry; what is pressed beyond them is not kept.</summary>
    private const int MostDigits = 64;

    public void VoiceBegan(int stream)
    {
        if (!IsFrom(stream)) return;
        Live = Live with { PersonSpeaks = true };
        Do(new CallEffect.Disarm(CallTimer.Quiet));
        Do(new CallEffect.Disarm(CallTimer.Working));
        if (Live.Ending) Do(new CallEffect.Arm(CallTimer.LastWords, rules.LastWordsWithin));
        Do(new CallEffect.Announce(new CallActivity.PersonSpeaks(Id, Speaking: true)));
    }

    public void VoiceEnded(int stream)
    {
        if (!IsFrom(stream)) return;
        Live = Live with { PersonSpeaks = false };
        // The text of what was said follows; of a listening noise nothing does.
        if (Live.Ending) Do(new CallEffect.Arm(CallTimer.LastWords, SentenceGrace));
        WaitForSomebody();
        Do(new CallEffect.Announce(new CallActivity.PersonSpeaks(Id, Speaking: false)));
    }

    public void PersonHeard(StreamEvents.PersonHeard e)
    {
        if (!IsFrom(e.Stream)) return;
        Live = Live with { LastWordsAt = now };
        Do(new CallEffect.Announce(new CallActivity.PersonSays(Id, e.Text, IsFinal: false, e.IsLikelyWhole)));
    }

    public void TurnFinished(StreamEvents.TurnFinished e)
    {
        if (!IsFrom(e.Stream) || e.Text.Length == 0) return;
        Live = Live with
        {
            WordsComeOtherwise = Live.WordsComeOtherwise || e.Source is not WordSource.Recognizer,
            Timings = Live.Timings with { VoiceEndToText = e.Source is WordSource.Recognizer ? e.VoiceEnded : null },
        };
        TakeTurn(e.Text, e.Source, now - e.VoiceBegan, now - e.VoiceEnded);
    }

    /// <summary>The person spoke and no words were found: it is said, within bounds, and the listening goes on.</summary>
    public void NotUnderstood(StreamEvents.NotUnderstood e)
    {
        if (!IsFrom(e.Stream)) return;
        Live = Live with { Misunderstood = Live.Misunderstood + 1 };
        if (Live.Ending) EndAfterGoodbye();
        else if (State.Current is { SpokenAt: not null, Listens: true } && Live.Misunderstood <= MisunderstandingsTold) SayAside(Phrases.NotUnderstood);
    }

    public void RecognitionLost(StreamEvents.RecognitionLost e)
    {
        if (!IsFrom(e.Stream)) return;
        Live = Live with { Deafness = e.Detail };
        if (!CannotHear) return;
        if (State.Current is { SpokenAt: not null, Listens: true } listening) Finish(listening, SaidSoFar(), RefusalReason.SpeechFailed, e.Detail);
        else WaitForSomebody();
    }

    /// <summary>The next operation can listen again.</summary>
    public void RecognitionReturned(int stream)
    {
        if (IsFrom(stream)) Live = Live with { Deafness = "", DeafnessTold = false };
    }

    /// <summary>Words that came beside the media socket go through the stream, which knows whether we are speaking.</summary>
    public void WordsReported(CallCommands.ReportWords words)
    {
        if (State.Leg != words.Leg || !State.Attached || words.Text.Length == 0) return;
        Live = Live with { WordsComeOtherwise = true };
        Do(new CallEffect.TellStream(new StreamCommands.TakeWords(Id, words.Text, words.IsFinal, words.Source)));
    }

    /// <summary>Keys: digits are gathered, # ends them or repeats, 0 asks for the switchboard. The stream has stopped our speech already.</summary>
    public void KeyPressed(StreamEvents.KeyPressed e)
    {
        if (!IsFrom(e.Stream)) return;
        Live = Live with { WordsComeOtherwise = true };
        Do(new CallEffect.Disarm(CallTimer.Quiet));
        switch (e.Key)
        {
            case '#' when Live.Digits.Length > 0:
                TakeDigits();
                break;
            case '#':
                Fulfil(Wish.Repeat);
                break;
            case '*':
                WaitForSomebody();
                break;
            case '0' when Live.Digits.Length == 0 && Live.Terms.Expects is not Expectation.Digits:
                SayAside(Phrases.NoSwitchboard);
                break;
            default:
                if (Live.Digits.Length < MostDigits) Live = Live with { Digits = Live.Digits + e.Key };
                Do(new CallEffect.Arm(CallTimer.Keypad, rules.KeypadPause));
                break;
        }
    }

    private void TakeDigits()
    {
        var digits = Live.Digits;
        Live = Live with { Digits = "" };
        Do(new CallEffect.Disarm(CallTimer.Keypad));
        if (digits.Length > 0) TakeTurn(digits, WordSource.Keypad, now, now);
    }

    private void TakeTurn(string text, WordSource source, DateTimeOffset began, DateTimeOffset ended)
    {
        var hold = Live.OnHold;
        Live = Live with { LastWordsAt = now, Misunderstood = 0, Quiets = 0, OnHold = false };
        if (hold) Do(new CallEffect.Disarm(CallTimer.Hold));
        if (!Live.Ending && source is not WordSource.Keypad && Wishes.Of(text, rules.Language) is { } wish && wish is not Wish.CallBack)
        {
            Happened(new CallEvents.WishHeard(now, text, wish.ToString()));
            Do(new CallEffect.Announce(new CallActivity.PersonSays(Id, text, IsFinal: true)));
            Fulfil(wish);
            return;
        }

        Happened(new CallEvents.TurnHeard(now, began, ended, text, source));
        Do(new CallEffect.Announce(new CallActivity.PersonSays(Id, text, IsFinal: true)));
        if (Live.Ending)
        {
            if (!Live.PersonSpeaks) EndAfterGoodbye();
        }
        else if (Wishes.Of(text, rules.Language) is Wish.CallBack && SayAside(Phrases.CallBack, AsideKind.CallBack))
        {
            Do(new CallEffect.Disarm(CallTimer.Listen));
        }
        else if (State.Current is { SpokenAt: not null, Listens: true } listening)
        {
            Finish(listening, SaidSoFar());
        }
        else
        {
            WaitForSomebody();
        }
    }

    private void Fulfil(Wish wish)
    {
        switch (wish)
        {
            case Wish.HoldOn:
                Live = Live with { OnHold = true };
                Do(new CallEffect.Disarm(CallTimer.Listen));
                Do(new CallEffect.Disarm(CallTimer.Quiet));
                Do(new CallEffect.Arm(CallTimer.Hold, rules.HoldFor));
                SayAside(Phrases.TakeYourTime);
                break;
            case Wish.Repeat or Wish.Slower:
                var last = State.Operations.FindLast(o => o.BegunAt is not null && o.Message.Length > 0);
                if (!SayAside(last?.Message ?? Phrases.NothingToRepeat)) WaitForSomebody();
                break;
        }
    }

    /// <summary>The person asked for a moment, and it is over.</summary>
    private void HoldElapsed()
    {
        if (!Live.OnHold) return;
        Live = Live with { OnHold = false };
        if (State.Current is { SpokenAt: not null, Listens: true } listening) Do(new CallEffect.Arm(CallTimer.Listen, Live.Terms.ListenFor ?? rules.ListenFor, listening.Utterance));
        if (rules.QuietFor > TimeSpan.Zero) QuietElapsed();
    }

    private void EndAfterGoodbye() => End(CallEndReason.AgentEnded, "The agent said goodbye.", hangUp: true);
}
