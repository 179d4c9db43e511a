using CallActors.Contracts.Speech;
using CallActors.Engine.Speech;
using CallActors.Engine.Tests.Fakes;

namespace CallActors.Engine.Tests.Speech;

public sealed class SttSessionNeverDeafSpec : SttSessionSpec
{
    [Fact]
    public async Task A_recogniser_that_has_gone_deaf_gets_the_segment_again_and_the_person_waits_no_longer_than_3_s()
    {
        var recognition = await StartAsync();
        TalkOnce(recognition);
        Say(20, segment: 2);
        Time.Advance(TimeSpan.FromSeconds(1.5));
        AwaitAssert(() => Assert.True(recognition.Disposed));
        Time.Advance(TimeSpan.FromMilliseconds(500));
        var next = await Recognizer.OpenedAsync();
        AwaitAssert(() => Assert.Equal((20, 1), (next.AcceptedFrames, next.Ended)));
        next.Final("not lost");
        Assert.Equal(new SttReports.SegmentText(2, "not lost"), Stream.FishForMessage<SttReports.SegmentText>(_ => true));
    }

    [Fact]
    public async Task When_it_stays_deaf_the_segment_is_answered_empty_3_s_after_its_end()
    {
        var recognition = await StartAsync();
        TalkOnce(recognition);
        Say(20, segment: 2);
        Time.Advance(TimeSpan.FromSeconds(1.5));
        AwaitAssert(() => Assert.True(recognition.Disposed));
        Time.Advance(TimeSpan.FromMilliseconds(500));
        await OpenedAsync();
        Stream.ExpectMsg<SttReports.Listens>();
        Time.Advance(TimeSpan.FromSeconds(0.9));
        Stream.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(new SttReports.SegmentText(2, ""), Stream.ExpectMsg<SttReports.SegmentText>());
    }

    [Fact]
    public async Task A_recogniser_that_never_tells_words_early_has_the_whole_wait()
    {
        var recognition = await StartAsync();
        Say(20, segment: 1);
        Time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(recognition.Disposed);
        recognition.Final("slow but sure");
        Assert.Equal(new SttReports.SegmentText(1, "slow but sure"), Stream.ExpectMsg<SttReports.SegmentText>());
    }

    [Fact]
    public async Task A_recogniser_that_told_some_of_the_words_is_not_deaf()
    {
        var recognition = await StartAsync();
        TalkOnce(recognition);
        Session.Tell(SttCommands.SpeechBegan.Instance);
        Hear(20);
        recognition.Interim("what a");
        Stream.ExpectMsg<SttReports.Interim>();
        Session.Tell(new SttCommands.EndSegment(2));
        Time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(recognition.Disposed);
    }

    [Fact]
    public async Task An_opening_that_hangs_is_cancelled_when_its_time_is_over_and_tried_again()
    {
        Recognizer.Hangs = 1;
        Start();
        AwaitAssert(() => Assert.Equal(1, Recognizer.Attempts));
        Time.Advance(SpeechRules.Default.OpenWithin);
        AwaitAssert(() => Assert.Equal(1, Volatile.Read(ref Recognizer.Cancelled)));
        Time.Advance(TimeSpan.FromMilliseconds(500));
        await Recognizer.OpenedAsync();
    }

