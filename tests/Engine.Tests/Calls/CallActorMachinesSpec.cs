using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Engine.Tests.Fakes;

namespace CallActors.Engine.Tests.Calls;

/// <summary>A machine answers the call of a real actor, with its timers and its journal.</summary>
public sealed class CallActorMachinesSpec : CallActorSpec
{
    [Fact]
    public void The_message_is_left_after_the_beep_and_the_line_is_put_down()
    {
        Talk();
        Tell(AnsweredBy.Machine);
        Hear("Please leave a message after the tone.");
        Tell(AnsweredBy.MachineAfterBeep);
        Leave();
        var turn = Agent.ExpectMsg<CallReplies.TurnTaken>();
        Assert.Equal((CallEndReason.Voicemail, VoicemailOutcome.MessageLeft, "Ready?"), (turn.EndReason, turn.Voicemail, turn.Heard));
        Assert.Equal((CallEndReason.Voicemail, VoicemailOutcome.MessageLeft), (View().EndReason, View().Voicemail));
        AwaitAssert(() => Assert.Equal([QuietCarrier.LegOf(Id)], Carrier.HungUp));
    }

    [Fact]
    public void A_greeting_is_waited_for_within_its_time()
    {
        Talk();
        Tell(AnsweredBy.Machine);
        Settle();
        NothingUntil(45);
        Assert.Contains(Told(), m => m is StreamCommands.Say { Utterance: < 0, From: 0 });
    }

    [Fact]
    public void Nobody_is_asked_whether_they_are_there_while_a_machine_speaks()
    {
        Listen();
        Tell(AnsweredBy.Machine);
        Settle();
        Told();
        Pass(44.9);
        Assert.Empty(Told());
    }

    [Fact]
    public void A_machine_is_waited_for_across_a_restart_and_the_agent_that_asks_again_is_told()
    {
        Talk();
        Tell(AnsweredBy.Machine);
        Pass(40);
        RestartAndReattach(TimeSpan.FromSeconds(2));
        Place();
        NothingUntil(3);
        Leave();
        Assert.Equal(VoicemailOutcome.MessageLeft, Agent.ExpectMsg<CallReplies.TurnTaken>().Voicemail);

        Restart();
        Place();
        var again = Agent.ExpectMsg<CallReplies.TurnTaken>();
        Assert.Equal((CallEndReason.Voicemail, VoicemailOutcome.MessageLeft, "Ready?"), (again.EndReason, again.Voicemail, again.Heard));
    }

    private void Tell(AnsweredBy answeredBy) => Call.Tell(new CallCommands.ReportAnsweredBy(Id, QuietCarrier.LegOf(Id), answeredBy), ActorRefs.NoSender);

    /// <summary>The message is said to its end.</summary>
    private void Leave()
    {
        var say = Phone.FishForMessage<StreamCommands.Say>(s => s.Utterance < 0);
        Assert.False(say.Manner!.Interruptible);
        Call.Tell(new StreamEvents.SpeechFinished(Id, Stream, say.Utterance, say.Text.Length, false, "", null), Phone.Ref);
        Settle();
    }
}
