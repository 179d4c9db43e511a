using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Speech;
using CallActors.Engine.Tests.Fakes;
using CallActors.Engine.Turns;

namespace CallActors.Engine.Tests.Audio;

/// <summary>The ladder: onset, commit, false alarm.</summary>
public sealed class AudioStreamBargeInSpec : AudioStreamSpec
{
    [Fact]
    public async Task Onset_stops_sending_and_clears_with_the_fourth_voiced_frame()
    {
        await AttachAsync();
        Say(1, LongText);
        SkipTheGreeting();
        Hear(3);
        Assert.Equal(0, Outlet.Clears);
        Hear(1);
        Assert.Equal(1, Outlet.Clears);
        var sent = Outlet.Frames.Count;
        Hear(10);
        Assert.Equal(sent, Outlet.Frames.Count);
    }

    [Fact]
    public async Task A_cough_resumes_at_the_sample_where_it_stopped_and_loses_nothing()
    {
        await AttachAsync();
        Say(1, LongText);
        SkipTheGreeting();
        var before = Played();
        Hear(8);
        Silence(25);
        await AwaitAssertAsync(() => Assert.Equal(1, Recognition.Ended));
        var alarm = FishForMessage<StreamEvents.BargeInHeard>(b => b.Step is BargeInStep.FalseAlarm);
        Assert.InRange(alarm.Paused.TotalMilliseconds, 500, 700);

        var clear = Outlet.Sent.ToList().FindIndex(i => i is RecordingOutlet.Clear);
        var next = (byte[])Outlet.Sent.Skip(clear + 1).First(i => i is byte[]);
        // Each word is 10 frames of its own byte: what is heard next is of the same word as what was heard last.
        Assert.Equal(ByteAt(before + 4), next[0]);
    }

    [Fact]
    public async Task On_a_line_that_tells_late_where_it_was_cleared_the_resume_waits_for_that()
    {
        await AttachAsync();
        Say(1, LongText);
        SkipTheGreeting();
        var played = Played();
        ListenLate(8, 0x20);
        var sent = Outlet.Frames.Count;
        ListenLate(25, AudioFormat.Silence);
        FishForMessage<StreamEvents.BargeInHeard>(b => b.Step is BargeInStep.FalseAlarm);
        Assert.Equal(sent, Outlet.Frames.Count);
        // The carrier's answer: eight frames more were played before the buffer was cleared.
        foreach (var mark in Outlet.Marks) Stream.Tell(new MediaSignals.MarkReturned(mark));
        Assert.True(Outlet.Frames.Count > sent);
        Assert.InRange(Outlet.Frames[sent][0], ByteAt(played + 4), ByteAt(sent));
    }

    [Fact]
    public async Task A_clear_that_is_never_answered_does_not_hold_the_resume_for_long()
    {
        await AttachAsync();
        Say(1, LongText);
        SkipTheGreeting();
        ListenLate(8, 0x20);
        var sent = Outlet.Frames.Count;
        ListenLate(25, AudioFormat.Silence);
        FishForMessage<StreamEvents.BargeInHeard>(b => b.Step is BargeInStep.FalseAlarm);
        Time.Advance(TimeSpan.FromMilliseconds(300));
        AwaitAssert(() => Assert.True(Outlet.Frames.Count > sent));
    }

    [Fact]
    public async Task A_voice_that_begins_while_a_resume_waits_is_another_onset()
    {
        await AttachAsync();
        Say(1, LongText);
        SkipTheGreeting();
        ListenLate(8, 0x20);
        var sent = Outlet.Frames.Count;
        ListenLate(25, AudioFormat.Silence);
        FishForMessage<StreamEvents.BargeInHeard>(b => b.Step is BargeInStep.FalseAlarm);
        ListenLate(8, 0x20);
        FishForMessage<StreamEvents.BargeInHeard>(b => b.Step is BargeInStep.Onset);
        foreach (var mark in Outlet.Marks) Stream.Tell(new MediaSignals.MarkReturned(mark));
        Assert.Equal(sent, Outlet.Frames.Count);
    }

