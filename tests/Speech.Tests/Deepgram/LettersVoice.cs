using System.Runtime.CompilerServices;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.Tests.Deepgram;

/// <summary>A voice whose sound shows what it says: 20 ms of each character's own byte. What belongs to another text is seen at once.</summary>
internal sealed class LettersVoice : ISpeechSynthesizer
{
    public string Name => "letters";

    public static byte[] Sound(string text) => [.. text.SelectMany(letter => Enumerable.Repeat((byte)letter, 160))];

    /// <summary>What a sound says.</summary>
    public static string Read(IEnumerable<byte> sound) => new([.. sound.Chunk(160).Select(frame => (char)frame[0])]);

    public async IAsyncEnumerable<SpeechAudio> SynthesizeAsync(SpeechRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var letter in request.Text)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new SpeechAudio(Sound($"{letter}"), default);
            await Task.Yield();
        }
    }
}