    [Fact]
    public void Stopping_cancels_an_opening_that_hangs()
    {
        Recognizer.Hangs = 1;
        Start();
        AwaitAssert(() => Assert.Equal(1, Recognizer.Attempts));
        Sys.Stop(Session);
        AwaitAssert(() => Assert.Equal(1, Volatile.Read(ref Recognizer.Cancelled)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    public void What_cancels_an_opening_is_released_when_it_is_over(int failures, int hangs)
    {
        (Recognizer.Failures, Recognizer.Hangs) = (failures, hangs);
        Start();
        AwaitAssert(() => Assert.Equal(1, Recognizer.Attempts));
        var first = Recognizer.Cancellation;
        if (hangs > 0) Sys.Stop(Session);
        AwaitAssert(() => Released.Check(first));
    }

    [Fact]
    public async Task An_opening_that_is_given_up_for_another_recogniser_is_cancelled()
    {
        Recognizer.Hangs = 1;
        var second = new ScriptedRecognizer { Name = "second" };
        Start(second);
        AwaitAssert(() => Assert.Equal(1, Recognizer.Attempts));
        Say(20, segment: 1);
        Time.Advance(TimeSpan.FromSeconds(3));
        var next = await second.OpenedAsync();
        AwaitAssert(() => Assert.Equal((20, 1), (next.AcceptedFrames, next.Ended)));
        AwaitAssert(() => Assert.Equal(1, Volatile.Read(ref Recognizer.Cancelled)));
    }

    [Fact]
    public async Task One_that_takes_over_while_the_first_waits_to_be_opened_again_is_opened_once()
    {
        var second = new ScriptedRecognizer { Name = "second" };
        var recognition = await StartAsync(second);
        Say(20, segment: 1);
        Time.Advance(TimeSpan.FromSeconds(2.8));
        recognition.Break();
        AwaitAssert(() => Assert.True(recognition.Disposed));
        Time.Advance(TimeSpan.FromSeconds(0.2));
        var next = await second.OpenedAsync();
        AwaitAssert(() => Assert.Equal(1, next.Ended));
        Time.Advance(TimeSpan.FromSeconds(0.3));
        Assert.Equal((1, 1), (Recognizer.Attempts, second.Attempts));
        next.Final("once");
        Assert.Equal(new SttReports.SegmentText(1, "once"), Stream.FishForMessage<SttReports.SegmentText>(_ => true));
    }

    [Fact]
    public async Task When_recognition_is_lost_the_recognisers_are_tried_in_turn_every_15_s_until_one_is_back()
    {
        var second = new ScriptedRecognizer { Name = "second", Failures = int.MaxValue, WantsSilence = true };
        Recognizer.Failures = 3;
        Start(second);
        AwaitAssert(() =>
        {
            if (Stream.HasMessages && Stream.ReceiveOne(TimeSpan.Zero) is SttReports.Lost) return;
            Time.Advance(TimeSpan.FromMilliseconds(500));
            Assert.Fail("It is not lost yet.");
        });
        Assert.Equal((2, 4), (Recognizer.Attempts, second.Attempts));
        Say(20, segment: 1);
        Assert.Equal(new SttReports.SegmentText(1, ""), Stream.ExpectMsg<SttReports.SegmentText>());
        foreach (var attempts in new[] { (3, 4), (3, 5) })
        {
            Time.Advance(TimeSpan.FromSeconds(15));
            AwaitAssert(() => Assert.Equal(attempts, (Recognizer.Attempts, second.Attempts)));
            Stream.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        }

        Time.Advance(TimeSpan.FromSeconds(15));
        var recognition = await OpenedAsync();
        Stream.ExpectMsg<SttReports.Listens>(l => Assert.False(l.WantsSilence));
        Stream.ExpectMsg<SttReports.Returned>();
        Say(20, segment: 2);
        Assert.Equal((20, 1), (recognition.AcceptedFrames, recognition.Ended));
        recognition.Final("here again");
        Assert.Equal(new SttReports.SegmentText(2, "here again"), Stream.FishForMessage<SttReports.SegmentText>(_ => true));
    }

    [Fact]
    public async Task A_recogniser_that_keeps_failing_is_asked_last_by_the_next_calls_and_tried_again_by_one()
    {
        var second = new ScriptedRecognizer { Name = "second" };
        Recognizer.Failures = 3;
        for (var failure = 0; failure < 3; failure++)
        {
            Start(second);
            AwaitAssert(() => Assert.Equal(failure + 1, Recognizer.Attempts));
            Sys.Stop(Session);
        }

        Start(second);
        await second.OpenedAsync();
        Assert.Equal(3, Recognizer.Attempts);

        Time.Advance(TimeSpan.FromSeconds(10));
        Start(second);
        var (trial, tried) = (Session, await OpenedAsync());
        Start(second);
        await second.OpenedAsync();

        // What it answers to the one that tries it brings the others back.
        trial.Tell(new SttCommands.EndSegment(1));
        tried.Final("");
        Start(second);
        await Recognizer.OpenedAsync();
    }

    [Fact]
    public async Task A_recognition_that_opens_after_it_was_given_up_is_ended()
    {
        Recognizer.Hangs = 1;
        Recognizer.OpensLate = true;
        Start();
        AwaitAssert(() => Assert.Equal(1, Recognizer.Attempts));
        Sys.Stop(Session);
        var late = await Recognizer.OpenedAsync();
        AwaitAssert(() => Assert.True(late.Disposed));
    }

    [Fact]
    public async Task A_refusal_in_the_middle_moves_to_the_next_recogniser_at_once()
    {
        var second = new ScriptedRecognizer { Name = "second" };
        var recognition = await StartAsync(second);
        recognition.Fail(SpeechFailure.Refused);
        await second.OpenedAsync();
    }

    [Fact]
    public async Task The_return_to_a_service_is_spread_by_chance()
    {
        Chance = 1;
        var recognition = await StartAsync();
        recognition.Break();
        AwaitAssert(() => Assert.True(recognition.Disposed));
        Time.Advance(TimeSpan.FromMilliseconds(599));
        Assert.Equal(1, Recognizer.Attempts);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        await Recognizer.OpenedAsync();
    }

    [Fact]
    public async Task A_service_that_ends_long_sessions_is_never_lost_though_nobody_speaks()
    {
        var recognition = await StartAsync();
        for (var i = 0; i < 6; i++)
        {
            Time.Advance(TimeSpan.FromMinutes(5));
            recognition.Break();
            AwaitAssert(() => Assert.True(recognition.Disposed));
            Time.Advance(TimeSpan.FromMilliseconds(500));
            recognition = await OpenedAsync();
            Stream.ExpectMsg<SttReports.Listens>();
        }

        Assert.Equal(0, Assert.Single(Health.Recognizers.View(Sys.Scheduler.Now)).Failures);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Listening_allocates_nothing_for_a_frame(bool inSpeech)
    {
        Recognizer.WantsSilence = true;
        await StartAsync();
        if (inSpeech) Session.Tell(SttCommands.SpeechBegan.Instance);
        Hear(1000);
        Assert.Equal(0, Allocated.Least(() => Hear(400)));
    }

    /// <summary>After this the recogniser is known to tell words before they are final.</summary>
}
