using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;

namespace CallActors.Engine.Tests.Audio;

/// <summary>Text that comes piece by piece, and voices that begin their work before their time.</summary>
public sealed class AudioStreamStreamingSpec : AudioStreamSpec
{
    [Fact]
    public async Task Speech_begins_with_the_first_sentence_and_goes_on_as_the_text_comes()
    {
        await AttachAsync();
        Stream.Tell(new StreamCommands.Say(Call, 1, "one two. thr", 0, IsComplete: false));
        FishForMessage<StreamEvents.SpeechBegun>(_ => true);
        AwaitAssert(() => Assert.Equal(["one two."], Voice.Spoken));
        Stream.Tell(new StreamCommands.SayMore(Call, 1, "ee four. ", IsComplete: false));
        AwaitAssert(() => Assert.Equal(["one two.", "three four."], Voice.Spoken));
        Stream.Tell(new StreamCommands.SayMore(Call, 1, "five.", IsComplete: true));
        AwaitAssert(() => Assert.Equal(["one two.", "three four.", "five."], Voice.Spoken));
        PlayToFrame(50);
        PlayToTheEnd();
        Assert.Equal("one two. three four. five.".Length, FinishedSpeech().HeardLength);
    }

    [Fact]
    public async Task What_was_named_and_not_read_is_not_told_as_heard()
    {
        Sentences.ReadsTo = "one two. three four. ".Length;
        await AttachAsync();
        Stream.Tell(new StreamCommands.Say(Call, 1, "one two. three four. five six.", 0, IsComplete: true));
        FishForMessage<StreamEvents.SpeechBegun>(_ => true);
        AwaitAssert(() => Assert.Equal(["one two.", "three four.", "there is more."], Voice.Spoken));
        PlayToFrame(60);
        PlayToTheEnd();
        var finished = FinishedSpeech();
        Assert.False(finished.Interrupted);
        Assert.Equal("one two. three four. ".Length, finished.HeardLength);
    }

    [Fact]
    public async Task A_text_that_pauses_is_waited_for_and_its_utterance_is_not_over()
    {
        await AttachAsync();
        Stream.Tell(new StreamCommands.Say(Call, 1, "one two. ", 0, IsComplete: false));
        FishForMessage<StreamEvents.SpeechBegun>(_ => true);
        PlayToFrame(20);
        PlayToTheEnd();
        ExpectNoMsgOf<StreamEvents.SpeechFinished>();
        Stream.Tell(new StreamCommands.SayMore(Call, 1, "three.", IsComplete: true));
        PlayToFrame(30);
        PlayToTheEnd();
        Assert.Equal("one two. three.".Length, FinishedSpeech().HeardLength);
    }

    [Fact]
    public async Task The_call_is_told_when_a_text_is_awaited_and_when_its_words_go_on()
    {
        await AttachAsync();
        Stream.Tell(new StreamCommands.Say(Call, 1, "one two. thr", 0, IsComplete: false));
        FishForMessage<StreamEvents.SpeechBegun>(_ => true);
        PlayToFrame(20);
        PlayToTheEnd();
        Assert.Equal((9, 12), FishForMessage<StreamEvents.SpeechAwaitsText>(_ => true) is var dry ? (dry.HeardLength, dry.TextLength) : default);
        Stream.Tell(new StreamCommands.SayMore(Call, 1, "ee", IsComplete: false));
        Pass(1);
        Assert.Equal(14, FishForMessage<StreamEvents.SpeechAwaitsText>(_ => true).TextLength);
        Stream.Tell(new StreamCommands.SayMore(Call, 1, " four.", IsComplete: true));
        FishForMessage<StreamEvents.SpeechWentOn>(w => w.Utterance == 1);
        PlayToFrame(40);
        PlayToTheEnd();
        Assert.Equal("one two. three four.".Length, FinishedSpeech().HeardLength);
    }

    [Fact]
    public async Task A_text_that_has_not_a_sentence_yet_is_awaited_from_the_first_frame_on()
    {
        await AttachAsync();
        Stream.Tell(new StreamCommands.Say(Call, 1, "one tw", 0, IsComplete: false));
        Pass(1);
        Assert.Equal(0, FishForMessage<StreamEvents.SpeechAwaitsText>(_ => true).HeardLength);
        Pass(50);
        ExpectNoMsgOf<StreamEvents.SpeechAwaitsText>();
    }

    [Fact]
    public async Task A_sentence_that_ends_within_a_frame_is_heard_to_its_end_before_its_text_is_awaited()
    {
        await AttachAsync();
        Voice.MoreBytes = 40;
        Stream.Tell(new StreamCommands.Say(Call, 1, "one two. thr", 0, IsComplete: false));
        FishForMessage<StreamEvents.SpeechBegun>(_ => true);
        PlayToFrame(20);
        PlayToTheEnd();
        Assert.Equal(9, FishForMessage<StreamEvents.SpeechAwaitsText>(_ => true).HeardLength);
        Assert.Equal(21, Outlet.Frames.Count);
    }

