using CallActors.Contracts.Speech;
using CallActors.Engine.Audio;

namespace CallActors.Engine.Tests.Audio;

public sealed class SpokenTextSpec
{
    private readonly SpokenText _text = new();

    [Fact]
    public void Words_with_times_are_heard_when_the_next_one_begins()
    {
        Begin("Deploy it now.", new SpeakableSentence("Deploy it now.", 0, 14));
        _text.AddWord(new SpokenWord(0, 6, 0));
        _text.AddWord(new SpokenWord(7, 2, 3000));
        _text.AddWord(new SpokenWord(10, 3, 4000));
        _text.EndSentence(6000);

        Assert.Equal(0, _text.HeardAt(2999));
        Assert.Equal("Deploy ".Length, _text.HeardAt(3000));
        Assert.Equal("Deploy it ".Length, _text.HeardAt(5999));
        Assert.Equal(14, _text.HeardAt(6000));
    }

    [Fact]
    public void A_voice_without_word_times_is_taken_to_speak_syllable_by_syllable()
    {
        const string source = "go configuration stop go";
        Begin(source, new SpeakableSentence(source, 0, source.Length));
        _text.EndSentence(16_000);

        Assert.Equal(0, _text.HeardAt(1000));
        Assert.Equal("go ", source[.._text.HeardAt(3000)]);
        Assert.Equal("go ", source[.._text.HeardAt(9000)]);
        Assert.Equal("go configuration ", source[.._text.HeardAt(12_500)]);
        Assert.Equal(source.Length, _text.HeardAt(16_000));
    }

    [Fact]
    public void Silence_around_a_sentence_belongs_to_no_word()
    {
        const string source = "one two three four";
        Begin(source, new SpeakableSentence(source, 0, source.Length));
        _text.Sounded(8000, 8160);
        _text.Sounded(15_840, 16_000);
        _text.EndSentence(24_000);

        Assert.Equal(0, _text.HeardAt(9500));
        Assert.Equal("one two ", source[.._text.HeardAt(12_500)]);
        Assert.Equal("one two three ", source[.._text.HeardAt(15_900)]);
    }

    [Fact]
    public void The_pace_of_the_sentences_before_tells_where_the_words_of_an_unfinished_one_are()
    {
        const string first = "run all of the unit tests again.";
        const string second = "then push the branch to origin.";
        _text.Begin(first + " " + second, 0);
        _text.BeginSentence(new SpeakableSentence(first, 0, first.Length + 1), 0);
        _text.EndSentence(VoiceBeats(first) * 3000);
        var start = VoiceBeats(first) * 3000;
        _text.BeginSentence(new SpeakableSentence(second, first.Length + 1, second.Length), start);

        var afterTwoWords = start + (long)((VoicePace.Beats("then", isLast: false) + VoicePace.Beats("push", isLast: false)) * 3000) + 400;
        Assert.Equal("then push ", second[..(_text.HeardAt(afterTwoWords) - first.Length - 1)]);

        static long VoiceBeats(string text)
        {
            var words = text.Split(' ');
            return (long)Math.Round(words.Select((w, i) => VoicePace.Beats(w, i == words.Length - 1)).Sum());
        }
    }

    [Fact]
    public void A_voice_that_is_asked_to_speak_slower_is_expected_to_be_slower_by_as_much()
    {
        const string first = "run all of the unit tests again.";
        Begin(first, new SpeakableSentence(first, 0, first.Length));
        _text.EndSentence(20_000);

        _text.Begin(first, 0, speed: 0.5);
        _text.BeginSentence(new SpeakableSentence(first, 0, first.Length), 0);
        Assert.Equal(0, _text.HeardAt(1));
        var half = _text.HeardAt(20_000);
        Assert.InRange(half, first.Length / 3, first.Length * 2 / 3);
        _text.EndSentence(40_000);
        Assert.InRange(Math.Abs(_text.HeardAt(20_000) - half), 0, 4);
    }

    [Fact]
    public void Text_that_is_spoken_otherwise_than_written_is_counted_in_the_agents_words()
    {
        const string source = "See `src/app/main.cs` please.";
        Begin(source, new SpeakableSentence("See main dot c s please.", 0, source.Length));
        _text.AddWord(new SpokenWord(17, 6, 8000));
        _text.EndSentence(10_000);

        var heard = _text.HeardAt(9000);
        Assert.InRange(heard, "See ".Length, source.Length - 1);
        Assert.True(heard == 0 || char.IsWhiteSpace(source[heard - 1]), "cut inside a word");
        Assert.Equal(source.Length, _text.HeardAt(10_000));
    }

