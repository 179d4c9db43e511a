using CallActors.Contracts.Speech;

namespace CallActors.Speech.Tests.Text;

/// <summary>Texts that come piece by piece.</summary>
internal static class Growth
{
    public static List<SpeakableSentence> Grow(ISpeakableText speakable, string text, int step)
    {
        var parts = new List<SpeakableSentence>();
        var growing = speakable.Begin();
        for (var end = step; ; end += step)
        {
            var isComplete = end >= text.Length;
            parts.AddRange(growing.Next(isComplete ? text : text[..end], isComplete));
            if (isComplete) return parts;
        }
    }

    /// <summary>What is said without its punctuation: a clause that is said by itself may be ended otherwise than within its sentence.</summary>
    public static string Words(IEnumerable<SpeakableSentence> sentences) =>
        string.Join(' ', string.Join(' ', sentences.Select(s => s.Text)).Split([' ', '.', ',', ';', ':', '?', '!', '…', '–', '—'], StringSplitOptions.RemoveEmptyEntries));
}