    [Fact]
    public async Task A_voice_that_is_late_awaits_no_text()
    {
        await AttachAsync();
        Voice.StallsAfter = 1;
        Stream.Tell(new StreamCommands.Say(Call, 1, "one two. thr", 0, IsComplete: false));
        FishForMessage<StreamEvents.SpeechBegun>(_ => true);
        PlayToFrame(10);
        PlayToTheEnd();
        ExpectNoMsgOf<StreamEvents.SpeechAwaitsText>();
    }

    [Fact]
    public async Task A_soft_sound_is_heard_while_a_text_is_awaited_and_gives_way_to_its_words()
    {
        await AttachAsync();
        Stream.Tell(new StreamCommands.Say(Call, 1, "one two. ", 0, IsComplete: false));
        FishForMessage<StreamEvents.SpeechBegun>(_ => true);
        Stream.Tell(new StreamCommands.PlayEarcon(Call, Earcon.Working));
        PlayToFrame(20);
        PlayToTheEnd();
        Assert.Equal(20, Outlet.Frames.Count);
        FishForMessage<StreamEvents.SpeechAwaitsText>(_ => true);
        Stream.Tell(new StreamCommands.PlayEarcon(Call, Earcon.Working));
        Pass(3);
        Assert.Equal(23, Outlet.Frames.Count);
        Stream.Tell(new StreamCommands.SayMore(Call, 1, "three.", IsComplete: true));
        FishForMessage<StreamEvents.SpeechWentOn>(_ => true);
        PlayToTheEnd();
        Assert.Equal("one two. three.".Length, FinishedSpeech().HeardLength);
        // Not a frame of the sound came behind the words' first.
        Assert.Equal(33, Outlet.Frames.Count);
        Assert.False(Clock.Wakes(Stream));
    }

    [Fact]
    public async Task A_sound_in_the_middle_of_a_message_ends_by_itself_and_the_clock_runs_on()
    {
        await AttachAsync();
        Stream.Tell(new StreamCommands.Say(Call, 1, "one two. ", 0, IsComplete: false));
        FishForMessage<StreamEvents.SpeechBegun>(_ => true);
        PlayToFrame(20);
        PlayToTheEnd();
        Stream.Tell(new StreamCommands.PlayEarcon(Call, Earcon.Working));
        PlayToTheEnd();
        Assert.Equal(26, Outlet.Frames.Count);
        Assert.True(Clock.Wakes(Stream));
    }

    [Theory]
    [InlineData("three four five six seven eight.", false)]
    [InlineData("", true)]
    public async Task A_listening_noise_in_the_pause_of_a_text_answers_it_only_if_nothing_more_was_said(string rest, bool answers)
    {
        await AttachAsync();
        Stream.Tell(new StreamCommands.Say(Call, 1, "one two. ", 0, IsComplete: false));
        FishForMessage<StreamEvents.SpeechBegun>(_ => true);
        PlayToFrame(20);
        PlayToTheEnd();
        Hear(6);
        Silence(14);
        await AwaitAssertAsync(() => Assert.Equal(1, Recognition.Ended));
        Recognition.Final("yeah");
        Settle();
        Silence(15);
        Stream.Tell(new StreamCommands.SayMore(Call, 1, rest, IsComplete: true));
        PlayToFrame(rest.Length == 0 ? 20 : 80);
        PlayToTheEnd();
        FinishedSpeech();
        if (answers) Assert.Equal("yeah", FishForMessage<StreamEvents.TurnFinished>(_ => true).Text);
        else ExpectNoMsgOf<StreamEvents.TurnFinished>();
    }

    [Fact]
    public async Task A_sound_into_which_its_message_ends_is_played_out_and_the_next_one_can_be_heard()
    {
        await AttachAsync();
        Stream.Tell(new StreamCommands.Say(Call, 1, "one two. ", 0, IsComplete: false));
        FishForMessage<StreamEvents.SpeechBegun>(_ => true);
        PlayToFrame(20);
        PlayToTheEnd();
        Stream.Tell(new StreamCommands.PlayEarcon(Call, Earcon.Working));
        Pass(2);
        Stream.Tell(new StreamCommands.SayMore(Call, 1, "", IsComplete: true));
        FinishedSpeech();
        Pass(10);
        Assert.Equal(26, Outlet.Frames.Count);
        Assert.False(Clock.Wakes(Stream));
        Stream.Tell(new StreamCommands.PlayEarcon(Call, Earcon.Working));
        Pass(10);
        Assert.Equal(32, Outlet.Frames.Count);
    }

    [Fact]
    public async Task A_voice_that_cuts_into_the_pause_of_a_text_stops_the_sound_and_the_message()
    {
        await AttachAsync();
        Stream.Tell(new StreamCommands.Say(Call, 1, "one two. ", 0, IsComplete: false));
        FishForMessage<StreamEvents.SpeechBegun>(_ => true);
        PlayToFrame(20);
        PlayToTheEnd();
        Pass(150);
        Stream.Tell(new StreamCommands.PlayEarcon(Call, Earcon.Working));
        Pass(2);
        var frames = Outlet.Frames.Count;
        Hear(22);
        FishForMessage<StreamEvents.BargeInHeard>(b => b.Step is BargeInStep.Commit);
        Assert.True(FinishedSpeech() is { Interrupted: true, HeardLength: 9 });
        Assert.InRange(Outlet.Frames.Count - frames, 0, 4);
    }

