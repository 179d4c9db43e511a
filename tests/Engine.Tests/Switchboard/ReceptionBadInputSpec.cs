using CallActors.Contracts.Agents;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Switchboard;

namespace CallActors.Engine.Tests.Switchboard;

/// <summary>What is out of the ordinary: what the person hears of it, and what the log says.</summary>
public sealed class ReceptionBadInputSpec : ReceptionSpec
{
    private static readonly WorkspaceId Returned = WorkspaceId.Of("tmux", "%1@2");

    [Theory]
    [InlineData(0, "kunduz is gone.")]
    [InlineData(1, "kunduz is gone. What you said last was not typed there.")]
    [InlineData(2, "kunduz is gone. The last 2 things that you said were not typed there.")]
    public void A_workspace_that_vanishes_takes_along_what_was_not_typed_yet(int waiting, string words)
    {
        TalkToKunduz();
        Says("this one was typed");
        Comes(SubmissionStage.Typed);
        for (var i = 0; i < waiting; i++) Says("this one waits");
        Done();
        Becomes(new AgentState.Idle(), reach: WorkspaceReach.Gone);
        Shows($"{Kunduz} is gone; instructions that waited for it: {waiting}", isWarning: false, words);
    }

    [Fact]
    public void When_a_workspace_of_its_name_comes_that_is_told_once_and_nothing_is_given_to_it()
    {
        TalkToKunduz();
        Says("run the tests");
        Becomes(new AgentState.Idle(), reach: WorkspaceReach.Gone);
        Step(d => d.Removed(Kunduz));
        HearsOut();
        Done();
        Step(d => d.Changed(SummaryOf(WorkspaceId.Of("tmux", "%9@2"), "another")));
        Assert.Empty(SaidSince());
        for (var i = 0; i < 2; i++) Step(d => d.Changed(SummaryOf(Returned, "kunduz")));
        Assert.Empty(WorkspaceTold<IWorkspaceCommand>());
        Assert.Equal("There is a session kunduz again.", SaidSince());
    }

