using CallActors.Engine.Speech;

namespace CallActors.Engine.Tests.Speech;

/// <summary>Recognisers that confirm what they have, and take their time.</summary>
public sealed class SttSessionSlowSpec : SttSessionSpec
{
    [Fact]
    public async Task A_recogniser_that_has_confirmed_the_segment_is_slow_and_not_deaf()
    {
        var recognition = await StartAsync();
        TalkOnce(recognition);
        Say(20, segment: 2);
        recognition.Taken();
        Time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(recognition.Disposed);
        recognition.Final("slow but sure");
        Assert.Equal(new SttReports.SegmentText(2, "slow but sure"), Stream.FishForMessage<SttReports.SegmentText>(_ => true));
    }

    [Fact]
    public async Task What_it_has_confirmed_before_says_nothing_of_the_next_segment()
    {
        var recognition = await StartAsync();
        TalkOnce(recognition);
        Say(20, segment: 2);
        recognition.Taken();
        Time.Advance(TimeSpan.FromSeconds(0.5));
        Say(20, segment: 3);
        recognition.Final("the second");
        Assert.Equal(new SttReports.SegmentText(2, "the second"), Stream.FishForMessage<SttReports.SegmentText>(_ => true));
        // It has told something, though nothing of the third: that one must begin anew.
        Session.Tell(SttCommands.SpeechBegan.Instance);
        Say(20, segment: 4);
        Time.Advance(TimeSpan.FromSeconds(1.5));
        AwaitAssert(() => Assert.True(recognition.Disposed));
    }

    [Fact]
    public async Task One_that_confirms_and_then_says_nothing_has_3_s_and_no_more()
    {
        var recognition = await StartAsync();
        TalkOnce(recognition);
        Say(20, segment: 2);
        recognition.Taken();
        Time.Advance(TimeSpan.FromSeconds(3));
        AwaitAssert(() => Assert.True(recognition.Disposed));
        Assert.Equal(new SttReports.SegmentText(2, ""), Stream.FishForMessage<SttReports.SegmentText>(_ => true));
    }
}
