using CallActors.Contracts.Agents;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Tests.Switchboard;

/// <summary>The agent's questions, and what is dangerous.</summary>
public sealed class ReceptionQuestionsSpec : ReceptionSpec
{
    private static readonly IReadOnlyList<ScreenOption> Options = [new(1, "Yes", true), new(2, "Yes, and don't ask again", false), new(3, "No", false)];

    private static OpenQuestion Permission(int number, string command) => new(number, AgentQuestion.Permission, "Bash", command, Options);

    private void Asks(OpenQuestion question) => Becomes(new AgentState.Waiting(question.For, question.Tool, question.About), question);

    private QuestionAnswer Given() => Assert.Single(WorkspaceTold<WorkspaceCommands.AnswerQuestion>()).Answer;

    [Fact]
    public void A_question_is_read_out_when_it_comes()
    {
        TalkToKunduz();
        Says("run the tests");
        Done();
        Asks(Permission(1, "npm test"));
        Assert.Contains("npm test", SaidSince(), StringComparison.Ordinal);
        Assert.Equal(Situation.AtQuestion, State.Situation);
        Assert.False(State.Hearing!.IsPatient);
    }

    [Theory]
    [InlineData("yes, once")]
    [InlineData("go ahead")]
    public void Yes_is_yes_this_once(string said)
    {
        TalkToKunduz();
        Asks(Permission(1, "npm test"));
        Says(said);
        Assert.IsType<QuestionAnswer.Grant>(Given());
        Assert.Contains(SwitchboardTold<SwitchboardCommands.NoteDeed>(), n => n.Deed is CallDeed.Granted);
    }

    [Fact]
    public void No_is_no()
    {
        TalkToKunduz();
        Asks(Permission(1, "npm test"));
        Says("no");
        Assert.IsType<QuestionAnswer.Deny>(Given());
    }

    [Theory]
    [InlineData("yes, always")]
    [InlineData("well that depends on the weather")]
    [InlineData("option two")]
    public void Nothing_else_is_a_yes(string said)
    {
        TalkToKunduz();
        Asks(Permission(1, "npm test"));
        Says(said);
        Assert.Empty(WorkspaceTold<WorkspaceCommands.AnswerQuestion>());
        Assert.Empty(WorkspaceTold<WorkspaceCommands.Submit>());
        Assert.Equal(Situation.AtQuestion, State.Situation);
    }

    [Fact]
    public void Show_me_reads_all_of_it()
    {
        TalkToKunduz();
        Asks(Permission(1, "npm test -- --grep parser"));
        HearsOut();
        Done();
        Says("show me");
        Assert.Contains("parser", SaidSince(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_dangerous_needs_the_word_of_the_moment()
    {
        TalkToKunduz();
        Asks(Permission(1, "git push --force origin main"));
        Says("yes");
        Assert.Empty(WorkspaceTold<WorkspaceCommands.AnswerQuestion>());
        var word = State.Confirming!.Word;
        Assert.Contains(word, SaidSince(), StringComparison.OrdinalIgnoreCase);
        Says(word);
        Assert.IsType<QuestionAnswer.Grant>(Given());
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("no")]
    [InlineData("okay do it")]
    [InlineData("whatever")]
    public void Anything_but_the_word_does_nothing(string said)
    {
        TalkToKunduz();
        Asks(Permission(1, "rm -rf build"));
        Says("yes");
        Says(said);
        Assert.Empty(WorkspaceTold<WorkspaceCommands.AnswerQuestion>());
    }

    [Fact]
    public void A_question_that_changed_before_the_word_is_not_answered_by_it()
    {
        TalkToKunduz();
        Asks(Permission(1, "git push --force origin main"));
        Says("yes");
        var word = State.Confirming!.Word;
        Asks(Permission(2, "rm -rf /"));
        Says(word);
        Assert.Empty(WorkspaceTold<WorkspaceCommands.AnswerQuestion>());
    }

    [Fact]
    public void An_answer_names_the_question_that_was_read_out()
    {
        TalkToKunduz();
        Asks(Permission(7, "npm test"));
        Says("yes");
        Assert.Equal(7, Assert.Single(WorkspaceTold<WorkspaceCommands.AnswerQuestion>()).Question);
    }

    [Fact]
    public void A_question_that_changed_under_the_answer_is_told_and_read_out()
    {
        TalkToKunduz();
        Asks(Permission(1, "npm test"));
        Says("yes");
        Done();
        Step(d => d.Replied(new WorkspaceReplies.Refused(Kunduz, WorkspaceRefusal.QuestionChanged, "The question has changed.")));
        Asks(Permission(2, "npm publish"));
        var said = SaidSince();
        Assert.Contains("npm publish", said, StringComparison.Ordinal);
        Assert.Equal(Situation.AtQuestion, State.Situation);
    }

    [Fact]
    public void A_question_that_is_gone_was_answered_at_the_keyboard()
    {
        TalkToKunduz();
        Asks(Permission(1, "npm test"));
        HearsOut();
        Done();
        Becomes(new AgentState.UsingTool("Bash", "npm test"));
        Assert.Contains(SwitchboardPhrases.For("en").AnsweredElsewhere, SaidSince(), StringComparison.Ordinal);
        Assert.Equal(Situation.InWorkspace, State.Situation);
    }

    [Fact]
    public void Of_several_options_one_is_chosen_by_its_number()
    {
        TalkToKunduz();
        Asks(new OpenQuestion(1, AgentQuestion.Choice, "AskUserQuestion", "Which database?", [new(1, "PostgreSQL", true), new(2, "SQLite", false)]));
        Says("option two");
        Assert.Equal(new QuestionAnswer.Choose(2), Given());
    }

    [Fact]
    public void A_workspace_with_a_question_reads_it_out_when_it_is_entered()
    {
        ComeIn();
        Says("talk to kunduz");
        Done();
        Step(d => d.Replied(new WorkspaceReplies.Standing(Kunduz, StandingOf("kunduz", new AgentState.Waiting(AgentQuestion.Permission, "Bash", "npm test"), Permission(3, "npm test")))));
        Assert.Contains("npm test", SaidSince(), StringComparison.Ordinal);
        Assert.Equal(Situation.AtQuestion, State.Situation);
    }

    [Fact]
    public void Closing_a_workspace_needs_the_word_too()
    {
        TalkToKunduz();
        Says("close the session");
        Assert.Empty(DirectoryTold<WorkspaceDirectory.Close>());
        Says(State.Confirming!.Word);
        Assert.Equal(Kunduz, Assert.Single(DirectoryTold<WorkspaceDirectory.Close>()).WorkspaceId);
    }

    [Fact]
    public void A_name_that_could_be_two_is_asked_for_and_a_no_leaves_it()
    {
        Step(d => d.Begin());
        Step(d => d.Admitted(new SwitchboardReplies.Admitted(Ada, Call, IsUnlocked: true, null, null)));
        Step(d => d.Listed(new WorkspaceDirectory.Listing([SummaryOf(Kunduz, "kunduz"), SummaryOf(Harbor, "kinder")], [])));
        Yield();
        Says("talk to kinduz");
        Assert.Equal(Situation.ConfirmingName, State.Situation);
        Says("kinder");
        Assert.Equal(Harbor, Assert.Single(WorkspaceTold<WorkspaceCommands.Observe>()).WorkspaceId);
    }
}
