using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>While somebody waits, in virtual time: quiet, work, hold, keys, last words.</summary>
public sealed class CallActorWaitingSpec : CallActorSpec
{
    [Fact]
    public void After_45_s_of_quiet_the_person_is_asked_and_after_45_s_more_the_call_says_goodbye()
    {
        Listen();
        NothingUntil(45);
        Assert.Equal("Are you still there?", Aside());
        NothingUntil(45);
        Assert.Contains("Goodbye", Aside(), StringComparison.Ordinal);
        Assert.Equal(RefusalReason.NothingHeard, Agent.ExpectMsg<CallReplies.Refused>().Reason);
        Assert.Equal(CallEndReason.TimedOut, View().EndReason);
    }

    [Fact]
    public void A_voice_stops_the_quiet_and_its_end_begins_it_anew()
    {
        Listen();
        Pass(40);
        Call.Tell(new StreamEvents.VoiceBegan(Id, 1), Phone.Ref);
        Pass(40);
        Call.Tell(new StreamEvents.VoiceEnded(Id, 1), Phone.Ref);
        NothingUntil(45);
        Assert.Equal("Are you still there?", Aside());
    }

    [Fact]
    public void A_soft_sound_comes_after_two_and_a_half_seconds_of_work_and_then_every_eight()
    {
        Work();
        NothingUntil(2.5);
        Assert.Equal([new StreamCommands.PlayEarcon(Id, Earcon.Working)], Told());
        NothingUntil(8);
        Assert.Equal([new StreamCommands.PlayEarcon(Id, Earcon.Working)], Told());
        NothingUntil(8);
        Assert.Equal([new StreamCommands.PlayEarcon(Id, Earcon.Working)], Told());
        // What the agent says next ends it.
        Call.Tell(Continue("op-2", "All green."), Agent.Ref);
        Speak(2, 10);
        NothingUntil(45);
    }

    [Fact]
    public void A_progress_line_is_said_at_once_the_next_after_six_seconds_and_a_sound_eight_after_it()
    {
        Work();
        Report("Building.");
        Assert.Equal("Building.", Aside());
        Report("Testing one.");
        Report("Testing two.");
        NothingUntil(6);
        Assert.Equal("Testing two.", Aside());
        NothingUntil(8);
        Assert.Equal([new StreamCommands.PlayEarcon(Id, Earcon.Working)], Told());
    }

    [Fact]
    public void A_line_for_a_call_that_does_not_exist_is_refused()
    {
        Report("Building.", expects: false);
        Assert.Equal(RefusalReason.UnknownCall, Agent.ExpectMsg<CallReplies.Refused>().Reason);
    }

    [Fact]
    public void A_person_who_asks_for_a_moment_has_two_minutes_and_is_then_asked()
    {
        Listen();
        Hear("hold on");
        Assert.Equal("Take your time.", Aside());
        NothingUntil(120);
        Assert.Equal("Are you still there?", Aside());
        Hear("yes deploy");
        Assert.Equal("yes deploy", Agent.ExpectMsg<CallReplies.TurnTaken>().Response);
    }

    [Fact]
    public void The_listening_time_begins_anew_behind_a_hold()
    {
        Listen(Order() with { ListenFor = TimeSpan.FromSeconds(30) });
        Hear("hold on");
        Aside();
        Pass(120);
        Agent.ExpectNoMsg(TimeSpan.Zero);
        Pass(29.9);
        Agent.ExpectNoMsg(TimeSpan.Zero);
        Pass(0.1);
        Assert.Equal(RefusalReason.NothingHeard, Agent.ExpectMsg<CallReplies.Refused>().Reason);
    }

    [Fact]
    public void An_entry_is_over_three_seconds_after_its_last_key()
    {
        Listen();
        Press('4');
        Pass(2.9);
        Press('2');
        Pass(2.9);
        Agent.ExpectNoMsg(TimeSpan.Zero);
        Pass(0.1);
        Assert.Equal("42", Agent.ExpectMsg<CallReplies.TurnTaken>().Response);
    }

    [Fact]
    public void A_person_who_cut_the_goodbye_and_says_nothing_more_is_waited_for_30_s()
    {
        EndInterrupted();
        Pass(29.9);
        Agent.ExpectNoMsg(TimeSpan.Zero);
        Pass(0.1);
        Assert.Equal(CallEndReason.AgentEnded, Agent.ExpectMsg<CallReplies.Ended>().Reason);
    }

