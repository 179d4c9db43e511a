using CallActors.Contracts.Speech;
using CallActors.Speech.Text;

namespace CallActors.Speech.Tests.Text;

public sealed class SpeakableSentencesSpec
{
    private readonly ISpeakableText _speakable = new SpeakableSentences();

    [Theory]
    [InlineData("The build is green. Shall I deploy?", "The build is green.|Shall I deploy?")]
    [InlineData("A sentence that is\nwrapped in two lines. And one more.", "A sentence that is wrapped in two lines.|And one more.")]
    [InlineData("**Done.** All `14` tests pass.", "Done.|All 14 tests pass.")]
    [InlineData("- first point\n- second point", "first point.|second point.")]
    [InlineData("", "")]
    [InlineData("\n\n  \n", "")]
    public void Text_is_cut_into_spoken_sentences(string text, string spoken) =>
        Assert.Equal(spoken.Split('|', StringSplitOptions.RemoveEmptyEntries), _speakable.Split(text).Select(s => s.Text));

    [Fact]
    public void A_code_block_is_one_sentence_however_many_lines_it_has()
    {
        var sentences = _speakable.Split("Here it is:\n\n```cs\nvar a = 1. ;\nreturn. a;\n```\n\nThat is all.");
        Assert.Equal(3, sentences.Count);
        Assert.DoesNotContain("var", sentences[1].Text, StringComparison.Ordinal);
        Assert.Equal("That is all.", sentences[2].Text);
    }

    [Theory]
    [InlineData("The build is green. Shall I deploy?")]
    [InlineData("# Report\n\nOne **bold** word.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\nThe end. \n")]
    [InlineData("See https://example.org/a/b?c=d for 1.2.3 – e.g. the notes…\r\nNext.")]
    public void The_parts_follow_each_other_and_cover_the_text(string text)
    {
        var sentences = _speakable.Split(text);
        for (var i = 1; i < sentences.Count; i++)
            Assert.Equal(sentences[i - 1].SourceStart + sentences[i - 1].SourceLength, sentences[i].SourceStart);
        Assert.Equal(text.Length, sentences[^1].SourceStart + sentences[^1].SourceLength);
    }

    [Fact]
    public void A_sentence_that_is_spoken_as_written_lies_where_it_is_written()
    {
        const string text = "First one. Second one.";
        var second = _speakable.Split(text)[1];
        Assert.Equal("Second one.", text.Substring(second.SourceStart, second.Text.Length));
    }

    [Theory]
    [InlineData("The build is green, and all tests pass. Shall I deploy it now? If not, I wait.")]
    [InlineData("# Report\n\nOne **bold** word, then more.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- first\n- second\n\n```\ncode. more\n```\nThe end. \n")]
    [InlineData("Here it is.\n\n| name | tests |\n|---|---|\n| engine | 256 |\n| gateway | 243 |\n\nThat is all.\n\n1. one\n2. two")]
    [InlineData("See:\n\n````md\nA block. In it:\n```\nx = 1. y = 2.\n```\nmore. text\n````\n\nDone. Really.")]
    [InlineData("First, I looked at Dr. Smith's change, version 1.2.3, and e.g. the notes; then I ran it: it failed. Why? No idea yet…")]
    public void A_text_that_comes_character_by_character_says_the_same_words_and_its_parts_follow_each_other(string text)
    {
        var parts = Growth.Grow(_speakable, text, 1);
        var at = parts[0].SourceStart;
        foreach (var part in parts)
        {
            Assert.Equal(at, part.SourceStart);
            at += part.SourceLength;
        }

        Assert.Equal(text.Length, at);
        Assert.Equal(Growth.Words(_speakable.Split(text)), Growth.Words(parts));
    }

    [Fact]
    public void A_block_of_code_ends_at_a_fence_of_its_own_kind_only()
    {
        var sentences = _speakable.Split("````md\nA block. In it:\n```\nx = 1.\n```\nmore. text\n````\n\nDone.");
        Assert.Equal(2, sentences.Count);
        Assert.DoesNotContain("more", sentences[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_pieces_say_what_the_whole_says()
    {
        string[] bits = ["Run it", ", then", " look. ", "e.g. ", "v1.2", "\n\n", "- item\n", "`code`", " and ", "Why? ", "```\nx = 1.\n```\n", "| a | b |\n", "3.14 ", "(see, there)"];
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => bits[random.Next(bits.Length)]));
            var parts = Growth.Grow(_speakable, text, random.Next(1, 9));
            Assert.True(Growth.Words(_speakable.Split(text)) == Growth.Words(parts), $"seed {seed}: {text}\n{Growth.Words(parts)}\ninstead of\n{Growth.Words(_speakable.Split(text))}");
        }
    }

    [Fact]
    public void Speech_begins_with_the_first_clause()
    {
        const string text = "I have looked at the failing test, and ";
        var growing = _speakable.Begin();
        Assert.Equal("I have looked at the failing test,", Assert.Single(growing.Next(text, isComplete: false)).Text);
        Assert.Empty(growing.Next(text + "then at ", isComplete: false));
    }
}
