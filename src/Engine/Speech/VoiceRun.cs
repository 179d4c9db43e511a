using System.Runtime.CompilerServices;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Engine.Speech;

/// <summary>One voice at work on one sentence: how far it has come, and what is left if it does not come further.</summary>
internal sealed class VoiceRun : IDisposable
{
    // Without word times a voice is taken to speak at this rate; only a voice that breaks is measured by it.
    private const int SamplesPerCharacter = AudioFormat.SampleRate / 15;

    private readonly SpeakableSentence _sentence;
    private readonly CancellationTokenSource _cancel;
    private int _lastWord;
    private bool _timed;

    private VoiceRun(SpeakableSentence sentence, int number, DateTimeOffset askedAt, CancellationTokenSource cancel, IAsyncEnumerator<SpeechAudio> audio)
    {
        (_sentence, Number, AskedAt, _cancel, Audio) = (sentence, number, askedAt, cancel, audio);
    }

    /// <summary>What comes back from an older run is stale.</summary>
    public int Number { get; }

    public DateTimeOffset AskedAt { get; }

    public IAsyncEnumerator<SpeechAudio> Audio { get; }

    /// <summary>Samples so far.</summary>
    public long Delivered { get; private set; }

    public static VoiceRun Start(
        ISpeechSynthesizer voice, SpeechRequest request, SpeakableSentence sentence, int number, DateTimeOffset now, CancellationToken cancellation)
    {
        var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var audio = AskAsync(voice, request, cancel.Token).GetAsyncEnumerator(CancellationToken.None);
        return new VoiceRun(sentence, number, now, cancel, audio);
    }

    /// <summary>A voice that refuses before it begins fails where the others do: when its first piece is asked for.</summary>
    private static async IAsyncEnumerable<SpeechAudio> AskAsync(
        ISpeechSynthesizer voice, SpeechRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var piece in voice.SynthesizeAsync(request, cancellation).ConfigureAwait(false)) yield return piece;
    }

    public void Deliver(int samples, ReadOnlySpan<SpokenWord> words)
    {
        Delivered += samples;
        foreach (var word in words)
        {
            _timed = true;
            if (word.SampleStart < Delivered) _lastWord = Math.Max(_lastWord, word.TextStart);
        }
    }

    /// <summary>The voice is late or has failed: its work is cancelled; the waiting task ends it.</summary>
    public void GiveUp() => _cancel.Cancel();

    /// <summary>The voice has ended its work.</summary>
    public void Dispose() => _cancel.Dispose();

    /// <summary>Ends the voice's work when nobody waits for a piece of it.</summary>
    public void End() => _ = VoicePiece.EndAsync(Audio);

    /// <summary>What another voice has to say: from the word that was last begun, which may have been cut. Null when nothing is left.</summary>
    public SpeakableSentence? Rest()
    {
        if (Delivered == 0) return _sentence;
        var at = _timed ? _lastWord : (int)Math.Min(Delivered / SamplesPerCharacter, _sentence.Text.Length);
        while (at > 0 && at < _sentence.Text.Length && _sentence.Text[at - 1] != ' ') at--;
        if (at >= _sentence.Text.Length) return null;
        // Where the sentence is spoken as it is written its positions are the agent's; elsewhere they are taken in proportion.
        var source = _sentence.Text.Length == _sentence.SourceLength ? at : (int)((long)_sentence.SourceLength * at / _sentence.Text.Length);
        return new SpeakableSentence(_sentence.Text[at..], _sentence.SourceStart + source, _sentence.SourceLength - source);
    }
}
