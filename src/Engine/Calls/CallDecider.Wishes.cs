using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Speech;

namespace CallActors.Engine.Calls;

/// <summary>What the person wants of the call itself: by words, and by keys.</summary>
internal sealed partial class CallDecider
{
    /// <summary>Keys of one entry; what is pressed beyond them is not kept.</summary>
    private const int MostDigits = 64;

    /// <summary>Keys: digits are gathered, # ends them or repeats, 0 asks for the switchboard; 0 and * are a reception's. The stream has stopped our
    /// speech already.</summary>
    public void KeyPressed(StreamEvents.KeyPressed e)
    {
        if (!IsPersonFrom(e.Stream)) return;
        Live = Live with { WordsComeOtherwise = true };
        Do(new CallEffect.Disarm(CallTimer.Quiet));
        switch (e.Key)
        {
            case '#' when Entry.Length > 0:
                TakeDigits();
                break;
            case '#':
                Fulfil(Wish.Repeat);
                break;
            case '*' when State.HasReception && Entry.Length == 0:
                TakeTurn("*", WordSource.Keypad, now, now);
                break;
            case '*':
                WaitForSomebody();
                break;
            case '0' when Entry.Length == 0 && Live.Terms.Expects is not Expectation.Digits && !IsSecretNow && State.HasReception:
                TakeTurn("0", WordSource.Keypad, now, now);
                break;
            case '0' when Entry.Length == 0 && Live.Terms.Expects is not Expectation.Digits && !IsSecretNow:
                Fulfil(Wish.Switchboard);
                break;
            default:
                TakeKey(e.Key);
                Do(new CallEffect.Arm(CallTimer.Keypad, rules.KeypadPause));
                break;
        }
    }

    private void TakeKey(char key)
    {
        if (Entry.Length >= MostDigits) return;
        if (IsEntrySecret) Live = Live with { SecretKeys = Live.SecretKeys + key };
        else Happened(new CallEvents.DigitPressed(now, key));
    }

    /// <summary>An entry is over: it is a turn.</summary>
    private void TakeDigits()
    {
        Do(new CallEffect.Disarm(CallTimer.Keypad));
        if (Entry.Length > 0) TakeTurn(Entry, WordSource.Keypad, now, now);
    }

    /// <summary>The call ends in the middle of an entry: what was pressed is not lost.</summary>
    private void KeepDigits()
    {
        if (Entry.Length > 0) Heard(Entry, WordSource.Keypad, now, now, IsEntrySecret);
    }

    private bool IsCallBack(string text) => Wishes.Of(text, Language) is Wish.CallBack;

    private void Fulfil(Wish wish)
    {
        if (wish is not Wish.HoldOn && (Live.Aside is not null || State.Current is { SpokenAt: null, BegunAt: not null }) && !MaySayAside)
        {
            // A key, and typed words, come before the news that they have stopped our speech; and some speech is not to be stopped.
            Live = Live with { Postponed = wish };
            return;
        }

        switch (wish)
        {
            case Wish.HoldOn:
                Do(new CallEffect.Disarm(CallTimer.Listen));
                Do(new CallEffect.Disarm(CallTimer.Quiet));
                Do(new CallEffect.Arm(CallTimer.Hold, rules.HoldFor));
                SayAside(Phrases.TakeYourTime);
                break;
            case Wish.Repeat:
                Repeat(from: 0);
                break;
            case Wish.Slower:
                // The voice goes on with the sentence in which it was stopped; a message that was heard to its end is said again as a whole.
                Repeat(from: Live.SaidTo);
                break;
            case Wish.Switchboard:
                GiveWay();
                if (!SayAside(Phrases.NoSwitchboard)) WaitForSomebody();
                break;
        }
    }

    private bool FulfilPostponed()
    {
        if (Live.Postponed is not { } wish) return false;
        Live = Live with { Postponed = null };
        Fulfil(wish);
        return Live.Aside is not null;
    }

    private void Repeat(int from)
    {
        var last = State.Operations.FindLast(o => o.BegunAt is not null && o.Message.Length > 0);
        if (last is not null) GiveWay();
        var said = last is not null ? SayAgain(last, from < last.Message.TrimEnd().Length ? from : 0) : SayAside(Phrases.NothingToRepeat);
        if (!said) WaitForSomebody();
    }

    /// <summary>A message that followed at once is about to be said: what the person wants of the one before it goes first.</summary>
    private void GiveWay()
    {
        if (!State.Attached || State.Current is not { SpokenAt: null, BegunAt: null } next) return;
        Do(new CallEffect.TellStream(new StreamCommands.StopSaying(Id, next.Utterance)));
        Do(new CallEffect.Disarm(CallTimer.SpeechStart));
        Live = Live with { GivesWay = true };
    }

    /// <summary>The person asked for a moment, and it is over.</summary>
    private void HoldElapsed()
    {
        if (State.HeldAt is null) return;
        ListenAnew();
        if (rules.QuietFor > TimeSpan.Zero) QuietElapsed();
    }

    /// <summary>Behind the goodbye the person may still speak: for so long, and never beyond the last moment.</summary>
    private void HearOut(TimeSpan longest) => Do(new CallEffect.Arm(CallTimer.LastWords, Longer(Shorter(longest, Live.EndsBy - now), TimeSpan.Zero)));
}
