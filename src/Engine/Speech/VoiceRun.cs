using System.Runtime.CompilerServices;
using CallActors.Contracts.Speech;
using CallActors.Engine.Audio;

namespace CallActors.Engine.Speech;

/// <summary>One voice at work on one sentence: how far it has come, and what is left if it does not come further.</summary>
internal sealed class VoiceRun : IDisposable
{
    private readonly CancellationTokenSource _cancel;
    private readonly IAsyncEnumerator<SpeechAudio> _audio;
    private readonly DateTimeOffset _askedAt;
    private readonly List<SpokenWord> _words = [];
    private Task<VoicePiece>? _next;

    private VoiceRun(SpeakableSentence sentence, int number, DateTimeOffset askedAt, CancellationTokenSource cancel, IAsyncEnumerator<SpeechAudio> audio)
    {
        (Sentence, Number, _askedAt, _cancel, _audio) = (sentence, number, askedAt, cancel, audio);
    }

    public SpeakableSentence Sentence { get; }

    /// <summary>What comes back from an older run is stale.</summary>
    public int Number { get; }

    /// <summary>From asking to the first audio; null before.</summary>
    public TimeSpan? Latency { get; private set; }

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

    /// <summary>Asks for the next piece; whoever gets it calls <see cref="Deliver"/>.</summary>
    public Task<VoicePiece> NextAsync() => _next = VoicePiece.NextAsync(_audio, Number);

    /// <summary>The piece that was asked for has come and is taken.</summary>
    public void Deliver(int samples, ReadOnlySpan<SpokenWord> words, DateTimeOffset now)
    {
        _next = null;
        if (samples > 0) Latency ??= now - _askedAt;
        Delivered += samples;
        _words.AddRange(words);
    }

    /// <summary>The voice is late, has failed, or is not wanted any more: its work is cancelled, and a piece that is still to come from it
    /// is nobody's.</summary>
    public void GiveUp()
    {
        _cancel.Cancel();
        _cancel.Dispose();
        _ = _next is { } next ? VoicePiece.AbandonAsync(next, _audio) : VoicePiece.EndAsync(_audio);
    }

    /// <summary>The voice has ended its work.</summary>
    public void Dispose() => _cancel.Dispose();

    /// <summary>Where the sentence stands when the voice does not go on.</summary>
    /// <param name="pace">What is known of the voice's pace.</param>
    public BrokenSentence BreakOff(VoicePace pace) => BrokenSentence.Of(Sentence, Delivered, _words, pace);
}
