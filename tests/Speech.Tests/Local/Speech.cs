using CallActors.Contracts.Speech;

namespace CallActors.Speech.Tests.Local;

/// <summary>Specs that use the process's one espeak-ng and count what it does.</summary>
[CollectionDefinition(Name)]
public sealed class EspeakSpecs
{
    public const string Name = "espeak-ng";
}

/// <summary>All that a synthesizer gave for one request.</summary>
internal sealed record Speech(byte[] Audio, SpokenWord[] Words)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static Task<Speech> Of(ISpeechSynthesizer synthesizer, string text, string voice = "") =>
        Of(synthesizer, new SpeechRequest(text, voice));

    public static async Task<Speech> Of(ISpeechSynthesizer synthesizer, SpeechRequest request)
    {
        using var deadline = new CancellationTokenSource(Limit);
        var audio = new List<byte>();
        var words = new List<SpokenWord>();
        await foreach (var piece in synthesizer.SynthesizeAsync(request, deadline.Token))
        {
            audio.AddRange(piece.MuLaw.Span);
            words.AddRange(piece.Words.Span);
        }

        return new Speech([.. audio], [.. words]);
    }

    public IEnumerable<string> WordsOf(string text) => Words.Select(word => text.Substring(word.TextStart, word.TextLength));
}
