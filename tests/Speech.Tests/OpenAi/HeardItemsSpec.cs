using CallActors.Contracts.Speech;
using CallActors.Speech.OpenAi;

namespace CallActors.Speech.Tests.OpenAi;

public sealed class HeardItemsSpec
{
    private readonly Listener _listener = new();
    private readonly HeardItems _heard;

    public HeardItemsSpec() => _heard = new HeardItems(_listener);

    [Fact]
    public void Each_end_is_answered_once_in_order_though_the_server_finishes_them_the_other_way_round()
    {
        _heard.Ask(800);
        _heard.Ask(1600);
        _heard.AddAsked("a", null);
        _heard.AddAsked("b", "a");

        _heard.Complete("b", "second");
        Assert.Empty(_listener.SoFar());
        _heard.Complete("a", "first");

        Assert.Equal(["first", "second"], _listener.SoFar());
    }

    [Fact]
    public void An_end_that_the_server_has_taken_is_told_of_unless_its_answer_is()
    {
        _heard.Ask(800);
        _heard.Ask(1600);
        _heard.Ask(2400);
        _heard.AddAsked("a", null);
        Assert.Equal(1, _listener.Taken);

        // Finished before it was told of: quick servers do so.
        _heard.Complete("b", "second");
        _heard.AddAsked("b", "a");
        _heard.AddAsked("c", "b", isConfirmed: false);

        Assert.Equal(1, _listener.Taken);
    }

    [Fact]
    public async Task A_final_text_reaches_to_where_its_segment_ended()
    {
        _heard.Ask(4000);
        _heard.AddAsked("a", null);
        _heard.Complete("a", "yes");

        Assert.Equal(new RecognizedText(0, "yes", true, null, TimeSpan.FromSeconds(0.5)), await _listener.FinalAsync());
    }

    [Fact]
    public void What_is_finished_unasked_is_told_at_once_and_with_it_that_the_turn_has_ended()
    {
        _heard.NoteSpeech(true);
        _heard.NoteSpeech(false);
        _heard.Add("a", null, 8000);
        _heard.Complete("a", "hello");

        Assert.Equal(["SpeechStarted", "LikelyEnded", "hello", "Ended"], _listener.SoFar());
    }

    [Fact]
    public void A_turn_that_goes_on_before_its_words_are_there_has_not_ended()
    {
        _heard.NoteSpeech(true);
        _heard.NoteSpeech(false);
        _heard.Add("a", null, 8000);
        _heard.NoteSpeech(true);
        _heard.Complete("a", "I think");
        _heard.NoteSpeech(false);
        _heard.Add("b", "a", 16_000);
        _heard.Complete("b", "so");

        Assert.Equal(["SpeechStarted", "LikelyEnded", "Resumed", "I think", "LikelyEnded", "so", "Ended"], _listener.SoFar());
    }

    [Fact]
    public void What_the_server_took_unasked_before_an_end_is_part_of_that_ends_one_answer()
    {
        _heard.Add("a", null, 8000);
        _heard.Ask(12_000);
        _heard.Complete("a", "turn left");
        Assert.Empty(_listener.SoFar());

        _heard.AddAsked("b", "a");
        _heard.Complete("b", "and stop");

        Assert.Equal(["turn left and stop"], _listener.SoFar());
    }

    [Fact]
    public void An_end_with_nothing_left_is_answered_by_what_was_known_or_empty()
    {
        _heard.Add("a", null, 8000);
        _heard.Ask(12_000);
        Assert.True(_heard.AnswerNothingLeft());
        Assert.Empty(_listener.SoFar());
        _heard.Complete("a", "that is all");
        _heard.Ask(16_000);
        Assert.True(_heard.AnswerNothingLeft());

        Assert.Equal(["that is all", "Ended", ""], _listener.SoFar());
        Assert.False(_heard.AnswerNothingLeft());
    }

    [Fact]
    public void An_empty_end_waits_for_the_one_before_it()
    {
        _heard.Ask(800);
        _heard.MarkEmpty(_heard.Ask(800));
        Assert.Empty(_listener.SoFar());
        _heard.AddAsked("a", null);
        _heard.Complete("a", "one");

        Assert.Equal(["one", ""], _listener.SoFar());
    }

    [Fact]
    public void Words_so_far_are_those_of_the_segment_that_is_next()
    {
        _heard.Ask(800);
        _heard.AddAsked("a", null);
        _heard.Extend("a", "red");
        _heard.Extend("a", " or");
        _heard.Extend("b", "blue");
        _heard.Complete("a", "Red or");
        _heard.Extend("b", " green");

        Assert.Equal(["~red", "~red or", "Red or", "~blue green"], _listener.SoFar());
    }

    [Fact]
    public void An_item_stands_where_its_predecessor_says()
    {
        _heard.Add("a", null, 1);
        _heard.Add("c", "b", 3);
        _heard.Add("b", "a", 2);
        _heard.Complete("c", "three");
        _heard.Complete("b", "two");
        _heard.Complete("a", "one");

        Assert.Equal(["one", "two", "three", "Ended"], _listener.SoFar());
    }

    [Fact]
    public void Servers_that_name_the_wrong_predecessor_are_taken_in_the_order_of_their_events()
    {
        _heard.Add("a", null, 1);
        _heard.Add("b", "a", 2);
        _heard.Add("c", "a", 3);
        _heard.Complete("a", "one");
        _heard.Complete("c", "three");
        _heard.Complete("b", "two");

        Assert.Equal(["one", "two", "three", "Ended"], _listener.SoFar());
    }

    [Fact]
    public void A_server_that_finishes_before_it_tells_of_an_item_does_not_hold_up_the_next()
    {
        _heard.Complete("a", "quick");
        _heard.Add("a", null, 1);
        _heard.Add("b", "a", 2);
        _heard.Complete("b", "slow");

        Assert.Equal(["quick", "slow", "Ended"], _listener.SoFar());
    }

    [Fact]
    public void Nothing_is_told_after_a_failure_and_the_failure_once()
    {
        _heard.Ask(800);
        _heard.Fail(new SpeechException(SpeechFailure.Broken, "gone"));
        _heard.Fail(new SpeechException(SpeechFailure.Broken, "again"));
        _heard.AddAsked("a", null);
        _heard.Extend("a", "late");
        _heard.Complete("a", "late");
        _heard.NoteSpeech(true);

        Assert.Contains("gone", Assert.Single(_listener.SoFar()));
    }
}
