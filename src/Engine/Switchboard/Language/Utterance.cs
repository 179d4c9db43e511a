using System.Collections.Frozen;

namespace CallActors.Engine.Switchboard.Language;

/// <summary>What was said, word by word: in lower case, contractions taken apart, each word with its place in what the recogniser wrote.</summary>
internal sealed class Utterance
{
    private static readonly char[] Marks = [',', '.', '!', '?', ';', ':', '"', '(', ')', '…', '–', '—', '„', '“', '”', '¿', '¡'];

    // Recognisers write them with an apostrophe or without.
    private static readonly FrozenDictionary<string, string> Contractions = """
        what's=what is, whats=what is, how's=how is, hows=how is, who's=who is, whos=who is, that's=that is, thats=that is, it's=it is, you're=you
        are, youre=you are, i'd=i would, don't=do not, dont=do not, didn't=did not, let's=let us, lets=let us, where's=where is, i'm=i am,
        there's=there is, everything's=everything is, wanna=want to, good-bye=goodbye, wie's=wie es, geht's=geht es, gehts=geht es, gibt's=gibt es,
        gibts=gibt es, läuft's=läuft es, läufts=läuft es, ist's=ist es
        """.ReplaceLineEndings(" ").Split(',', StringSplitOptions.TrimEntries)
        .Select(p => p.Split('='))
        .ToFrozenDictionary(p => p[0], p => p[1], StringComparer.Ordinal);

    private Utterance(string text, IReadOnlyList<Word> words)
    {
        Original = text;
        Words = words;
    }

    public string Original { get; }

    public IReadOnlyList<Word> Words { get; }

    public static Utterance Of(string text)
    {
        var words = new List<Word>();
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }
            var end = at;
            while (end < text.Length && !char.IsWhiteSpace(text[end])) end++;
            var raw = text[at..end];
            var core = raw.Trim(Marks).Replace('’', '\'').Trim('\'').ToLowerInvariant();
            if (core.Length > 0)
                words.Add(new Word(Contractions.GetValueOrDefault(core, core), at, Array.IndexOf(Marks, raw[^1]) >= 0));
            else if (words.Count > 0)
                words[^1] = words[^1] with { IsFollowedByMark = true };
            at = end;
        }
        return new Utterance(text, words);
    }

    /// <summary>The words from one on, one blank between them.</summary>
    public string From(int word) => string.Join(' ', Words.Skip(word).Select(w => w.Text));

    /// <summary>What the recogniser wrote, from a word on.</summary>
    public string OriginalFrom(int word) => word < Words.Count ? Original[Words[word].Start..].Trim() : "";

    /// <param name="Text">May be two words, where one was a contraction.</param>
    /// <param name="Start">Index in the original.</param>
    internal readonly record struct Word(string Text, int Start, bool IsFollowedByMark);
}
