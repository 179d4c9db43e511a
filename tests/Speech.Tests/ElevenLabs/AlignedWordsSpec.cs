using System.Text;
using CallActors.Speech.ElevenLabs;

namespace CallActors.Speech.Tests.ElevenLabs;

public sealed class AlignedWordsSpec
{
    [Theory]
    [InlineData("Hello world, this is it.", "Hello world, this is it.", "Hello@0 world@60 this@130 is@180 it@210")]
    // The vendor adds the space that we end with, and may begin with one.
    [InlineData("One two", "  One   two ", "One@20 two@80")]
    // Other quotation marks, another case.
    [InlineData("“Hi” all", "\"hi\" all", "Hi@0 all@50")]
    // A sign without a sound is left out: the words behind it keep their places.
    [InlineData("Done ✓ and 😀 gone", "Done and gone", "Done@0 and@50 gone@90")]
    [InlineData("Done — gone", "Done — gone", "Done@0 gone@70")]
    // More than there is.
    [InlineData("One", "One two three", "One@0")]
    [InlineData("Größe 😀😀 ok", "Größe 😀😀 ok", "Größe@0 😀😀@60 ok@110")]
    public void Words_are_found_by_their_characters(string text, string aligned, string expected)
    {
        var words = Words(text, aligned, aligned.Length);
        Assert.Equal(expected, words);
    }

    [Fact]
    public void A_word_that_is_cut_between_two_pieces_begins_in_the_first()
    {
        const string text = "alpha beta gamma";
        for (var cut = 1; cut < text.Length; cut++) Assert.Equal("alpha@0 beta@60 gamma@110", Words(text, text, cut));
    }

    [Fact]
    public void Damaged_times_cost_words_and_nothing_else()
    {
        var words = new AlignedWords("alpha beta gamma");
        Assert.True(words.Of(null, null, t => (long)t).IsEmpty);
        Assert.True(words.Of(["a"], null, t => (long)t).IsEmpty);
        Assert.True(words.Of(null, [1], t => (long)t).IsEmpty);
        Assert.Equal(0, Assert.Single(words.Of(["a", null!, "b", ""], [-5, double.NaN], t => (long)t).ToArray()).SampleStart);
    }

    [Fact]
    public void No_alignment_whatever_makes_words_that_are_not_in_the_text_or_go_back()
    {
        var random = new Random(4711);
        for (var round = 0; round < 2000; round++)
        {
            var (text, aligned) = (Random(random), Random(random));
            var words = new AlignedWords(text);
            var end = 0;
            for (var piece = 0; piece < 3; piece++)
            {
                var characters = aligned.Select(c => c.ToString()).ToArray();
                foreach (var word in words.Of(characters, [.. characters.Select((_, i) => (double)i)], t => (long)t).ToArray())
                {
                    Assert.True(word.TextStart >= end && word.TextLength > 0 && word.TextStart + word.TextLength <= text.Length);
                    end = word.TextStart + word.TextLength;
                }
            }
        }
    }

    private static string Random(Random random)
    {
        var text = new StringBuilder();
        for (var i = random.Next(30); i > 0; i--) text.Append("ab .,\"—é "[random.Next(9)]);
        return text.ToString();
    }

    // Ten samples for each UTF-16 character of the vendor's text; surrogate pairs come as one.
    private static string Words(string text, string aligned, int cut)
    {
        var words = new AlignedWords(text);
        var told = new List<string>();
        foreach (var (from, to) in new[] { (0, cut), (cut, aligned.Length) })
        {
            List<string> characters = [];
            List<double> starts = [];
            for (var i = from; i < to; i += characters[^1].Length)
            {
                characters.Add(char.IsSurrogatePair(aligned, i) ? aligned.Substring(i, 2) : aligned[i].ToString());
                starts.Add(i * 10);
            }

            told.AddRange(words.Of([.. characters], [.. starts], t => (long)t).ToArray()
                .Select(w => $"{text.Substring(w.TextStart, w.TextLength)}@{w.SampleStart}"));
        }

        return string.Join(' ', told);
    }
}
