using CallActors.Engine.Speech;

namespace CallActors.Engine.Tests.Speech;

public sealed class SeamSpec
{
    private readonly Seam _seam = new();

    [Fact]
    public void What_is_heard_again_is_cut_though_it_is_heard_a_little_otherwise()
    {
        _seam.Report("Fix the failing test,", 10);
        _seam.Replay(0, isCut: false);
        Assert.Equal("and deploy", _seam.Cut("fix a failing test and deploy", isFinal: true));
    }

    [Fact]
    public void What_is_heard_again_in_several_texts_is_cut_from_each()
    {
        _seam.Report("one two three four", 10);
        _seam.Replay(0, isCut: false);
        Assert.Equal("", _seam.Cut("one two", isFinal: true));
        Assert.Equal("five", _seam.Cut("three four five", isFinal: false));
        Assert.Equal("five six", _seam.Cut("three four five six", isFinal: true));
        Assert.Equal("one two", _seam.Cut("one two", isFinal: true));
    }

    [Fact]
    public void Words_whose_audio_was_not_replayed_are_not_expected()
    {
        _seam.Report("open the door", 10);
        _seam.Report("now", 20);
        _seam.Replay(10, isCut: true);
        Assert.Equal("open the door", _seam.Cut("now open the door", isFinal: true));
    }

    [Fact]
    public void When_the_beginning_of_the_replay_is_missing_its_last_words_are_still_found()
    {
        _seam.Report("one two three four five six seven eight", 100);
        _seam.Replay(50, isCut: true);
        Assert.Equal("nine ten eleven twelve thirteen", _seam.Cut("seven eight nine ten eleven twelve thirteen", isFinal: true));
    }

    [Fact]
    public void A_common_word_that_comes_again_by_chance_cuts_nothing()
    {
        _seam.Report("look at the log and tell me about the", 100);
        _seam.Replay(50, isCut: true);
        Assert.Equal("please restart the server", _seam.Cut("please restart the server", isFinal: true));
    }

    [Fact]
    public void Words_that_were_told_since_a_replay_are_expected_at_the_next()
    {
        _seam.Report("one", 10);
        _seam.Replay(0, isCut: false);
        _seam.Report(_seam.Cut("one two", isFinal: true), 20);
        _seam.Replay(0, isCut: false);
        Assert.Equal("three", _seam.Cut("one two three", isFinal: true));
    }
}