    [Fact]
    public void Words_that_a_broken_voice_had_told_ahead_are_where_the_next_voice_says_them()
    {
        const string source = "one two three four";
        Begin(source, new SpeakableSentence(source, 0, source.Length));
        foreach (var (at, word) in new[] { (0, 0), (2000, 4), (4000, 8), (6000, 14) }) _text.AddWord(new SpokenWord(word, 3, at));
        _text.BreakSentence(4000, "one two ".Length);
        _text.BeginSentence(new SpeakableSentence("three four", 8, 10), 4000);
        _text.AddWord(new SpokenWord(0, 5, 0));
        _text.AddWord(new SpokenWord(6, 4, 3000));
        _text.EndSentence(9000);

        Assert.Equal("one ", source[.._text.HeardAt(3999)]);
        Assert.Equal("one two ", source[.._text.HeardAt(6999)]);
        Assert.Equal("one two three ", source[.._text.HeardAt(7000)]);
        Assert.Equal(source, source[.._text.HeardAt(9000)]);
    }

    [Fact]
    public void What_a_broken_voice_without_word_times_has_said_is_told_by_its_pace()
    {
        const string source = "one two three four";
        Begin(source, new SpeakableSentence(source, 0, source.Length));
        _text.BreakSentence(5000, "one two ".Length);
        Assert.Equal(0, _text.HeardAt(1500));
        Assert.Equal("one ", source[.._text.HeardAt(2000)]);
        Assert.Equal("one two ", source[.._text.HeardAt(5000)]);
    }

    [Fact]
    public void Words_are_counted_by_the_sentences_binding_where_it_has_one()
    {
        // "3f2a9bc" takes four words here, and "src/Foo.cs:12" five: none of either is heard before its last word is.
        const string source = "Commit 3f2a touched src/Foo.cs:12 today.";
        Begin(source, new SpeakableSentence("Commit 3 F 2 A, touched Foo dot cs line 12 today.", 0, source.Length)
        {
            Binding = TextBinding.Of(
            [
                new(0, 0), new(7, 7), new(9, 7), new(11, 7), new(13, 7), new(16, 12), new(24, 20), new(28, 20), new(32, 20), new(35, 20), new(40, 20), new(43, 34),
            ]),
        });
        (int TextStart, long Sample)[] spoken = [(7, 1000), (9, 2000), (13, 3000), (16, 4000), (24, 5000), (40, 6000), (43, 7000)];
        foreach (var (start, sample) in spoken) _text.AddWord(new SpokenWord(start, 1, sample));
        _text.EndSentence(8000);

        Assert.Equal("Commit ", source[.._text.HeardAt(1000)]);
        Assert.Equal("Commit ", source[.._text.HeardAt(3999)]);
        Assert.Equal("Commit 3f2a ", source[.._text.HeardAt(4000)]);
        Assert.Equal("Commit 3f2a touched ", source[.._text.HeardAt(6999)]);
        Assert.Equal("Commit 3f2a touched src/Foo.cs:12 ", source[.._text.HeardAt(7000)]);
        Assert.Equal(source.Length, _text.HeardAt(8000));
    }

    [Fact]
    public void A_voice_without_word_times_is_bound_the_same_way()
    {
        const string source = "3f2a9bc01 was reverted by me";
        const string spoken = "3 F 2 A, 9 B C was reverted by me";
        Begin(source, new SpeakableSentence(spoken, 0, source.Length)
        {
            Binding = TextBinding.Of([new(0, 0), new(2, 0), new(4, 0), new(6, 0), new(9, 0), new(11, 0), new(13, 0), new(15, 10), new(19, 14), new(28, 23), new(31, 26)]),
        });
        _text.EndSentence(16_000);

        var words = spoken.Split(' ');
        var beats = words.Select((w, i) => VoicePace.Beats(w, i == words.Length - 1)).ToArray();
        var was = (long)(16_000 * beats.Take(7).Sum() / beats.Sum());
        Assert.Equal(0, _text.HeardAt(was - 10));
        Assert.Equal("3f2a9bc01 ", source[.._text.HeardAt(was + 10)]);
    }

    [Fact]
    public void What_was_only_named_does_not_count_as_heard()
    {
        const string source = "First one. Second one. Third one.";
        _text.Begin(source, 0);
        Assert.Equal(source.Length, _text.WholeLength);
        _text.BeginSentence(new SpeakableSentence("First one.", 0, 11), 0);
        _text.EndSentence(8000);
        _text.BeginSentence(new SpeakableSentence("There is more: two more paragraphs.", 11, 0), 8000);
        _text.EndSentence(16_000);

        Assert.Equal("First one. ", source[.._text.HeardAt(16_000)]);
        Assert.Equal(11, _text.WholeLength);
        _text.Begin("Next.", 0);
        Assert.Equal(5, _text.WholeLength);
    }

    [Fact]
    public void Sentences_follow_each_other()
    {
        const string source = "First one. Second one.";
        _text.Begin(source, 0);
        _text.BeginSentence(new SpeakableSentence("First one.", 0, 11), 0);
        _text.EndSentence(8000);
        _text.BeginSentence(new SpeakableSentence("Second one.", 11, 11), 8000);
        _text.AddWord(new SpokenWord(7, 3, 4000));
        _text.EndSentence(16_000);

        Assert.Equal(11, _text.HeardAt(11_999));
        Assert.Equal("First one. Second ".Length, _text.HeardAt(12_000));
    }

    private void Begin(string source, SpeakableSentence sentence)
    {
        _text.Begin(source, 0);
        _text.BeginSentence(sentence, 0);
    }
}
