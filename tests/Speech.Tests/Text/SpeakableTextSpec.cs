using CallActors.Contracts.Speech;
using CallActors.Speech.Text;

namespace CallActors.Speech.Tests.Text;

public sealed class SpeakableTextSpec
{
    private static readonly ISpeakableText Speakable = new SpeakableSentences();

    private static string Say(string text) => string.Join(' ', Speakable.Split(text).Select(s => s.Text));

    [Theory]
    [InlineData("All tests pass.", "All tests pass.")]
    [InlineData("All tests pass", "All tests pass.")]
    [InlineData("# Summary\n\nIt works.", "Summary. It works.")]
    [InlineData("## What changed ##", "What changed.")]
    [InlineData("This is **very** *important* and ~~wrong~~ __right__ _now_.", "This is very important and wrong right now.")]
    [InlineData("***Done!***", "Done!")]
    [InlineData("2 * 3 is 6", "2 times 3 is 6.")]
    [InlineData("See [the guide](https://example.com/guide_(v2)) for more.", "See the guide for more.")]
    [InlineData("See [the guide][1].\n\n[1]: https://example.com", "See the guide.")]
    [InlineData("![A chart](chart.png)", "image: A chart.")]
    [InlineData("Look at https://www.github.com/a/b/pull/7?x=1#top.", "Look at pull request 7 in b.")]
    [InlineData("It runs on http://localhost:3333/phone now", "It runs on localhost port 3333 now.")]
    [InlineData("Docs: <https://docs.example.com/x>", "Docs: docs.example.com.")]
    public void Prose_is_said_without_its_markup(string text, string spoken) => Assert.Equal(spoken, Say(text));

    [Theory]
    [InlineData("Run it:\n```bash\nnpm test\nnpm run lint\n```\nThen push.", "Run it: Code block of two lines. Then push.")]
    [InlineData("```\nx\n```", "Code block of one line.")]
    [InlineData("~~~\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n~~~", "Code block of 13 lines.")]
    [InlineData("Unclosed:\n```\na\nb", "Unclosed: Code block of two lines.")]
    [InlineData("````\n```\nnested\n```\n````\nEnd", "Code block of three lines. End.")]
    [InlineData("```\n```\nNothing there", "Nothing there.")]
    public void A_code_block_is_mentioned(string text, string spoken) => Assert.Equal(spoken, Say(text));

    [Theory]
    [InlineData("Call `getUserName()` first", "Call get User Name first.")]
    [InlineData("Set `max_retry_count` to `3`", "Set max retry count to 3.")]
    [InlineData("Use `git commit --no-verify`", "Use git commit dash dash no verify.")]
    [InlineData("When `a == b && c != d`", "When a equals b and c is not d.")]
    [InlineData("The `C#` file `src/Speech/Codecs/MuLaw.cs:42`", "The C sharp file Mu Law dot cs line 42.")]
    [InlineData("``code with ` tick``", "code with tick.")]
    [InlineData("`Console.WriteLine`", "Console dot Write Line.")]
    [InlineData("Version `1.2.3`", "Version 1 point 2 point 3.")]
    [InlineData("[`Program.cs`](src/Program.cs)", "Program dot cs.")]
    [InlineData("`items.Where(x => x.IsReady && x.Count > 0).Select(x => x.Name).ToList().ForEach(Console.WriteLine)`", "some code.")]
    public void Inline_code_is_said_in_words(string text, string spoken) => Assert.Equal(spoken, Say(text));

    [Theory]
    [InlineData("Edited /home/me/project/src/app-server.ts:10:5 today", "Edited app server dot ts line 10 today.")]
    [InlineData("See ./docs/architecture.md and ~/notes.txt.", "See architecture dot md and notes dot txt.")]
    [InlineData(@"Open C:\work\repo\readme.md", "Open readme dot md.")]
    [InlineData("Fix and/or skip 1/2 of the tests", "Fix and/or skip 1/2 of the tests.")]
    [InlineData("Commit 3f2a9bc01d2e4f5a6b7c8d9e0f1a2b3c4d5e6f70 is in", "Commit 3 F 2 A, 9 B C is in.")]
    [InlineData("Commit ec20797 by defaced", "Commit E C 2 0 7 9 7 by defaced.")]
    [InlineData("It took 1234567 steps", "It took 1234567 steps.")]
    [InlineData("Job 550e8400-e29b-41d4-a716-446655440000 ended", "Job an ID ending in 0 0 0 0 ended.")]
    [InlineData("the snake_case name", "the snake case name.")]
    public void Paths_hashes_and_names_are_said_briefly(string text, string spoken) => Assert.Equal(spoken, Say(text));

