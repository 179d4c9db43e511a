using CallActors.Contracts.Calls;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>The agent's goodbye, and a person who is not done yet.</summary>
public sealed class CallDeciderGoodbyeSpec : CallDeciderSpec
{
    [Fact]
    public void A_person_who_speaks_over_the_goodbye_is_heard_out_before_the_line_is_put_down()
    {
        Listening();
        Hear("yes");
        Do(d => d.Operate(new CallCommands.EndCall(Id, new OperationId("op-2"), "Goodbye then."), "softphone"));
        Do(d => d.VoiceBegan(1));
        Spoken(4, interrupted: true, utterance: 2);
        Assert.Equal(CallPhase.Talking, State.Phase);
        Do(d => d.VoiceEnded(1));
        Hear("wait one more thing");
        Assert.Equal(CallEndReason.AgentEnded, State.EndReason);
        Assert.Equal(("Good", "wait one more thing"), (Answered<CallReplies.Ended>("op-2").Heard, Answered<CallReplies.Ended>("op-2").Said));
    }

    [Fact]
    public void Nobody_is_waited_for_after_the_goodbye_for_ever()
    {
        Listening();
        Hear("yes");
        Do(d => d.Operate(new CallCommands.EndCall(Id, new OperationId("op-2"), "Goodbye then."), "softphone"));
        Spoken(4, interrupted: true, utterance: 2);
        Assert.Contains(new CallEffect.Arm(CallTimer.LastWords, TimeSpan.FromSeconds(30)), Effects);
        Do(d => d.Elapsed(CallTimer.LastWords, 0));
        Assert.Equal(CallEndReason.AgentEnded, State.EndReason);
    }

    [Fact]
    public void The_hash_key_says_the_goodbye_again_and_then_the_line_is_put_down()
    {
        Interrupted();
        Press('#');
        Assert.Equal("Goodbye then.", Said().Text);
        AsideIsOver(heard: 13);
        Assert.Equal(CallEndReason.AgentEnded, State.EndReason);
        Assert.Equal("Goodbye then.", Answered<CallReplies.Ended>("op-2").Heard);
    }

    [Fact]
    public void A_goodbye_that_is_repeated_again_and_again_does_not_keep_the_call_up()
    {
        Interrupted();
        for (var i = 0; i < 20; i++)
        {
            Pass(1.5);
            Press('#');
            AsideIsOver(interrupted: true);
            Assert.Equal(CallPhase.Talking, State.Phase);
            Do(d => d.VoiceBegan(1));
            var left = Assert.Single(Effects.OfType<CallEffect.Arm>(), a => a.Timer is CallTimer.LastWords).Due;
            Assert.Equal(TimeSpan.FromSeconds(30 - 1.5 * (i + 1)), left);
            Do(d => d.VoiceEnded(1));
        }

        Assert.Contains(new CallEffect.Arm(CallTimer.LastWords, TimeSpan.Zero), Effects);
        Do(d => d.Elapsed(CallTimer.LastWords, 0));
        Assert.Equal(CallEndReason.AgentEnded, State.EndReason);
    }

    [Fact]
    public void Keys_over_the_goodbye_are_last_words()
    {
        Interrupted();
        Press('4');
        Press('2');
        Do(d => d.Elapsed(CallTimer.Keypad, 0));
        Assert.Equal("42", Answered<CallReplies.Ended>("op-2").Said);
    }

    [Fact]
    public void A_process_that_died_behind_the_goodbye_does_not_wait_for_the_phone()
    {
        Interrupted();
        Do(d => d.Recovered(legsOutliveProcess: true));
        Assert.Equal(CallEndReason.AgentEnded, State.EndReason);
        Assert.Contains(new CallEffect.HangUpLeg(Leg), Effects);
    }

    [Fact]
    public void A_process_that_died_while_it_promised_to_call_back_keeps_the_promise()
    {
        Listening();
        Hear("call me back when you're done");
        Live = CallLive.Fresh;
        Do(d => d.Recovered(legsOutliveProcess: true));
        Assert.Equal(CallEndReason.CallBackWanted, State.EndReason);
        Assert.Equal(CallEndReason.CallBackWanted, Answered<CallReplies.TurnTaken>("op-1").EndReason);
    }

    private void Interrupted()
    {
        Listening();
        Hear("yes");
        Do(d => d.Operate(new CallCommands.EndCall(Id, new OperationId("op-2"), "Goodbye then."), "softphone"));
        Begun(2);
        Spoken(4, interrupted: true, utterance: 2);
        Assert.True(Live.Ending);
    }
}