    [Fact]
    public async Task Speech_of_440_ms_commits_and_tells_the_words_that_were_heard()
    {
        await AttachAsync();
        Say(1, LongText);
        SkipTheGreeting();
        Hear(22);
        var finished = FinishedSpeech();
        Assert.True(finished.Interrupted);
        var heard = LongText[..finished.HeardLength];
        Assert.EndsWith(" ", heard);
        Assert.Equal(Played() / 10, heard.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.NotNull(finished.OnsetToClear);
    }

    [Fact]
    public async Task A_short_word_that_was_recognised_in_its_pause_commits()
    {
        await AttachAsync();
        Say(1, LongText);
        SkipTheGreeting();
        Hear(12);
        Silence(13);
        await AwaitAssertAsync(() => Assert.Equal(1, Recognition.Ended));
        Recognition.Final("stop");
        InterruptedSpeech();
        Silence(25);
        Assert.Equal("stop", FishForMessage<StreamEvents.TurnFinished>(_ => true).Text);
    }

    [Fact]
    public async Task Words_that_come_after_a_false_alarm_still_interrupt_and_are_not_lost()
    {
        await AttachAsync();
        Say(1, LongText);
        SkipTheGreeting();
        Hear(12);
        Silence(26);
        FishForMessage<StreamEvents.BargeInHeard>(b => b.Step is BargeInStep.FalseAlarm);
        await AwaitAssertAsync(() => Assert.Equal(1, Recognition.Ended));
        Recognition.Final("stop");
        InterruptedSpeech();
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("stop", FishForMessage<StreamEvents.TurnFinished>(_ => true).Text);
    }

    [Fact]
    public async Task Hello_into_the_first_words_of_a_call_is_no_interruption()
    {
        await AttachAsync();
        Say(1, LongText);
        Pass(20);
        AnswerMarks();
        Hear(25);
        Silence(13);
        await AwaitAssertAsync(() => Assert.Equal(1, Recognition.Ended));
        Recognition.Final("hello");
        Silence(15);
        FishForMessage<StreamEvents.BargeInHeard>(b => b.Step is BargeInStep.FalseAlarm);
    }

    [Fact]
    public async Task A_caller_who_is_speaking_already_is_not_talked_over_and_stops_us_by_going_on()
    {
        await AttachAsync();
        Hear(20);
        Stream.Tell(new StreamCommands.Say(Call, 2, LongText, 0));
        Hear(100);
        Assert.Empty(Outlet.Frames);
        // After so long the next breath will do; but it was only that.
        Time.Advance(TimeSpan.FromSeconds(5));
        Silence(10);
        FishForMessage<StreamEvents.SpeechBegun>(b => b.Utterance == 2);
        Assert.Equal(0, Outlet.Clears);
        Hear(4);
        Assert.Equal(1, Outlet.Clears);
        var sent = Outlet.Frames.Count;
        Hear(25);
        InterruptedSpeech();
        Assert.Equal(sent, Outlet.Frames.Count);
    }

    [Fact]
    public async Task A_key_interrupts_at_once()
    {
        await AttachAsync();
        Say(1);
        Pass(20);
        Stream.Tell(new MediaSignals.KeyPressed('*'));
        Assert.Equal(1, Outlet.Clears);
        FishForMessage<StreamEvents.BargeInHeard>(b => b is { Step: BargeInStep.Commit, Cause: BargeInCause.Key });
        ExpectMsg<StreamEvents.KeyPressed>(k => Assert.Equal('*', k.Key));
        Assert.True(FinishedSpeech().Interrupted);
    }

    [Fact]
    public async Task Typed_words_are_a_turn_and_interrupt()
    {
        await AttachAsync();
        Say(1);
        Pass(20);
        Stream.Tell(new StreamCommands.TakeWords(Call, "never mind", true, WordSource.Typed));
        var turn = FishForMessage<StreamEvents.TurnFinished>(_ => true);
        Assert.Equal(("never mind", WordSource.Typed), (turn.Text, turn.Source));
        Assert.True(FinishedSpeech().Interrupted);
    }

    [Fact]
    public async Task An_onset_and_what_it_turned_out_to_be_carry_the_same_epoch()
    {
        await AttachAsync();
        Say(1, LongText);
        SkipTheGreeting();
        Hear(8);
        var onset = FishForMessage<StreamEvents.BargeInHeard>(b => b.Step is BargeInStep.Onset);
        Silence(25);
        var alarm = FishForMessage<StreamEvents.BargeInHeard>(b => b.Step is BargeInStep.FalseAlarm);
        Assert.Equal(onset.Epoch, alarm.Epoch);
        Assert.Equal(BargeInCause.Voice, onset.Cause);

        Hear(22);
        var second = FishForMessage<StreamEvents.BargeInHeard>(b => b.Step is BargeInStep.Onset);
        var commit = FishForMessage<StreamEvents.BargeInHeard>(b => b.Step is BargeInStep.Commit);
        Assert.Equal(second.Epoch, commit.Epoch);
        Assert.NotEqual(onset.Epoch, second.Epoch);
    }

    [Fact]
    public async Task An_answer_whose_text_comes_when_such_an_utterance_has_begun_already_is_a_turn()
    {
        await AttachAsync();
        Hear(10);
        Silence(36);
        await AwaitAssertAsync(() => Assert.Equal(1, Recognition.Ended));
        Say(1, LongText, new SpeechManner(Interruptible: false));
        Recognition.Final("right");
        Assert.Equal("right", FishForMessage<StreamEvents.TurnFinished>(_ => true).Text);
    }

    [Fact]
    public async Task An_utterance_that_may_not_be_interrupted_goes_on_and_what_is_said_over_it_is_a_turn()
    {
        await AttachAsync();
        Say(1, LongText, new SpeechManner(Interruptible: false));
        SkipTheGreeting();
        var frames = Outlet.Frames.Count;
        Hear(40);
        Stream.Tell(new MediaSignals.KeyPressed('*'));
        Assert.Equal(0, Outlet.Clears);
        Assert.True(Outlet.Frames.Count >= frames + 35);
        Silence(36);
        await AwaitAssertAsync(() => Assert.Equal(1, Recognition.Ended));
        Recognition.Final("one two three four");
        Assert.Equal("one two three four", FishForMessage<StreamEvents.TurnFinished>(_ => true).Text);
    }

    [Fact]
    public async Task Fewer_words_than_asked_for_do_not_interrupt_but_are_a_turn_and_count_for_the_next()
    {
        Stream = Open(TurnRules.Default with { CommitWords = 3, PausesAtOnset = false });
        await AttachAsync();
        Say(1, LongText);
        SkipTheGreeting();
        Hear(40);
        Silence(13);
        await AwaitAssertAsync(() => Assert.Equal(1, Recognition.Ended));
        Recognition.Final("stop");
        ExpectNoMsgOf<StreamEvents.SpeechFinished>();
        Silence(40);
        Assert.Equal(0, Outlet.Clears);
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("stop", FishForMessage<StreamEvents.TurnFinished>(_ => true).Text);

        Hear(20);
        Recognition.Interim("okay stop");
        FishForMessage<StreamEvents.BargeInHeard>(b => b is { Step: BargeInStep.Commit, Cause: BargeInCause.Words });
    }

    [Fact]
    public async Task A_recogniser_that_follows_turns_commits_by_its_own_notion()
    {
        await AttachAsync();
        Say(1, LongText);
        SkipTheGreeting();
        Recognition.Turn(RecognizedTurn.SpeechStarted);
        Settle();
        Hear(5);
        Assert.Equal(1, Outlet.Clears);
        Recognition.Turn(RecognizedTurn.SpeechStarted);
        FishForMessage<StreamEvents.BargeInHeard>(b => b is { Step: BargeInStep.Commit, Cause: BargeInCause.Service });
    }

    [Fact]
    public async Task Our_own_words_out_of_a_loudspeaker_are_neither_a_turn_nor_an_interruption()
    {
        await AttachAsync();
        Say(1, LongText);
        SkipTheGreeting();
        Recognition.Final("word10 word11 word12");
        ExpectNoMsgOf<StreamEvents.PersonHeard>();
        Assert.Equal(0, Outlet.Clears);
        Recognition.Final("but please wait");
        InterruptedSpeech();
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("but please wait", FishForMessage<StreamEvents.TurnFinished>(_ => true).Text);
    }
}
