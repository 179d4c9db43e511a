using CallActors.Contracts.Speech;

namespace CallActors.Engine.Audio;

/// <summary>Which part of the agent's text lies where in the audio: anchors from samples to characters, in order.</summary>
internal sealed class SpokenText
{
    private readonly List<Anchor> _anchors = [];
    private int _sentenceAnchors;
    private SpeakableSentence? _sentence;
    private long _sentenceStart;
    private string _source = "";
    private int _from;

    /// <summary>Begins a new utterance.</summary>
    /// <param name="from">Characters of the source that were heard before.</param>
    public void Begin(string source, int from)
    {
        _anchors.Clear();
        _sentence = null;
        _source = source;
        _from = from;
    }

    /// <summary>The audio from this sample on says this sentence.</summary>
    public void BeginSentence(SpeakableSentence sentence, long sample)
    {
        _sentence = sentence;
        _sentenceStart = sample;
        _sentenceAnchors = 0;
        _anchors.Add(new Anchor(sample, sentence.SourceStart));
    }

    /// <summary>A word of the sentence begins at a sample that is counted from the sentence's start.</summary>
    public void AddWord(SpokenWord word)
    {
        if (_sentence is not { } sentence || word.TextStart <= 0) return;
        _sentenceAnchors++;
        _anchors.Add(new Anchor(_sentenceStart + word.SampleStart, SourceOf(sentence, word.TextStart)));
    }

    /// <summary>The sentence's audio ends before this sample.</summary>
    public void EndSentence(long sample)
    {
        if (_sentence is not { } sentence) return;
        if (_sentenceAnchors == 0) Interpolate(sentence, sample);
        _anchors.Add(new Anchor(sample, sentence.SourceStart + sentence.SourceLength));
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

        return Math.Min(heard, _source.Length);
    }

    // A voice without word times speaks evenly: each word boundary of the source is taken to lie in proportion.
    private void Interpolate(SpeakableSentence sentence, long end)
    {
        var limit = Math.Min(sentence.SourceStart + sentence.SourceLength, _source.Length);
        for (var i = sentence.SourceStart + 1; i < limit; i++)
            if (_source[i - 1] == ' ' && _source[i] != ' ')
                _anchors.Add(new Anchor(_sentenceStart + (end - _sentenceStart) * (i - sentence.SourceStart) / sentence.SourceLength, i));
    }

    // Where the sentence is spoken as it is written the position is exact; elsewhere it is taken in proportion, at a word's start.
    private int SourceOf(SpeakableSentence sentence, int textStart)
    {
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
}
