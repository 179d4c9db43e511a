using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;
using CallActors.Engine.Speech;

namespace CallActors.Engine.Audio;

/// <summary>The voices at work: that of the utterance that is being said, and that of the one that comes next.</summary>
public sealed partial class AudioStreamActor
{
    private IActorRef _playback = ActorRefs.Nobody;
    private Preparation? _prepared;
    private int _split;
    private bool _textComplete;
    private int _sentenceTo;
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
        if (_awaitsText || _textComplete || !IsSaying || (_split > _playout.From && _voicedTo < _split)) return;
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
        _prepared = Give(new Preparation(say.Utterance, say.From, manner, StartPlayback(say.Utterance, manner), "", 0), say.Text, say.IsComplete);
    }

    /// <summary>The utterance's voice: the one that was prepared, if it was prepared for this.</summary>
    private void TakePlayback(StreamCommands.Say say)
    {
        if (_prepared is { } prepared && prepared.IsFor(say, _manner))
        {
            (_playback, _split, _prepared) = (prepared.Playback, prepared.Split, null);
            if (prepared.Text.Length < say.Text.Length || !prepared.IsComplete) GiveText(say.IsComplete);
            _textComplete = say.IsComplete;
            return;
        }

        DropPrepared();
        _playback = StartPlayback(say.Utterance, _manner);
        (_split, _textComplete) = (0, false);
        GiveText(say.IsComplete);
    }

    /// <summary>Gives the voice the sentences that have become certain.</summary>
    private void GiveText(bool isComplete)
    {
        _split = Give(_playback, _text, _split, _playout.From, isComplete);
        _textComplete = isComplete;
    }

    private Preparation Give(Preparation prepared, string text, bool isComplete) => prepared with
    {
        Split = Give(prepared.Playback, text, prepared.Split, prepared.From, isComplete),
        Text = text,
        IsComplete = isComplete,
    };

    /// <returns>How far the text has been given.</returns>
    private int Give(IActorRef playback, string text, int split, int from, bool isComplete)
    {
        var sentences = _services.Speakable.Split(text, split, isComplete);
        if (sentences.Count > 0) split = sentences[^1].SourceStart + sentences[^1].SourceLength;
        List<SpeakableSentence> unheard = [.. sentences.Where(s => s.SourceStart + s.SourceLength > from)];
        if (unheard.Count > 0) playback.Tell(new PlaybackActor.Speak(unheard), Self);
        if (isComplete) playback.Tell(PlaybackActor.Complete.Instance, Self);
        return split;
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
    /// <param name="Text">What its voice has been given.</param>
    /// <param name="Split">How far that was cut into sentences.</param>
    private sealed record Preparation(
        int Utterance, int From, SpeechManner Manner, IActorRef Playback, string Text, int Split, bool IsComplete = false)
    {
        public bool IsFor(StreamCommands.Say say, SpeechManner manner) =>
            Utterance == say.Utterance && From == say.From && Manner == manner && say.Text.StartsWith(Text, StringComparison.Ordinal)
            && (!IsComplete || Text.Length == say.Text.Length);
    }
}
