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
    public void A_voice_without_word_times_is_taken_to_speak_evenly()
    {
        Begin("aaaa bbbb cccc dddd", new SpeakableSentence("aaaa bbbb cccc dddd", 0, 19));
        _text.EndSentence(19_000);

        Assert.Equal(0, _text.HeardAt(4000));
        Assert.Equal(5, _text.HeardAt(5000));
        Assert.Equal(15, _text.HeardAt(18_000));
        Assert.Equal(19, _text.HeardAt(19_000));
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
