using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Speech;

namespace CallActors.Engine.Calls;

/// <summary>What the person wants of the call itself: by words, and by keys.</summary>
internal sealed partial class CallDecider
{
    /// <summary>Keys of one entry; what is pressed beyond them is not kept.</summary>
    private const int MostDigits = 64;

    /// <summary>Keys: digits are gathered, # ends them or repeats, 0 asks for the switchboard. The stream has stopped our speech already.</summary>
    public void KeyPressed(StreamEvents.KeyPressed e)
    {
        if (!IsFrom(e.Stream)) return;
        Live = Live with { WordsComeOtherwise = true };
        Do(new CallEffect.Disarm(CallTimer.Quiet));
        switch (e.Key)
        {
            case '#' when State.Digits.Length > 0:
                TakeDigits();
                break;
            case '#':
                Fulfil(Wish.Repeat);
                break;
            case '*':
                WaitForSomebody();
                break;
            case '0' when State.Digits.Length == 0 && Live.Terms.Expects is not Expectation.Digits:
                SayAside(Phrases.NoSwitchboard);
                break;
            default:
                if (State.Digits.Length < MostDigits) Happened(new CallEvents.DigitPressed(now, e.Key));
                Do(new CallEffect.Arm(CallTimer.Keypad, rules.KeypadPause));
                break;
        }
    }

    /// <summary>An entry is over: it is a turn.</summary>
    private void TakeDigits()
    {
        Do(new CallEffect.Disarm(CallTimer.Keypad));
        if (State.Digits.Length > 0) TakeTurn(State.Digits, WordSource.Keypad, now, now);
    }

    /// <summary>The call ends in the middle of an entry: what was pressed is not lost.</summary>
    private void KeepDigits()
    {
        if (State.Digits.Length > 0) Happened(new CallEvents.TurnHeard(now, now, now, State.Digits, WordSource.Keypad));
    }

    private bool IsCallBack(string text) => Wishes.Of(text, rules.Language) is Wish.CallBack;

    private void Fulfil(Wish wish)
    {
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
        }
    }

    private void Repeat(int from)
    {
        var said = State.Operations.FindLast(o => o.BegunAt is not null && o.Message.Length > 0) is { } last
            ? SayAgain(last, from < last.Message.TrimEnd().Length ? from : 0)
            : SayAside(Phrases.NothingToRepeat);
        if (!said) WaitForSomebody();
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
