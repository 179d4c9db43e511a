using CallActors.Contracts.Agents;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Engine.Switchboard;

namespace CallActors.Engine.Tests.Switchboard;

/// <summary>What a reception needs fails.</summary>
public sealed class ReceptionFailuresSpec : ReceptionSpec
{
    [Fact]
    public void A_voice_that_fails_at_the_PIN_ends_the_call_and_leaves_nobody_waiting()
    {
        Step(d => d.Begin());
        Step(d => d.Admitted(new SwitchboardReplies.Admitted(Ada, Call, IsUnlocked: false, null, null)));
        for (var i = 0; i < 3; i++) Step(d => d.Refused(new CallReplies.Refused(Call, RefusalReason.SpeechFailed, "") { Operation = State.PinAsked!.Value }));
        Assert.Single(ToldCall().OfType<CallCommands.EndCall>());
    }

    [Fact]
    public void A_voice_that_fails_again_and_again_is_given_up_though_the_person_is_heard()
    {
        TalkToKunduz();
        for (var i = 0; i < 3; i++)
        {
            SaysAtOnce("status");
            if (State.Speech is { } speech) Step(d => d.Refused(new CallReplies.Refused(Call, RefusalReason.SpeechFailed, "") { Operation = speech.Id }));
        }

        Yield();
        Assert.Equal(ReceptionStage.Leaving, State.Stage);
        Assert.Single(ToldCall().OfType<CallCommands.EndCall>());
    }

    [Fact]
    public void A_list_that_does_not_come_ends_the_call_politely()
    {
        Step(d => d.Begin());
        Step(d => d.Admitted(new SwitchboardReplies.Admitted(Ada, Call, IsUnlocked: true, null, null)));
        Step(d => d.Elapsed(ReceptionTimer.Asking));
        Assert.Equal(Phrases.NotReachable, Assert.Single(ToldCall().OfType<CallCommands.EndCall>()).Message);
    }

    [Fact]
    public void When_the_call_has_ended_for_want_of_anybody_the_reception_ends_too()
    {
        TalkToKunduz();
        Step(d => d.Refused(new CallReplies.Refused(Call, RefusalReason.NothingHeard, "") { Operation = State.Hearing!.Id }));
        Done();
        Step(d => d.Refused(new CallReplies.Refused(Call, RefusalReason.CallEnded, "")));
        Assert.Single(SwitchboardTold<SwitchboardCommands.EndCall>());
        Assert.Contains(Done(), e => e is ReceptionEffect.Stop);
        Becomes(new AgentState.Thinking());
        Assert.Empty(Done());
    }
}
