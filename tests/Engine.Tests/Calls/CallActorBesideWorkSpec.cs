using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Speech;

namespace CallActors.Engine.Tests.Calls;

/// <summary>Listening beside an agent's work, and announcements, in virtual time.</summary>
public sealed class CallActorBesideWorkSpec : CallActorSpec
{
    [Fact]
    public void For_an_hour_the_person_hears_soft_sounds_and_is_neither_asked_nor_hung_up_on()
    {
        Work();
        Call.Tell(Beside(), Agent.Ref);
        Settle();
        NothingUntil(2.5);
        Assert.Equal([new StreamCommands.PlayEarcon(Id, Earcon.Working)], Told());
        for (var i = 0; i < 450; i++) Pass(8);
        Assert.Equal(Enumerable.Repeat<object>(new StreamCommands.PlayEarcon(Id, Earcon.Working), 450), Told());
        Agent.ExpectNoMsg(TimeSpan.Zero);
        Hear("how far are you");
        Assert.Equal("how far are you", Agent.ExpectMsg<CallReplies.TurnTaken>().Response);
    }

    [Fact]
    public void The_longest_call_ends_it_all_the_same()
    {
        Work();
        Call.Tell(Beside(), Agent.Ref);
        Pass(3 * 3600);
        Assert.Equal(CallEndReason.TimedOut, View().EndReason);
    }

    [Fact]
    public void Progress_is_heard_beside_it_every_six_seconds_at_most()
    {
        Work();
        Call.Tell(Beside(), Agent.Ref);
        Report("Building.");
        Assert.Equal("Building.", Aside());
        Report("Testing.");
        NothingUntil(6);
        Assert.Equal("Testing.", Aside());
    }

    [Fact]
    public void Behind_its_abandoning_the_idle_time_runs_again()
    {
        Work();
        Call.Tell(Beside(), Agent.Ref);
        Pass(3600);
        Call.Tell(new CallCommands.AbandonOperation(Id, new OperationId("op-2")), Agent.Ref);
        Assert.Equal(RefusalReason.Abandoned, Agent.ExpectMsg<CallReplies.Refused>().Reason);
        Pass(419);
        Assert.Equal(CallPhase.Talking, View().Phase);
        Told();
        Pass(1);
        Assert.Contains("Goodbye", Aside(), StringComparison.Ordinal);
        Assert.Equal(CallEndReason.TimedOut, View().EndReason);
    }

    [Fact]
    public void An_announcement_is_a_sound_and_half_a_second_later_a_line_and_the_person_has_45_s_anew()
    {
        Listen();
        Pass(40);
        Told();
        Call.Tell(new CallCommands.Announce(Id, "Kinder has finished.", Earcon.Notice), Agent.Ref);
        Agent.ExpectMsg<CallReplies.ProgressTaken>();
        Settle();
        Assert.Equal([new StreamCommands.PlayEarcon(Id, Earcon.Notice)], Told());
        NothingUntil(0.5);
        Assert.Equal("Kinder has finished.", Aside());
        NothingUntil(45);
        Assert.Equal("Are you still there?", Aside());
    }

    private CallCommands.Listen Beside() => new(Id, new OperationId("op-2"), Expectation.Open.Instance, AgentWorks: true);

    private void Report(string line)
    {
        Call.Tell(new CallCommands.ReportProgress(Id, line), Agent.Ref);
        Agent.ExpectMsg<CallReplies.ProgressTaken>();
    }
}
