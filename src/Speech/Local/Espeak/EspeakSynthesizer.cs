using System.Runtime.CompilerServices;
using CallActors.Contracts.Speech;
using CallActors.Speech.Text;

namespace CallActors.Speech.Local.Espeak;

/// <summary>
/// Speaks with the espeak-ng of the operating system: offline, at once (the first audio after about a millisecond), robotic but
/// clear. Audio comes sentence by sentence in pieces of 60 ms with the times of the words, exact to the sample.
/// </summary>
/// <remarks>All synthesizers of a process share one thread; see <see cref="EspeakOptions"/> for the bounds.</remarks>
public sealed class EspeakSynthesizer : ISpeechSynthesizer
{
    /// <summary>Longest text of one request, in characters: some two hours of speech.</summary>
    public const int MaximumText = 100_000;

    private readonly EspeakOptions _options;
    private readonly TimeProvider _time;
    private IReadOnlyList<VoiceProfile>? _voices;

    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public EspeakSynthesizer(EspeakOptions options, TimeProvider time)
    {
        options.Validate();
        _options = options;
        _time = time;
    }

    /// <inheritdoc/>
    public string Name => "espeak-ng";

    /// <summary>That of <see cref="EspeakOptions.Voice"/>, and those of the other languages that are installed; none where espeak-ng is not.</summary>
    public IReadOnlyList<VoiceProfile> Voices
    {
        get
        {
            try
            {
                return _voices ??= EspeakVoices.WithFirst(EspeakEngine.Shared().Voices, _options);
            }
            catch (SpeechException)
            {
                // Whoever asks it to speak is told what to install.
                return [];
            }
        }
    }

    /// <summary>Loads the library and starts its thread, which otherwise happens at the first request and takes some milliseconds.</summary>
    /// <exception cref="SpeechException">espeak-ng is not installed; the message names the package.</exception>
    public static void EnsureAvailable() => EspeakEngine.Shared();

    /// <inheritdoc/>
    public async IAsyncEnumerable<SpeechAudio> SynthesizeAsync(
        SpeechRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (request.Text.Length > MaximumText)
            throw new SpeechException(SpeechFailure.Refused, $"The text has more than {MaximumText} characters; shorten it.");
        var sentences = SentenceSplitter.Split(request.Text);
        if (sentences.Count == 0) yield break;

        var engine = EspeakEngine.Shared();
        var utterance = new EspeakUtterance(VoiceFor(request), RateFor(request), _options.Pitch, sentences, _options.ReadAhead);
        using var cancelling = cancellationToken.UnsafeRegister(_ => End(engine, utterance), null);
        engine.Speak(utterance, _options.MaximumUtterances);
        try
        {
            while (await utterance.ReadAsync(_options.StallLimit, _time, cancellationToken).ConfigureAwait(false) is { } chunk)
            {
                yield return chunk.Content;
                utterance.Return(chunk);
                if (!utterance.IsAhead) engine.Recall(utterance);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            // Also when the caller leaves the loop early: the rest must not be spoken into a buffer that nobody reads.
            End(engine, utterance);
            while (utterance.TryRead(out var chunk)) chunk.Return();
        }
    }

    private static void End(EspeakEngine engine, EspeakUtterance utterance)
    {
        utterance.Cancel();
        engine.Recall(utterance);
    }

    private int RateFor(SpeechRequest request) =>
        Math.Clamp((int)(_options.WordsPerMinute * request.Pace), EspeakOptions.SlowestWordsPerMinute, EspeakOptions.FastestWordsPerMinute);

    private string VoiceFor(SpeechRequest request)
    {
        if (request.Voice.Length > 0) return request.Voice;
        var language = request.Language.AsSpan();
        var primary = language.IndexOf('-') is var dash and > 0 ? language[..dash] : language;
        return primary.IsEmpty || primary.Equals(_options.Language, StringComparison.OrdinalIgnoreCase)
            ? _options.Voice
            : request.Language.ToLowerInvariant();
    }
}
