using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>Words that nobody waited for, where a call goes wrong or ends.</summary>
public sealed class CallDeciderUndeliveredSpec : CallDeciderSpec
{
    [Fact]
    public void Words_that_nobody_waited_for_are_told_also_when_recognition_is_lost()
    {
        Listening();
        Hear("yes");
        Hear("and clean up");
        Do(d => d.Operate(Continue("op-2", "Fine. What else?"), "softphone"));
        Begun(2);
        Spoken(16, utterance: 2);
        Do(d => d.RecognitionLost(new StreamEvents.RecognitionLost(Id, 1, "It broke.")));
        Assert.Equal("and clean up", Answered<CallReplies.TurnTaken>("op-2").Response);
    }

    [Fact]
    public void Words_that_nobody_waited_for_are_told_when_the_call_ends_for_another_reason_than_a_hang_up()
    {
        Listening();
        Hear("yes");
        Hear("and clean up");
        Do(d => d.Operate(Continue("op-2", "Fine. What else?"), "softphone"));
        Begun(2);
        Do(d => d.Detached(1));
        Do(d => d.Elapsed(CallTimer.Media, 0));
        var turn = Answered<CallReplies.TurnTaken>("op-2");
        Assert.Equal(("and clean up", CallEndReason.MediaLost), (turn.Response, turn.EndReason));
    }

    [Fact]
    public void A_call_that_no_agent_uses_does_not_end_while_the_person_speaks_or_it_speaks_itself()
    {
        Listening();
        Hear("yes");
        Do(d => d.VoiceBegan(1));
        Do(d => d.Elapsed(CallTimer.Idle, 0));
        Assert.Contains(new CallEffect.Arm(CallTimer.Idle, TimeSpan.FromSeconds(5)), Effects);
        Do(d => d.VoiceEnded(1));
        Hear("repeat that");
        Do(d => d.Elapsed(CallTimer.Idle, 0));
        Assert.Equal(CallPhase.Talking, State.Phase);
        AsideIsOver();
        Do(d => d.Elapsed(CallTimer.Idle, 0));
        AsideIsOver();
        Assert.Equal(CallEndReason.TimedOut, State.EndReason);
    }
}
