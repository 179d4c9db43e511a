using CallActors.Contracts.Speech;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>Sentences end with a full stop or a question mark and a space, and are spoken as they are written.</summary>
internal sealed class LabSentences : ISpeakableText
{
    public IGrowingText Begin() => new Growing();

    private static int NextEnd(string text, int from)
    {
        for (var i = from; i + 1 < text.Length; i++)
            if (text[i] is '.' or '?' && text[i + 1] == ' ') return i + 2;
        return -1;
    }

    private sealed class Growing : IGrowingText
    {
        private int _from;

        public IReadOnlyList<SpeakableSentence> Next(string text, bool isComplete)
        {
            var sentences = new List<SpeakableSentence>();
            for (var at = _from; at < text.Length;)
            {
                var end = NextEnd(text, at);
                if (end < 0 && !isComplete) break;
                if (end < 0) end = text.Length;
                sentences.Add(new SpeakableSentence(text[at..end].TrimEnd(), at, end - at));
                _from = at = end;
            }

            return sentences;
        }
    }
}
