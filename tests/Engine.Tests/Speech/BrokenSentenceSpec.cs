using CallActors.Contracts.Speech;
using CallActors.Engine.Audio;
using CallActors.Engine.Speech;

namespace CallActors.Engine.Tests.Speech;

public sealed class BrokenSentenceSpec
{
    private const string Text = "one two three four";
    private static readonly SpeakableSentence Sentence = new(Text, 100, Text.Length);
    private static readonly SpokenWord[] Times = [new(0, 3, 800), new(4, 3, 2400), new(8, 5, 4000), new(14, 4, 6000)];

    [Theory]
    [InlineData(0, 0, "one two three four")]
    [InlineData(800, 0, "one two three four")]
    [InlineData(2000, 800, "one two three four")]
    [InlineData(2300, 2300, "two three four")]
    [InlineData(2400, 2400, "two three four")]
    [InlineData(2500, 2400, "two three four")]
    [InlineData(5000, 4000, "three four")]
    public void Words_whose_times_were_told_ahead_are_whole_when_the_next_one_begins(long delivered, long kept, string rest)
    {
        var broken = BrokenSentence.Of(Sentence, delivered, Times, new VoicePace());
        Assert.Equal((kept, rest), (broken.Kept, broken.RestOf(Sentence)!.Text));
        Assert.Equal(100 + Text.Length - rest.Length, broken.RestOf(Sentence)!.SourceStart);
    }

    [Theory]
    [InlineData(2, 3200, 2400, "two three four")]
    [InlineData(2, 3900, 3900, "three four")]
    [InlineData(4, 6500, 6000, "four")]
    public void A_word_behind_which_none_was_told_is_whole_when_it_took_as_long_as_words_of_that_voice_do(int told, long delivered, long kept, string rest)
    {
        var broken = BrokenSentence.Of(Sentence, delivered, Times[..told], new VoicePace());
        Assert.Equal((kept, rest), (broken.Kept, broken.RestOf(Sentence)!.Text));
    }

    [Fact]
    public void The_rest_that_another_voice_says_stays_bound_to_the_agents_words()
    {
        var sentence = new SpeakableSentence("Take 3 F then go.", 10, 20)
        {
            Binding = TextBinding.Of([new(0, 0), new(5, 5), new(7, 5), new(9, 12), new(14, 17)]),
        };
        Assert.Equal(
            new SpeakableSentence("3 F then go.", 15, 15) { Binding = TextBinding.Of([new(0, 0), new(2, 0), new(4, 7), new(9, 12)]) },
            new BrokenSentence(8000, 5).RestOf(sentence));
    }

    [Fact]
    public void Nothing_is_left_when_the_last_word_was_whole() =>
        Assert.Null(BrokenSentence.Of(Sentence, 8000, Times, new VoicePace()).RestOf(Sentence));

    [Fact]
    public void Silence_before_the_first_word_is_nothing_said()
    {
        var broken = BrokenSentence.Of(Sentence, 400, Times, new VoicePace());
        Assert.Equal((0, Sentence), (broken.Kept, broken.RestOf(Sentence)));
    }

    [Fact]
    public void Without_times_the_pace_that_was_learned_tells_how_far_it_came()
    {
        var pace = new VoicePace();
        pace.Learn(VoicePace.BeatsOf(Text), 16_000);
        // A quarter of the way is about one word of four, and half of the next.
        var broken = BrokenSentence.Of(Sentence, 6000, [], pace);
        Assert.Equal("two three four", broken.RestOf(Sentence)!.Text);
        Assert.InRange(broken.Kept, 3500, 4000);
    }

    [Fact]
    public void Where_the_sentence_is_spoken_otherwise_than_it_is_written_the_rest_stands_in_proportion()
    {
        var spoken = Sentence with { SourceLength = 9 };
        Assert.Equal(new SpeakableSentence("three four", 104, 5), BrokenSentence.Of(spoken, 4000, Times, new VoicePace()).RestOf(spoken));
    }

    [Fact]
    public void Whenever_it_breaks_every_word_is_kept_whole_or_said_again_and_none_is_both()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var text = string.Join(' ', Enumerable.Range(0, random.Next(1, 12)).Select(i => new string((char)('a' + i), random.Next(1, 9))));
            var times = new List<SpokenWord>();
            long at = random.Next(0, 400);
            for (var word = 0; word < text.Length;)
            {
                var length = text.AsSpan(word).IndexOf(' ') is var space and >= 0 ? space : text.Length - word;
                times.Add(new SpokenWord(word, length, at));
                at += random.Next(500, 4000);
                word += length + 1;
            }

            var sentence = new SpeakableSentence(text, 0, text.Length);
            var delivered = random.NextInt64(1, times[^1].SampleStart + 2);
            var broken = BrokenSentence.Of(sentence, delivered, times, new VoicePace());
            var whole = times.TakeWhile((_, i) => i + 1 < times.Count && times[i + 1].SampleStart - delivered < 160).Count();
            Assert.Equal(whole == 0 ? 0 : times[whole].TextStart, broken.TextAt);
            Assert.InRange(broken.Kept, whole == 0 ? 0 : times[whole].SampleStart - 160, times[whole].SampleStart);
        }
    }
}
