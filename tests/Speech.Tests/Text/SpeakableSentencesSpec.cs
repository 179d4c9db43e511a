using CallActors.Speech.Text;

namespace CallActors.Speech.Tests.Text;

public sealed class SpeakableSentencesSpec
{
    private readonly SpeakableSentences _speakable = new();

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
}
