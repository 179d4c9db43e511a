using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Speech;
using CallActors.Engine.Agents;

namespace CallActors.Engine.Tests.Calls;

/// <summary>Calls that persons asked for by text: who talks to them, with an agent and without one.</summary>
public sealed class CallActorCallBackSpec : CallActorSpec
{
    private const string Comes = "You asked to be called. One moment, your agent is coming to the phone.";
    private const string NotHere = "Your agent has not come to the phone. Tell me what it is about: your words are kept with this call.";
    private const string TakesNote = "You asked to be called. No agent is waiting for you at the moment. Tell me what it is about: your words are kept with this call.";
    private const string Kept = "Thank you, that is kept for your agent. Goodbye.";

    [Fact]
    public void Without_an_agent_the_person_is_asked_what_it_is_about_and_the_call_ends_politely()
    {
        Talk(CallAttendant.TakesNote);
        Assert.Equal(TakesNote, Say(1));
        Hear("the server is down");
        Assert.Equal(Kept, Say(2));
        AwaitAssert(() => Assert.Equal((CallPhase.Ended, CallEndReason.AgentEnded), View() is var v ? (v.Phase, v.EndReason) : default));
        Assert.Equal([TakesNote, "the server is down", Kept], View().Transcript.Select(l => l.Text));
    }

    [Fact]
    public void A_person_who_says_nothing_to_it_is_not_held()
    {
        Talk(CallAttendant.TakesNote);
        Say(1);
        Pass(44);
        Aside();
        Pass(45);
        Aside();
        Assert.Equal(CallEndReason.TimedOut, View().EndReason);
    }

    [Fact]
    public void A_restart_takes_the_note_once_and_says_goodbye_once()
    {
        Talk(CallAttendant.TakesNote);
        Say(1);
        Settle();
        RestartAndReattach(TimeSpan.Zero);
        Hear("the server is down");
        Assert.Equal(Kept, Phone.FishForMessage<StreamCommands.Say>(s => s.Utterance == 2).Text);
        RestartAndReattach(TimeSpan.Zero);
        Assert.Equal(Kept, Say(2));
        AwaitAssert(() => Assert.Equal(CallPhase.Ended, View().Phase));
        Assert.Equal(3, View().Transcript.Count);
    }

    [Fact]
    public void An_agent_that_was_told_of_the_call_goes_on_with_it_and_nobody_stands_in()
    {
        Call.Tell(CallBack(CallAttendant.StandsIn), ActorRefs.Nobody);
        AwaitAssert(() => Assert.Single(Carrier.Dialled));
        // The agent need not wait until the person has picked up.
        Call.Tell(Continue("op-1", "Here I am. What is it?"), Agent.Ref);
        Report(LegNews.Answered);
        Attach(Phone);
        Assert.Equal(Comes, Say(1));
        Say(2);
        Hear("the server is down");
        Assert.Equal("the server is down", Agent.ExpectMsg<CallReplies.TurnTaken>().Response);
        Told();
        Pass(60);
        Assert.DoesNotContain(Told(), m => m is StreamCommands.Say);
    }

    [Fact]
    public void What_is_said_before_the_agent_comes_is_the_agents()
    {
        Talk(CallAttendant.StandsIn);
        Say(1);
        Hear("the server is down");
        Call.Tell(new CallCommands.Listen(Id, new OperationId("op-1"), Expectation.Open.Instance), Agent.Ref);
        Assert.Equal("the server is down", Agent.ExpectMsg<CallReplies.TurnTaken>().Response);
    }

    [Fact]
    public void An_agent_that_does_not_come_within_20_s_is_stood_in_for()
    {
        Talk(CallAttendant.StandsIn);
        Say(1);
        Pass(18.9);
        Assert.Single(View().Operations);
        Pass(0.1);
        Assert.Equal(NotHere, Say(2));
        Hear("the server is down");
        Assert.Equal(Kept, Say(3));
        AwaitAssert(() => Assert.Equal(CallEndReason.AgentEnded, View().EndReason));
    }

    [Fact]
    public void An_agent_that_waits_for_a_person_who_does_not_answer_is_told_so()
    {
        Call.Tell(CallBack(CallAttendant.StandsIn), ActorRefs.Nobody);
        AwaitAssert(() => Assert.Single(Carrier.Dialled));
        Call.Tell(Continue("op-1", "Here I am."), Agent.Ref);
        Report(LegNews.NoAnswer);
        Assert.Equal(RefusalReason.NoAnswer, Agent.ExpectMsg<CallReplies.Refused>().Reason);
    }

    [Fact]
    public void It_speaks_the_persons_language()
    {
        Talk(CallAttendant.TakesNote, "de-DE");
        Assert.StartsWith("Sie wollten angerufen werden.", Say(1), StringComparison.Ordinal);
        Hear("der Server steht");
        Assert.StartsWith("Danke", Say(2), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_order_again_rings_nobody_a_second_time()
    {
        Talk(CallAttendant.TakesNote);
        Call.Tell(CallBack(CallAttendant.TakesNote), ActorRefs.Nobody);
        Settle();
        Assert.Single(Carrier.Dialled);
        Assert.Single(View().Operations);
    }

    private CallCommands.PlaceCall CallBack(CallAttendant attendant) =>
        Order() with { OperationId = CallBackAttendantActor.Ring, Message = "", Attendant = attendant };

    private void Talk(CallAttendant attendant, string? language = null)
    {
        Call.Tell(CallBack(attendant) with { Language = language }, ActorRefs.Nobody);
        AwaitAssert(() => Assert.Single(Carrier.Dialled));
        Report(LegNews.Answered);
        Attach(Phone);
        // Its time begins when it does.
        var probe = CreateTestProbe();
        Sys.ActorSelection($"{Call.Path.ToStringWithoutAddress()}/{CallBackAttendantActor.Name}").Tell(new Identify(0), probe.Ref);
        Assert.NotNull(probe.ExpectMsg<ActorIdentity>().Subject);
    }

    /// <summary>The utterance is heard to its end; its text.</summary>
    private string Say(int utterance)
    {
        var say = Phone.FishForMessage<StreamCommands.Say>(s => s.Utterance == utterance);
        Call.Tell(new StreamEvents.SpeechBegun(Id, Stream, utterance, TimeSpan.Zero), Phone.Ref);
        Call.Tell(new StreamEvents.SpeechFinished(Id, Stream, utterance, say.Text.Length, false, "", null), Phone.Ref);
        Pass(1);
        return say.Text;
    }
}
