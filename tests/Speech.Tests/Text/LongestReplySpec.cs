using CallActors.Speech.Text;

namespace CallActors.Speech.Tests.Text;

public sealed class LongestReplySpec
{
    // Ten seconds are 150 characters; a sentence here has 50.
    private static readonly SpeakableSentences Speakable = new(new SpeakableOptions { LongestReply = TimeSpan.FromSeconds(10) });

    [Fact]
    public void What_goes_beyond_is_named_and_not_read()
    {
        var text = Paragraphs(6);
        var said = Speakable.Split(text);
        Assert.Equal(4, said.Count);
        Assert.Equal("There is more: three more paragraphs.", said[^1].Text);
    }

    [Fact]
    public void What_is_named_stands_for_no_part_of_the_text()
    {
        var text = Paragraphs(6);
        var said = Speakable.Split(text);
        var read = said[^2].SourceStart + said[^2].SourceLength;
        Assert.Equal(text.IndexOf("Paragraph 4", StringComparison.Ordinal), read);
        Assert.Equal((read, 0), (said[^1].SourceStart, said[^1].SourceLength));
    }

    [Fact]
    public void The_rest_of_a_paragraph_counts_as_one_and_a_list_as_one()
    {
        var text = Paragraphs(2) + "\n\n" + Sentence(3) + " " + Sentence(4) + " " + Sentence(5) + "\n\n- one\n- two\n\n```\nx\n```";
        Assert.Equal("There is more: three more paragraphs.", Speakable.Split(text)[^1].Text);
    }

    [Fact]
    public void A_little_more_than_the_bound_is_read_rather_than_named()
    {
        var text = Paragraphs(3) + "\n\nAnd a bit.";
        Assert.Equal("And a bit.", Speakable.Split(text)[^1].Text);
    }

    [Fact]
    public void The_first_sentence_is_read_however_long_it_is()
    {
        var said = new SpeakableSentences(new SpeakableOptions { LongestReply = TimeSpan.FromSeconds(1) }).Split(Paragraphs(2));
        Assert.Equal([Sentence(1), "There is more: one more paragraph."], said.Select(s => s.Text));
    }

    [Fact]
    public void A_text_that_grows_is_cut_at_the_same_place()
    {
        var text = Paragraphs(6);
        Assert.Equal(Speakable.Split(text), Growth.Grow(Speakable, text, 3));
    }

    [Fact]
    public void Without_a_bound_everything_is_read() =>
        Assert.Equal(60, new SpeakableSentences(new SpeakableOptions { LongestReply = TimeSpan.Zero }).Split(Paragraphs(60)).Count);

    private static string Sentence(int number) => $"Paragraph {number} says something that is of some length.".PadRight(50, '!');

    private static string Paragraphs(int count) => string.Join("\n\n", Enumerable.Range(1, count).Select(Sentence));
}