    [Fact]
    public void A_person_who_speaks_on_and_on_behind_the_goodbye_is_cut_off_after_30_s_all_the_same()
    {
        EndInterrupted();
        for (var i = 0; i < 5; i++)
        {
            Pass(4);
            Call.Tell(new StreamEvents.VoiceBegan(Id, 1), Phone.Ref);
            Pass(1);
            Call.Tell(new StreamEvents.VoiceEnded(Id, 1), Phone.Ref);
        }

        Pass(4.9);
        Agent.ExpectNoMsg(TimeSpan.Zero);
        Pass(0.1);
        Agent.ExpectMsg<CallReplies.Ended>();
    }

    [Fact]
    public void Last_words_without_a_text_are_waited_for_5_s()
    {
        EndInterrupted();
        Call.Tell(new StreamEvents.VoiceBegan(Id, 1), Phone.Ref);
        Pass(2);
        Call.Tell(new StreamEvents.VoiceEnded(Id, 1), Phone.Ref);
        Pass(4.9);
        Agent.ExpectNoMsg(TimeSpan.Zero);
        Pass(0.1);
        Agent.ExpectMsg<CallReplies.Ended>();
    }

    [Fact]
    public void A_person_who_wants_to_be_called_back_is_told_so_and_the_call_ends_for_that()
    {
        Listen();
        Hear("hang up and call me when it's done");
        Assert.StartsWith("All right", Aside(), StringComparison.Ordinal);
        var turn = Agent.ExpectMsg<CallReplies.TurnTaken>();
        Assert.Equal(("hang up and call me when it's done", CallEndReason.CallBackWanted), (turn.Response, turn.EndReason));
        Assert.Equal(CallEndReason.CallBackWanted, View().EndReason);
        Assert.NotEmpty(Carrier.HungUp);
    }

    [Fact]
    public void A_text_whose_next_piece_does_not_come_ends_after_15_s_with_what_there_is()
    {
        Work();
        Call.Tell(Continue("op-2", "I have ") with { IsComplete = false }, Agent.Ref);
        Phone.FishForMessage<StreamCommands.Say>(s => s.Utterance == 2);
        Call.Tell(new StreamEvents.SpeechAwaitsText(Id, 1, 2, 0, 7), Phone.Ref);
        Pass(10);
        Call.Tell(new CallCommands.AddText(Id, new OperationId("op-2"), 7, "looked.", IsLast: false), Agent.Ref);
        Agent.ExpectMsg<CallReplies.TextTaken>();
        Call.Tell(new StreamEvents.SpeechAwaitsText(Id, 1, 2, 0, 14), Phone.Ref);
        Pass(14.9);
        Assert.DoesNotContain(Told(), m => m is StreamCommands.SayMore { IsComplete: true });
        Pass(0.1);
        Assert.Contains(new StreamCommands.SayMore(Id, 2, "", IsComplete: true), Told());
    }

    [Fact]
    public void A_text_that_pauses_in_mid_message_is_bridged_by_a_sound_after_two_and_a_half_seconds()
    {
        Work();
        Call.Tell(Continue("op-2", "I have looked. ") with { IsComplete = false }, Agent.Ref);
        Phone.FishForMessage<StreamCommands.Say>(s => s.Utterance == 2);
        Call.Tell(new StreamEvents.SpeechBegun(Id, 1, 2, TimeSpan.Zero), Phone.Ref);
        Call.Tell(new StreamEvents.SpeechAwaitsText(Id, 1, 2, 15, 15), Phone.Ref);
        Settle();
        NothingUntil(2.5);
        Assert.Equal([new StreamCommands.PlayEarcon(Id, Earcon.Working)], Told());
        NothingUntil(8);
        Assert.Equal([new StreamCommands.PlayEarcon(Id, Earcon.Working)], Told());
    }

    private void Report(string line, bool expects = true)
    {
        Call.Tell(new CallCommands.ReportProgress(Id, line), Agent.Ref);
        if (expects) Agent.ExpectMsg<CallReplies.ProgressTaken>();
    }

    private void EndInterrupted()
    {
        Work();
        Call.Tell(new CallCommands.EndCall(Id, new OperationId("op-2"), "Goodbye then."), Agent.Ref);
        Speak(2, heard: 4, interrupted: true);
        Settle();
    }
}
