using CallActors.Speech.Text;

namespace CallActors.Speech.Tests.Text;

public sealed class SentenceSplitterSpec
{
    [Theory]
    [InlineData("One. Two! Three? Four", "One.|Two!|Three?|Four")]
    [InlineData("Really?! Yes.", "Really?!|Yes.")]
    [InlineData("He said \"stop.\" Then he left.", "He said \"stop.\"|Then he left.")]
    [InlineData("(It works.) Good.", "(It works.)|Good.")]
    [InlineData("First line\nsecond line", "First line|second line")]
    [InlineData("Use tools, e.g. grep. Then i.e. that one.", "Use tools, e.g. grep.|Then i.e. that one.")]
    [InlineData("Mr. Smith met Dr. Jones vs. the rest. End.", "Mr. Smith met Dr. Jones vs. the rest.|End.")]
    [InlineData("Files, logs, etc. are gone. Tests, etc. All gone.", "Files, logs, etc. are gone.|Tests, etc.|All gone.")]
    [InlineData("J. R. Smith wrote it. I did. So did I. Right.", "J. R. Smith wrote it.|I did.|So did I.|Right.")]
    [InlineData("Version 1.2.3 is out. It takes 0.5 s.", "Version 1.2.3 is out.|It takes 0.5 s.")]
    [InlineData("See src/app.ts and example.com. Then go.", "See src/app.ts and example.com.|Then go.")]
    [InlineData("1. Build it. 2. Test it.", "1. Build it.|2. Test it.")]
    [InlineData("Wait... what? Well… Fine.", "Wait... what?|Well…|Fine.")]
    [InlineData("It ended... Then it began.", "It ended...|Then it began.")]
    [InlineData("Hello.World is a name.", "Hello.World is a name.")]
    [InlineData("The answer is 42. Next.", "The answer is 42.|Next.")]
    [InlineData("Call `a. B` now. Then go.", "Call `a. B` now.|Then go.")]
    [InlineData("Use ``x ` y. Z`` here. Fine.", "Use ``x ` y. Z`` here.|Fine.")]
    [InlineData("An open ` tick. Then more.", "An open ` tick.|Then more.")]
    [InlineData("See [the guide. Part 2](https://a.b/c. D) first. Then go.", "See [the guide. Part 2](https://a.b/c. D) first.|Then go.")]
    [InlineData("It (see Fig. 3. There it is) works. Good.", "It (see Fig. 3. There it is) works.|Good.")]
    [InlineData("It said \"No. Never.\" and stopped. Then it went.", "It said \"No. Never.\" and stopped.|Then it went.")]
    [InlineData("“Why? How?” he asked. I did not know.", "“Why? How?” he asked.|I did not know.")]
    [InlineData("Tag <a title=\"x. Y\">it</a> well. Done.", "Tag <a title=\"x. Y\">it</a> well.|Done.")]
    [InlineData("Take v1.2.3-rc.1. Then 1.0. It is in ./src/a.b/. Next.", "Take v1.2.3-rc.1.|Then 1.0.|It is in ./src/a.b/.|Next.")]
    [InlineData("See p. 12. It is on .NET 10. Yes.", "See p. 12.|It is on .NET 10.|Yes.")]
    [InlineData("It took 350 ms. Then 5 min. Ms. Lee waited.", "It took 350 ms.|Then 5 min.|Ms. Lee waited.")]
    [InlineData("Es war am 21. November. Es ist z.B. so. Gut.", "Es war am 21. November.|Es ist z.B. so.|Gut.")]
    [InlineData("完了しました。次は「待って。まだ」です！はい", "完了しました。|次は「待って。まだ」です！|はい")]
    public void Text_is_cut_into_sentences(string text, string expected) =>
        Assert.Equal(expected.Split('|'), SentenceSplitter.Split(text).Select(sentence => sentence.Text));

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t ")]
    [InlineData("... !? — …")]
    public void A_text_without_words_has_no_sentences(string text) => Assert.Empty(SentenceSplitter.Split(text));

    [Fact]
    public void Each_sentence_says_where_it_starts()
    {
        const string text = "  One two.   Three!\n\nFour… five? …Six 😀 seven. ";
        var sentences = SentenceSplitter.Split(text);
        Assert.All(sentences, sentence => Assert.Equal(sentence.Text, text.Substring(sentence.Start, sentence.Text.Length)));
        Assert.Equal([2, 13, 21], sentences.Take(3).Select(sentence => sentence.Start));
    }

    [Fact]
    public void A_sentence_that_is_too_long_is_cut_at_a_pause_or_a_space_and_nothing_is_lost()
    {
        var clauses = string.Join(", ", Enumerable.Range(0, 60).Select(i => $"clause number {i}"));
        var words = string.Join(' ', Enumerable.Repeat("word", 200));
        var wall = string.Concat(Enumerable.Repeat("😀a", 300));
        foreach (var text in new[] { clauses, words, wall })
        {
            var pieces = SentenceSplitter.Split(text);
            Assert.All(pieces, piece => Assert.InRange(piece.Text.Length, 1, SentenceSplitter.MaximumLength));
            Assert.Equal(text.Replace(" ", ""), string.Concat(pieces.Select(piece => piece.Text)).Replace(" ", ""));
            Assert.All(pieces, piece => Assert.Equal(piece.Text, text.Substring(piece.Start, piece.Text.Length)));
            Assert.All(pieces, piece => Assert.False(char.IsLowSurrogate(piece.Text[0])));
        }

        Assert.All(SentenceSplitter.Split(clauses).SkipLast(1), piece => Assert.EndsWith(",", piece.Text));
    }
}
