using CallActors.Contracts.Speech;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>Sentences end with a full stop or a question mark and a space, and are spoken as they are written.</summary>
internal sealed class LabSentences : ISpeakableText
{
    public IReadOnlyList<SpeakableSentence> Split(string text, int from, bool isComplete)
    {
        var sentences = new List<SpeakableSentence>();
        for (var at = from; at < text.Length;)
        {
            var end = NextEnd(text, at);
            if (end < 0 && !isComplete) break;
            if (end < 0) end = text.Length;
            sentences.Add(new SpeakableSentence(text[at..end].TrimEnd(), at, end - at));
            at = end;
        }

        return sentences;
    }

    private static int NextEnd(string text, int from)
    {
        for (var i = from; i + 1 < text.Length; i++)
            if (text[i] is '.' or '?' && text[i + 1] == ' ') return i + 2;
        return -1;
    }
}
