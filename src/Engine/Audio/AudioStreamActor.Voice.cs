using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;
using CallActors.Engine.Speech;

namespace CallActors.Engine.Audio;

/// <summary>The voices at work: that of the utterance that is being said, and that of the one that comes next.</summary>
public sealed partial class AudioStreamActor
{
    private IActorRef _playback = ActorRefs.Nobody;
    private Preparation? _prepared;
    private IGrowingText _growing;
    private bool _textComplete;
    private int _sentenceTo;
    private int _givenTo;
    private int _voicedTo;
    private bool _awaitsText;
    private bool _ranDry;
    private int _playbacks;

    private void OnSayMore(StreamCommands.SayMore more)
    {
        if (_held is { } held && held.Utterance == more.Utterance)
        {
            _held = held with { Text = held.Text + more.Text, IsComplete = more.IsComplete };
            if (_prepared is { } waiting && waiting.Utterance == more.Utterance)
                _prepared = Give(waiting, _held.Text, _held.IsComplete);
        }
        else if (IsCurrent(more.Utterance) && !_textComplete)
        {
            _text += more.Text;
            _awaitsText = false;
            _playout.Extend(_text);
            GiveText(more.IsComplete);
        }
    }

    /// <summary>The voice has said all that it was given, the person has heard it, and there is more to come: the call is told.</summary>
    private void WatchText(TimeSpan now)
    {
        if (_awaitsText || _textComplete || !IsSaying || _voicedTo < _givenTo) return;
        _playout.SendRest(_outlet);
        if (!_playout.IsDry(now)) return;
        (_awaitsText, _ranDry) = (true, true);
        ToCall(new StreamEvents.SpeechAwaitsText(_call, _stream, _playout.Utterance, _playout.FullLength, _text.Length));
    }

    private void OnPrepare(StreamCommands.Prepare prepare) =>
        Prepare(new StreamCommands.Say(prepare.CallId, prepare.Utterance, prepare.Text, 0, IsComplete: true, prepare.Manner));

    /// <summary>Starts the voice of an utterance whose time has not come: its first audio is made and kept.</summary>
    private void Prepare(StreamCommands.Say say)
    {
        var manner = say.Manner ?? SpeechManner.Default;
        if (_prepared is { } ready && ready.IsFor(say, manner) && ready.Text.Length == say.Text.Length && ready.IsComplete == say.IsComplete) return;
        DropPrepared();
        var begun = new Preparation(say.Utterance, say.From, manner, StartPlayback(say.Utterance, manner), _services.Speakable.Begin(), "");
        _prepared = Give(begun, say.Text, say.IsComplete);
    }

    /// <summary>The utterance's voice: the one that was prepared, if it was prepared for this.</summary>
    private void TakePlayback(StreamCommands.Say say)
    {
        if (_prepared is { } prepared && prepared.IsFor(say, _manner))
        {
            (_playback, _growing, _givenTo, _prepared) = (prepared.Playback, prepared.Growing, prepared.GivenTo, null);
            if (prepared.Text.Length < say.Text.Length || !prepared.IsComplete) GiveText(say.IsComplete);
            _textComplete = say.IsComplete;
            return;
        }

        DropPrepared();
        _playback = StartPlayback(say.Utterance, _manner);
        (_growing, _givenTo, _textComplete) = (_services.Speakable.Begin(), 0, false);
        GiveText(say.IsComplete);
    }

    /// <summary>Gives the voice the sentences that have become certain.</summary>
    private void GiveText(bool isComplete)
    {
        _givenTo = Math.Max(_givenTo, Give(_playback, _growing, _text, _playout.From, isComplete));
        _textComplete = isComplete;
    }

    private Preparation Give(Preparation prepared, string text, bool isComplete)
    {
        var givenTo = Give(prepared.Playback, prepared.Growing, text, prepared.From, isComplete);
        return prepared with { Text = text, GivenTo = Math.Max(prepared.GivenTo, givenTo), IsComplete = isComplete };
    }

    /// <returns>Where in the agent's text the last sentence ends that the voice was given; 0 for none.</returns>
    private int Give(IActorRef playback, IGrowingText growing, string text, int from, bool isComplete)
    {
        List<SpeakableSentence> unheard = [.. growing.Next(text, isComplete).Where(s => s.SourceStart + s.SourceLength > from)];
        if (unheard.Count > 0) playback.Tell(new PlaybackActor.Speak(unheard), Self);
        if (isComplete) playback.Tell(PlaybackActor.Complete.Instance, Self);
        return unheard.Count > 0 ? unheard[^1].SourceStart + unheard[^1].SourceLength : 0;
    }

    private IActorRef StartPlayback(int utterance, SpeechManner manner)
    {
        var playback = Context.ActorOf(PlaybackActor.PropsFor(utterance, manner, _services), $"utterance-{utterance}-{++_playbacks}");
        return Context.WatchWith(playback, new PlaybackDied(utterance, playback));
    }

    private void EndPlayback()
    {
        if (_playback.IsNobody()) return;
        StopPlayback(_playback);
        _playback = ActorRefs.Nobody;
    }

    private void DropPrepared()
    {
        if (_prepared is not { } prepared) return;
        StopPlayback(prepared.Playback);
        _prepared = null;
    }

    private static void StopPlayback(IActorRef playback)
    {
        Context.Unwatch(playback);
        Context.Stop(playback);
    }

    /// <summary>An utterance whose voice is at work before its time.</summary>
    /// <param name="From">Characters that were heard before.</param>
    /// <param name="Growing">The text, cut into sentences as it grows.</param>
    /// <param name="Text">What of it has come.</param>
    /// <param name="GivenTo">Where the last sentence ends that the voice was given.</param>
    private sealed record Preparation(
        int Utterance, int From, SpeechManner Manner, IActorRef Playback, IGrowingText Growing, string Text, int GivenTo = 0, bool IsComplete = false)
    {
        public bool IsFor(StreamCommands.Say say, SpeechManner manner) =>
            Utterance == say.Utterance && From == say.From && Manner == manner && say.Text.StartsWith(Text, StringComparison.Ordinal)
            && (!IsComplete || Text.Length == say.Text.Length);
    }
}
