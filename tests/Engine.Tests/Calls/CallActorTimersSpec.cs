using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Engine.Calls;
using CallActors.Engine.Tests.Fakes;

namespace CallActors.Engine.Tests.Calls;

/// <summary>The limits of a call, one timer after the other, in virtual time.</summary>
public sealed class CallActorTimersSpec : CallActorSpec
{
    [Fact]
    public void Nobody_answers_and_the_tool_returns_within_the_ring_time()
    {
        Place();
        AwaitAssert(() => Assert.Single(Carrier.Dialled));
        Time.Advance(TimeSpan.FromSeconds(46));
        Agent.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(RefusalReason.NoAnswer, Agent.ExpectMsg<CallReplies.Refused>().Reason);
        AwaitAssert(() => Assert.Contains(QuietCarrier.LegOf(Id), Carrier.HungUp));
    }

    [Fact]
    public void An_answered_call_without_audio_ends_after_30_s()
    {
        Place();
        Report(LegNews.Answered);
        Settle();
        Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(RefusalReason.CarrierFailed, Agent.ExpectMsg<CallReplies.Refused>().Reason);
        Assert.Equal(CallEndReason.MediaLost, View().EndReason);
    }

    [Fact]
    public void Nothing_heard_in_the_listening_time_fails_the_operation_and_keeps_the_line()
    {
        Talk();
        Speak(1);
        Settle();
        Time.Advance(TimeSpan.FromSeconds(180));
        Assert.Equal(RefusalReason.NothingHeard, Agent.ExpectMsg<CallReplies.Refused>().Reason);
        Assert.Equal(CallPhase.Talking, View().Phase);
    }

    [Fact]
    public void A_voice_that_does_not_start_in_10_s_fails_the_operation()
    {
        Talk();
        Settle();
        Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(RefusalReason.SpeechFailed, Agent.ExpectMsg<CallReplies.Refused>().Reason);
        Phone.FishForMessage<StreamCommands.StopSaying>(_ => true);
    }

    [Fact]
    public void A_call_that_nobody_uses_ends_after_7_minutes()
    {
        Talk();
        Speak(1);
        Call.Tell(new StreamEvents.TurnFinished(Id, 1, "yes", WordSource.Recognizer, TimeSpan.FromSeconds(1), TimeSpan.Zero), Phone.Ref);
        Agent.ExpectMsg<CallReplies.TurnTaken>();
        Settle();
        Time.Advance(TimeSpan.FromMinutes(7));
        var goodbye = Phone.FishForMessage<StreamCommands.Say>(s => s.Utterance < 0);
        Call.Tell(new StreamEvents.SpeechFinished(Id, 1, goodbye.Utterance, goodbye.Text.Length, false, "", null), Phone.Ref);
        AwaitAssert(() => Assert.Equal(CallEndReason.TimedOut, View().EndReason));
        Phone.FishForMessage<StreamCommands.Close>(_ => true);
    }

    [Fact]
    public void The_longest_call_is_3_hours()
    {
        Talk();
        Settle();
        for (var hours = 0; hours < 3; hours++)
        {
            Assert.Equal(CallPhase.Talking, View().Phase);
            // Time goes on in steps in which neither the voice nor the listening runs out.
            for (var i = 0; i < 60; i++)
            {
                Operate($"op-{hours}-{i}");
                Time.Advance(TimeSpan.FromMinutes(1));
            }
        }

        AwaitAssert(() => Assert.Equal(CallEndReason.TimedOut, View().EndReason));

        void Operate(string operation)
        {
            Call.Tell(new CallCommands.Speak(Id, new OperationId(operation), "Hm."), CreateTestProbe().Ref);
            Settle();
        }
    }

    [Fact]
    public void An_ended_call_leaves_memory_after_a_minute_and_can_still_be_asked()
    {
        var parent = CreateTestProbe();
        var id = CallId.New();
        var call = parent.ChildActorOf(Props.Create(() => new CallActor(id, Services())));
        call.Tell(new CallCommands.GetCall(id), Agent.Ref);
        Agent.ExpectMsg<CallReplies.Refused>();
        Time.Advance(TimeSpan.FromSeconds(60));
        parent.ExpectMsg<Passivate>();
    }

    [Fact]
    public void An_invitation_is_good_for_30_s()
    {
        Place();
        Report(LegNews.Answered);
        Settle();
        Pass(1);
        var edge = CreateTestProbe();
        Call.Tell(new CallCommands.InviteMedia(Id, QuietCarrier.LegOf(Id)), edge.Ref);
        var invitation = edge.ExpectMsg<CallReplies.MediaInvited>();
        Pass(10);
        Call.Tell(new CallCommands.InviteMedia(Id, QuietCarrier.LegOf(Id)), edge.Ref);
        invitation = edge.ExpectMsg<CallReplies.MediaInvited>();
        // The call itself would end at 30 s without a phone: this one came in time, and its token is old.
        Pass(18);
        Attach(Phone);
        Call.Tell(new StreamEvents.Attach(Id, invitation.Token), edge.Ref);
        Assert.Equal(RefusalReason.NotYours, edge.ExpectMsg<CallReplies.Refused>().Reason);
    }
}
