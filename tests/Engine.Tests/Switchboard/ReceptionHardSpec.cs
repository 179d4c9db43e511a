using CallActors.Contracts.Agents;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Switchboard;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Tests.Switchboard;

/// <summary>Things that come at a bad moment.</summary>
public sealed class ReceptionHardSpec : ReceptionSpec
{
    private static readonly SwitchboardPhrases Phrases = SwitchboardPhrases.For("en");

    [Fact]
    public void Keys_of_a_PIN_are_not_mixed_with_words_before_them()
    {
        Step(d => d.Begin());
        Step(d => d.Admitted(new SwitchboardReplies.Admitted(Ada, Call, IsUnlocked: false, null, null)));
        Says("my pin is 24 2468", WordSource.Keypad);
        Assert.Equal("2468", Assert.Single(SwitchboardTold<SwitchboardCommands.TryPin>()).Digits);
    }

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
    public void Of_two_instructions_in_quick_succession_each_is_followed()
    {
        TalkToKunduz();
        Says("run the tests");
        var first = ((Place.Session)State.Place!).Sent[^1].Id;
        Says("and deploy the docs");
        Comes(SubmissionStage.Taken);
        Done();
        Step(d => d.Told(new WorkspaceActivity.SubmissionChanged(Kunduz, first, SubmissionStage.GivenUp, "It was not taken.")));
        Assert.Contains("It was not taken.", SaidSince(), StringComparison.Ordinal);
        Assert.Single(((Place.Session)State.Place!).Sent);
    }

    [Fact]
    public void A_refusal_is_of_what_it_can_be_of()
    {
        TalkToKunduz(new AgentState.Thinking());
        Says("run the tests");
        Says("stop");
        Done();
        // The workspace's queue is full; the interruption works.
        Step(d => d.Replied(new WorkspaceReplies.Refused(Kunduz, WorkspaceRefusal.QueueFull, "")));
        Step(d => d.Replied(new WorkspaceReplies.Done(Kunduz)));
        var said = SaidSince();
        HearsOut();
        said += SaidSince();
        Assert.Contains(Phrases.QueueFull, said, StringComparison.Ordinal);
        Assert.Contains(Phrases.Interrupted, said, StringComparison.Ordinal);
        Assert.Empty(((Place.Session)State.Place!).Sent);
    }

    [Fact]
    public void An_instruction_in_mid_reply_silences_nothing()
    {
        TalkToKunduz();
        Says("run the tests");
        Comes(SubmissionStage.Taken);
        Answers(1, "I run them.");
        Becomes(new AgentState.UsingTool("Bash", "npm test"));
        Says("and lint it");
        Comes(SubmissionStage.Taken);
        Done();
        // Claude Code takes what is typed meanwhile into the turn that runs.
        Answers(1, "Tests and lint passed.");
        Assert.Equal("Tests and lint passed.", SaidSince());
    }

