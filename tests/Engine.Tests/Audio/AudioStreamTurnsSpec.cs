using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Speech;
using CallActors.Engine.Audio;
using CallActors.Engine.Tests.Fakes;
using CallActors.Engine.Turns;

namespace CallActors.Engine.Tests.Audio;

/// <summary>The person's turns: what is recognised, when they end.</summary>
public sealed class AudioStreamTurnsSpec : AudioStreamSpec
{
    [Fact]
    public async Task A_turn_ends_after_its_silence_and_brings_its_text_with_its_times()
    {
        await AttachAsync();
        Hear(40);
        Silence(20);
        await AwaitAssertAsync(() => Assert.Equal(1, Recognition.Ended));
        Recognition.Final("fix the failing test");
        Settle();
        Silence(14);
        ExpectNoMsgOf<StreamEvents.TurnFinished>();
        Silence(1);
        var turn = FishForMessage<StreamEvents.TurnFinished>(_ => true);
        Assert.Equal("fix the failing test", turn.Text);
        Assert.InRange(turn.VoiceBegan.TotalMilliseconds, 1460, 1520);
        Assert.InRange(turn.VoiceEnded.TotalMilliseconds, 680, 720);
    }

    [Fact]
    public async Task Only_the_audio_around_speech_is_recognised_with_half_a_second_from_before()
    {
        await AttachAsync();
        Silence(100);
        Assert.Equal(0, Recognition.AcceptedFrames);
        Hear(20);
        // The onset comes with the fourth voiced frame: 25 frames lie before the next one.
        await AwaitAssertAsync(() => Assert.Equal(25 + 16, Recognition.AcceptedFrames));
        Silence(20);
        await AwaitAssertAsync(() => Assert.Equal(1, Recognition.Ended));
        Silence(100);
        await AwaitAssertAsync(() => Assert.Equal(25 + 16 + 20, Recognition.AcceptedFrames));
    }

    [Fact]
    public async Task While_we_speak_only_what_is_right_around_a_voice_is_recognised_as_the_rest_may_be_our_own()
    {
        await AttachAsync();
        Say(1, LongText);
        SkipTheGreeting();
        Silence(100);
        Hear(20);
        // Ten frames lie before the one that follows the onset.
        await AwaitAssertAsync(() => Assert.Equal(10 + 16, Recognition.AcceptedFrames));
        Silence(13);
        // Of the pause that asks, ten more belong to the voice; the others wait for it to go on.
        await AwaitAssertAsync(() => Assert.Equal(10 + 16 + 11, Recognition.AcceptedFrames));
    }

    [Fact]
    public async Task What_is_kept_from_a_service_that_needs_an_unbroken_stream_is_silence_to_it()
    {
        Recognizer.WantsSilence = true;
        Stream = Open(TurnRules.Default);
        await AttachAsync();
        Say(1, LongText);
        SkipTheGreeting();
        Silence(100);
        await AwaitAssertAsync(() => Assert.Equal(90, Recognition.AcceptedFrames));
    }

    [Fact]
    public async Task A_service_that_needs_an_unbroken_stream_gets_all_of_it()
    {
        Recognizer.WantsSilence = true;
        var outlet = new RecordingOutlet();
        var stream = Sys.ActorOf(AudioStreamActor.PropsFor(outlet, TestActor, Services).WithDispatcher(SameThread));
        stream.Tell(new MediaSignals.Started(Call, "token"));
        ExpectMsg<StreamEvents.Attach>();
        stream.Tell(new StreamEvents.Attached(Call, 1));
        var recognition = await Recognizer.OpenedAsync();
        await AwaitAssertAsync(() =>
        {
            var frame = AudioFramePool.Shared.Rent();
            Array.Fill(frame.Samples, AudioFormat.Silence);
            stream.Tell(frame);
            Assert.True(recognition.AcceptedFrames >= 20);
        });
    }

    [Fact]
    public async Task A_person_who_goes_on_before_the_text_came_is_still_in_the_same_turn()
    {
        await AttachAsync();
        Hear(20);
        Silence(35);
        Hear(20);
        await AwaitAssertAsync(() => Assert.Equal(1, Recognition.Ended));
        Recognition.Final("fix the");
        Silence(35);
        await AwaitAssertAsync(() => Assert.Equal(2, Recognition.Ended));
        Recognition.Final("failing test");
        Settle();
        Silence(2);
        Assert.Equal("fix the failing test", FishForMessage<StreamEvents.TurnFinished>(_ => true).Text);
    }

    [Fact]
    public async Task A_voice_without_words_is_no_turn()
    {
        await AttachAsync();
        Hear(20);
        Silence(35);
        await AwaitAssertAsync(() => Assert.Equal(1, Recognition.Ended));
        Recognition.Final("");
        ExpectNoMsgOf<StreamEvents.TurnFinished>();
    }

    [Fact]
    public async Task A_choice_ends_its_turn_sooner()
    {
        await AttachAsync();
        Stream.Tell(new StreamCommands.Expect(Call, Expectation.YesOrNo.Instance));
        Hear(20);
        Silence(25);
        await AwaitAssertAsync(() => Assert.Equal(1, Recognition.Ended));
        Assert.IsType<Expectation.YesOrNo>(Recognition.Expectation);
    }