    [Fact]
    public async Task Another_utterance_in_the_pause_of_a_text_takes_its_place_and_tells_what_was_heard()
    {
        await AttachAsync();
        Stream.Tell(new StreamCommands.Say(Call, 1, "one two. thr", 0, IsComplete: false));
        FishForMessage<StreamEvents.SpeechBegun>(_ => true);
        PlayToFrame(20);
        PlayToTheEnd();
        Stream.Tell(new StreamCommands.Say(Call, -1, "at work.", 0));
        Assert.Equal((1, 9, false), FishForMessage<StreamEvents.SpeechFinished>(_ => true) is var cut ? (cut.Utterance, cut.HeardLength, cut.Interrupted) : default);
        FishForMessage<StreamEvents.SpeechBegun>(b => b.Utterance == -1);
        PlayToTheEnd();
        FishForMessage<StreamEvents.SpeechFinished>(f => f.Utterance == -1);
        Stream.Tell(new StreamCommands.Say(Call, 1, "one two. three.", 9));
        FishForMessage<StreamEvents.SpeechBegun>(b => b.Utterance == 1);
        AwaitAssert(() => Assert.Equal(["one two.", "at work.", "three."], Voice.Spoken));
    }

    [Fact]
    public async Task An_interruption_tells_the_words_heard_of_a_text_that_is_still_coming()
    {
        await AttachAsync();
        Stream.Tell(new StreamCommands.Say(Call, 1, LongText[..^1] + " ", 0, IsComplete: false));
        Stream.Tell(new StreamCommands.SayMore(Call, 1, "more. and ", IsComplete: false));
        FishForMessage<StreamEvents.SpeechBegun>(_ => true);
        SkipTheGreeting();
        Hear(22);
        FishForMessage<StreamEvents.BargeInHeard>(b => b.Step is BargeInStep.Commit);
        var heard = FinishedSpeech().HeardLength;
        Assert.Equal(Played() / 10, LongText[..heard].Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
        Stream.Tell(new StreamCommands.SayMore(Call, 1, "too late.", IsComplete: true));
        ExpectNoMsgOf<StreamEvents.SpeechBegun>();
    }

    [Fact]
    public async Task The_next_utterance_is_prepared_while_the_current_one_plays()
    {
        await AttachAsync();
        Say(1);
        Stream.Tell(new StreamCommands.Prepare(Call, 2, "next one."));
        AwaitAssert(() => Assert.Contains("next one.", Voice.Spoken));
        var count = Voice.Spoken.Count;
        PlayToFrame(120);
        PlayToTheEnd();
        FinishedSpeech();
        Stream.Tell(new StreamCommands.Say(Call, 2, "next one.", 0));
        FishForMessage<StreamEvents.SpeechBegun>(b => b.Utterance == 2);
        Assert.Equal(count, Voice.Spoken.Count);
    }

    [Fact]
    public async Task What_was_prepared_for_another_text_is_dropped()
    {
        await AttachAsync();
        Voice.StallsAfter = 0;
        Stream.Tell(new StreamCommands.Prepare(Call, 1, "old news."));
        AwaitAssert(() => Assert.Equal(1, Volatile.Read(ref Voice.Stalled)));
        Voice.StallsAfter = -1;
        Stream.Tell(new StreamCommands.Say(Call, 1, "fresh news.", 0));
        FishForMessage<StreamEvents.SpeechBegun>(_ => true);
        AwaitAssert(() => Assert.Equal(1, Volatile.Read(ref Voice.Cancelled)));
        Assert.Equal(["old news.", "fresh news."], Voice.Spoken);
    }

    [Fact]
    public async Task The_voice_that_was_prepared_stays_at_work_when_its_utterance_is_held()
    {
        await AttachAsync();
        Stream.Tell(new StreamCommands.Prepare(Call, 1, Text));
        AwaitAssert(() => Assert.Single(Voice.Spoken));
        Hear(20);
        Stream.Tell(new StreamCommands.Say(Call, 1, Text, 0));
        Silence(40);
        FishForMessage<StreamEvents.SpeechBegun>(_ => true);
        AwaitAssert(() => Assert.NotEmpty(Outlet.Frames));
        Assert.Equal(1, Voice.Spoken.Count(s => s == Voice.Spoken[0]));
    }

    [Fact]
    public async Task The_voice_of_an_utterance_that_is_held_is_at_work_already()
    {
        await AttachAsync();
        Hear(20);
        Stream.Tell(new StreamCommands.Say(Call, 1, Text, 0));
        AwaitAssert(() => Assert.Single(Voice.Spoken));
        Silence(40);
        FishForMessage<StreamEvents.SpeechBegun>(_ => true);
        AwaitAssert(() => Assert.NotEmpty(Outlet.Frames));
        Assert.Equal("one two three four five six.", Voice.Spoken[0]);
        Assert.Equal(1, Voice.Spoken.Count(s => s == Voice.Spoken[0]));
    }
}
