using System.Buffers;
using CallActors.Contracts.Speech;

namespace CallActors.Engine.Speech;

/// <summary>
/// One utterance's voice: asks the synthesizer for one sentence after the other, a piece at a time, and hands the audio to its stream
/// as long as the stream wants more. Stopping it cancels the synthesizer's work at once. Protocol: docs/protocols/playback.md.
/// </summary>
internal sealed class PlaybackActor : ReceiveActor, IWithTimers
{
    private readonly int _utterance;
    private readonly IReadOnlyList<SpeakableSentence> _sentences;
    private readonly SpeechServices _services;
    private readonly CancellationTokenSource _cancel = new();
    private int _sentence;
    private IAsyncEnumerator<SpeechAudio>? _audio;
    private bool _waiting;

    public PlaybackActor(int utterance, IReadOnlyList<SpeakableSentence> sentences, SpeechServices services)
    {
        _utterance = utterance;
        _sentences = sentences;
        _services = services;
        Receive<More>(_ => Pull());
        Receive<Pulled>(OnPulled);
        Receive<SentenceDone>(_ => OnSentenceDone());
        Receive<VoiceFailed>(f => Fail(f.Detail));
        Receive<VoiceIsLate>(_ => Fail($"The voice {_services.Voice.Name} delivered nothing for {_services.Rules.AudioWithin.TotalSeconds:0} s."));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(int utterance, IReadOnlyList<SpeakableSentence> sentences, SpeechServices services) =>
        Props.Create(() => new PlaybackActor(utterance, sentences, services));

    protected override void PreStart() => Pull();

    protected override void PostStop()
    {
        _cancel.Cancel();
        // While a piece is being waited for, the waiting task owns the enumerator and ends it when the cancellation arrives.
        if (_audio is { } audio && !_waiting) _ = EndAsync(audio);
        base.PostStop();
    }

    private void Pull()
    {
        if (_waiting) return;
        if (_audio is null)
        {
            if (_sentence >= _sentences.Count)
            {
                Context.Parent.Tell(new PlaybackReports.Finished(_utterance), Self);
                return;
            }

            var request = new SpeechRequest(_sentences[_sentence].Text, _services.Rules.Voice, _services.Rules.Language);
            _audio = _services.Voice.SynthesizeAsync(request, _cancel.Token).GetAsyncEnumerator(_cancel.Token);
            Context.Parent.Tell(new PlaybackReports.SentenceBegan(_utterance, _sentences[_sentence]), Self);
        }

        _waiting = true;
        var next = NextAsync(_audio);
        if (next.IsCompletedSuccessfully)
        {
            // A voice that is ahead has the piece at hand: nothing to wait for, and nothing to limit.
            Self.Tell(next.Result, Self);
            return;
        }

        Timers.StartSingleTimer(nameof(VoiceIsLate), VoiceIsLate.Instance, _services.Rules.AudioWithin);
        next.PipeTo(Self, Self);
    }

    private void OnPulled(Pulled pulled)
    {
        _waiting = false;
        Timers.Cancel(nameof(VoiceIsLate));
        Context.Parent.Tell(new PlaybackReports.Audio(_utterance, pulled.Buffer, pulled.Length, pulled.Words), Self);
    }

    private void OnSentenceDone()
    {
        _waiting = false;
        Timers.Cancel(nameof(VoiceIsLate));
        _audio = null;
        _sentence++;
        Context.Parent.Tell(new PlaybackReports.SentenceEnded(_utterance), Self);
        // The next sentence is synthesised while this one plays; the stream asks for what follows.
        Pull();
    }

    private void Fail(string detail)
    {
        _cancel.Cancel();
        Context.Parent.Tell(new PlaybackReports.Failed(_utterance, detail), Self);
        Context.Stop(Self);
    }

    /// <summary>Waits for the next piece and copies it, since its memory is the synthesizer's. Ends the enumerator when it is done.</summary>
    private static async Task<object> NextAsync(IAsyncEnumerator<SpeechAudio> audio)
    {
        try
        {
            if (await audio.MoveNextAsync().ConfigureAwait(false))
            {
                var piece = audio.Current;
                var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, piece.MuLaw.Length));
                piece.MuLaw.CopyTo(buffer);
                return new Pulled(buffer, piece.MuLaw.Length, piece.Words.IsEmpty ? [] : piece.Words.ToArray());
            }
        }
        catch (OperationCanceledException)
        {
            await EndAsync(audio).ConfigureAwait(false);
            return new VoiceFailed("The voice was cancelled.");
        }
        catch (SpeechException e)
        {
            await EndAsync(audio).ConfigureAwait(false);
            return new VoiceFailed(e.Message);
        }
        catch (Exception e)
        {
            await EndAsync(audio).ConfigureAwait(false);
            return new VoiceFailed($"The voice broke ({e.GetType().Name}).");
        }

        await EndAsync(audio).ConfigureAwait(false);
        return SentenceDone.Instance;
    }

    private static async Task EndAsync(IAsyncEnumerator<SpeechAudio> audio)
    {
        try
        {
            await audio.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or SpeechException)
        {
            // It was ended because it failed or was cancelled; that has been told already.
        }
    }

    /// <summary>The stream wants more audio. May come when the last piece has ended the playback.</summary>
    internal sealed record More : IDeadLetterSuppression
    {
        public static More Instance { get; } = new();
    }

    // What the voice answers comes also when the playback has been stopped meanwhile.
    private sealed record Pulled(byte[] Buffer, int Length, SpokenWord[] Words) : IDeadLetterSuppression;

    private sealed record SentenceDone : IDeadLetterSuppression
    {
        public static SentenceDone Instance { get; } = new();
    }

    private sealed record VoiceFailed(string Detail) : IDeadLetterSuppression;

    private sealed record VoiceIsLate
    {
        public static VoiceIsLate Instance { get; } = new();
    }
}

/// <summary>What a playback tells its stream, which may have ended with its socket meanwhile.</summary>
internal static class PlaybackReports
{
    internal sealed record SentenceBegan(int Utterance, SpeakableSentence Sentence) : IDeadLetterSuppression;

    /// <summary>Audio of the current sentence. The buffer is rented from the shared array pool; the stream returns it.</summary>
    internal sealed record Audio(int Utterance, byte[] Buffer, int Length, SpokenWord[] Words) : IDeadLetterSuppression;

    internal sealed record SentenceEnded(int Utterance) : IDeadLetterSuppression;

    /// <summary>The whole utterance has been delivered.</summary>
    internal sealed record Finished(int Utterance) : IDeadLetterSuppression;

    internal sealed record Failed(int Utterance, string Detail) : IDeadLetterSuppression;
}
