using CallActors.Contracts.Speech;
using CallActors.Engine.Speech;
using CallActors.Engine.Tests.Fakes;

namespace CallActors.Engine.Tests.Speech;

public sealed class SttSessionActorSpec : SttSessionSpec
{
    [Fact]
    public async Task Everything_that_comes_is_heard_and_only_speech_is_kept_for_a_replay()
    {
        var recognition = await StartAsync();
        Hear(100);
        Assert.Equal(100, recognition.AcceptedFrames);
        Session.Tell(SttCommands.SpeechBegan.Instance);
        Hear(10);
        recognition.Break();
        AwaitAssert(() => Assert.True(recognition.Disposed));
        Time.Advance(TimeSpan.FromMilliseconds(500));
        var next = await Recognizer.OpenedAsync();
        AwaitAssert(() => Assert.Equal(10, next.AcceptedFrames));
    }

    [Fact]
    public async Task A_segment_is_answered_with_its_number()
    {
        var recognition = await StartAsync();
        Session.Tell(SttCommands.SpeechBegan.Instance);
        Hear(10);
        recognition.Interim("fix");
        Assert.Equal("fix", Stream.ExpectMsg<SttReports.Interim>().Text);
        Session.Tell(new SttCommands.EndSegment(7));
        recognition.Final("fix it");
        Assert.Equal(new SttReports.SegmentText(7, "fix it"), Stream.ExpectMsg<SttReports.SegmentText>());
    }

