using System.Runtime.CompilerServices;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.ElevenLabs;

/// <summary>
/// Speaks with ElevenLabs, over sockets that stay open from one sentence to the next. The vendor gives µ-law at 8 kHz, which is passed on as
/// it is, and the time of every character, which becomes the times of the words. See docs/speech-elevenlabs.md.
/// </summary>
public sealed class ElevenLabsSynthesizer : ISpeechSynthesizer, IAsyncDisposable
{
    private readonly ElevenLabsOptions _options;
    private readonly TimeProvider _time;
    private readonly ElevenLabsRoads _roads;

    /// <param name="handler">Makes the connections; not disposed of. Null: one of its own.</param>
    /// <exception cref="ArgumentException">An option is missing or outside its range.</exception>
    public ElevenLabsSynthesizer(ElevenLabsOptions options, TimeProvider time, HttpMessageHandler? handler = null)
    {
        options.Validate();
        (_options, _time) = (options, time);
        _roads = new ElevenLabsRoads(options, time, handler);
        Voices = ElevenLabsVoices.ProfilesOf(options);
    }

    /// <inheritdoc/>
    public string Name => "elevenlabs";

    /// <inheritdoc/>
    public IReadOnlyList<VoiceProfile> Voices { get; }

    /// <summary>Sockets that are open or being opened.</summary>
    public int OpenSockets => _roads.Sockets.Count;

    /// <inheritdoc/>
    public async IAsyncEnumerable<SpeechAudio> SynthesizeAsync(
        SpeechRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (string.IsNullOrWhiteSpace(request.Text)) yield break;
        await using var utterance = new ElevenLabsUtterance(ElevenLabsAsk.Of(request, _options), _options, _roads, _time);
        while (await utterance.NextAsync(cancellationToken).ConfigureAwait(false) is { } piece)
        {
            yield return piece;
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Closes its connections; what is being said fails.</summary>
    public ValueTask DisposeAsync() => _roads.DisposeAsync();
}
