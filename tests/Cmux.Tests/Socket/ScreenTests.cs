using CallActors.Cmux.Socket;

namespace CallActors.Cmux.Tests.Socket;

public sealed class ScreenTests
{
    [Theory]
    // Filled up to the width: what ends in something else was wrapped.
    [InlineData("abcd|ef  |    ", 0, "abcdef")]
    [InlineData("abcd|efgh|i   ", 0, "abcdefghi")]
    [InlineData("ab  |cd  ", 0, "ab|cd")]
    // Without blanks the width must be told.
    [InlineData("abcd|ef|gh", 0, "abcd|ef|gh")]
    [InlineData("abcd|ef|gh", 4, "abcdef|gh")]
    // Wide characters take two columns.
    [InlineData("日本|語  ", 0, "日本語")]
    [InlineData("a🙂b|c   ", 0, "a🙂bc")]
    // A frame reaches from edge to edge.
    [InlineData("────|ab  |────", 0, "────|ab|────")]
    [InlineData("abcd|────|    ", 0, "abcd|────")]
    [InlineData("    |    ", 0, "")]
    [InlineData("", 80, "")]
    public void Wrapped_rows_become_lines(string rows, int columns, string lines) =>
        Assert.Equal(lines, string.Join('|', ScreenRows.Join(rows.Replace('|', '\n'), columns)));

    [Theory]
    [InlineData("⏺ done||──────────|> |──────────|  ? for shortcuts", "")]
    [InlineData("──────────|> hello there|──────────", "hellothere")]
    [InlineData("──────────|> hello|  there|──────────|  hint > x", "hellothere")]
    [InlineData("╭──────────╮|│ > hello  │|│   there  │|╰──────────╯", "hellothere")]
    [InlineData("──────────|❯\u00a0hello|──────────", "hello")]
    // Earlier prompts stand above, and are none.
    [InlineData("> earlier|⏺ done|──────────|> now|──────────", "now")]
    [InlineData("› hello|  there||  100% context left", "hellothere")]
    [InlineData("› ||  100% context left", "")]
    // A session's name stands in the rule above.
    [InlineData("❯ earlier|⏺ done|────────── harbor ──|❯ hello|────────────────────", "hello")]
    // What is typed behind the shell's mark would be run.
    [InlineData("──────────|!\u00a0|──────────", "!")]
    [InlineData("──────────|! ls|──────────", "!ls")]
    // A menu's mark is no composer.
    [InlineData("Do you want to proceed?|❯ 1. Yes|  2. No", null)]
    [InlineData("──────────|❯ 1. Yes|  2. No|──────────", null)]
    [InlineData("the mail said:|> quoted", null)]
    [InlineData("$ make test", null)]
    [InlineData("->not a mark|>neither", null)]
    [InlineData("", null)]
    public void The_composer_is_found_where_an_agent_has_it(string screen, string? composer) => Assert.Equal(composer, Composer.Read(screen.Split('|')));

    [Fact]
    public void A_mark_far_above_the_end_is_no_composer() =>
        Assert.Null(Composer.Read(["› earlier", .. Enumerable.Repeat("output", 20)]));

    [Theory]
    [InlineData("Do you want to proceed?|❯ 1. Yes|  2. No", true)]
    [InlineData("╭──────────╮|│ Do you want it?  │|│ ❯ 1. Yes  │|│   2. No   │|╰──────────╯", true)]
    [InlineData("› earlier|Allow command?|› 1) Yes|  2) No", true)]
    [InlineData("❯ 1. a prompt of mine|⏺ done|──────────|> |──────────", false)]
    [InlineData("1. Yes|2. No|$ ", false)]
    [InlineData("> 1. quoted", false)]
    public void A_menu_is_told_from_a_composer(string screen, bool isMenu) => Assert.Equal(isMenu, Composer.HasMenu(screen.Split('|')));
}
