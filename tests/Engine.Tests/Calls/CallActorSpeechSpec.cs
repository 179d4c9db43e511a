using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>What an agent asked for reaches every stream of the call, the first one and those behind a restart.</summary>
public sealed class CallActorSpeechSpec : CallActorSpec
{
    [Fact]
    public void Every_stream_is_told_how_the_call_is_spoken_also_after_a_restart()
    {
        Talk(Order() with { Voice = "Sarah", Language = "de-DE", Hints = ["kunduz"] });
        Speak(1);
        Settle();
        AssertAsAsked(AttachAnother());
        Restart();
        AssertAsAsked(AttachAnother());
    }

    [Fact]
    public void A_call_that_asks_for_nothing_tells_nothing()
    {
        Talk();
        var speech = AttachAnother();
        Assert.Equal(("", "", 0), (speech.Voice, speech.Language, speech.Hints.Count));
    }

    private static void AssertAsAsked(CallSpeech speech)
    {
        Assert.Equal(("Sarah", "de-DE"), (speech.Voice, speech.Language));
        Assert.Equal(["kunduz"], speech.Hints);
    }

    private CallSpeech AttachAnother()
    {
        var (edge, stream) = (CreateTestProbe(), CreateTestProbe());
        Call.Tell(new CallCommands.InviteMedia(Id, Fakes.QuietCarrier.LegOf(Id)), edge.Ref);
        Call.Tell(new StreamEvents.Attach(Id, edge.ExpectMsg<CallReplies.MediaInvited>().Token), stream.Ref);
        return stream.ExpectMsg<StreamEvents.Attached>().Speech!;
    }
}