    [Fact]
    public async Task A_recogniser_that_says_nothing_is_given_up_after_3_s_and_opened_anew()
    {
        var recognition = await StartAsync();
        Session.Tell(SttCommands.SpeechBegan.Instance);
        Hear(10);
        Session.Tell(new SttCommands.EndSegment(1));
        Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("", Stream.ExpectMsg<SttReports.SegmentText>().Text);
        Assert.True(recognition.Disposed);
        Time.Advance(TimeSpan.FromMilliseconds(500));
        await Recognizer.OpenedAsync();
        Stream.ExpectMsg<SttReports.Listens>();
        recognition.Final("too late");
        Stream.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task What_was_not_final_is_replayed_into_the_next_recognition()
    {
        var recognition = await StartAsync();
        Session.Tell(SttCommands.SpeechBegan.Instance);
        Hear(40);
        recognition.Break();
        Hear(5);
        Time.Advance(TimeSpan.FromMilliseconds(500));
        var next = await Recognizer.OpenedAsync();
        AwaitAssert(() => Assert.Equal(45, next.AcceptedFrames));
        Hear(5);
        Assert.Equal(50, next.AcceptedFrames);
        Session.Tell(new SttCommands.EndSegment(1));
        next.Final("nothing lost");
        Assert.Equal("nothing lost", Stream.FishForMessage<SttReports.SegmentText>(_ => true).Text);
    }

    [Fact]
    public async Task A_segment_that_was_ended_while_nobody_listened_is_still_answered()
    {
        var recognition = await StartAsync();
        Session.Tell(SttCommands.SpeechBegan.Instance);
        Hear(20);
        recognition.Break();
        Session.Tell(new SttCommands.EndSegment(1));
        Time.Advance(TimeSpan.FromMilliseconds(500));
        var next = await Recognizer.OpenedAsync();
        AwaitAssert(() => Assert.Equal((20, 1), (next.AcceptedFrames, next.Ended)));
        next.Final("still here");
        Assert.Equal("still here", Stream.FishForMessage<SttReports.SegmentText>(_ => true).Text);
    }

    [Fact]
    public void Four_failures_in_a_row_are_told_and_every_segment_is_answered_empty()
    {
        Recognizer.Failures = int.MaxValue;
        Start();
        AwaitAssert(() => Assert.Equal(1, Recognizer.Attempts));
        foreach (var (attempt, wait) in new[] { (2, 0.5), (3, 1), (4, 2) })
        {
            AwaitAssert(() =>
            {
                if (Recognizer.Attempts < attempt) Time.Advance(TimeSpan.FromSeconds(wait));
                Assert.Equal(attempt, Recognizer.Attempts);
            });
        }

        Assert.Equal("The recogniser is not in.", Stream.FishForMessage<SttReports.Lost>(_ => true).Detail);
        Session.Tell(new SttCommands.EndSegment(3));
        Assert.Equal(new SttReports.SegmentText(3, ""), Stream.ExpectMsg<SttReports.SegmentText>());
    }

    [Fact]
    public async Task The_expectation_is_kept_for_a_recognition_that_is_opened_later()
    {
        var recognition = await StartAsync();
        Session.Tell(new SttCommands.Expect(Expectation.Digits.Instance));
        Assert.IsType<Expectation.Digits>(recognition.Expectation);
        recognition.Break();
        AwaitAssert(() => Assert.True(recognition.Disposed));
        Time.Advance(TimeSpan.FromMilliseconds(500));
        var next = await Recognizer.OpenedAsync();
        AwaitAssert(() => Assert.IsType<Expectation.Digits>(next.Expectation));
    }

    [Fact]
    public async Task Stopping_ends_the_recognition()
    {
        var recognition = await StartAsync();
        Sys.Stop(Session);
        AwaitAssert(() => Assert.True(recognition.Disposed));
    }

    [Fact]
    public async Task Audio_that_final_words_cover_is_not_replayed()
    {
        var recognition = await StartAsync();
        Session.Tell(SttCommands.SpeechBegan.Instance);
        Hear(40);
        recognition.Final("fix the", TimeSpan.FromMilliseconds(30 * 20));
        Assert.Equal("fix the", Stream.FishForMessage<SttReports.Phrase>(_ => true).Text);
        recognition.Break();
        Time.Advance(TimeSpan.FromMilliseconds(500));
        var next = await Recognizer.OpenedAsync();
        AwaitAssert(() => Assert.Equal(10, next.AcceptedFrames));
    }

    [Fact]
    public async Task Words_that_the_next_recognition_hears_again_are_told_once()
    {
        var recognition = await StartAsync();
        Session.Tell(SttCommands.SpeechBegan.Instance);
        Hear(40);
        recognition.Final("fix the");
        recognition.Break();
        Time.Advance(TimeSpan.FromMilliseconds(500));
        var next = await OpenedAsync();
        next.Interim("fix the failing");
        Assert.Equal("failing", Stream.FishForMessage<SttReports.Interim>(_ => true).Text);
        Session.Tell(new SttCommands.EndSegment(1));
        next.Final("Fix the failing test");
        Assert.Equal("failing test", Stream.ExpectMsg<SttReports.SegmentText>().Text);
    }

    [Fact]
    public async Task A_deaf_recogniser_hands_its_audio_to_the_next_one_and_no_word_is_lost()
    {
        var second = new ScriptedRecognizer { Name = "second" };
        var recognition = await StartAsync(second);
        Session.Tell(SttCommands.SpeechBegan.Instance);
        Hear(20);
        Session.Tell(new SttCommands.EndSegment(1));
        Time.Advance(TimeSpan.FromSeconds(3));
        var next = await second.OpenedAsync();
        AwaitAssert(() => Assert.Equal((20, 1), (next.AcceptedFrames, next.Ended)));
        next.Final("nothing lost");
        Assert.Equal("nothing lost", Stream.FishForMessage<SttReports.SegmentText>(_ => true).Text);
        Assert.True(recognition.Disposed);
    }

    [Fact]
    public async Task A_recogniser_that_fails_twice_is_left_for_the_next()
    {
        Recognizer.Failures = 2;
        var second = new ScriptedRecognizer { Name = "second" };
        Start(second);
        AwaitAssert(() => Assert.Equal(1, Recognizer.Attempts));
        AwaitAssert(() =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(500));
            Assert.Equal(2, Recognizer.Attempts);
        });
        await second.OpenedAsync();
    }
}
