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