    [Theory]
    [InlineData("- first thing\n- second thing;\n- third thing!", "first thing. second thing. third thing!")]
    [InlineData("1. Build\n2. Test", "1: Build. 2: Test.")]
    [InlineData("* [x] written\n* [ ] tested", "Done: written. To do: tested.")]
    [InlineData("- an item that goes\n  on in the next line\n- another", "an item that goes on in the next line. another.")]
    [InlineData("> quoted words\n> of somebody", "quoted words of somebody.")]
    [InlineData("One\n\n---\n\nTwo", "One. Two.")]
    [InlineData("14 tests passed\n1 test failed", "14 tests passed. 1 test failed.")]
    [InlineData("A sentence that is\nwrapped in the middle.", "A sentence that is wrapped in the middle.")]
    public void Lists_and_lines_become_sentences(string text, string spoken) => Assert.Equal(spoken, Say(text));

    [Theory]
    [InlineData("| Branch | State |\n|---|---|\n| main | green |\n| kunduz | red |", "main, State green. kunduz, State red.")]
    [InlineData("| A | B |\n|:-:|--:|\n| 1 | 2 |\n| 1 | 2 |\n| 1 | 2 |\n| 1 | 2 |\n| 1 | 2 |\nEnd", "Table of five rows with A, B. End.")]
    public void A_table_is_read_when_short_and_named_when_long(string text, string spoken) => Assert.Equal(spoken, Say(text));

    [Theory]
    [InlineData("\u001b[1;32m✓ passed\u001b[0m", "passed.")]
    [InlineData("\u001b]8;;https://x.y\u0007link\u001b]8;;\u0007 text", "link text.")]
    [InlineData("\u001b]0;an unclosed title\nthe next line", "the next line.")]
    [InlineData("╭──────────╮\n│ Welcome! │\n╰──────────╯", "Welcome!")]
    [InlineData("10 %\r50 %\r100 % done\n", "100 percent done.")]
    [InlineData("⠋ Working… ⏺ 🚀 Shipped ✅ 👩‍💻", "Working… Shipped.")]
    [InlineData("a → b, x ≥ 3 & y", "a to b, x at least 3 and y.")]
    [InlineData("Tom &amp; Jerry<br/>ran <b>fast</b>", "Tom and Jerry ran fast.")]
    [InlineData("Generic List<string> stays", "Generic List of string stays.")]
    [InlineData("naïve Größe, 日本語", "naïve Größe, 日本語.")]
    public void What_only_a_screen_shows_is_left_out(string text, string spoken) => Assert.Equal(spoken, Say(text));

    [Theory]
    [InlineData("")]
    [InlineData("  \n\t\n ")]
    [InlineData("---\n***\n🎉")]
    [InlineData("\u001b[2J\u001b[H")]
    [InlineData("```")]
    public void Nothing_speakable_is_empty(string text) => Assert.Equal("", Say(text));

    [Fact]
    public void What_is_speakable_already_stays_as_it_is()
    {
        const string text = "I have run the tests. Fourteen passed, one failed: the resampler, at 22.05 kilohertz. Shall I fix it?";
        Assert.Equal(text, Say(text));
    }

    [Fact]
    public void Hostile_text_is_handled_in_time_that_grows_with_its_length()
    {
        string[] patterns = ["[", "![a](", "`", "*a", "<a ", "a/", "_", "\u001b[", "https://a", "| a ", "> ", "0a1b2c3d-", "(", "\\", "a.b"];
        var random = new Random(7);
        foreach (var pattern in patterns)
            Assert.NotNull(Say(string.Concat(Enumerable.Repeat(pattern, 20_000 / pattern.Length))));
        for (var round = 0; round < 200; round++)
            Assert.DoesNotContain('\u001b', Say(string.Concat(Enumerable.Range(0, 300).Select(_ => patterns[random.Next(patterns.Length)]))));
    }
}
