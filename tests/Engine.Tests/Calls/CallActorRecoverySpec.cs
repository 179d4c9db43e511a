using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Engine.Tests.Calls;

/// <summary>A call that is started again from its journal, with each timer that was running.</summary>
public sealed class CallActorRecoverySpec : CallActorSpec
{
    [Fact]
    public void A_recovered_call_has_its_transcript_and_goes_on_where_it_was()
    {
        Talk();
        Speak(1);
        Settle();
        Time.Advance(TimeSpan.FromSeconds(2));
        Call.Tell(new StreamEvents.TurnFinished(Id, 1, "yes", WordSource.Recognizer, TimeSpan.FromSeconds(1), TimeSpan.Zero), Phone.Ref);
        Agent.ExpectMsg<CallReplies.TurnTaken>();
        Call.Tell(Continue("op-2", "First sentence. Second sentence."), Agent.Ref);
        Phone.FishForMessage<StreamCommands.Say>(s => s.Utterance == 2);
        Call.Tell(new StreamEvents.SpeechBegun(Id, 1, 2, TimeSpan.Zero), Phone.Ref);
        Call.Tell(new StreamEvents.SpeechProgressed(Id, 1, 2, 16), Phone.Ref);
        Settle();

        Restart();
        var view = View();
        Assert.Equal(CallPhase.Connecting, view.Phase);
        Assert.Equal(["Ready?", "yes", "First sentence. Second sentence."], view.Transcript.Select(l => l.Text));
        Assert.Equal("First sentence. ", view.Transcript[^1].Heard);

        // The agent's connection died with the process; it asks again under the same id and says nothing twice.
        Call.Tell(Continue("op-2", "First sentence. Second sentence."), Agent.Ref);
        var phone = CreateTestProbe();
        Attach(phone);
        var say = phone.FishForMessage<StreamCommands.Say>(_ => true);
        Assert.Equal((2, 16), (say.Utterance, say.From));
        Call.Tell(new StreamEvents.SpeechFinished(Id, 2, 2, 32, false, "", null), phone.Ref);
        Call.Tell(new StreamEvents.TurnFinished(Id, 2, "go on", WordSource.Recognizer, TimeSpan.FromSeconds(1), TimeSpan.Zero), phone.Ref);
        Assert.Equal("go on", Agent.FishForMessage<CallReplies.TurnTaken>(_ => true).Response);
    }

    [Fact]
    public void A_recovered_call_whose_phone_does_not_come_back_ends()
    {
        Talk();
        Settle();
        Restart();
        Assert.Equal(CallPhase.Connecting, View().Phase);
        Time.Advance(TimeSpan.FromSeconds(30));
        AwaitAssert(() => Assert.Equal(CallEndReason.MediaLost, View().EndReason));
    }

    [Fact]
    public void A_call_that_was_ringing_when_its_process_died_rings_out()
    {
        Place();
        Report(LegNews.Ringing);
        // What came while the first events were stored is handled before what they brought about: the carrier's answer to the dial order
        // is there behind the first question, and handled before the second.
        Settle();
        Settle();
        Restart();
        Settle();
        Time.Advance(TimeSpan.FromSeconds(47));
        AwaitAssert(() => Assert.Equal(CallEndReason.NoAnswer, View().EndReason));
    }

    [Fact]
    public void The_ring_time_goes_on()
    {
        Place(Order() with { RingFor = TimeSpan.FromSeconds(20) });
        Report(LegNews.Ringing);
        Settle();
        Pass(15);
        Restart();
        Pass(6.9);
        Assert.Equal(CallPhase.Ringing, View().Phase);
        Pass(0.1);
        Assert.Equal(CallEndReason.NoAnswer, View().EndReason);
    }

    [Fact]
    public void The_quiet_begins_anew_when_the_phone_is_back()
    {
        Listen();
        Pass(40);
        RestartAndReattach(TimeSpan.FromSeconds(10));
        NothingUntil(45);
        Assert.Equal("Are you still there?", Aside());
    }

    [Fact]
    public void The_sounds_of_work_begin_anew_when_the_phone_is_back()
    {
        Work();
        Pass(2);
        RestartAndReattach(TimeSpan.FromSeconds(10));
        NothingUntil(2.5);
        Assert.Equal([new StreamCommands.PlayEarcon(Id, Earcon.Working)], Told());
    }

    [Fact]
    public void A_hold_goes_on_for_the_time_that_is_left()
    {
        Listen();
        Hear("hold on");
        Aside();
        Pass(50);
        RestartAndReattach(TimeSpan.FromSeconds(10));
        NothingUntil(60);
        Assert.Equal("Are you still there?", Aside());
    }

    [Fact]
    public void The_time_in_which_an_agent_must_come_goes_on()
    {
        Work();
        Pass(400);
        RestartAndReattach(TimeSpan.FromSeconds(10));
        Pass(9.9);
        Assert.DoesNotContain(Told(), m => m is StreamCommands.Say);
        Pass(0.1);
        Assert.Equal("The agent has not come back. Goodbye.", Aside());
        Assert.Equal(CallEndReason.TimedOut, View().EndReason);
    }

    [Fact]
    public void A_line_that_was_about_to_be_put_down_is_put_down()
    {
        Work();
        Call.Tell(new CallCommands.EndCall(Id, new OperationId("op-2"), "Goodbye then."), Agent.Ref);
        Speak(2, heard: 4, interrupted: true);
        Settle();
        Restart();
        Assert.Equal(CallEndReason.AgentEnded, View().EndReason);
        AwaitAssert(() => Assert.NotEmpty(Carrier.HungUp));
        // The agent asks again for the goodbye that it knows nothing of.
        Call.Tell(new CallCommands.EndCall(Id, new OperationId("op-2"), "Goodbye then."), Agent.Ref);
        Assert.Equal("Good", Agent.ExpectMsg<CallReplies.Ended>().Heard);
    }

    [Fact]
    public void A_call_that_was_promising_to_call_back_has_promised_it()
    {
        Listen();
        Hear("call me when it's done");
        Restart();
        Assert.Equal(CallEndReason.CallBackWanted, View().EndReason);
    }

    [Fact]
    public void Keys_that_were_pressed_are_not_lost_and_the_entry_goes_on()
    {
        Listen();
        Press('4');
        Press('7');
        RestartAndReattach(TimeSpan.FromSeconds(10));
        Place();
        Press('1');
        Press('1');
        Pass(3);
        Assert.Equal("4711", Agent.ExpectMsg<CallReplies.TurnTaken>().Response);
    }

    [Fact]
    public void A_text_whose_agent_does_not_come_back_ends_with_what_there_is()
    {
        Work();
        Call.Tell(Continue("op-2", "I have ") with { IsComplete = false }, Agent.Ref);
        Pass(5);
        RestartAndReattach(TimeSpan.FromSeconds(10));
        Assert.Contains(Told(), m => m is StreamCommands.Say { Text: "I have ", IsComplete: false });
        Pass(5);
        Assert.Contains(new StreamCommands.SayMore(Id, 2, "", IsComplete: true), Told());
    }

    [Fact]
    public void A_call_that_is_over_is_recovered_for_a_minute()
    {
        Listen();
        Report(LegNews.HungUp);
        Settle();
        Restart();
        Assert.Equal(CallPhase.Ended, View().Phase);
        Pass(60);
        Shard.ExpectMsg<Passivate>();
    }
}
