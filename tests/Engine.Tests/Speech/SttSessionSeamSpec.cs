using CallActors.Engine.Speech;
using CallActors.Engine.Tests.Fakes;

namespace CallActors.Engine.Tests.Speech;

/// <summary>Where one recognition ends and the next goes on: no word is lost, none is told twice.</summary>
public sealed class SttSessionSeamSpec : SttSessionSpec
{
    // 16 s are kept.
    private const int RingFrames = 800;

    [Fact]
    public async Task Whatever_breaks_and_whenever_every_word_is_told_once_and_in_its_order()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var ears = new WordEars(random, tellsEarly: random.Next(2) == 0);
            var words = random.Next(5, 40);
            Session = StartWith(ears);
            await AwaitAssertAsync(() => Assert.True(ears.IsOpen));
            Session.Tell(SttCommands.SpeechBegan.Instance);
            for (var frame = 0; frame < words * WordEars.FramesPerWord; frame++)
            {
                Hear(1, (byte)(frame / WordEars.FramesPerWord));
                // In the middle of a word as well as at its end, and sometimes again as soon as it is open.
                if (random.Next(30) == 0) await BreakAsync(ears, within: random);
                if (random.Next(60) == 0) await BreakAsync(ears, within: random);
            }

            await OpenAsync(ears);
            Session.Tell(new SttCommands.EndSegment(1));
            Assert.Equal((seed, Words(0, words)), (seed, ToldInOrder()));
            Sys.Stop(Session);
        }
    }

    [Fact]
    public async Task Two_that_break_within_one_segment_are_one_seam()
    {
        var first = await StartAsync();
        Session.Tell(SttCommands.SpeechBegan.Instance);
        Hear(20);
        first.Final("tell me");
        first.Break();
        Time.Advance(TimeSpan.FromMilliseconds(500));
        var second = await OpenedAsync();
        Hear(20);
        second.Break();
        Time.Advance(TimeSpan.FromSeconds(1));
        var third = await OpenedAsync();
        AwaitAssert(() => Assert.Equal(40, third.AcceptedFrames));
        third.Final("tell me about");
        third.Final("the build");
        Session.Tell(new SttCommands.EndSegment(1));
        third.Final("please");
        Assert.Equal("tell me about the build please", ToldInOrder());
    }

    [Fact]
    public async Task Words_that_were_shown_but_not_final_are_heard_again_and_told_once()
    {
        var recognition = await StartAsync();
        Session.Tell(SttCommands.SpeechBegan.Instance);
        Hear(20);
        recognition.Interim("fix the fail");
        recognition.Break();
        Time.Advance(TimeSpan.FromMilliseconds(500));
        var next = await OpenedAsync();
        AwaitAssert(() => Assert.Equal(20, next.AcceptedFrames));
        next.Interim("fix");
        next.Interim("fix the failing test");
        Session.Tell(new SttCommands.EndSegment(1));
        next.Final("fix the failing test");
        List<object> told = [];
        Stream.FishForMessage(m =>
        {
            if (m is SttReports.Interim or SttReports.SegmentText) told.Add(m);
            return m is SttReports.SegmentText;
        });
        Assert.Equal(
            [new SttReports.Interim("fix the fail"), new SttReports.Interim("fix"), new SttReports.Interim("fix the failing test"), new SttReports.SegmentText(1, "fix the failing test")],
            told);
    }

    [Fact]
    public async Task Words_whose_audio_the_ring_has_dropped_are_not_waited_for_at_the_seam()
    {
        // Twenty seconds without a pause, and final words that do not tell how far they reach.
        var ears = new WordEars(new Random(1), finalEvery: 3, tellsReach: false);
        Session = StartWith(ears);
        await AwaitAssertAsync(() => Assert.True(ears.IsOpen));
        Session.Tell(SttCommands.SpeechBegan.Instance);
        SayWords(0, 200);
        await BreakAsync(ears);
        SayWords(200, 240);
        Session.Tell(new SttCommands.EndSegment(1));
        Assert.Equal(Words(0, 240), ToldInOrder());
    }

    [Fact]
    public async Task What_was_said_while_nobody_listened_is_lost_only_beyond_16_s_and_that_is_told()
    {
        var recognition = await StartAsync();
        recognition.Break();
        Session.Tell(SttCommands.SpeechBegan.Instance);
        Hear(RingFrames + 110);
        Time.Advance(TimeSpan.FromMilliseconds(500));
        var next = await Recognizer.OpenedAsync();
        AwaitAssert(() => Assert.Equal(RingFrames, next.AcceptedFrames));
        Assert.Equal(TimeSpan.FromSeconds(2.2), Stream.FishForMessage<SttReports.AudioMissed>(_ => true).Duration);
    }

    [Fact]
    public async Task Long_talk_that_was_heard_is_not_missed_when_the_ring_drops_it()
    {
        var recognition = await StartAsync();
        Session.Tell(SttCommands.SpeechBegan.Instance);
        Hear(RingFrames + 110);
        recognition.Break();
        Time.Advance(TimeSpan.FromMilliseconds(500));
        await OpenedAsync();
        Stream.ExpectMsg<SttReports.Listens>();
        Stream.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task Audio_that_a_recogniser_is_too_slow_to_take_is_told()
    {
        var recognition = await StartAsync();
        Session.Tell(SttCommands.SpeechBegan.Instance);
        Hear(10);
        recognition.IsFull = true;
        Hear(15);
        recognition.IsFull = false;
        Hear(10);
        Session.Tell(new SttCommands.EndSegment(1));
        Assert.Equal(TimeSpan.FromMilliseconds(300), Stream.ExpectMsg<SttReports.AudioMissed>().Duration);
    }

    [Fact]
    public async Task A_recogniser_that_takes_long_to_open_is_not_blamed_and_its_words_are_told_late()
    {
        Recognizer.Hangs = 1;
        Recognizer.OpensLate = true;
        Start();
        AwaitAssert(() => Assert.Equal(1, Recognizer.Attempts));
        Session.Tell(SttCommands.SpeechBegan.Instance);
        Hear(20);
        Session.Tell(new SttCommands.EndSegment(1));
        Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(new SttReports.SegmentText(1, ""), Stream.FishForMessage<SttReports.SegmentText>(_ => true));
        // A second one waits no longer either, and the first is still kept.
        Session.Tell(SttCommands.SpeechBegan.Instance);
        Hear(20);
        Session.Tell(new SttCommands.EndSegment(2));
        Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(new SttReports.SegmentText(2, ""), Stream.ExpectMsg<SttReports.SegmentText>());
        Assert.Equal((1, 0), (Recognizer.Attempts, Volatile.Read(ref Recognizer.Cancelled)));

        Recognizer.Open();
        var recognition = await OpenedAsync();
        AwaitAssert(() => Assert.Equal((40, 2), (recognition.AcceptedFrames, recognition.Ended)));
        recognition.Final("fix the test");
        Assert.Equal(new SttReports.Phrase("fix the test"), Stream.ExpectMsg<SttReports.Phrase>());
        recognition.Final("and deploy");
        Assert.Equal(new SttReports.Phrase("and deploy"), Stream.ExpectMsg<SttReports.Phrase>());
    }

    [Fact]
    public async Task Words_that_were_shown_are_the_answer_of_one_that_goes_deaf_and_its_replay_tells_only_what_is_new()
    {
        var recognition = await StartAsync();
        Session.Tell(SttCommands.SpeechBegan.Instance);
        Hear(20);
        recognition.Interim("fix the");
        Session.Tell(new SttCommands.EndSegment(1));
        Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(new SttReports.SegmentText(1, "fix the"), Stream.FishForMessage<SttReports.SegmentText>(_ => true));
        Time.Advance(TimeSpan.FromMilliseconds(500));
        var next = await OpenedAsync();
        AwaitAssert(() => Assert.Equal((20, 1), (next.AcceptedFrames, next.Ended)));
        next.Final("Fix the failing test.");
        Assert.Equal("failing test.", Stream.FishForMessage<SttReports.Phrase>(_ => true).Text);
    }

    [Fact]
    public async Task A_segment_is_tried_once_more_and_then_let_go()
    {
        await StartAsync();
        Session.Tell(SttCommands.SpeechBegan.Instance);
        Hear(20);
        Session.Tell(new SttCommands.EndSegment(1));
        Time.Advance(TimeSpan.FromSeconds(3));
        Time.Advance(TimeSpan.FromMilliseconds(500));
        var again = await OpenedAsync();
        AwaitAssert(() => Assert.Equal((20, 1), (again.AcceptedFrames, again.Ended)));
        Time.Advance(TimeSpan.FromSeconds(3));
        AwaitAssert(() => Assert.True(again.Disposed));
        Time.Advance(TimeSpan.FromSeconds(1));
        var last = await OpenedAsync();
        Assert.Equal((0, 0), (last.AcceptedFrames, last.Ended));
    }

    [Fact]
    public async Task What_a_recognition_tells_that_an_earlier_life_of_the_session_opened_is_stale()
    {
        var recognition = await StartAsync();
        recognition.Breaks = true;
        Session.Tell(SttCommands.SpeechBegan.Instance);
        EventFilter.Exception<InvalidOperationException>().ExpectOne(() => Hear(1));
        Stream.FishForMessage<SttReports.Restarted>(_ => true);
        await OpenedAsync();
        recognition.Final("from before");
        Stream.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    private async Task BreakAsync(WordEars ears, Random? within = null)
    {
        await OpenAsync(ears);
        // After four failures without a word in between recognition is lost.
        if (ears.BrokenSinceText == 3) return;
        ears.Break();
        // The person may go on while nobody listens.
        if (within?.Next(2) != 0) await OpenAsync(ears);
    }

    private Task OpenAsync(WordEars ears) => AwaitAssertAsync(
        () =>
        {
            if (!ears.IsOpen) Time.Advance(TimeSpan.FromMilliseconds(500));
            Assert.True(ears.IsOpen);
        },
        interval: TimeSpan.FromMilliseconds(1));

    private void SayWords(int from, int to)
    {
        for (var word = from; word < to; word++) Hear(WordEars.FramesPerWord, (byte)word);
    }

    private static string Words(int from, int to) => string.Join(' ', Enumerable.Range(from, to - from).Select(w => $"w{w}"));

    /// <summary>Every final word up to the segment's end; no words that are shown early are among those that were final already.</summary>
    private string ToldInOrder()
    {
        var said = new List<string>();
        Stream.FishForMessage(m =>
        {
            if (m is SttReports.Phrase phrase) said.Add(phrase.Text);
            if (m is SttReports.SegmentText text) said.Add(text.Text);
            if (m is SttReports.Interim interim) Assert.DoesNotContain(interim.Text.Split(' ')[0], string.Join(' ', said).Split(' '));
            return m is SttReports.SegmentText;
        });
        return string.Join(' ', said.Where(t => t.Length > 0));
    }
}
