using CallActors.Cmux.Tmux;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tests.Tmux;

public sealed class StyledTextTests
{
    [Theory]
    // ^ is the escape.
    [InlineData("plain  ", "plain", "")]
    [InlineData("a ^[2mfaint^[0m b", "a faint b", "2+5")]
    [InlineData("a ^[2mfaint^[22m b", "a faint b", "2+5")]
    [InlineData("^[1;2;3mall^[m", "all", "0+3")]
    // Blanks between words need not be drawn.
    [InlineData("^[2mone^[0m ^[2mtwo^[0m three", "one two three", "0+7")]
    // The character under a cursor that the program has drawn itself belongs to what follows it.
    [InlineData("> ^[7mT^[0;2mry it^[0m", "> Try it", "2+6")]
    [InlineData("> ^[7ma^[0m ^[2mtest^[0m", "> a test", "2+6")]
    [InlineData("> ^[7m🙂^[0;2m hi^[0m", "> 🙂 hi", "2+5")]
    [InlineData("> ^[7mT^[0m", "> T", "")]
    [InlineData("> /^[7mc^[0;2momp^[0m", "> /comp", "3+4")]
    // Colours: bright black is grey, the others are none, and their numbers are no attributes.
    [InlineData("^[90mgrey^[39m no", "grey no", "0+4")]
    [InlineData("^[38;5;8mgrey^[31m no", "grey no", "0+4")]
    [InlineData("^[38:5:8mgrey^[38:2::1:2:3m no", "grey no", "0+4")]
    [InlineData("^[38;5;2m^[48;5;2m^[58;5;2mno", "no", "")]
    [InlineData("^[38;2;2;2;2m^[4:2mno", "no", "")]
    // Links, other character sets, and sequences that are cut off.
    [InlineData("^]8;;http://a/^\\link^]8;;^\\ x", "link x", "")]
    [InlineData("\u000eqq\u000f x", "qq x", "")]
    [InlineData("a^[2", "a", "")]
    [InlineData("a^", "a", "")]
    public void A_line_is_read_with_what_is_faint_in_it(string styled, string text, string faint)
    {
        var screen = StyledText.Read([styled.Replace('^', '\u001b')]);
        Assert.Equal(text, Assert.Single(screen.Lines));
        Assert.Equal(faint, string.Join(' ', screen.Faint!.Select(part => $"{part.Start}+{part.Length}")));
    }

    [Fact]
    public void How_a_line_is_drawn_goes_on_in_the_next()
    {
        var screen = StyledText.Read(["a \u001b[2mb", "c", "\u001b[0md", ""]);
        Assert.Equal(["a b", "c", "d"], screen.Lines);
        Assert.Equal([new FaintText(0, 2, 1), new FaintText(1, 0, 1)], screen.Faint);
    }

    [Fact]
    public void A_line_is_faint_from_where_nothing_else_stands_in_it()
    {
        var screen = StyledText.Read(["> \u001b[2mone\u001b[0m \u001b[2mtwo\u001b[0m", "> \u001b[2mone\u001b[0m two", ">"]);
        Assert.Equal([true, false, false], Enumerable.Range(0, 3).Select(line => screen.IsFaint(line, 1)));
        Assert.False(screen.IsFaint(0, 0));
        Assert.False(new Screen(["> one"]).IsFaint(0, 1));
    }
}
