using CallActors.Contracts.Audio;
using CallActors.Engine.Tests.Fakes;

namespace CallActors.Engine.Tests.Audio;

/// <summary>A voice breaks in the middle of a sentence, or is stopped in the middle of its work.</summary>
public sealed class AudioStreamVoicesSpec : AudioStreamSpec
{
    private const string Sentence = "one two three four five six.";

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public async Task When_a_voice_breaks_every_word_is_heard_once_and_whole(int framesOfTheNextWord)
    {
        var first = new WordyVoice { FailsAfter = 3, FailsWithin = framesOfTheNextWord };
        var second = new WordyVoice { Name = "second", Tone = 0xC0 };
        Stream = Open(Services with { Voices = [first, second] });
        await AttachAsync();
        Stream.Tell(new StreamCommands.Say(Call, 1, Sentence, 0, IsComplete: true));
        AwaitAssert(() => Assert.Equal(["four five six."], second.Spoken));
        PlayToTheEnd();
        AnswerMarks(lead: 0);
        byte[] words = [0x80, 0x81, 0x82, 0xC0, 0xC1, 0xC2];
        Assert.Equal(words.SelectMany(w => Enumerable.Repeat(w, WordyVoice.FramesPerWord)), Outlet.Frames.Select(f => f[0]));
        var finished = FinishedSpeech();
        Assert.Equal((Sentence.Length, ""), (finished.HeardLength, finished.Fault));
    }

    [Fact]
    public async Task When_the_last_voice_breaks_within_a_word_what_there_is_of_it_is_heard_and_the_word_does_not_count()
    {
        Stream = Open(Services with { Voices = [new WordyVoice { FailsAfter = 3, FailsWithin = 6 }] });
        await AttachAsync();
        Stream.Tell(new StreamCommands.Say(Call, 1, Sentence, 0, IsComplete: true));
        PlayToTheEnd();
        AnswerMarks(lead: 0);
        Assert.Equal(36, Outlet.Frames.Count);
        var finished = FinishedSpeech();
        Assert.Equal(("one two three ".Length, "The voice lost its breath."), (finished.HeardLength, finished.Fault));
    }

    [Fact]
    public async Task The_persons_voice_cancels_a_synthesis_in_the_frame_in_which_it_interrupts()
    {
        Voice.StallsAfter = 20;
        await AttachAsync();
        Say(1, LongText);
        SkipTheGreeting();
        Hear(21);
        Assert.False(Voice.Cancellation.IsCancellationRequested);
        Hear(1);
        Assert.True(Voice.Cancellation.IsCancellationRequested);
    }

    [Fact]
    public async Task A_key_cancels_a_synthesis_at_once()
    {
        Voice.StallsAfter = 20;
        await AttachAsync();
        Say(1, LongText);
        Stream.Tell(new MediaSignals.KeyPressed('*'));
        Assert.True(Voice.Cancellation.IsCancellationRequested);
    }

    [Fact]
    public async Task An_utterance_that_was_prepared_and_is_not_wanted_is_cancelled_at_once()
    {
        Voice.StallsAfter = 2;
        await AttachAsync();
        Stream.Tell(new StreamCommands.Prepare(Call, 1, LongText, null));
        AwaitAssert(() => Assert.Single(Voice.Spoken));
        var prepared = Voice.Cancellation;
        Stream.Tell(new StreamCommands.Prepare(Call, 2, Sentence, null));
        Assert.True(prepared.IsCancellationRequested);
    }

    [Fact]
    public async Task The_end_of_the_socket_cancels_the_synthesis_at_once()
    {
        Voice.StallsAfter = 20;
        await AttachAsync();
        Say(1, LongText);
        Stream.Tell(MediaSignals.Disconnected.Instance);
        Assert.True(Voice.Cancellation.IsCancellationRequested);
    }
}
