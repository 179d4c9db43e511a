using CallActors.Contracts.Speech;

namespace CallActors.Engine.Audio;

/// <summary>Which part of the agent's text lies where in the audio: anchors from samples to characters, in order. Word times come from the
/// voice, or else from what is known of its pace.</summary>
internal sealed class SpokenText
{
    private readonly List<Anchor> _anchors = [];
    private readonly VoicePace _pace = new();
    private readonly List<Beat> _beats = [];
    private SpeakableSentence? _sentence;
    private long _sentenceStart;
    private long _soundStart;
    private long _soundEnd;
    private bool _timed;
    private string _source = "";
    private int _from;
    private int? _unreadFrom;

    /// <summary>Begins a new utterance.</summary>
    /// <param name="from">Characters of the source that were heard before.</param>
    /// <param name="speed">What the voice is asked for, 1 for its own.</param>
    public void Begin(string source, int from, double speed = 1)
    {
        _pace.Speed = speed;
        _anchors.Clear();
        _beats.Clear();
        _sentence = null;
        _source = source;
        _from = from;
        _unreadFrom = null;
    }

    /// <summary>First sample of the current sentence, or of the last one.</summary>
    public long SentenceStart => _sentenceStart;

    /// <summary>Characters of the source that count as heard when all the audio has been played: what cannot be spoken counts with the rest,
    /// what was named as unread does not.</summary>
    public int WholeLength => _unreadFrom ?? _source.Length;

    /// <summary>The current sentence's words will be known only when its audio is whole.</summary>
    public bool NeedsWhole => _sentence is not null && !_timed && _soundEnd > _sentenceStart;

    /// <summary>The agent's text has grown; what was there before stays as it is.</summary>
    public void Extend(string source) => _source = source;

    /// <summary>The audio from this sample on says this sentence.</summary>
    public void BeginSentence(SpeakableSentence sentence, long sample)
    {
        _sentence = sentence;
        _sentenceStart = _soundStart = _soundEnd = sample;
        _timed = false;
        // It stands for nothing: it says that there is more.
        if (sentence.SourceLength == 0) _unreadFrom = sentence.SourceStart;
        _anchors.Add(new Anchor(sample, sentence.SourceStart));
        CountBeats(sentence);
    }

    /// <summary>A word of the sentence begins at a sample that is counted from the sentence's start.</summary>
    public void AddWord(SpokenWord word)
    {
        if (_sentence is not { } sentence) return;
        _timed = true;
        if (word.TextStart > 0) _anchors.Add(new Anchor(_sentenceStart + word.SampleStart, SourceOf(sentence, word.TextStart)));
    }

    /// <summary>The sentence's audio has sound in it from one sample to another: silence around it belongs to no word.</summary>
    public void Sounded(long from, long to)
    {
        if (_soundEnd == _sentenceStart) _soundStart = from;
        _soundEnd = to;
    }

    /// <summary>The sentence's audio ends before this sample.</summary>
    public void EndSentence(long sample)
    {
        if (_sentence is not { } sentence) return;
        if (!_timed) TimeByPace(sample);
        _anchors.Add(new Anchor(sample, sentence.SourceStart + sentence.SourceLength));
        _sentence = null;
    }

    /// <summary>The sentence's audio breaks off before this sample: words that were to come later do not come there.</summary>
    /// <param name="sourceEnd">Where in the agent's text the sentence broke off.</param>
    public void BreakSentence(long sample, int sourceEnd)
    {
        if (_sentence is null) return;
        foreach (var beat in _timed ? [] : _beats)
            _anchors.Add(new Anchor(_soundStart + (long)(beat.Before * _pace.SamplesPerBeat), beat.Source));
        _anchors.RemoveAll(anchor => anchor.Sample >= sample && anchor.Sample > _sentenceStart);
        _anchors.Add(new Anchor(sample, sourceEnd));
        _sentence = null;
    }

    /// <summary>Characters of the source that are heard when everything before this sample has been played: whole words only.</summary>
    public int HeardAt(long sample)
    {
        var heard = _from;
        foreach (var anchor in _anchors)
        {
            if (anchor.Sample > sample) break;
            heard = Math.Max(heard, anchor.Source);
        }

        if (_sentence is not null && !_timed) heard = Math.Max(heard, HeardOfOpenSentence(sample));
        return Math.Min(heard, _source.Length);
    }

    // The sentence's audio is still coming: its words are where they would be at the pace of the sentences before.
    private int HeardOfOpenSentence(long sample)
    {
        var heard = 0;
        foreach (var beat in _beats)
        {
            if (_soundStart + beat.Before * _pace.SamplesPerBeat > sample) break;
            heard = beat.Source;
        }

        return heard;
    }

    private void TimeByPace(long end)
    {
        if (_beats.Count == 0) return;
        var total = _beats[^1].Before;
        var (from, to) = _soundEnd > _soundStart ? (_soundStart, _soundEnd) : (_sentenceStart, end);
        _pace.Learn(total, to - from);
        foreach (var beat in _beats)
            if (beat.Before < total) _anchors.Add(new Anchor(from + (long)((to - from) * (beat.Before / total)), beat.Source));
    }

    // One entry a word, and one for the end: the beats before it, without the pause after the last word.
    private void CountBeats(SpeakableSentence sentence)
    {
        _beats.Clear();
        var text = sentence.Text.AsSpan();
        var before = 0.0;
        for (var at = 0; at < text.Length;)
        {
            var length = text[at..].IndexOf(' ');
            if (length < 0) length = text.Length - at;
            if (length > 0)
            {
                _beats.Add(new Beat(before, at == 0 ? sentence.SourceStart : SourceOf(sentence, at)));
                before += VoicePace.Beats(text.Slice(at, length), isLast: at + length >= text.Length);
            }

            at += length + 1;
        }

        _beats.Add(new Beat(before, sentence.SourceStart + sentence.SourceLength));
    }

    // The sentence's binding knows. Without one the position is exact where the sentence is spoken as it is written; elsewhere it is taken
    // in proportion, at a word's start.
    private int SourceOf(SpeakableSentence sentence, int textStart)
    {
        if (sentence.Binding.TryFind(textStart, out var offset)) return Math.Min(sentence.SourceStart + offset, _source.Length);
        var exact = sentence.SourceStart + textStart;
        if (sentence.Text.Length <= sentence.SourceLength && exact <= _source.Length
            && _source.AsSpan(sentence.SourceStart).StartsWith(sentence.Text.AsSpan(0, textStart), StringComparison.Ordinal))
            return exact;
        var near = sentence.SourceStart + (int)((long)sentence.SourceLength * textStart / sentence.Text.Length);
        near = Math.Min(near, _source.Length);
        while (near > sentence.SourceStart && !char.IsWhiteSpace(_source[near - 1])) near--;
        return near;
    }

    private readonly record struct Anchor(long Sample, int Source);

    private readonly record struct Beat(double Before, int Source);
}
