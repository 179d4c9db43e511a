using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>How a call ends, and who is told.</summary>
public sealed class CallDeciderEndingsSpec : CallDeciderSpec
{
    [Fact]
    public void A_hang_up_while_listening_returns_what_was_said_so_far()
    {
        Talking();
        Hear("well then");
        Spoken(Question.Length);
        Do(d => d.LegReported(Leg, LegNews.HungUp));
        var turn = Answered<CallReplies.TurnTaken>("op-1");
        Assert.Equal(("well then", CallEndReason.HungUp), (turn.Response, turn.EndReason));
    }

    [Fact]
    public void A_hang_up_while_waiting_for_words_returns_at_once_with_nothing()
    {
        Talking();
        Spoken(Question.Length);
        Do(d => d.LegReported(Leg, LegNews.HungUp));
        Assert.Equal("", Answered<CallReplies.TurnTaken>("op-1").Response);
        Assert.Empty(Effects.OfType<CallEffect.HangUpLeg>());
    }

    [Fact]
    public void Operations_that_wait_when_the_call_ends_are_refused()
    {
        Talking();
        Do(d => d.Operate(Speak("op-2", "One."), "softphone"));
        Do(d => d.LegReported(Leg, LegNews.HungUp));
        Assert.Equal(RefusalReason.CallEnded, Answered<CallReplies.Refused>("op-2").Reason);
    }

    [Fact]
    public void Speaking_to_a_call_that_is_over_is_refused_and_does_not_pretend()
    {
        Talking();
        Do(d => d.LegReported(Leg, LegNews.HungUp));
        Do(d => d.Operate(Speak("op-2", "Hello?"), "softphone"));
        Assert.Equal(RefusalReason.CallEnded, Refused().Reason);
    }

    [Fact]
    public void Ending_says_goodbye_first_and_hangs_up_when_it_was_heard()
    {
        Talking();
        Finished("no");
        Pass(20);
        Do(d => d.Operate(new CallCommands.EndCall(Id, new OperationId("op-2"), "Goodbye."), "softphone"));
        Assert.Empty(Effects.OfType<CallEffect.HangUpLeg>());
        Spoken(8, utterance: 2);
        var ended = Answered<CallReplies.Ended>("op-2");
        Assert.Equal((CallEndReason.AgentEnded, TimeSpan.FromSeconds(20)), (ended.Reason, ended.Duration));
        Assert.Equal(Leg, Effect<CallEffect.HangUpLeg>().Leg);
    }

    [Fact]
    public void Ending_hangs_up_also_when_the_voice_fails()
    {
        Talking();
        Finished("no");
        Do(d => d.Operate(new CallCommands.EndCall(Id, new OperationId("op-2"), "Goodbye."), "softphone"));
        Do(d => d.SpeechFinished(new StreamEvents.SpeechFinished(Id, 1, 2, 0, false, "The voice broke.", null)));
        Answered<CallReplies.Ended>("op-2");
        Assert.Equal(CallPhase.Ended, State.Phase);
    }

    [Fact]
    public void Abandoning_while_it_rings_cancels_the_call()
    {
        Ringing();
        Do(d => d.Abandon(new OperationId("op-1")));
        Assert.Equal((CallPhase.Ended, CallEndReason.Cancelled), (State.Phase, State.EndReason));
        Assert.Equal(Leg, Effect<CallEffect.HangUpLeg>().Leg);
    }

    [Fact]
    public void Abandoning_stops_the_speech_and_keeps_later_words_for_the_next_turn()
    {
        Talking();
        Do(d => d.Abandon(new OperationId("op-1")));
        Assert.Equal(1, Told<StreamCommands.StopSaying>().Utterance);
        Assert.Equal(RefusalReason.Abandoned, Answered<CallReplies.Refused>("op-1").Reason);

        Hear("too late");
        Do(d => d.Operate(Continue("op-2", "Sorry?"), "softphone"));
        Pass(1);
        Begun(2);
        Spoken(6, utterance: 2);
        Hear("never mind");
        Assert.Equal("too late never mind", Answered<CallReplies.TurnTaken>("op-2").Response);
    }

    [Fact]
    public void Abandoning_a_waiting_operation_takes_it_out_of_the_queue()
    {
        Talking();
        Do(d => d.Operate(Speak("op-2", "One."), "softphone"));
        Do(d => d.Abandon(new OperationId("op-2")));
        Assert.Equal(RefusalReason.Abandoned, Answered<CallReplies.Refused>("op-2").Reason);
        Finished("yes");
        Assert.Empty(Effects.OfType<CallEffect.TellStream>());
    }

    [Fact]
    public void An_idle_call_is_ended_but_not_while_an_operation_runs()
    {
        Talking();
        Do(d => d.Elapsed(CallTimer.Idle, 0));
        Assert.Equal(CallPhase.Talking, State.Phase);
        Finished("yes");
        Assert.Contains(new CallEffect.Arm(CallTimer.Idle, TimeSpan.FromMinutes(7)), Effects);
        Do(d => d.Elapsed(CallTimer.Idle, 0));
        Assert.Equal("The agent has not come back. Goodbye.", Said().Text);
        AsideIsOver();
        Assert.Equal(CallEndReason.TimedOut, State.EndReason);
    }
}
