using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;
using CallActors.Engine.Tests.Fakes;

namespace CallActors.Engine.Tests.Audio;

/// <summary>A recogniser of another kind takes over: it gets what it needs, in its order, and turns end as it can tell them.</summary>
public sealed class AudioStreamFallbackSpec : AudioStreamSpec
{
    [Fact]
    public async Task One_that_needs_an_unbroken_stream_gets_it_from_half_a_second_before_and_in_its_order()
    {
        var second = await FallBackAsync(new ScriptedRecognizer { WantsSilence = true }, before: () => Silence(60));
        Silence(5);
        Speak(1, 10);
        Assert.Equal([.. Enumerable.Repeat(AudioFormat.Silence, 30), .. Voiced(1, 10)], second.Frames);
    }

    [Fact]
    public async Task One_that_pays_for_silence_gets_only_speech_after_one_that_took_all()
    {
        Recognizer.WantsSilence = true;
        var second = await FallBackAsync(new ScriptedRecognizer(), before: () => Silence(60));
        var replayed = second.AcceptedFrames;
        Silence(60);
        Assert.Equal(replayed, second.AcceptedFrames);
        Speak(1, 10);
        Assert.Equal(Voiced(1, 10), second.Frames.Where(f => f != AudioFormat.Silence));
        Assert.Equal(replayed + 25 + 6, second.AcceptedFrames);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task In_the_middle_of_speech_it_hears_all_of_it_once(bool firstWants, bool secondWants)
    {
        Recognizer.WantsSilence = firstWants;
        var second = await FallBackAsync(new ScriptedRecognizer { WantsSilence = secondWants }, before: () => Speak(1, 20));
        Speak(21, 20);
        Assert.Equal(Voiced(1, 40), second.Frames.Where(f => f != AudioFormat.Silence));
        Silence(20);
        await AwaitAssertAsync(() => Assert.Equal(1, second.Ended));
        second.Final("fix the failing test");
        Silence(40);
        Assert.Equal("fix the failing test", FishForMessage<StreamEvents.TurnFinished>(_ => true).Text);
    }

    [Fact]
    public async Task After_one_that_follows_turns_they_end_by_silence()
    {
        Recognizer.FollowsTurns = true;
        var second = await FallBackAsync(new ScriptedRecognizer(), before: () => Silence(5));
        Speak(1, 40);
        Silence(20);
        await AwaitAssertAsync(() => Assert.Equal(1, second.Ended));
        second.Final("fix the failing test");
        Settle(second);
        Silence(15);
        Assert.Equal("fix the failing test", FishForMessage<StreamEvents.TurnFinished>(_ => true).Text);
    }

    [Fact]
    public async Task One_that_follows_turns_ends_them_itself()
    {
        var second = await FallBackAsync(new ScriptedRecognizer { FollowsTurns = true }, before: () => Silence(5));
        Speak(1, 40);
        Silence(3);
        second.Turn(RecognizedTurn.Ended);
        await AwaitAssertAsync(() => Assert.Equal(1, second.Ended));
        second.Final("fix the failing test");
        Assert.Equal("fix the failing test", FishForMessage<StreamEvents.TurnFinished>(_ => true).Text);
    }

    private async Task<ScriptedRecognizer.Recognition> FallBackAsync(ScriptedRecognizer second, Action before)
    {
        second.KeepsFrames = true;
        Stream = Open(Services with { Recognizers = [Recognizer, second] });
        await AttachAsync();
        Settle();
        before();
        Recognition.Fail(SpeechFailure.Refused);
        var recognition = await second.OpenedAsync();
        Settle(recognition);
        return recognition;
    }

    /// <summary>Voice whose frames can be told apart.</summary>
    private void Speak(byte from, int frames)
    {
        foreach (var sample in Voiced(from, frames)) Listen(1, sample);
    }

    private static IEnumerable<byte> Voiced(byte from, int frames) => Enumerable.Range(from, frames).Select(n => (byte)n);
}
