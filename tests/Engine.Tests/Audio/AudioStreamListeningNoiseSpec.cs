using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;

namespace CallActors.Engine.Tests.Audio;

/// <summary>"Mhm" and its like over our speech: they say that somebody listens, and nothing else.</summary>
public sealed class AudioStreamListeningNoiseSpec : AudioStreamSpec
{
    [Fact]
    public async Task Words_commit_before_the_length_does_but_listening_noises_do_not()
    {
        await AttachAsync();
        Say(1, LongText);
        SkipTheGreeting();
        Hear(9);
        Recognition.Interim("mhm");
        FishForMessage<StreamEvents.PersonHeard>(_ => true);
        Hear(1);
        Assert.Equal(1, Outlet.Clears);
        Recognition.Interim("stop that");
        InterruptedSpeech();
    }

    [Fact]
    public async Task A_listening_noise_over_our_speech_is_a_false_alarm_and_no_turn()
    {
        await AttachAsync();
        Say(1, LongText);
        SkipTheGreeting();
        Hear(10);
        Silence(13);
        await AwaitAssertAsync(() => Assert.Equal(1, Recognition.Ended));
        Recognition.Final("mhm");
        Silence(15);
        FishForMessage<StreamEvents.BargeInHeard>(b => b.Step is BargeInStep.FalseAlarm);
        ExpectNoMsgOf<StreamEvents.TurnFinished>();
    }

    [Fact]
    public async Task A_listening_noise_that_the_browser_has_heard_over_our_speech_neither_cuts_nor_is_a_turn()
    {
        await AttachAsync();
        Say(1, LongText);
        SkipTheGreeting();
        Stream.Tell(new StreamCommands.TakeWords(Call, "mhm", false, WordSource.Browser));
        Stream.Tell(new StreamCommands.TakeWords(Call, "mhm, right", true, WordSource.Browser));
        ExpectNoMsgOf<StreamEvents.TurnFinished>();
        Assert.Equal(0, Outlet.Clears);
        Stream.Tell(new StreamCommands.TakeWords(Call, "no, stop", true, WordSource.Browser));
        Assert.Equal("no, stop", FishForMessage<StreamEvents.TurnFinished>(_ => true).Text);
        Assert.True(FinishedSpeech().Interrupted);
    }

    [Fact]
    public async Task A_listening_noise_that_the_browser_has_heard_is_the_answer_to_a_question_that_ends()
    {
        await AttachAsync();
        Say(1);
        PlayToFrame(115);
        Stream.Tell(new StreamCommands.TakeWords(Call, "yeah", true, WordSource.Browser));
        PlayToTheEnd();
        Assert.Equal("yeah", FishForMessage<StreamEvents.TurnFinished>(_ => true).Text);
        Stream.Tell(new StreamCommands.TakeWords(Call, "right", true, WordSource.Browser));
        Assert.Equal("right", FishForMessage<StreamEvents.TurnFinished>(_ => true).Text);
    }

    [Fact]
    public async Task A_row_of_listening_noises_does_not_commit_by_its_length()
    {
        await AttachAsync();
        Say(1, LongText);
        SkipTheGreeting();
        Hear(10);
        Recognition.Interim("right, okay");
        FishForMessage<StreamEvents.PersonHeard>(_ => true);
        Hear(30);
        Silence(13);
        await AwaitAssertAsync(() => Assert.Equal(1, Recognition.Ended));
        Recognition.Final("right, okay, I see");
        ExpectNoMsgOf<StreamEvents.SpeechFinished>();
        Silence(13);
        FishForMessage<StreamEvents.BargeInHeard>(b => b.Step is BargeInStep.FalseAlarm);
    }

    [Fact]
    public async Task A_listening_noise_that_turns_into_words_is_not_lost()
    {
        await AttachAsync();
        Say(1, LongText);
        SkipTheGreeting();
        Hear(10);
        Silence(13);
        await AwaitAssertAsync(() => Assert.Equal(1, Recognition.Ended));
        Recognition.Final("okay");
        ExpectNoMsgOf<StreamEvents.SpeechFinished>();
        Hear(30);
        InterruptedSpeech();
        Silence(20);
        await AwaitAssertAsync(() => Assert.Equal(2, Recognition.Ended));
        Recognition.Final("stop that now");
        Settle();
        Silence(40);
        Assert.Equal("okay stop that now", FishForMessage<StreamEvents.TurnFinished>(_ => true).Text);
    }

    [Fact]
    public async Task A_listening_noise_at_the_end_of_a_question_answers_it()
    {
        await AttachAsync();
        Say(1, "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen.");
        for (var i = 0; i < 140; i++) PassHeard();
        Hear(8);
        Silence(13);
        await AwaitAssertAsync(() => Assert.Equal(1, Recognition.Ended));
        Recognition.Final("yeah");
        ExpectNoMsgOf<StreamEvents.TurnFinished>();
        Silence(12);
        FishForMessage<StreamEvents.BargeInHeard>(b => b.Step is BargeInStep.FalseAlarm);
        PlayToTheEnd();
        Assert.False(FinishedSpeech().Interrupted);
        Assert.Equal("yeah", FishForMessage<StreamEvents.TurnFinished>(_ => true).Text);
    }

    [Fact]
    public async Task A_listening_noise_over_an_utterance_that_may_not_be_interrupted_is_no_answer_to_it()
    {
        await AttachAsync();
        Say(1, LongText, new SpeechManner(Interruptible: false));
        SkipTheGreeting();
        Hear(10);
        Silence(36);
        await AwaitAssertAsync(() => Assert.Equal(1, Recognition.Ended));
        Recognition.Final("mhm");
        ExpectNoMsgOf<StreamEvents.TurnFinished>();
        Assert.Equal(0, Outlet.Clears);
        Hear(10);
        Silence(36);
        await AwaitAssertAsync(() => Assert.Equal(2, Recognition.Ended));
        Recognition.Final("no, wait");
        Assert.Equal("no, wait", FishForMessage<StreamEvents.TurnFinished>(_ => true).Text);
    }
}
