using CallActors.Contracts.Speech;
using CallActors.Speech.Text;

namespace CallActors.Speech.Tests.Text;

public sealed class SpeakableTextSpec
{
    private static readonly ISpeakableText Speakable = new SpeakableSentences();

    private static string Say(string text) => string.Join(' ', Speakable.Split(text).Select(s => s.Text));

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
