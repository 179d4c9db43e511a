using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>The times that quiet and idleness would end before, where those are switched off: listening, and the longest call.</summary>
public sealed class CallActorListeningTimeSpec : CallActorSpec
{
    protected override CallRules Rules => CallRules.Default with { QuietFor = TimeSpan.Zero, LongestCall = TimeSpan.FromMinutes(10) };

    [Fact]
    public void A_listening_time_that_runs_out_in_mid_sentence_is_extended_by_5_s()
    {
        Listen();
        Pass(178);
        Call.Tell(new StreamEvents.PersonHeard(Id, 1, "well I think"), Phone.Ref);
        Pass(2);
        Pass(4.9);
        Agent.ExpectNoMsg(TimeSpan.Zero);
        Pass(0.1);
        Assert.Equal(RefusalReason.NothingHeard, Agent.ExpectMsg<CallReplies.Refused>().Reason);
    }

    [Fact]
    public void After_a_recovery_it_goes_on_with_what_is_left()
    {
        Listen();
        Pass(40);
        RestartAndReattach(TimeSpan.FromSeconds(20));
        Place();
        Pass(119.9);
        Agent.ExpectNoMsg(TimeSpan.Zero);
        Pass(0.1);
        Assert.Equal(RefusalReason.NothingHeard, Agent.ExpectMsg<CallReplies.Refused>().Reason);
    }

    [Fact]
    public void When_it_ran_out_meanwhile_the_person_has_5_s()
    {
        Listen(Order() with { ListenFor = TimeSpan.FromSeconds(10) });
        Restart();
        Place(Order() with { ListenFor = TimeSpan.FromSeconds(10) });
        Pass(20);
        Attach(CreateTestProbe());
        Pass(4.9);
        Agent.ExpectNoMsg(TimeSpan.Zero);
        Pass(0.1);
        Assert.Equal(RefusalReason.NothingHeard, Agent.ExpectMsg<CallReplies.Refused>().Reason);
    }

    [Fact]
    public void The_longest_call_is_counted_from_its_answer_also_after_a_recovery()
    {
        Listen();
        Pass(300);
        RestartAndReattach(TimeSpan.FromSeconds(20));
        Pass(279.9);
        Assert.Equal(CallPhase.Talking, View().Phase);
        Pass(0.1);
        Assert.Equal((CallEndReason.TimedOut, "The call reached its longest duration."), View() is var view ? (view.EndReason, view.EndDetail) : default);
    }
}
