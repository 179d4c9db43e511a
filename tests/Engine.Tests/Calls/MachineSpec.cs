using CallActors.Contracts.Audio;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>A call that was answered by a machine, or may have been.</summary>
public abstract class MachineSpec : CallDeciderSpec
{
    /// <summary>The message was said into the machine.</summary>
    /// <summary>So much of the message is on the machine, and its speech is over.</summary>
    protected void Left(int heard, string? message = null, int stream = 1)
    {
        Assert.Equal(message ?? Question, State.Operations.Find(o => o.Utterance == State.Machine!.Utterance)!.Message);
        Do(d => d.SpeechFinished(new StreamEvents.SpeechFinished(Id, stream, Live.Aside!.Utterance, heard, false, "", null)));
    }

    private protected TimeSpan Armed(CallTimer timer) => Assert.Single(Effects.OfType<CallEffect.Arm>(), a => a.Timer == timer).Due;
}
