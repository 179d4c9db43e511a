using System.Runtime.CompilerServices;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Simulators.OpenAi;

/// <summary>What the simulated server says: by the voice that it was given, or a tone.</summary>
internal sealed class SimulatedVoice(OpenAiSimulatorOptions options)
{
    private const int TonePerCharacter = 60 * AudioFormat.SampleRate / 1000;
    private const double ToneHz = 440;

    /// <summary>PCM piece by piece, with the words that begin in it.</summary>
    public async IAsyncEnumerable<(byte[] Pcm, IReadOnlyList<SpokenWord> Words)> SpeakAsync(
        string text, double speed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pcm = new SimulatedPcm();
        if (options.Voice is not { } voice)
        {
            yield return (pcm.Widen(Tone((int)(text.Length * TonePerCharacter / speed))), ToneWords(text, speed));
            yield break;
        }

        var request = new SpeechRequest(text, Pace: Math.Clamp(speed, 0.5, 2));
        await foreach (var piece in voice.SynthesizeAsync(request, cancellationToken).ConfigureAwait(false))
            yield return (pcm.Widen(piece.MuLaw.Span), piece.Words.ToArray());
    }

    private static byte[] Tone(int samples)
    {
        var tone = new byte[samples];
        for (var i = 0; i < samples; i++) tone[i] = SimulatedPcm.Encode((short)(8000 * Math.Sin(2 * Math.PI * ToneHz * i / AudioFormat.SampleRate)));
        return tone;
    }

    private static List<SpokenWord> ToneWords(string text, double speed)
    {
        var words = new List<SpokenWord>();
        for (var at = 0; at < text.Length;)
        {
            while (at < text.Length && text[at] == ' ') at++;
            var end = at;
            while (end < text.Length && text[end] != ' ') end++;
            if (end > at) words.Add(new SpokenWord(at, end - at, (long)(at * TonePerCharacter / speed)));
            at = end;
        }

        return words;
    }
}
