using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;

namespace CallActors.Engine.Calls;

/// <summary>The person's side: voices, turns, keys, and wishes that the call fulfils itself.</summary>
internal sealed partial class CallDecider
{
    /// <summary>Times in a row that the person is asked to say it again; then the agent is told.</summary>
    private const int MisunderstandingsTold = 2;

    public void VoiceBegan(int stream)
    {
        if (!IsPersonFrom(stream)) return;
        VoiceIsHeard();
        KeepFromRecording();
        Live = Live with { PersonSpeaks = true };
        StopWaiting();
        if (Live.Ending) HearOut(rules.LastWordsWithin);
        Do(new CallEffect.Announce(new CallActivity.PersonSpeaks(Id, Speaking: true)));
    }

    public void VoiceEnded(int stream)
    {
        if (!IsPersonFrom(stream)) return;
        // A recogniser may tell the words only when they are over.
        Live = Live with { PersonSpeaks = false, LastWordsAt = now };
        // The text of what was said follows; of a listening noise nothing does.
        if (Live.Ending) HearOut(SentenceGrace);
        WaitForSomebody();
        Do(new CallEffect.Announce(new CallActivity.PersonSpeaks(Id, Speaking: false)));
    }

    public void PersonHeard(StreamEvents.PersonHeard e)
    {
        if (!IsPersonFrom(e.Stream)) return;
        VoiceIsHeard();
        Live = Live with { LastWordsAt = now };
        if (!Live.VoiceIsSecret) Do(new CallEffect.Announce(new CallActivity.PersonSays(Id, e.Text, IsFinal: false, e.IsLikelyWhole)));
    }

    public void TurnFinished(StreamEvents.TurnFinished e)
    {
        // Words that were said into a socket before another took its place are no older than its place.
        var isOfBefore = e.Stream >= 1 && e.Stream < State.Streams && !IsOver;
        if (!(IsFrom(e.Stream) || isOfBefore) || State.Machine is not null || e.Text.Length == 0) return;
        Live = Live with
        {
            WordsComeOtherwise = Live.WordsComeOtherwise || e.Source is not WordSource.Recognizer,
            Timings = Live.Timings with { VoiceEndToText = e.Source is WordSource.Recognizer ? e.VoiceEnded : null },
        };
        TakeTurn(e.Text, e.Source, now - e.VoiceBegan, now - e.VoiceEnded);
    }

    /// <summary>The person spoke and no words were found: it is said, and the listening goes on; at last the agent is told, who may ask
    /// otherwise.</summary>
    public void NotUnderstood(StreamEvents.NotUnderstood e)
    {
        if (!IsPersonFrom(e.Stream)) return;
        VoiceIsOver();
        KeepFromRecording();
        Live = Live with { Misunderstood = Live.Misunderstood + 1 };
        if (Live.Ending)
        {
            EndAfterGoodbye();
        }
        else if (IsBesideWork)
        {
            // Nobody waits for words.
            if (Live.Misunderstood <= MisunderstandingsTold) SayAside(Phrases.NotUnderstood);
        }
        else if (State.Current is { SpokenAt: not null, Listens: true } listening)
        {
            if (Live.Misunderstood <= MisunderstandingsTold)
            {
                SayAside(Phrases.NotUnderstood);
                return;
            }

            // Said before the operation is over, so that the next one waits for it.
            SayAside(Phrases.StillNotUnderstood);
            Live = Live with { Misunderstood = 0 };
            if (SaidSoFar() is { Length: > 0 } earlier) Finish(listening, earlier);
            else Finish(listening, "", RefusalReason.NotUnderstood, "The person spoke three times, and nothing of it was understood. The line is still open: ask for a yes or no, or for keys.");
        }
    }

    public void RecognitionLost(StreamEvents.RecognitionLost e)
    {
        if (!IsFrom(e.Stream)) return;
        Live = Live with { Deafness = e.Detail };
        if (!CannotHear || State.Machine is not null) return;
        if (State.Current is { SpokenAt: not null, Listens: true } listening && !IsBesideWork) FinishDeaf(listening);
        else WaitForSomebody();
    }

    /// <summary>The next operation can listen again.</summary>
    public void RecognitionReturned(int stream)
    {
        if (IsFrom(stream)) Live = Live with { Deafness = "", DeafnessTold = false };
    }

    /// <summary>Nothing can be heard any more. Words of before, which nobody waited for, are the answer all the same.</summary>
    private void FinishDeaf(CallState.Operation listening)
    {
        if (SaidSoFar() is { Length: > 0 } earlier) Finish(listening, earlier);
        else Finish(listening, "", RefusalReason.SpeechFailed, Live.Deafness);
    }

    /// <summary>Words that came beside the media socket go through the stream, which knows whether we are speaking.</summary>
    public void WordsReported(CallCommands.ReportWords words)
    {
        if (State.Leg != words.Leg || !State.Attached || State.Machine is not null || words.Text.Length == 0) return;
        Live = Live with { WordsComeOtherwise = true };
        Do(new CallEffect.TellStream(new StreamCommands.TakeWords(Id, words.Text, words.IsFinal, words.Source)));
    }

    private void TakeTurn(string text, WordSource source, DateTimeOffset began, DateTimeOffset ended)
    {
        var secret = IsSecret(source, began);
        // Its operation is over: nobody is to have it.
        var isLate = secret && !IsConfidential;
        if (source is WordSource.Recognizer or WordSource.Browser) VoiceIsOver();
        var shown = secret ? CallEvents.NotKept : text;
        var held = State.HeldAt is not null;
        if (held) Do(new CallEffect.Disarm(CallTimer.Hold));
        Live = Live with { LastWordsAt = now, Misunderstood = 0, Quiets = 0 };
        if (!Live.Ending && !isLate && source is not WordSource.Keypad && Wishes.Of(text, Language) is { } wish && wish is not Wish.CallBack)
        {
            Happened(new CallEvents.WishHeard(now, shown, wish.ToString()));
            KeepFromRecording();
            Do(new CallEffect.Announce(new CallActivity.PersonSays(Id, shown, IsFinal: true)));
            if (held) ListenAnew();
            Fulfil(wish);
            return;
        }

        Heard(text, source, began, ended, secret);
        KeepFromRecording();
        WatchMachine();
        Do(new CallEffect.Announce(new CallActivity.PersonSays(Id, shown, IsFinal: true)));
        if (Live.Ending)
        {
            if (!Live.PersonSpeaks) EndAfterGoodbye();
        }
        else if (!isLate && !State.HasReception && IsCallBack(text) && SayAside(Phrases.CallBack, AsideKind.CallBack))
        {
            Do(new CallEffect.Disarm(CallTimer.Listen));
        }
        else if (State.Current is { SpokenAt: not null, Listens: true } listening && !isLate && !IsEntryAwaited)
        {
            Finish(listening, SaidSoFar());
        }
        else
        {
            WaitForSomebody();
        }
    }
}
