using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Engine.Tests.Fakes;

namespace CallActors.Engine.Tests.Calls;

/// <summary>The call's actor: routing, storing before answering, streams and observers.</summary>
public sealed class CallActorTalkSpec : CallActorSpec
{
    [Fact]
    public void A_call_is_dialled_answered_attached_and_its_answer_returned()
    {
        Talk();
        Speak(1);
        Call.Tell(new StreamEvents.TurnFinished(Id, 1, "yes", WordSource.Recognizer, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.5)), Phone.Ref);
        var turn = Agent.ExpectMsg<CallReplies.TurnTaken>();
        Assert.Equal(("yes", "Ready?"), (turn.Response, turn.Heard));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("The number is not verified.")]
    public void The_deadline_of_what_the_carrier_was_asked_goes_with_its_answer(string? refuses)
    {
        Carrier.Refuses = refuses;
        Place();
        AwaitAssert(() => Assert.Single(Carrier.Dialled));
        Call.Tell(new CallCommands.HangUp(Id, CallEndReason.AgentEnded, ""));
        AwaitAssert(() => Assert.Equal(refuses is null ? 1 : 0, Carrier.HungUp.Count));
        AwaitAssert(() => Assert.All(Carrier.Deadlines, Released.Check));
    }

    [Fact]
    public void A_carrier_that_refuses_is_told_to_the_agent()
    {
        Carrier.Refuses = "The number is not verified.";
        Place();
        Assert.Equal("The number is not verified.", Agent.ExpectMsg<CallReplies.Refused>().Detail);
    }

    [Fact]
    public void A_phone_that_dies_detaches_the_call_which_waits_for_the_next_one()
    {
        Talk();
        Phone.FishForMessage<StreamCommands.Say>(s => s.Utterance == 1);
        Sys.Stop(Phone.Ref);
        AwaitAssert(() => Assert.Equal(CallPhase.Connecting, View().Phase));
        var next = CreateTestProbe();
        Attach(next);
        next.FishForMessage<StreamCommands.Say>(s => s.Utterance == 1);
    }

    [Fact]
    public void A_second_phone_with_a_new_ticket_replaces_the_first()
    {
        Talk();
        var second = CreateTestProbe();
        Attach(second);
        Phone.FishForMessage<StreamCommands.Close>(_ => true);
        Call.Tell(new StreamEvents.Detached(Id, 1), Phone.Ref);
        Assert.Equal(CallPhase.Talking, View().Phase);
    }

    [Fact]
    public void A_foreign_token_is_refused_and_disturbs_nothing()
    {
        Talk();
        var stranger = CreateTestProbe();
        Call.Tell(new StreamEvents.Attach(Id, "guessed"), stranger.Ref);
        Assert.Equal(RefusalReason.NotYours, stranger.ExpectMsg<CallReplies.Refused>().Reason);
        Assert.Equal(CallPhase.Talking, View().Phase);
    }

    [Fact]
    public void An_observer_sees_phases_captions_and_barge_in()
    {
        var observer = CreateTestProbe();
        Call.Tell(new CallCommands.ObserveCall(Id), observer.Ref);
        Assert.Equal(CallPhase.Unknown, observer.ExpectMsg<CallActivity.Changed>().Phase);
        Talk();
        Assert.Equal("Ready?", observer.FishForMessage<CallActivity.AgentSays>(_ => true).Text);
        Call.Tell(new StreamEvents.SpeechBegun(Id, 1, 1, TimeSpan.Zero), Phone.Ref);
        Call.Tell(new StreamEvents.BargeInHeard(Id, 1, 1, 3, BargeInStep.Onset, BargeInCause.Voice, TimeSpan.Zero), Phone.Ref);
        Assert.Equal(BargeInStep.Onset, observer.FishForMessage<CallActivity.BargeIn>(_ => true).Step);
        Call.Tell(new StreamEvents.PersonHeard(Id, 1, "wai"), Phone.Ref);
        Assert.Equal(("wai", false), observer.FishForMessage<CallActivity.PersonSays>(_ => true) is var p ? (p.Text, p.IsFinal) : default);
        Call.Tell(new CallCommands.HangUp(Id, CallEndReason.Cancelled, "Enough."), Agent.Ref);
        Assert.Equal(CallEndReason.Cancelled, observer.FishForMessage<CallActivity.Changed>(c => c.Phase is CallPhase.Ended).EndReason);
    }

    [Fact]
    public void TheIndex_is_told_every_phase()
    {
        Talk();
        Assert.Equal(
            [CallPhase.Placing, CallPhase.Ringing, CallPhase.Connecting, CallPhase.Talking],
            Index.ReceiveN(4, TimeSpan.FromSeconds(3)).Cast<CallIndexMessages.CallStands>().Select(s => s.Summary.Phase));
    }

    [Fact]
    public void An_inbound_call_is_answered_by_the_sound_check()
    {
        var leg = new LegId("inbound");
        Call.Tell(new CallCommands.AdmitInbound(Id, leg, "quiet", "line", "1"), Agent.Ref);
        Agent.ExpectMsg<CallReplies.Admitted>();
        Attach(Phone, leg);
        Assert.Contains("sound check", Phone.FishForMessage<StreamCommands.Say>(_ => true).Text);
        Call.Tell(new StreamEvents.SpeechFinished(Id, 1, 1, 1000, false, "", null), Phone.Ref);
        Call.Tell(new StreamEvents.TurnFinished(Id, 1, "testing one two", WordSource.Typed, TimeSpan.Zero, TimeSpan.Zero), Phone.Ref);
        Assert.Equal("I heard: testing one two.", Phone.FishForMessage<StreamCommands.Say>(s => s.Utterance == 2).Text);
    }
}
