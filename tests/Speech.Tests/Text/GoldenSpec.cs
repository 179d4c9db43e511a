using CallActors.Speech.Text;

namespace CallActors.Speech.Tests.Text;

/// <summary>What is said for what, by example: the files in Golden. In them a line of the agent's text begins with &lt;, a spoken sentence
/// with &gt;; a blank line ends an example, and # is a remark. ␛, ␇ and ␍ stand for the control characters that they picture. A file whose
/// name ends in a language's tag is spoken in that language.</summary>
public sealed class GoldenSpec
{
    public static TheoryData<string, int> Examples()
    {
        var data = new TheoryData<string, int>();
        foreach (var file in Directory.EnumerateFiles(Folder(), "*.txt").Order(StringComparer.Ordinal))
            for (var i = 0; i < Read(file).Count; i++) data.Add(Path.GetFileNameWithoutExtension(file), i);
        return data;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_is_said_as_it_stands_there(string topic, int number)
    {
        var example = Read(Path.Combine(Folder(), topic + ".txt"))[number];
        var said = Speakable(topic).Split(example.Source).Select(s => s.Text);
        Assert.True(example.Spoken.SequenceEqual(said),
            $"{topic}, example {number + 1}:\n{example.Source}\nis to be said\n{string.Join('\n', example.Spoken)}\nand is said\n{string.Join('\n', said)}");
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_that_comes_token_by_token_says_the_same_words(string topic, int number)
    {
        var source = Read(Path.Combine(Folder(), topic + ".txt"))[number].Source;
        foreach (var step in (int[])[1, 3, 7])
            Assert.Equal(Growth.Words(Speakable(topic).Split(source)), Growth.Words(Growth.Grow(Speakable(topic), source, step)));
    }

    [Fact]
    public void There_are_examples_of_every_kind() => Assert.InRange(Examples().Count, 120, int.MaxValue);

    internal static IEnumerable<string> Sources() =>
        Directory.EnumerateFiles(Folder(), "*.txt").Order(StringComparer.Ordinal).SelectMany(file => Read(file)).Select(example => example.Source);

    private static SpeakableSentences Speakable(string topic)
    {
        var dot = topic.LastIndexOf('.');
        return new SpeakableSentences(new SpeakableOptions { Language = dot < 0 ? "en-US" : topic[(dot + 1)..] });
    }

    private static List<Example> Read(string file) =>
        [.. File.ReadAllText(file).Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(Parse).Where(e => e.Source.Length > 0)];

    private static Example Parse(string text)
    {
        var lines = text.Split('\n');
        var source = string.Join('\n', lines.Where(l => l.StartsWith('<')).Select(l => l.Length > 2 ? l[2..] : ""));
        return new Example(
            source.Replace('␛', '\u001b').Replace('␇', '\a').Replace('␍', '\r'),
            [.. lines.Where(l => l.StartsWith('>')).Select(l => l[2..])]);
    }

    private static string Folder() => Path.Combine(AppContext.BaseDirectory, "Text", "Golden");

    private sealed record Example(string Source, IReadOnlyList<string> Spoken);
}
