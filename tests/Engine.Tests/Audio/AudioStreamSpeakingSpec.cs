using CallActors.Contracts.Audio;

namespace CallActors.Engine.Tests.Audio;

/// <summary>Our side: pacing, marks, faults, and whom it waits for.</summary>
public sealed class AudioStreamSpeakingSpec : AudioStreamSpec
{
    [Fact]
    public async Task An_utterance_is_sent_paced_marked_and_reported_as_heard()
    {
        await AttachAsync();
        Say(1);
        Pass(10);
        AnswerMarks();
        Assert.InRange(Outlet.Frames.Count, 18, 19);
        PlayToFrame(120);
        AnswerMarks(lead: 0);
        var finished = FinishedSpeech();
        Assert.Equal((1, Text.Length, false, ""), (finished.Utterance, finished.HeardLength, finished.Interrupted, finished.Fault));
        Assert.Equal(0, Outlet.Clears);
        Assert.False(Clock.Wakes(Stream));
    }

    [Fact]
    public async Task Progress_is_told_at_the_end_of_a_sentence()
    {
        await AttachAsync();
        Say(1);
        PlayToFrame(80);
        Assert.Equal("one two three four five six. ".Length, FishForMessage<StreamEvents.SpeechProgressed>(_ => true).HeardLength);
    }

    [Fact]
    public async Task Nobody_is_talked_over_the_utterance_waits_for_the_pause()
    {
        await AttachAsync();
        Hear(20);
        Stream.Tell(new StreamCommands.Say(Call, 1, Text, 0));
        Hear(50);
        Assert.Empty(Outlet.Frames);
        Silence(35);
        AwaitAssert(() => Assert.NotEmpty(Outlet.Frames));
        Assert.Equal(0, Outlet.Clears);
    }

    [Fact]
    public async Task After_5_s_the_next_breath_will_do()
    {
        await AttachAsync();
        Hear(20);
        Stream.Tell(new StreamCommands.Say(Call, 1, Text, 0));
        Time.Advance(TimeSpan.FromSeconds(5));
        Hear(10);
        Assert.Empty(Outlet.Frames);
        Silence(10);
        AwaitAssert(() => Assert.NotEmpty(Outlet.Frames));
    }

    [Fact]
    public async Task A_voice_without_end_may_be_a_television_and_is_talked_over_in_the_end()
    {
        await AttachAsync();
        Hear(20);
        Stream.Tell(new StreamCommands.Say(Call, 1, Text, 0));
        Time.Advance(TimeSpan.FromSeconds(5));
        Hear(10);
        Time.Advance(TimeSpan.FromSeconds(7));
        AwaitAssert(() => Assert.NotEmpty(Outlet.Frames));
        Hear(50);
        Assert.Equal(0, Outlet.Clears);
    }

    [Fact]
    public async Task A_voice_that_breaks_ends_the_utterance_with_its_fault_after_what_it_gave()
    {
        Voice.FailsAfter = 3;
        await AttachAsync();
        Say(1);
        PlayToFrame(30);
        AnswerMarks(lead: 0);
        var finished = FinishedSpeech();
        Assert.Equal(("The voice lost its breath.", false), (finished.Fault, finished.Interrupted));
    }

    [Fact]
    public async Task A_voice_that_stalls_is_given_up_and_cancelled()
    {
        Voice.StallsAfter = 0;
        await AttachAsync();
        Stream.Tell(new StreamCommands.Say(Call, 1, Text, 0));
        AwaitAssert(() => Assert.Single(Voice.Spoken));
        AwaitAssert(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(8));
            Assert.Equal(1, Volatile.Read(ref Voice.Cancelled));
        });
        Assert.Contains("delivered nothing", FinishedSpeech().Fault);
    }

    [Fact]
    public async Task Stopping_an_utterance_clears_and_cancels_the_voice()
    {
        Voice.StallsAfter = 5;
        await AttachAsync();
        Say(1);
        Pass(5);
        Stream.Tell(new StreamCommands.StopSaying(Call, 1));
        Assert.False(FinishedSpeech().Interrupted);
        Assert.Equal(1, Outlet.Clears);
        AwaitAssert(() => Assert.Equal(1, Volatile.Read(ref Voice.Cancelled)));
    }

    [Fact]
    public async Task An_utterance_that_takes_the_place_of_one_that_a_cough_stopped_begins_when_that_was_a_false_alarm()
    {
        await AttachAsync();
        Say(1, LongText);
        SkipTheGreeting();
        Hear(6);
        Stream.Tell(new StreamCommands.StopSaying(Call, 1));
        Stream.Tell(new StreamCommands.Say(Call, 2, "seven.", 0));
        Assert.Equal(1, FinishedSpeech().Utterance);
        Silence(25);
        Assert.Equal(2, FishForMessage<StreamEvents.SpeechBegun>(b => b.Utterance > 1).Utterance);
    }

    [Fact]
    public async Task Words_heard_before_a_move_are_not_said_again()
    {
        await AttachAsync();
        Stream.Tell(new StreamCommands.Say(Call, 1, Text, "one two three four five six. ".Length));
        AwaitAssert(() => Assert.NotEmpty(Outlet.Frames));
        Assert.Equal(["seven eight nine ten eleven twelve."], Voice.Spoken);
    }

    [Fact]
    public async Task An_earcon_is_played_while_nobody_speaks()
    {
        await AttachAsync();
        Stream.Tell(new StreamCommands.PlayEarcon(Call, Earcon.Working));
        Clock.Pass(20);
        Assert.Equal(6, Outlet.Frames.Count);
        Assert.Contains(Outlet.Frames, f => AudioLevel.Db(f) > -30);
        Assert.False(Clock.Wakes(Stream));
    }

    [Fact]
    public async Task An_earcon_is_played_while_an_utterances_voice_is_late()
    {
        Voice.StallsAfter = 0;
        await AttachAsync();
        Stream.Tell(new StreamCommands.Say(Call, 1, Text, 0));
        Stream.Tell(new StreamCommands.PlayEarcon(Call, Earcon.Working));
        Clock.Pass(20);
        Assert.Equal(6, Outlet.Frames.Count);
    }

    [Fact]
    public async Task An_earcon_gives_way_to_a_voice_and_to_speech()
    {
        await AttachAsync();
        Stream.Tell(new StreamCommands.PlayEarcon(Call, Earcon.Notice));
        Clock.Pass(2);
        Hear(4);
        var frames = Outlet.Frames.Count;
        Assert.Equal(1, Outlet.Clears);
        Hear(5);
        Assert.Equal(frames, Outlet.Frames.Count);
        Stream.Tell(new StreamCommands.PlayEarcon(Call, Earcon.Notice));
        Hear(5);
        Assert.Equal(frames, Outlet.Frames.Count);
    }
}
