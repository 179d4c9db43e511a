using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;
using CallActors.Speech.Codecs;
using CallActors.Speech.Resampling;
using CallActors.Speech.Text;

namespace CallActors.Speech.Local.Espeak;

/// <summary>Turns what espeak-ng's callback brings into chunks of µ-law with word times. Used by the engine's thread alone, for one
/// sentence after another.</summary>
internal sealed class EspeakSentenceWriter
{
    private const int SliceSamples = 2048;

    private readonly Resampler _resampler;
    private readonly short[] _resampled;
    private readonly int _sampleRate;
    private readonly WordLocator _words = new();
    private EspeakUtterance? _utterance;
    private EspeakChunk _chunk = EspeakChunk.Rent();
    private int _textStart;
    private int _sentenceSamples;

    public EspeakSentenceWriter(int sampleRate)
    {
        _sampleRate = sampleRate;
        _resampler = new Resampler(sampleRate, AudioFormat.SampleRate);
        _resampled = new short[_resampler.MaximumOutput(SliceSamples)];
    }

    private EspeakUtterance Utterance => _utterance ?? throw new InvalidOperationException("No sentence is being spoken.");

    public void Begin(EspeakUtterance utterance, Sentence sentence)
    {
        _utterance = utterance;
        _textStart = sentence.Start;
        _sentenceSamples = 0;
        _words.Begin(sentence.Text);
        _resampler.Reset();
    }

    /// <summary>Takes what one callback brings; false when the request was cancelled.</summary>
    /// <exception cref="SpeechException">The sentence or the unread audio is beyond its bound.</exception>
    public bool Take(ReadOnlySpan<short> samples, ReadOnlySpan<EspeakEvent> events)
    {
        if (Utterance.IsCancelled) return false;
        foreach (ref readonly var happened in events)
            if (happened.Type == EspeakEvent.Word) Announce(happened);

        while (samples.Length > 0)
        {
            var slice = samples[..Math.Min(samples.Length, SliceSamples)];
            samples = samples[slice.Length..];
            WriteAudio(_resampler.Process(slice, _resampled));
        }

        Publish();
        return true;
    }

    /// <summary>The sentence was spoken to its end.</summary>
    public void End()
    {
        WriteAudio(_resampler.Flush(_resampled));
        Publish();
        Utterance.SpokenSamples += _sentenceSamples;
        _utterance = null;
    }

    /// <summary>The sentence was broken off: what is not yet with the reader is dropped.</summary>
    public void Abandon()
    {
        _chunk.Return();
        _chunk = EspeakChunk.Rent();
        _utterance = null;
    }

    private void Announce(in EspeakEvent word)
    {
        if (!_words.TryLocate(word.TextPosition - 1, out var start, out var length)) return;
        if (!_chunk.HasRoomForWord) Publish();
        var sample = ((long)word.Sample * AudioFormat.SampleRate + _sampleRate / 2) / _sampleRate;
        _chunk.Add(new SpokenWord(_textStart + start, length, Utterance.SpokenSamples + sample));
    }

    private void WriteAudio(int count)
    {
        _sentenceSamples += count;
        if (_sentenceSamples > EspeakUtterance.MaximumSentenceSamples)
            throw new SpeechException(SpeechFailure.Refused, "A single sentence takes more than 60 s to speak; shorten it.");
        if (_chunk.AudioRoom.Length < count) Publish();
        MuLaw.Encode(_resampled.AsSpan(0, count), _chunk.AudioRoom);
        _chunk.Advance(count);
    }

    private void Publish()
    {
        if (_chunk.IsEmpty) return;
        if (!Utterance.Write(_chunk))
            throw new SpeechException(SpeechFailure.Broken, "The reader's buffer of speech is full.");
        _chunk = EspeakChunk.Rent();
    }
}
