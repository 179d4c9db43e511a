using System.Runtime.CompilerServices;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Tests.Voices;

/// <summary>A voice that takes a quarter of a second for each word, and says the n-th with samples of the value n: what came through can be
/// told word by word.</summary>
internal sealed class MetronomeVoice : ISpeechSynthesizer
{
    public const int SamplesPerWord = AudioFormat.SampleRate / 4;

    public string Name => "metronome";

    /// <summary>What it says of a text.</summary>
    public static (byte[] Audio, List<SpokenWord> Words) Of(string text, double pace = 1)
    {
        var (audio, words) = (new List<byte>(), new List<SpokenWord>());
        var perWord = (int)(SamplesPerWord / pace) / 8 * 8;
        for (var at = 0; at < text.Length;)
        {
            while (at < text.Length && text[at] == ' ') at++;
            var end = at;
            while (end < text.Length && text[end] != ' ') end++;
            if (end == at) break;
            words.Add(new SpokenWord(at, end - at, audio.Count));
            audio.AddRange(Enumerable.Repeat((byte)words.Count, perWord));
            at = end;
        }

        return ([.. audio], words);
    }

    public async IAsyncEnumerable<SpeechAudio> SynthesizeAsync(SpeechRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        cancellationToken.ThrowIfCancellationRequested();
        var (audio, words) = Of(request.Text, request.Pace);
        yield return new SpeechAudio(audio, words.ToArray());
    }
}
