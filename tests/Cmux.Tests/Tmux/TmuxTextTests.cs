using System.Text;
using CallActors.Cmux.Tmux;

namespace CallActors.Cmux.Tests.Tmux;

public sealed class TmuxTextTests : TmuxTest
{
    /// <summary>tmux itself reads the commands.</summary>
    [TmuxFact]
    public async Task Whatever_is_quoted_is_what_tmux_reads()
    {
        var random = new Random(5);
        var words = Enumerable.Range(0, 100).Select(_ => Word(random)).ToArray();
        var script = Path.Combine(Folder, "script");
        await StartSessionAsync("a", "cat");
        await File.WriteAllLinesAsync(script, words.Select((word, i) => $"set-option -g @w{i} {TmuxText.Quote(word)}"));
        await TmuxAsync("source-file", script);
        for (var i = 0; i < words.Length; i++)
            Assert.Equal(words[i], (await TmuxAsync("display-message", "-p", $"#{{@w{i}}}"))[..^1]);
    }

    [Theory]
    [InlineData("a\r\nb\rc\nd\te", "a\nb\nc\nd\te")]
    [InlineData("\u001b[31mred\u0007\u0000\u007f\u009b1m", "[31mred1m")]
    [InlineData("日本 🙂\u2028", "日本 🙂\u2028")]
    public void Only_what_is_text_is_typed(string text, string typed) => Assert.Equal(typed, TerminalText.Typable(text));

    private static string Word(Random random)
    {
        const string Odd = "\"'\\$~#{}%;[]()|&<>*?!`^=, \t/abz09é日🙂";
        var word = new StringBuilder();
        // A surrogate alone would be no text.
        var runes = Odd.EnumerateRunes().ToArray();
        for (var i = random.Next(1, 30); i > 0; i--) word.Append(runes[random.Next(runes.Length)]);
        return word.ToString();
    }
}