    [Fact]
    public void Who_has_gone_elsewhere_is_not_told_that_a_workspace_is_back()
    {
        TalkToKunduz();
        Becomes(new AgentState.Idle(), reach: WorkspaceReach.Gone);
        Step(d => d.Removed(Kunduz));
        Says("talk to harbor");
        Done();
        Step(d => d.Changed(SummaryOf(Returned, "kunduz")));
        Assert.DoesNotContain("again", SaidSince(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_goes_away_keeps_what_is_said()
    {
        TalkToKunduz();
        Becomes(new AgentState.Idle(), reach: WorkspaceReach.Away);
        Shows($"the host of {Kunduz} cannot be reached", isWarning: false, "kunduz cannot be reached at present. What you say waits until it is back.");
    }

    [Fact]
    public void A_name_that_may_mean_two_is_asked_about()
    {
        Step(d => d.Begin());
        Step(d => d.Admitted(new SwitchboardReplies.Admitted(Ada, Call, IsUnlocked: true, null, null)));
        Step(d => d.Listed(new WorkspaceDirectory.Listing([SummaryOf(Kunduz, "kunduz"), SummaryOf(Harbor, "kinder")], [])));
        HearsOut();
        Done();
        Says("talk to kinduz");
        Shows("a name may mean any of 2 workspaces", isWarning: false, "kunduz or kinder?");
    }

    [Fact]
    public void Where_cmux_lets_nobody_in_the_mode_that_it_needs_is_named()
    {
        Step(d => d.Begin());
        Step(d => d.Admitted(new SwitchboardReplies.Admitted(Ada, Call, IsUnlocked: true, null, null)));
        Done();
        // The link has logged it.
        Step(d => d.Listed(new WorkspaceDirectory.Listing([], ["Choose the socket control mode 'automation'."])));
        HearsOut();
        Assert.Contains("It does not let me in. Choose the socket control mode 'automation'.", SaidSince(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_agent_without_hooks_is_read_off_its_screen_and_that_is_told_once_a_reply()
    {
        TalkToKunduz();
        Says("what is two and two");
        Done();
        Answers(1, "four, ", AgentSource.Screen);
        Answers(1, "that is.", AgentSource.Screen);
        Shows($"{Kunduz} tells nothing by hooks or transcript: its reply is read off the screen", isWarning: false, "This is read off the screen, so it may be cut or mixed up.");
    }

    [Fact]
    public void Of_a_reply_of_a_megabyte_as_much_is_said_as_can_be_listened_to()
    {
        TalkToKunduz();
        Says("print everything");
        Done();
        Answers(1, new string('a', 1024 * 1024));
        HearsOut();
        Shows($"a reply of {Kunduz} is longer than is read out", isWarning: false, "The rest is in the terminal.");
    }

    [Theory]
    [InlineData(SubmissionStage.Typed, "has shown nothing of", "kunduz has not answered. It may still be at work; say status to ask.")]
    [InlineData(SubmissionStage.Queued, "has not taken", "Your words still wait for kunduz.")]
    public void An_agent_that_never_answers_is_told_of(SubmissionStage stage, string logged, string words)
    {
        TalkToKunduz();
        Says("hello?");
        Comes(stage);
        Done();
        Step(d => d.Elapsed(ReceptionTimer.Unanswered));
        Shows($"{Kunduz} {logged} an instruction for 90 s", isWarning: true, words);
    }

    [Fact]
    public void A_workspace_that_does_not_answer_in_time_is_told_of()
    {
        ComeIn();
        Says("talk to kunduz");
        Done();
        Pass(10);
        Step(d => d.Elapsed(ReceptionTimer.Asking));
        Shows($"{Kunduz} does not answer (Entering)", isWarning: true, "kunduz does not answer at present.");
    }

    [Fact]
    public void A_question_that_changed_under_the_caller_is_not_answered_and_the_new_one_is_read_out()
    {
        TalkToKunduz();
        Asks(1, "npm test");
        HearsOut();
        Says("yes");
        Done();
        Step(d => d.Replied(new WorkspaceReplies.Refused(Kunduz, WorkspaceRefusal.QuestionChanged, "The question has changed.")));
        Asks(2, "npm publish");
        Shows($"{Kunduz} refused (Answering): QuestionChanged", isWarning: false, "The question has changed in the meantime. Nothing was answered.", "npm publish");
    }

    [Fact]
    public void A_question_that_changes_before_it_is_answered_is_read_out_anew()
    {
        TalkToKunduz();
        Asks(1, "npm test");
        HearsOut();
        Done();
        Asks(2, "npm publish");
        Shows($"the question of {Kunduz} changed before it was answered", isWarning: false, "The question has changed in the meantime.", "npm publish");
    }

    [Fact]
    public void A_question_that_was_answered_in_the_terminal_is_told_of()
    {
        TalkToKunduz();
        Asks(1, "npm test");
        HearsOut();
        Done();
        Becomes(new AgentState.Thinking());
        Shows($"the question of {Kunduz} was answered in the terminal", isWarning: false, "That was answered in the terminal meanwhile.");
    }

    /// <summary>One line of the log, and what is heard beside it.</summary>
    private void Shows(string logged, bool isWarning, params string[] words)
    {
        HearsOut();
        var done = Done();
        var line = Assert.Single(done.OfType<ReceptionEffect.Log>());
        Assert.Equal((logged, isWarning), (line.What, line.IsWarning));
        var said = WordsOf(done);
        // Once each.
        Assert.All(words, w => Assert.Equal(2, said.Split(w).Length));
    }

    private void Asks(int number, string command) => Becomes(
        new AgentState.Waiting(AgentQuestion.Permission, "Bash", command),
        new OpenQuestion(number, AgentQuestion.Permission, "Bash", command, [new(1, "Yes", true), new(2, "No", false)]));
}
