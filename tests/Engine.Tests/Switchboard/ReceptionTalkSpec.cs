using CallActors.Contracts.Agents;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Switchboard;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Tests.Switchboard;

/// <summary>Talking with a workspace's agent.</summary>
public sealed class ReceptionTalkSpec : ReceptionSpec
{
    [Fact]
    public void What_is_said_is_submitted_with_the_note_and_named_by_the_hearing_that_brought_it()
    {
        TalkToKunduz();
        var hearing = State.Hearing!.Id;
        Says("rename the parser to reader");
        var submitted = Assert.Single(WorkspaceTold<WorkspaceCommands.Submit>());
        Assert.StartsWith("rename the parser to reader\n\n(Said by voice", submitted.Text, StringComparison.Ordinal);
        Assert.Equal($"{Call.Value}-{hearing.Value}", submitted.SubmissionId.Value);
        Assert.Equal(CallDeed.Submitted, Assert.Single(SwitchboardTold<SwitchboardCommands.NoteDeed>()).Deed);
    }

    [Fact]
    public void The_audit_has_no_words()
    {
        TalkToKunduz();
        Says("the password is swordfish");
        Assert.DoesNotContain("swordfish", Assert.Single(SwitchboardTold<SwitchboardCommands.NoteDeed>()).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void While_the_agent_works_the_person_is_listened_to_patiently()
    {
        TalkToKunduz();
        Assert.False(State.Hearing!.IsPatient);
        Says("run the tests");
        Assert.True(State.Hearing!.IsPatient);
    }

    [Fact]
    public void A_reply_is_said_as_it_comes_in_one_speech_and_then_the_person_is_listened_to()
    {
        TalkToKunduz();
        Says("run the tests");
        Comes(SubmissionStage.Taken);
        Becomes(new AgentState.Thinking());
        Done();
        Answers(1, "All tests passed.");
        Yield();
        var speech = Assert.Single(ToldCall().OfType<CallCommands.Speak>());
        Assert.Equal(("All tests passed.", false), (speech.Message, speech.IsComplete));
        Answers(1, "Two are slow.");
        AnswerEnds(1);
        Becomes(new AgentState.Idle());
        Yield();
        var told = ToldCall();
        Assert.Equal(["\n\nTwo are slow.", ""], told.OfType<CallCommands.AddText>().Select(a => a.Text));
        Assert.True(told.OfType<CallCommands.AddText>().Last().IsLast);
        Assert.False(State.Hearing!.IsPatient);
    }

    [Fact]
    public void Pieces_bear_the_length_of_what_is_before_them()
    {
        TalkToKunduz();
        Says("go");
        Answers(1, "One.");
        Yield();
        Answers(1, "Two.");
        Answers(1, "Three.");
        Assert.Equal([4, 10], ToldCall().OfType<CallCommands.AddText>().Select(a => a.Offset));
    }

    [Fact]
    public void Before_a_tool_the_speech_is_closed_and_the_next_words_open_another()
    {
        TalkToKunduz();
        Says("run the tests");
        Answers(1, "I will run them.");
        Yield();
        Done();
        Becomes(new AgentState.UsingTool("Bash", "npm test"));
        Assert.True(Assert.Single(ToldCall().OfType<CallCommands.AddText>()).IsLast);
        HearsOut();
        Answers(1, "They passed.");
        Yield();
        Assert.Equal("They passed.", Assert.Single(ToldCall().OfType<CallCommands.Speak>()).Message);
    }

    [Fact]
    public void Who_cuts_into_a_reply_hears_no_more_of_it()
    {
        TalkToKunduz();
        Says("explain it");
        Answers(1, "It began long ago.");
        CutsIn("It began");
        Says("skip the history");
        Done();
        Answers(1, "In those days …");
        Assert.Equal("", SaidSince());
        Answers(2, "It parses.");
        Assert.Equal("It parses.", SaidSince());
    }

    [Fact]
    public void Words_that_come_as_a_reply_begins_are_not_lost()
    {
        TalkToKunduz();
        Says("run the tests");
        var hearing = State.Hearing!.Id;
        Answers(1, "They passed.");
        // The hearing was taken back at the moment in which the turn ended.
        Step(d => d.Turned(new CallReplies.TurnTaken(Call, hearing, "and then deploy the docs", false, "", TurnTimings.None)));
        Assert.Equal(2, WorkspaceTold<WorkspaceCommands.Submit>().Count);
        Assert.Equal("They passed.", SaidSince());
    }

    [Fact]
    public void A_reply_that_is_longer_than_can_be_listened_to_names_the_rest()
    {
        TalkToKunduz();
        Says("print everything");
        for (var i = 0; i < 64; i++) Answers(1, new string('a', 16 * 1024));
        AnswerEnds(1);
        Yield();
        var said = ToldCall().Sum(c => c switch { CallCommands.Speak s => s.Message.Length, CallCommands.AddText a => a.Text.Length, _ => 0 });
        Assert.InRange(said, 1, 16_384);
    }

    [Fact]
    public void What_was_read_off_the_screen_is_marked()
    {
        TalkToKunduz();
        Says("what is two and two");
        Answers(1, "four", AgentSource.Screen);
        var said = SaidSince();
        Assert.NotEqual("four", said);
        Assert.EndsWith("four", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Stop_interrupts_the_agent_and_says_so()
    {
        TalkToKunduz(new AgentState.Thinking());
        Says("stop");
        Assert.Single(WorkspaceTold<WorkspaceCommands.Interrupt>());
        Done();
        Step(d => d.Replied(new WorkspaceReplies.Done(Kunduz)));
        Assert.Equal(SwitchboardPhrases.For("en").Interrupted, SaidSince());
    }

    [Fact]
    public void An_agent_that_does_nothing_is_not_said_to_have_been_stopped()
    {
        TalkToKunduz();
        Says("stop");
        Done();
        Step(d => d.Replied(new WorkspaceReplies.Refused(Kunduz, WorkspaceRefusal.NothingToInterrupt, "")));
        Assert.Equal(SwitchboardPhrases.For("en").NothingToInterrupt, SaidSince());
    }

    [Fact]
    public void Sentences_that_only_begin_like_commands_are_the_agents()
    {
        TalkToKunduz();
        Says("stop the server on port three thousand");
        Says("what is running in the background of the test suite and why");
        Assert.Equal(2, WorkspaceTold<WorkspaceCommands.Submit>().Count);
        Assert.Empty(WorkspaceTold<WorkspaceCommands.Interrupt>());
    }

    [Fact]
    public void Progress_is_told_when_what_the_agent_does_changes_but_not_all_the_time()
    {
        TalkToKunduz();
        Says("run the tests");
        Becomes(new AgentState.UsingTool("Bash", "npm test"));
        Assert.Single(ToldCall().OfType<CallCommands.ReportProgress>());
        Pass(2);
        Becomes(new AgentState.UsingTool("Bash", "npm run lint"));
        Assert.Empty(ToldCall().OfType<CallCommands.ReportProgress>());
        Pass(13);
        Step(d => d.Elapsed(ReceptionTimer.Progress));
        Assert.Contains("lint", Assert.Single(ToldCall().OfType<CallCommands.ReportProgress>()).Line, StringComparison.Ordinal);
    }

    [Fact]
    public void An_agent_that_is_done_without_a_word_is_said_to_be()
    {
        TalkToKunduz();
        Says("tidy up");
        var id = Assert.Single(WorkspaceTold<WorkspaceCommands.Submit>()).SubmissionId;
        Step(d => d.Told(new WorkspaceActivity.SubmissionChanged(Kunduz, id, SubmissionStage.Taken, "")));
        Becomes(new AgentState.Thinking());
        Becomes(new AgentState.Idle());
        Assert.Contains(Done(), e => e is ReceptionEffect.Arm { Timer: ReceptionTimer.Silent });
        Step(d => d.Elapsed(ReceptionTimer.Silent));
        Assert.Equal(SwitchboardPhrases.For("en").DoneWithoutWords("kunduz"), SaidSince());
        Assert.False(State.Hearing!.IsPatient);
    }

    [Fact]
    public void An_agent_that_never_answers_is_told_of_once()
    {
        TalkToKunduz();
        Says("hello?");
        Comes(SubmissionStage.Typed);
        Done();
        Step(d => d.Elapsed(ReceptionTimer.Unanswered));
        Assert.Equal(SwitchboardPhrases.For("en").NeverAnswered("kunduz"), Assert.Single(ToldCall().OfType<CallCommands.Announce>()).Line);
    }

    [Fact]
    public void A_workspace_that_vanishes_brings_the_person_back_to_the_menu()
    {
        TalkToKunduz();
        Becomes(new AgentState.Idle(), reach: WorkspaceReach.Gone);
        Assert.Contains(SwitchboardPhrases.For("en").WorkspaceGone("kunduz"), SaidSince(), StringComparison.Ordinal);
        Assert.Equal(Situation.AtMenu, State.Situation);
    }

    [Fact]
    public void Why_an_instruction_waits_is_said()
    {
        TalkToKunduz();
        Says("run the tests");
        var id = Assert.Single(WorkspaceTold<WorkspaceCommands.Submit>()).SubmissionId;
        Done();
        Step(d => d.Told(new WorkspaceActivity.SubmissionChanged(Kunduz, id, SubmissionStage.Queued, "Somebody is typing there; I wait.")));
        Assert.Equal("Somebody is typing there; I wait.", Assert.Single(ToldCall().OfType<CallCommands.Announce>()).Line);
    }

    [Fact]
    public void Why_an_instruction_waits_is_said_in_the_callers_language()
    {
        var german = SwitchboardPhrases.For("de");
        foreach (var obstacle in Enum.GetValues<SubmissionObstacle>())
        {
            Assert.Equal("It waits.", SwitchboardPhrases.For("en").Waits(obstacle, "It waits."));
            Assert.Equal(obstacle is SubmissionObstacle.Other, german.Waits(obstacle, "It waits.") == "It waits.");
        }
    }

    [Fact]
    public void Another_workspace_that_is_done_is_told_behind_a_sound_while_the_person_is_listened_to()
    {
        ComeIn();
        Step(d => d.Changed(SummaryOf(Harbor, "harbor", new AgentState.Thinking())));
        Says("talk to kunduz");
        Step(d => d.Replied(new WorkspaceReplies.Standing(Kunduz, StandingOf("kunduz"))));
        HearsOut();
        Done();
        Step(d => d.Changed(SummaryOf(Harbor, "harbor")));
        var told = Assert.Single(ToldCall().OfType<CallCommands.Announce>());
        Assert.Equal(Earcon.Notice, told.Sound);
        Assert.Contains("harbor", told.Line, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Hanging_up_leaves_the_agent_working()
    {
        TalkToKunduz(new AgentState.Thinking());
        Step(d => d.Turned(new CallReplies.TurnTaken(Call, State.Hearing!.Id, "", false, "", TurnTimings.None, CallEndReason.HungUp)));
        Assert.Empty(WorkspaceTold<WorkspaceCommands.Interrupt>());
        Assert.Contains(Done(), e => e is ReceptionEffect.Stop);
    }

    [Fact]
    public void Who_wants_to_be_called_when_it_is_done_is_told_goodbye_when_that_is_stored()
    {
        TalkToKunduz(new AgentState.Thinking());
        Says("call me when it's done");
        Assert.Equal(Kunduz, Assert.Single(SwitchboardTold<SwitchboardCommands.CallWhenDone>()).WorkspaceId);
        Assert.DoesNotContain(Done().OfType<ReceptionEffect.TellCall>(), e => e.Command is CallCommands.EndCall);
        Step(d => d.WillCall(new SwitchboardReplies.WillCall(Ada, Kunduz)));
        Yield();
        Assert.Single(ToldCall().OfType<CallCommands.EndCall>());
    }
}
