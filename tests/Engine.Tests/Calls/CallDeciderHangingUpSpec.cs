using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>The gateway stops while somebody is on the line: it is said in words, for a bounded time.</summary>
public sealed class CallDeciderHangingUpSpec : CallDeciderSpec
{
    private const string Goodbye = "This line is being shut down now. Goodbye.";

    [Fact]
    public void Who_listens_is_told_goodbye_and_then_the_line_is_put_down()
    {
        Listening();
        Stop();
        Assert.Equal((Goodbye, false), Said() is var said ? (said.Text, said.Manner!.Interruptible) : default);
        Assert.Equal(TimeSpan.FromSeconds(4), Effects.OfType<CallEffect.Arm>().Single(a => a.Timer is CallTimer.Stopping).Due);
        AsideIsOver();
        Ended(CallEndReason.Shutdown);
        Assert.Equal((RefusalReason.Stopping, "Stopped."), Answered<CallReplies.Refused>("op-1") is var refused ? (refused.Reason, refused.Detail) : default);
        Assert.Equal(CallEndReason.Shutdown, Answered<CallReplies.Ended>("hanging up").Reason);
    }

    [Fact]
    public void A_message_that_is_being_said_stops_for_it_and_what_was_heard_of_it_is_kept()
    {
        Talking();
        Begun();
        Stop();
        Assert.Equal(1, Told<StreamCommands.StopSaying>().Utterance);
        Assert.Equal(Goodbye, Said().Text);
        Spoken(heard: 7);
        Assert.Equal(CallPhase.Talking, State.Phase);
        AsideIsOver();
        Ended(CallEndReason.Shutdown);
        Assert.Equal(7, State.Operations[0].HeardLength);
    }

    [Fact]
    public void So_does_a_line_of_the_calls_own()
    {
        Talking();
        Finished("yes");
        Do(d => d.ProgressReported("Ten of twenty."));
        var line = Said().Utterance;
        Stop();
        Assert.Equal(line, Told<StreamCommands.StopSaying>().Utterance);
        Assert.Equal(Goodbye, Said().Text);
        Do(d => d.SpeechFinished(new StreamEvents.SpeechFinished(Id, State.Streams, line, 1, false, "", null)));
        Assert.Equal(CallPhase.Talking, State.Phase);
    }

    [Fact]
    public void A_voice_that_does_not_come_holds_nothing_up()
    {
        Listening();
        Stop();
        Do(d => d.Elapsed(CallTimer.Stopping, 0));
        Ended(CallEndReason.Shutdown);
    }

    [Fact]
    public void Nobody_is_spoken_to_who_is_not_on_the_line()
    {
        Answered();
        Stop();
        Ended(CallEndReason.Shutdown);
        Assert.Equal(CallEndReason.Shutdown, Assert.IsType<CallReplies.Ended>(Effect<CallEffect.Reply>().Message).Reason);
    }

    [Fact]
    public void A_line_that_goes_away_meanwhile_is_over()
    {
        Listening();
        Stop();
        Do(d => d.Detached(State.Streams));
        Ended(CallEndReason.Shutdown);
    }

    [Fact]
    public void A_goodbye_of_the_agents_is_not_said_over()
    {
        Talking();
        Finished("yes");
        Do(d => d.Operate(new CallCommands.EndCall(Id, new OperationId("op-2"), "Goodbye then."), null));
        Begun(2);
        Stop();
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream);
        Spoken("Goodbye then.".Length, utterance: 2);
        Ended(CallEndReason.AgentEnded);
        Assert.Equal(CallEndReason.AgentEnded, Answered<CallReplies.Ended>("hanging up").Reason);
    }

    [Fact]
    public void What_is_said_over_it_is_the_agents_answer()
    {
        Listening();
        Stop();
        Hear("wait");
        Assert.Equal("wait", Answered<CallReplies.TurnTaken>("op-1").Response);
        AsideIsOver();
        Ended(CallEndReason.Shutdown);
    }

    [Fact]
    public void Who_hangs_up_again_waits_for_the_same_and_who_will_not_wait_need_not()
    {
        Listening();
        Stop();
        Stop();
        Assert.Equal(["hanging up"], Effects.OfType<CallEffect.AwaitOperation>().Select(e => e.Operation.Value));
        Do(d => d.HangUp(new CallCommands.HangUp(Id, CallEndReason.Cancelled, "Now.")));
        Ended(CallEndReason.Cancelled);
        Assert.Equal(CallEndReason.Cancelled, Answered<CallReplies.Ended>("hanging up").Reason);
    }

    private void Stop() => Do(d => d.HangUp(new CallCommands.HangUp(Id, CallEndReason.Shutdown, "Stopped.", TimeSpan.FromSeconds(4))));

    private void Ended(CallEndReason reason)
    {
        Assert.Equal((CallPhase.Ended, reason), (State.Phase, State.EndReason));
        Assert.Contains(Effects, e => e is CallEffect.HangUpLeg);
    }
}
