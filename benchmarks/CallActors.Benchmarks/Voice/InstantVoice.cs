using System.Runtime.CompilerServices;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Benchmarks.Voice;

/// <summary>A voice that takes no time: the same pre-made speech for every text, 65 ms a character, in pieces of 60 ms as the local voice
/// gives them, with the times of the words.</summary>
internal sealed class InstantVoice(byte[] speech) : ISpeechSynthesizer
{
    private const int PieceBytes = 3 * AudioFormat.FrameBytes;
    private const int CharacterBytes = 65 * AudioFormat.SampleRate / 1000;

    private readonly byte[] _speech = speech[..(speech.Length / PieceBytes * PieceBytes)];

    public string Name => "instant";

    /// <summary>A text of several sentences that takes at least so long to say.</summary>
    public static string TextOf(TimeSpan duration)
    {
        const string sentence = "The build is green and all of the tests have passed on both machines. ";
        var count = (int)Math.Ceiling((double)AudioFormat.SamplesIn(duration) / (CharacterBytes * sentence.Length));
        return string.Concat(Enumerable.Repeat(sentence, count)).TrimEnd();
    }

    public async IAsyncEnumerable<SpeechAudio> SynthesizeAsync(SpeechRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask;
        var word = new SpokenWord[1];
        for (var (sample, spoken) = (0, 0); sample < request.Text.Length * CharacterBytes; sample += PieceBytes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var audio = _speech.AsMemory(sample % _speech.Length, PieceBytes);
            var begins = NextWord(request.Text, spoken);
            if (begins >= 0 && begins * CharacterBytes < sample + PieceBytes)
            {
                word[0] = new SpokenWord(begins, 1, begins * CharacterBytes);
                spoken = begins + 1;
                yield return new SpeechAudio(audio, word);
            }
            else
            {
                yield return new SpeechAudio(audio, default);
            }
        }
    }

    private static int NextWord(string text, int from)
    {
        if (from == 0) return 0;
        var space = text.IndexOf(' ', from);
        return space < 0 || space + 1 == text.Length ? -1 : space + 1;
    }
}