    [Fact]
    public async Task Where_the_browser_recognises_our_recogniser_is_not_heard()
    {
        await AttachAsync();
        Hear(20);
        Stream.Tell(new StreamCommands.TakeWords(Call, "yes", true, WordSource.Browser));
        Assert.Equal("yes", FishForMessage<StreamEvents.TurnFinished>(_ => true).Text);
        Silence(35);
        await AwaitAssertAsync(() => Assert.Equal(1, Recognition.Ended));
        Recognition.Final("yes again");
        ExpectNoMsgOf<StreamEvents.TurnFinished>();
    }

    [Fact]
    public async Task A_text_that_has_not_come_two_and_a_half_seconds_after_the_voice_is_told_until_it_comes()
    {
        await AttachAsync();
        Hear(20);
        Silence(35);
        FishForMessage<StreamEvents.VoiceEnded>(_ => true);
        await AwaitAssertAsync(() => Assert.Equal(1, Recognition.Ended));
        Time.Advance(TimeSpan.FromSeconds(1.75));
        ExpectNoMsgOf<StreamEvents.TextIsLate>();
        Time.Advance(TimeSpan.FromSeconds(0.05));
        FishForMessage<StreamEvents.TextIsLate>(_ => true);
        Recognition.Final("yes");
        FishForMessage<StreamEvents.TurnFinished>(_ => true);
        Time.Advance(TimeSpan.FromSeconds(10));
        ExpectNoMsgOf<StreamEvents.TextIsLate>();
    }

    [Fact]
    public async Task A_sentence_that_breaks_off_is_waited_for()
    {
        await AttachAsync();
        Hear(40);
        Silence(20);
        await AwaitAssertAsync(() => Assert.Equal(1, Recognition.Ended));
        Recognition.Final("fix the");
        ExpectNoMsgOf<StreamEvents.TurnFinished>();
        Silence(60);
        ExpectNoMsgOf<StreamEvents.TurnFinished>();
        Silence(10);
        Assert.Equal("fix the", FishForMessage<StreamEvents.TurnFinished>(_ => true).Text);
    }

    [Fact]
    public async Task Words_that_are_likely_to_be_the_whole_turn_are_told_before_its_end()
    {
        await AttachAsync();
        Hear(40);
        Silence(20);
        await AwaitAssertAsync(() => Assert.Equal(1, Recognition.Ended));
        Recognition.Final("run the tests");
        Assert.Equal("run the tests", FishForMessage<StreamEvents.PersonHeard>(p => p.IsLikelyWhole).Text);
        ExpectNoMsgOf<StreamEvents.TurnFinished>();
        Silence(15);
        Assert.Equal("run the tests", FishForMessage<StreamEvents.TurnFinished>(_ => true).Text);
    }

    [Fact]
    public async Task Words_without_a_voice_are_a_turn_after_a_silence()
    {
        await AttachAsync();
        Recognition.Final("a very quiet answer");
        ExpectNoMsgOf<StreamEvents.TurnFinished>();
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("a very quiet answer", FishForMessage<StreamEvents.TurnFinished>(_ => true).Text);
    }

    [Fact]
    public async Task A_voice_without_words_is_told_but_a_cough_is_not()
    {
        await AttachAsync();
        Hear(10);
        Silence(35);
        await AwaitAssertAsync(() => Assert.Equal(1, Recognition.Ended));
        Recognition.Final("");
        ExpectNoMsgOf<StreamEvents.NotUnderstood>();
        Hear(30);
        Silence(35);
        await AwaitAssertAsync(() => Assert.Equal(2, Recognition.Ended));
        Recognition.Final("");
        Assert.Equal(600, FishForMessage<StreamEvents.NotUnderstood>(_ => true).Voiced.TotalMilliseconds);
    }

    [Fact]
    public async Task A_recogniser_that_follows_turns_ends_them_at_once()
    {
        await AttachAsync();
        Hear(40);
        Recognition.Final("that is all");
        FishForMessage<StreamEvents.VoiceBegan>(_ => true);
        ExpectNoMsgOf<StreamEvents.TurnFinished>();
        Recognition.Turn(RecognizedTurn.Ended);
        await AwaitAssertAsync(() => Assert.Equal(1, Recognition.Ended));
        Recognition.Final("");
        Assert.Equal("that is all", FishForMessage<StreamEvents.TurnFinished>(_ => true).Text);
    }

    [Fact]
    public async Task Final_words_are_not_lost_with_the_socket()
    {
        await AttachAsync();
        Hear(40);
        Recognition.Final("push the branch");
        ExpectNoMsgOf<StreamEvents.TurnFinished>();
        Stream.Tell(MediaSignals.Disconnected.Instance);
        Assert.Equal("push the branch", FishForMessage<StreamEvents.TurnFinished>(_ => true).Text);
        ExpectMsg<StreamEvents.Detached>();
    }

    [Fact]
    public async Task Words_are_not_lost_with_the_place_that_another_socket_takes()
    {
        await AttachAsync();
        Hear(40);
        Recognition.Final("push the branch");
        ExpectNoMsgOf<StreamEvents.TurnFinished>();
        Stream.Tell(new StreamCommands.Close(Call, "Another socket took this call."));
        Assert.Equal("push the branch", FishForMessage<StreamEvents.TurnFinished>(_ => true).Text);
    }
}
