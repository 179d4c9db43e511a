using CallActors.Speech.Text;

namespace CallActors.Speech.Tests.Text;

public sealed class GrowingTextSpec
{
    private static readonly SpeakableSentences Speakable = new(new SpeakableOptions { LongestReply = TimeSpan.Zero });

    public static TheoryData<string, string> Kinds => new()
    {
        { "prose", "This is the sentence that says it, e.g. in v1.2.3 of `a. b`, (see there). " },
        { "a sentence without an end", "and so on and on, " },
        { "code", "    var a = b.c(d); // e\n" },
        { "a fenced block", "```cs\nvar a = 1;\n" },
        { "one long word", "abcdef" },
        { "open code span", "`a b " },
        { "open brackets", "(a [b " },
        { "a list", "- an item of the list\n" },
        { "lines", "short line\n" },
        { "a table", "| a | b |\n" },
        { "a trace", "   at A.B() in /x/y.cs:line 1\n" },
        { "log lines", "2026-11-21 07:33:21 ERROR it went wrong\n" },
        { "quotations", "\"a. b\" c “d. e” " },
        { "escape sequences", "\u001b[1m" },
        { "headings", "# ## # " },
        { "addresses", "https://a.b/c_d?e=f " },
        { "East Asian text", "日本語です。" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_work_on_a_text_that_comes_token_by_token_grows_with_its_length_only(string kind, string unit)
    {
        Assert.NotEmpty(kind);
        var (some, twice) = (WorkOn(unit, 16_000), WorkOn(unit, 32_000));
        // What is held of an open sentence is looked at again as it grows, and is bounded.
        Assert.InRange(twice, 16_000, 2.3 * some);
        Assert.InRange(twice, 16_000, 60 * 32_000);
    }

    [Fact]
    public void A_code_block_that_is_held_is_looked_at_once()
    {
        var code = "```cs\n" + string.Concat(Enumerable.Repeat("var a = 1; // and more\n", 2000)) + "```\n";
        Assert.InRange(Work(code, 4), code.Length, 4 * code.Length);
    }

    [Fact]
    public void An_item_that_is_held_with_its_list_is_not_looked_at_with_every_token()
    {
        var list = string.Concat(Enumerable.Repeat("- item\n", 6)) + "- ";
        var (some, twice) = (Work(list + WordsOf(16_000), 4), Work(list + WordsOf(32_000), 4));
        Assert.InRange(twice, 32_000, 2.5 * some);

        static string WordsOf(int length) => string.Concat(Enumerable.Repeat("so on ", length / 6));
    }

    [Fact]
    public void A_text_of_100_KB_takes_work_in_proportion()
    {
        string[] patterns = ["[", "![a](", "`", "*a", "<a ", "a/", "_", "\u001b[", "https://a", "| a ", "> ", "0a1b2c3d-", "(", "\\", "a.b", "1.2.3-", "\"a ", "- a\n", "$1,", "12:", "{\"a\":1,", "a@b."];
        foreach (var pattern in patterns)
        {
            var text = string.Concat(Enumerable.Repeat(pattern, 100_000 / pattern.Length));
            Assert.InRange(Work(text, text.Length), 0, 4 * text.Length);
        }
    }

    [Fact]
    public void What_comes_before_a_block_of_code_is_said_while_the_code_is_still_written()
    {
        var growing = Speakable.Begin();
        const string text = "Here it is:\n\n```cs\nvar a = 1;\n";
        var sentence = Assert.Single(growing.Next(text, isComplete: false));
        Assert.Equal("Here it is:", sentence.Text);
        Assert.Equal(text.IndexOf('`'), sentence.SourceStart + sentence.SourceLength);
        Assert.Equal("C sharp code of one line.", Assert.Single(growing.Next(text + "```\n", isComplete: true)).Text);
        Assert.Empty(growing.Next(text + "```\n", isComplete: true));
    }

    [Fact]
    public void A_line_that_may_become_a_tools_output_is_not_said_before_it_is_known_to_be_text()
    {
        var growing = Speakable.Begin();
        var said = new List<string>();
        const string text = "src/Foo.cs(12,5): error CS1002: ; expected, and more\n";
        for (var end = 1; end < text.Length; end++) said.AddRange(growing.Next(text[..end], isComplete: false).Select(s => s.Text));
        Assert.Empty(said);
        Assert.StartsWith("One error: ", Assert.Single(growing.Next(text, isComplete: true)).Text);
    }

    [Fact]
    public void The_first_items_of_a_long_list_are_said_before_its_end_is_known()
    {
        var growing = Speakable.Begin();
        var list = string.Concat(Enumerable.Range(1, 30).Select(i => $"- item {i}\n"));
        Assert.Equal(["item 1.", "item 2.", "item 3.", "item 4.", "item 5."], growing.Next(list, isComplete: false).Select(s => s.Text).Concat(growing.Next(list + "\nT", isComplete: false).Select(s => s.Text)).Take(5));
        Assert.Equal(["And 25 more.", "That is all."], growing.Next(list + "\nThat is all.", isComplete: true).Select(s => s.Text).TakeLast(2));
    }

    private static long WorkOn(string unit, int length) => Work(string.Concat(Enumerable.Repeat(unit, length / unit.Length)), 4);

    private static long Work(string text, int step)
    {
        var growing = (GrowingText)Speakable.Begin();
        for (var end = step; end < text.Length; end += step) growing.Next(text[..end], isComplete: false);
        growing.Next(text, isComplete: true);
        return growing.Work;
    }
}