    [Fact]
    public void One_that_is_given_up_in_mid_reply_does_not_cut_the_reply()
    {
        TalkToKunduz();
        Says("run the tests");
        Comes(SubmissionStage.Taken);
        Answers(1, "I run them.");
        Says("and lint it");
        Comes(SubmissionStage.GivenUp, "It was not taken.");
        Done();
        Answers(1, "They passed.");
        HearsOut();
        Assert.Contains("They passed.", SaidSince(), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_cuts_into_our_own_words_still_hears_the_reply()
    {
        TalkToKunduz();
        Says("run the tests");
        Comes(SubmissionStage.Taken);
        Answers(1, "I run them.");
        Becomes(new AgentState.UsingTool("Bash", "npm test"));
        Says("status");
        CutsIn();
        Done();
        Answers(1, "They passed.");
        Assert.Equal("They passed.", SaidSince());
    }

    [Fact]
    public void Who_cut_a_reply_and_is_answered_within_it_is_told_that_there_is_an_answer()
    {
        TalkToKunduz();
        Says("explain it");
        Comes(SubmissionStage.Taken);
        Answers(1, "Long ago.");
        CutsIn("Long");
        SaysAtOnce("only the parser");
        Comes(SubmissionStage.Taken);
        Answers(1, "The parser reads.");
        AnswerEnds(1);
        Becomes(new AgentState.Idle());
        Done();
        Step(d => d.Elapsed(ReceptionTimer.Silent));
        Assert.Equal(Phrases.DoneUnheard("kunduz"), SaidSince());
    }

    [Fact]
    public void A_piece_that_came_when_its_speech_had_just_ended_is_said_all_the_same()
    {
        TalkToKunduz();
        Says("go");
        Answers(1, "One.");
        Yield();
        Done();
        Answers(1, "Two.");
        var speech = State.Speech!;
        // The call had ended the text, which had paused, before that piece came.
        Step(d => d.Spoken(new CallReplies.Spoken(Call, speech.Id, Interrupted: false, "One.", TurnTimings.None)));
        Done();
        Assert.Contains("Two.", SaidSince() + State.Speech!.Text, StringComparison.Ordinal);
        Answers(1, "Three.");
        Assert.EndsWith("Three.", State.Speech!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_speech_is_begun_when_the_one_before_is_over()
    {
        TalkToKunduz();
        Says("status");
        Yield();
        Done();
        Answers(1, "I am here.");
        Assert.Empty(ToldCall().OfType<CallCommands.Speak>());
        HearsOut();
        Assert.Equal("I am here.", SaidSince());
    }

    [Fact]
    public void A_reply_of_one_long_piece_is_said_as_far_as_can_be_listened_to()
    {
        TalkToKunduz();
        Says("print it");
        Answers(1, string.Join(' ', Enumerable.Repeat("word", 5_000)));
        var said = SaidSince();
        Assert.InRange(said.Length, 10_000, 16_384);
        HearsOut();
        Assert.Contains(Phrases.ReplyTooLong, said + SaidSince(), StringComparison.Ordinal);
    }

    [Fact]
    public void Stop_said_to_our_own_reading_stops_that_alone()
    {
        TalkToKunduz();
        Says("status");
        CutsIn();
        Done();
        SaysAtOnce("stop");
        Assert.Empty(WorkspaceTold<WorkspaceCommands.Interrupt>());
        Assert.Equal("", SaidSince());
        Assert.False(State.Hearing!.IsPatient);
    }

    [Fact]
    public void While_the_agent_works_stop_to_our_reading_is_asked_about_and_a_second_one_stops_the_agent()
    {
        TalkToKunduz(new AgentState.Thinking());
        Says("status");
        CutsIn();
        Done();
        SaysAtOnce("stop");
        Assert.Empty(WorkspaceTold<WorkspaceCommands.Interrupt>());
        CutsIn();
        SaysAtOnce("stop");
        Assert.Single(WorkspaceTold<WorkspaceCommands.Interrupt>());
    }

    [Fact]
    public void Stop_said_to_the_reply_of_an_agent_at_work_stops_the_agent()
    {
        TalkToKunduz();
        Says("explain it");
        Comes(SubmissionStage.Taken);
        Becomes(new AgentState.Thinking());
        Answers(1, "Long ago.");
        CutsIn("Long");
        SaysAtOnce("stop");
        Assert.Single(WorkspaceTold<WorkspaceCommands.Interrupt>());
    }

    [Fact]
    public void Stop_and_say_interrupts_and_submits()
    {
        TalkToKunduz(new AgentState.Thinking());
        Says("stop and run the linter instead");
        Assert.Single(WorkspaceTold<WorkspaceCommands.Interrupt>());
        Assert.Single(WorkspaceTold<WorkspaceCommands.Submit>());
    }

    [Fact]
    public void What_waits_is_followed_when_the_agent_is_stopped()
    {
        TalkToKunduz(new AgentState.Thinking());
        Says("run the tests");
        Comes(SubmissionStage.Queued, "It waits.");
        Says("stop");
        Step(d => d.Replied(new WorkspaceReplies.Done(Kunduz)));
        Assert.Single(((Place.Session)State.Place!).Sent);
    }

    [Fact]
    public void One_that_somebody_took_back_is_waited_for_no_more()
    {
        TalkToKunduz();
        Says("run the tests");
        Comes(SubmissionStage.Withdrawn);
        Yield();
        Assert.False(State.Hearing!.IsPatient);
    }

    [Fact]
    public void Who_leaves_in_mid_reply_hears_no_more_of_it_and_who_comes_back_hears_what_comes_then()
    {
        TalkToKunduz();
        Says("explain it");
        Answers(1, "Long ago.");
        // The hearing is being taken back for the reply.
        SaysAtOnce("switchboard");
        Assert.DoesNotContain("Long ago", SaidSince(), StringComparison.Ordinal);
        Answers(1, "In those days.");
        Assert.DoesNotContain("those days", SaidSince(), StringComparison.Ordinal);
        Says("talk to kunduz");
        Step(d => d.Replied(new WorkspaceReplies.Standing(Kunduz, StandingOf("kunduz", new AgentState.Thinking()))));
        HearsOut();
        Done();
        Answers(1, "And now.");
        Assert.Equal("And now.", SaidSince());
    }

    [Fact]
    public void An_agent_that_was_busy_when_it_was_entered_is_said_to_be_done_and_not_to_be_wordless()
    {
        TalkToKunduz(new AgentState.Thinking());
        AnswerEnds(1);
        Becomes(new AgentState.Idle());
        Assert.Equal(Phrases.Done("kunduz"), SaidSince());
    }

    [Fact]
    public void An_agent_that_never_answers_is_waited_for_no_more_until_it_does()
    {
        TalkToKunduz();
        Says("hello?");
        Comes(SubmissionStage.Typed);
        Step(d => d.Elapsed(ReceptionTimer.Unanswered));
        Yield();
        Assert.False(State.Hearing!.IsPatient);
        Becomes(new AgentState.Thinking());
        Yield();
        Assert.True(State.Hearing!.IsPatient);
    }

    [Fact]
    public void What_still_waits_is_not_said_to_be_unanswered()
    {
        TalkToKunduz();
        Says("hello?");
        Done();
        Step(d => d.Elapsed(ReceptionTimer.Unanswered));
        Assert.Equal(Phrases.StillWaits("kunduz"), Assert.Single(ToldCall().OfType<CallCommands.Announce>()).Line);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_failure_is_told_at_once_once_and_with_its_reason(bool replyFirst)
    {
        TalkToKunduz();
        Says("run the tests");
        Comes(SubmissionStage.Taken);
        Becomes(new AgentState.Thinking());
        Done();
        if (replyFirst) AnswerEnds(1, ReplyEnd.Failed);
        Becomes(new AgentState.Failed("rate_limit"));
        if (!replyFirst) AnswerEnds(1, ReplyEnd.Failed);
        Step(d => d.Elapsed(ReceptionTimer.Silent));
        Assert.Equal("kunduz has failed: rate limit.", SaidSince());
        Assert.False(State.Hearing!.IsPatient);
    }

    [Fact]
    public void In_three_minutes_of_one_command_the_person_hears_every_minute_that_it_goes_on()
    {
        TalkToKunduz();
        Says("run the tests");
        Comes(SubmissionStage.Taken);
        Becomes(new AgentState.UsingTool("Bash", "npm test"));
        Done();
        var running = StandingOf("kunduz", new AgentState.UsingTool("Bash", "npm test"));
        Step(d => d.Told(new WorkspaceActivity.Changed(Kunduz, running)));
        List<string> lines = [];
        for (var i = 0; i < 18; i++)
        {
            Pass(10);
            Step(d => d.Elapsed(ReceptionTimer.Progress));
            lines.AddRange(ToldCall().OfType<CallCommands.ReportProgress>().Select(p => p.Line));
        }

        Assert.Equal(["one minute", "two minutes", "three minutes"], lines.Select(l => l[(l.LastIndexOf("for ", StringComparison.Ordinal) + 4)..].TrimEnd('.')));
        Assert.All(lines, l => Assert.StartsWith("Still at it: kunduz is running npm test", l, StringComparison.Ordinal));
    }

    [Fact]
    public void A_key_beyond_the_list_says_how_many_there_are()
    {
        ComeIn();
        Says("7", WordSource.Keypad);
        Assert.Contains(Phrases.NoSuchNumber(2), SaidSince(), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_workspace_can_be_asked_after_from_within_one()
    {
        TalkToKunduz();
        Says("how is harbor doing");
        Assert.Equal(Harbor, Assert.Single(WorkspaceTold<WorkspaceCommands.GetStanding>()).WorkspaceId);
        Done();
        Step(d => d.Replied(new WorkspaceReplies.Standing(Harbor, StandingOf("harbor", new AgentState.Thinking()))));
        Assert.Contains("harbor is thinking", SaidSince(), StringComparison.Ordinal);
        Assert.Equal(Kunduz, ((Place.Session)State.Place!).Id);
    }

    [Fact]
    public void A_question_after_something_that_is_no_workspace_is_the_agents()
    {
        TalkToKunduz();
        Says("how is the refactoring of the grammar going");
        Assert.StartsWith("how is the refactoring", Assert.Single(WorkspaceTold<WorkspaceCommands.Submit>()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Workspaces_of_one_name_are_told_apart_by_their_folders()
    {
        Step(d => d.Begin());
        Step(d => d.Admitted(new SwitchboardReplies.Admitted(Ada, Call, IsUnlocked: true, null, null)));
        var (first, second) = (SummaryOf(Kunduz, "claude"), SummaryOf(Harbor, "claude"));
        Step(d => d.Listed(new WorkspaceDirectory.Listing(
            [first with { Workspace = first.Workspace with { Directory = "/work/parser" } }, second with { Workspace = second.Workspace with { Directory = "/work/website" } }], [])));
        var said = SaidSince();
        Assert.Contains("claude in parser", said, StringComparison.Ordinal);
        Assert.Contains("claude in website", said, StringComparison.Ordinal);
        Says("talk to claude in website");
        if (State.Situation is Situation.ConfirmingName) Says("the second one");
        Assert.Equal(Harbor, Assert.Single(WorkspaceTold<WorkspaceCommands.Observe>()).WorkspaceId);
    }

    [Fact]
    public void Where_the_folders_are_the_same_too_they_have_numbers()
    {
        var named = Briefings.Named([SummaryOf(Kunduz, "claude"), SummaryOf(Harbor, "claude")]);
        Assert.Equal(["claude 1", "claude 2"], named.Select(w => w.Workspace.Name));
    }

    [Fact]
    public void A_long_name_is_cut()
    {
        var named = Briefings.Named([SummaryOf(Kunduz, string.Join(' ', Enumerable.Repeat("parser", 40)))]);
        Assert.InRange(named[0].Workspace.Name.Length, 20, 48);
    }

    [Fact]
    public void Who_was_called_about_a_workspace_that_is_gone_is_told_so()
    {
        Step(d => d.Begin());
        Step(d => d.Admitted(new SwitchboardReplies.Admitted(Ada, Call, IsUnlocked: true, null, WorkspaceId.Of("tmux", "%9@1"))));
        Step(d => d.Listed(new WorkspaceDirectory.Listing([SummaryOf(Kunduz, "kunduz")], [])));
        Assert.Contains(Phrases.CalledForGone, SaidSince(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_workspace_that_is_gone_when_it_is_entered_is_not_talked_to()
    {
        ComeIn();
        Says("talk to kunduz");
        Done();
        Step(d => d.Replied(new WorkspaceReplies.Standing(Kunduz, StandingOf("kunduz", reach: WorkspaceReach.Gone))));
        Assert.Contains(Phrases.WorkspaceGone("kunduz"), SaidSince(), StringComparison.Ordinal);
        Assert.Null(State.Place);
    }

    [Fact]
    public void A_workspace_that_tells_late_how_it_stands_is_entered_then()
    {
        ComeIn();
        Says("talk to kunduz");
        Pass(10);
        Step(d => d.Elapsed(ReceptionTimer.Asking));
        HearsOut();
        Done();
        var question = new OpenQuestion(1, AgentQuestion.Permission, "Bash", "npm test", []);
        Step(d => d.Replied(new WorkspaceReplies.Standing(Kunduz, StandingOf("kunduz", new AgentState.Waiting(AgentQuestion.Permission, "Bash", "npm test"), question))));
        Assert.Contains("npm test", SaidSince(), StringComparison.Ordinal);
        Assert.Equal(Situation.AtQuestion, State.Situation);
    }

    [Fact]
    public void A_workspace_of_which_nothing_may_be_told_yet_is_not_told_of()
    {
        Step(d => d.Begin());
        Step(d => d.Admitted(new SwitchboardReplies.Admitted(Ada, Call, IsUnlocked: false, Kunduz, null)));
        Done();
        Step(d => d.Changed(SummaryOf(Harbor, "harbor", new AgentState.Thinking())));
        Step(d => d.Changed(SummaryOf(Harbor, "harbor")));
        Assert.Empty(ToldCall());
    }

    [Fact]
    public void What_is_done_already_is_not_called_about()
    {
        TalkToKunduz();
        Says("call me when it's done");
        Assert.Empty(SwitchboardTold<SwitchboardCommands.CallWhenDone>());
        Assert.Contains(Phrases.Done("kunduz"), SaidSince(), StringComparison.Ordinal);
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
