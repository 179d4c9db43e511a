using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Tests.Switchboard.Language;

public sealed class ConfirmationWordsSpec
{
    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public void There_are_enough_words_and_each_sounds_far_from_every_other(string language)
    {
        var words = ConfirmationWords.For(language);
        Assert.InRange(words.Count, 64, 256);
        Assert.Equal(words.Count, words.Distinct().Count());
        foreach (var a in words)
            foreach (var b in words.Where(b => string.CompareOrdinal(a, b) < 0))
            {
                Assert.True(Distance(Code(a), Code(b)) >= 2, $"{a} {b}");
                Assert.True(EarDistance.Compare(SoundText.Of(a), SoundText.Of(b)) < 0.62, $"{a} {b}");
            }

        string Code(string word) => language == "de" ? ColognePhonetics.Of(word) : DoubleMetaphone.Of(word).Primary;
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public void Each_word_is_chosen_and_matches_itself_alone(string language)
    {
        var words = ConfirmationWords.For(language);
        Assert.Equal(words, Enumerable.Range(0, words.Count).Select(i => ConfirmationWords.Choose(language, below => below == words.Count ? i : throw new InvalidOperationException())));
        foreach (var word in words)
            foreach (var said in words) Assert.Equal(said == word, ConfirmationWords.Matches(said, word));
    }

    [Theory]
    [InlineData("walnut", "walnut", true)]
    [InlineData("Walnut.", "walnut", true)]
    [InlineData("wallnut", "walnut", true)]
    [InlineData("wall nut", "walnut", true)]
    [InlineData("walnuts", "walnut", true)]
    [InlineData("confirm walnut", "walnut", true)]
    [InlineData("uh yes, the word is walnut please", "walnut", true)]
    [InlineData("walnut walnut", "walnut", true)]
    [InlineData("peper", "pepper", true)]
    [InlineData("dolfin", "dolphin", true)]
    [InlineData("ich bestätige walnuss", "walnuss", true)]
    [InlineData("no walnut", "walnut", false)]
    [InlineData("stop walnut", "walnut", false)]
    [InlineData("don't walnut", "walnut", false)]
    [InlineData("cancel", "walnut", false)]
    [InlineData("no", "walnut", false)]
    [InlineData("yes", "walnut", false)]
    [InlineData("confirm", "walnut", false)]
    [InlineData("", "walnut", false)]
    [InlineData("what was walnut again", "walnut", false)]
    [InlineData("walnut and pepper", "walnut", false)]
    [InlineData("wall", "walnut", false)]
    [InlineData("nut", "walnut", false)]
    [InlineData("want it", "walnut", false)]
    [InlineData("all not", "walnut", false)]
    [InlineData("nein walnuss", "walnuss", false)]
    public void Only_the_word_itself_confirms(string said, string word, bool matches) => Assert.Equal(matches, ConfirmationWords.Matches(said, word));

    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            for (var j = 0; j <= b.Length; j++)
                d[i, j] = i == 0 ? j : j == 0 ? i : Math.Min(d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), Math.Min(d[i - 1, j], d[i, j - 1]) + 1);
        return d[a.Length, b.Length];
    }
}
