using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;

namespace CallActors.Engine.Tests.Audio;

/// <summary>How a stream comes to its call and leaves it.</summary>
public sealed class AudioStreamAttachingSpec : AudioStreamSpec
{
    [Fact]
    public void A_stream_that_presents_no_token_in_5_s_is_closed()
    {
        Watch(Stream);
        Time.Advance(TimeSpan.FromSeconds(5));
        ExpectTerminated(Stream);
        Assert.Equal("No valid token came in time.", Outlet.ClosedFor);
    }

    [Fact]
    public void A_refused_token_closes_the_socket_with_the_reason()
    {
        Watch(Stream);
        Stream.Tell(new MediaSignals.Started(Call, "wrong"));
        ExpectMsg<StreamEvents.Attach>(a => Assert.Equal("wrong", a.Token));
        Stream.Tell(new CallReplies.Refused(Call, RefusalReason.NotYours, "The media token is not valid."));
        ExpectTerminated(Stream);
        Assert.Equal("Refused: The media token is not valid.", Outlet.ClosedFor);
    }

    [Fact]
    public async Task A_second_start_closes_the_socket()
    {
        await AttachAsync();
        Watch(Stream);
        Stream.Tell(new MediaSignals.Started(Call, "again"));
        ExpectTerminated(Stream);
        Assert.Equal("A second start.", Outlet.ClosedFor);
    }

    [Fact]
    public async Task A_lost_socket_tells_first_what_was_heard_to_the_word()
    {
        await AttachAsync();
        Say(1);
        for (var i = 0; i < 35; i++) PassHeard();

        Stream.Tell(MediaSignals.Disconnected.Instance);
        var progressed = FishForMessage<StreamEvents.SpeechProgressed>(_ => true);
        Assert.Equal("one two three ", Text[..progressed.HeardLength]);
        ExpectMsg<StreamEvents.Detached>(d => Assert.Equal(1, d.Stream));
    }

    [Fact]
    public async Task Lost_recognition_is_told_and_the_stream_goes_on_speaking()
    {
        await AttachAsync();
        Recognizer.Failures = int.MaxValue;
        Recognition.Break();
        AwaitAssert(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(2));
            Assert.Equal(4, Recognizer.Attempts);
        });
        Assert.Equal("The recogniser is not in.", FishForMessage<StreamEvents.RecognitionLost>(_ => true).Detail);
        Hear(50);
        Silence(50);
        Say(1);

        // The service is back: so are we.
        Recognizer.Failures = 0;
        Time.Advance(TimeSpan.FromSeconds(15));
        FishForMessage<StreamEvents.RecognitionReturned>(_ => true);
        var recognition = await Recognizer.OpenedAsync();
        PlayToTheEnd();
        AnswerMarks(lead: 0);
        Hear(40);
        Silence(20);
        await AwaitAssertAsync(() => Assert.Equal(1, recognition.Ended));
        recognition.Final("can you hear me");
        Settle(recognition);
        Silence(15);
        Assert.Equal("can you hear me", FishForMessage<StreamEvents.TurnFinished>(_ => true).Text);
    }
}
