namespace CallActors.Contracts.Speech;

/// <summary>What is to be spoken.</summary>
/// <param name="Text">Plain speakable text: no markup. Positions in <see cref="SpokenWord"/> count its UTF-16 characters.</param>
/// <param name="Voice">A voice's name, or empty for the synthesizer's default.</param>
/// <param name="Language">BCP 47 tag, for example <c>en-US</c>.</param>
/// <param name="Pace">Speed, 0.5–2, 1 for the voice's own. A voice that cannot change its speed ignores it.</param>
public sealed record SpeechRequest(string Text, string Voice = "", string Language = "en-US", double Pace = 1);

/// <summary>Where in the audio a word begins.</summary>
/// <param name="TextStart">First character of the word in the request's text.</param>
/// <param name="TextLength">Its length in characters.</param>
/// <param name="SampleStart">First sample of the word, counted at 8 kHz from the start of the request's audio.</param>
public readonly record struct SpokenWord(int TextStart, int TextLength, long SampleStart);

/// <summary>A piece of synthesized speech. Both memories are valid until the next piece is asked for.</summary>
/// <param name="MuLaw">µ-law, 8 kHz, mono; any length, also empty.</param>
/// <param name="Words">Words that begin in this piece or were announced with it; empty where the voice gives no times.</param>
public readonly record struct SpeechAudio(ReadOnlyMemory<byte> MuLaw, ReadOnlyMemory<SpokenWord> Words);

/// <summary>Turns text into speech, as a stream that starts before it is finished. Implementations are thread-safe.</summary>
public interface ISpeechSynthesizer
{
    /// <summary>Name for logs, configuration and health, for example <c>espeak-ng</c>.</summary>
    string Name { get; }

    /// <summary>The voices that it offers, those first that it prefers; empty where it does not tell. Known without waiting for anybody.</summary>
    IReadOnlyList<VoiceProfile> Voices => [];

    /// <summary>Speaks. Cancelling stops the work at once, in mid-word, also at the vendor.</summary>
    /// <exception cref="SpeechException">The voice could not speak; audio given before stays valid.</exception>
    IAsyncEnumerable<SpeechAudio> SynthesizeAsync(SpeechRequest request, CancellationToken cancellationToken);
}
