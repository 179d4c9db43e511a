using CallActors.Contracts.Speech;
using CallActors.Speech.Text;

namespace CallActors.Speech.Tests.Text;

public sealed class TextBindingSpec
{
    [Theory]
    [InlineData("Commit 3f2a9bc01 is in.", "Commit:Commit 3:3f2a9bc01 F:3f2a9bc01 2:3f2a9bc01 A,:3f2a9bc01 9:3f2a9bc01 B:3f2a9bc01 C:3f2a9bc01 is:is in.:in.")]
    [InlineData("See src/app/Foo.cs:12 now.", "See:See Foo:src/app/Foo.cs:12 dot:src/app/Foo.cs:12 cs:src/app/Foo.cs:12 line:src/app/Foo.cs:12 12:src/app/Foo.cs:12 now.:now.")]
    [InlineData("At https://www.example.com/a?b=c, at **12 MB/s** of it", "At:At example.com,:https://www.example.com/a?b=c, at:at 12:**12 megabytes:**12 per:**12 second:**12 of:of it.:it")]
    [InlineData("Run `git push --no-verify` [in the shell](x.md) then", "Run:Run git:`git push:push dash:--no-verify` dash:--no-verify` no:--no-verify` verify:--no-verify` in:[in the:the shell:shell](x.md) then.:then")]
    [InlineData("- [x] wrote it", "Done::- wrote:wrote it.:it")]
    [InlineData("a  b\nc", "a:a b:b c.:c")]
    public void Each_spoken_word_is_bound_to_the_word_that_it_stands_for(string source, string expected)
    {
        var sentence = Assert.Single(new SpeakableSentences().Split(source));
        var bound = new List<string>();
        for (var at = 0; at < sentence.Text.Length;)
        {
            var end = sentence.Text.IndexOf(' ', at);
            if (end < 0) end = sentence.Text.Length;
            Assert.True(sentence.Binding.TryFind(at, out var offset));
            var start = sentence.SourceStart + offset;
            var stop = source.IndexOfAny([' ', '\n'], start);
            bound.Add($"{sentence.Text[at..end]}:{source[start..(stop < 0 ? source.Length : stop)]}");
            at = end + 1;
        }

        Assert.Equal(expected, string.Join(' ', bound));
    }

    [Fact]
    public void The_rows_of_a_table_are_bound_to_their_cells()
    {
        const string source = "| Branch | State |\n|---|---|\n| main | all green |\n| kunduz | red |";
        var rows = new SpeakableSentences().Split(source);
        Assert.Equal("main, State all green.", rows[0].Text);
        Assert.True(rows[0].Binding.TryFind("main, State all ".Length, out var green));
        Assert.Equal(source.IndexOf("green", StringComparison.Ordinal), rows[0].SourceStart + green);
        Assert.Equal(source.IndexOf("kunduz", StringComparison.Ordinal), rows[1].SourceStart);
    }

    [Fact]
    public void What_is_summed_up_stands_for_all_of_it_from_its_first_word_on()
    {
        const string source = "So:\n```\nx\ny\n```\nEnd.";
        var block = new SpeakableSentences().Split(source)[1];
        Assert.True(block.Binding.TryFind(block.Text.Length - 1, out var offset));
        Assert.Equal((0, source.IndexOf('`'), source.IndexOf("End", StringComparison.Ordinal)), (offset, block.SourceStart, block.SourceStart + block.SourceLength));
    }

    [Fact]
    public void A_binding_that_goes_back_is_refused()
    {
        Assert.Throws<ArgumentException>(() => TextBinding.Of([new(0, 0), new(4, 5), new(8, 4)]));
        Assert.Throws<ArgumentException>(() => TextBinding.Of([new(0, 0), new(0, 5)]));
    }

    [Fact]
    public void Without_a_binding_nothing_is_found()
    {
        Assert.False(TextBinding.Proportional.TryFind(3, out _));
        Assert.Same(TextBinding.Proportional, TextBinding.Of([]));
        Assert.Equal(TextBinding.Proportional, new SpeakableSentence("a", 0, 1).Binding);
    }
}
