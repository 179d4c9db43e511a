using System.Text;
using CallActors.Compliance.Tests.Support;
using CallActors.Contracts.Speech;
using CallActors.Speech.Text;
using FsCheck;
using FsCheck.Fluent;

namespace CallActors.Speech.Tests.Text;

/// <summary>What holds of any text that an agent may write.</summary>
public sealed class SpeakableLawsSpec
{
    private static readonly SpeakableSentences Speakable = new(new SpeakableOptions { LongestReply = TimeSpan.Zero });

    private static readonly string[] Bits =
    [
        "Run it", ", then", " look. ", "e.g. ", "v1.2.3-rc.1", "\n\n", "\n", "\r\n", "- item\n", "1. first\n", "* [x] ", "`code. More`", "``a ` b``", "`", " and ", "Why? ",
        "```\nx = 1.\n```\n", "```cs\nvar a;\n", "```\n", "~~~\n", "| a | b |\n", "|---|---|\n", "| 1 | 2 |\n", "3.14 ", "(see, there)", "(", ")", "**bold** ", "**", "*", "_x_", "__", "~~",
        "[link. Two](https://a.b/c?d=e#f) ", "[", "](", "![pic](x.png)", "https://example.com/a_b ", "\u001b[1;32m", "\u001b[0m", "\u001b]8;;http://x\u0007", "\u001b", "\t", "\r", "\0",
        "# Title\n", "> quote\n", "---\n", "===\n", "<b>", "</b>", "<!-- x -->", "<", ">", "&amp;", "\\*", "\\", "é", "日本語。", "「", "😀", "👍", "\u200d", "❌ ", "…", "...", "! ",
        "src/Foo.cs:12:5 ", "3f2a9bc01 ", "org/repo#45 ", "#123 ", "12 MB ", "$12.50 ", "2026-11-21T07:33:21Z ", "1h 2m ", "Ctrl-C ", "--no-verify ", "$HOME ", "getUserName() ",
        "List<string> ", "a@b.co ", "10.0.0.1:80 ", "HEAD~3 ", "5-7 ", "-5 ", "x=1 ", "Traceback (most recent call last):\n", "  File \"a.py\", line 7, in f\n", "KeyError: 'x'\n",
        "Passed!  - Failed:     0, Passed:     4, Skipped:     0, Total:     4\n", "src/A.cs(1,2): error CS1: bad\n", "{\n", "}\n", "{\"a\": 1}\n", "2026-11-21 07:33:21 ERROR no\n",
        "diff --git a/x b/x\n", "+added\n", " M src/x.cs\n", "On branch main\n", "a word of some length that goes on and on without an end ",
    ];

    private static readonly Gen<string[]> Texts = Gen.ArrayOf(Gen.Elements(Bits));

    [Fact]
    public void What_is_said_is_one_line_without_controls_markup_or_escape_sequences() => Holds(text =>
    {
        foreach (var sentence in Speakable.Split(text))
        {
            Assert.Equal(sentence.Text, sentence.Text.Trim());
            Assert.True(sentence.Text.EnumerateRunes().Any(Rune.IsLetterOrDigit), $"no words: {sentence.Text}");
            Assert.DoesNotContain(sentence.Text, c => char.IsControl(c) || char.IsWhiteSpace(c) && c != ' ' || c is '`' or '|' or '\\' or '\u200d');
            Assert.DoesNotContain("  ", sentence.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("**", sentence.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("~~", sentence.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("](", sentence.Text, StringComparison.Ordinal);
            Assert.InRange(sentence.Text.Length, 1, SentenceSplitter.MaximumLength);
        }
    });

    [Fact]
    public void The_parts_of_the_source_follow_each_other_and_cover_it_to_its_end() => Holds(text => AssertCovers(text, Speakable.Split(text)));

    [Fact]
    public void Words_are_bound_in_order_to_whole_words_of_their_part_of_the_source() => Holds(text =>
    {
        foreach (var sentence in Speakable.Split(text)) AssertBound(text, sentence);
    });

    [Fact]
    public void A_text_that_grows_says_the_words_that_the_whole_says() => Holds(text =>
    {
        // A progress display overwrites its line: of one that grows, the beginning may have been said by then.
        text = text.Replace("\r", "", StringComparison.Ordinal);
        var whole = Growth.Words(Speakable.Split(text));
        foreach (var step in (int[])[1, 4, 11])
        {
            var parts = Growth.Grow(Speakable, text, step);
            Assert.True(whole == Growth.Words(parts), $"In steps of {step} it says\n{Growth.Words(parts)}\ninstead of\n{whole}");
            foreach (var sentence in parts) AssertBound(text, sentence);
            for (var i = 1; i < parts.Count; i++) Assert.Equal(parts[i - 1].SourceStart + parts[i - 1].SourceLength, parts[i].SourceStart);
        }
    }, runs: 300);

    [Fact]
    public void What_is_said_is_said_again_in_the_same_words()
    {
        foreach (var source in GoldenSpec.Sources())
        {
            var said = string.Join(' ', Speakable.Split(source).Select(s => s.Text));
            Assert.Equal(Growth.Words(Speakable.Split(source)), Growth.Words(Speakable.Split(said)));
        }
    }

    private static void AssertCovers(string text, IReadOnlyList<SpeakableSentence> sentences)
    {
        for (var i = 0; i < sentences.Count; i++)
        {
            var end = i + 1 < sentences.Count ? sentences[i + 1].SourceStart : text.Length;
            Assert.Equal(end, sentences[i].SourceStart + sentences[i].SourceLength);
            Assert.True(sentences[i].SourceLength >= 0);
        }
    }

    private static void AssertBound(string text, SpeakableSentence sentence)
    {
        var before = 0;
        for (var i = 0; i < sentence.Text.Length; i++)
        {
            if (i > 0 && sentence.Text[i - 1] != ' ') continue;
            Assert.True(sentence.Binding.TryFind(i, out var offset));
            Assert.InRange(offset, before, sentence.SourceLength);
            var at = sentence.SourceStart + offset;
            Assert.True(offset == 0 || at == text.Length || char.IsWhiteSpace(text[at - 1]), $"'{sentence.Text[i..]}' is bound to the middle of a word: {text[..at]}|{text[at..]}");
            before = offset;
        }
    }

    private static void Holds(Action<string> check, int runs = 600) => Law.Holds(Texts, Smaller, bits => check(string.Concat(bits)), runs);

    private static IEnumerable<string[]> Smaller(string[] bits)
    {
        if (bits.Length > 3)
        {
            yield return bits[..(bits.Length / 2)];
            yield return bits[(bits.Length / 2)..];
        }

        for (var i = 0; i < bits.Length; i++) yield return [.. bits[..i], .. bits[(i + 1)..]];
    }
}
