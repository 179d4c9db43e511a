using CallActors.Contracts.Agents;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Switchboard;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Tests.Switchboard;

/// <summary>What counts depends on what was heard.</summary>
public sealed class ReceptionHeardSpec : ReceptionSpec
{
    private static OpenQuestion Permission(int number, string command) =>
        new(number, AgentQuestion.Permission, "Bash", command, [new(1, "Yes", true), new(2, "No", false)]);

    private static OpenQuestion Database { get; } =
        new(1, AgentQuestion.Choice, "AskUserQuestion", "Which database?", [new(1, "PostgreSQL", true), new(2, "SQLite", false)]);

    private void Asks(OpenQuestion question) => Becomes(new AgentState.Waiting(question.For, question.Tool, question.About), question);

    private void AssertNothingIsAnswered() => Assert.Empty(WorkspaceTold<WorkspaceCommands.AnswerQuestion>());

    [Fact]
    public void A_yes_that_was_said_as_the_question_came_allows_nothing_and_the_question_is_read_out()
    {
        TalkToKunduz();
        Asks(Permission(1, "make check"));
        // The hearing was being taken back for the question.
        Assert.True(State.Hearing!.IsAbandoned);
        SaysAtOnce("yes");
        AssertNothingIsAnswered();
        Assert.Contains("make check", State.Speech!.Text, StringComparison.Ordinal);
        Says("yes");
        Assert.IsType<QuestionAnswer.Grant>(Assert.Single(WorkspaceTold<WorkspaceCommands.AnswerQuestion>()).Answer);
    }

    [Theory]
    [InlineData("asks for", false)]
    [InlineData("make", false)]
    [InlineData("make check", true)]
    [InlineData("Say yes", true)]
    public void A_question_that_was_cut_before_its_command_was_heard_is_not_allowed(string heard, bool isAllowed)
    {
        TalkToKunduz();
        Asks(Permission(1, "make check"));
        CutsIn(heard);
        SaysAtOnce("yes");
        Assert.Equal(isAllowed, WorkspaceTold<WorkspaceCommands.AnswerQuestion>().Count == 1);
        if (!isAllowed) Assert.Contains(Phrases.HearItFirst, SaidSince(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_no_needs_no_hearing_out()
    {
        TalkToKunduz();
        Asks(Permission(1, "make check"));
        CutsIn("asks");
        SaysAtOnce("no");
        Assert.IsType<QuestionAnswer.Deny>(Assert.Single(WorkspaceTold<WorkspaceCommands.AnswerQuestion>()).Answer);
    }

    [Fact]
    public void A_question_whose_voice_failed_was_not_heard()
    {
        TalkToKunduz();
        Asks(Permission(1, "make check"));
        Yield();
        Step(d => d.Refused(new CallReplies.Refused(Call, RefusalReason.SpeechFailed, "") { Operation = State.Speech!.Id }));
        SaysAtOnce("yes");
        AssertNothingIsAnswered();
    }

    [Fact]
    public void A_question_that_was_heard_says_nothing_of_the_next_one()
    {
        TalkToKunduz();
        Asks(Permission(1, "npm test"));
        HearsOut();
        Asks(Permission(2, "make check"));
        CutsIn("The question has changed");
        SaysAtOnce("yes");
        AssertNothingIsAnswered();
    }

    [Fact]
    public void The_word_counts_for_nothing_before_it_was_heard_what_for()
    {
        TalkToKunduz();
        Asks(Permission(1, "git push --force origin main"));
        Says("yes");
        var word = State.Confirming!.Word;
        CutsIn("This would");
        SaysAtOnce(word);
        AssertNothingIsAnswered();
        Assert.Equal(Situation.ConfirmingDanger, State.Situation);
        Says(word);
        Assert.Single(WorkspaceTold<WorkspaceCommands.AnswerQuestion>());
    }

    [Fact]
    public void Show_me_at_a_danger_reads_it_and_asks_for_the_word_again()
    {
        TalkToKunduz();
        Asks(Permission(1, "rm -rf build"));
        Says("yes");
        HearsOut();
        Done();
        Says("3", WordSource.Keypad);
        var said = SaidSince();
        Assert.Contains("rm -rf build", said, StringComparison.Ordinal);
        Assert.Contains(State.Confirming!.Word, said, StringComparison.Ordinal);
        AssertNothingIsAnswered();
    }

    [Fact]
    public void Goodbye_at_a_danger_is_no_and_goodbye()
    {
        TalkToKunduz();
        Asks(Permission(1, "rm -rf build"));
        Says("yes");
        Says("goodbye");
        AssertNothingIsAnswered();
        Assert.Equal(ReceptionStage.Leaving, State.Stage);
    }

    [Fact]
    public void That_it_is_allowed_is_said_when_it_is()
    {
        TalkToKunduz();
        Asks(Permission(1, "npm test"));
        Says("yes");
        Assert.DoesNotContain(Phrases.Allowed, SaidSince(), StringComparison.Ordinal);
        Step(d => d.Replied(new WorkspaceReplies.Done(Kunduz)));
        Assert.Contains(Phrases.Allowed, SaidSince(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WorkspaceRefusal.HostAway)]
    [InlineData(WorkspaceRefusal.NotStored)]
    public void A_question_whose_answer_did_not_arrive_can_be_answered_again(WorkspaceRefusal reason)
    {
        TalkToKunduz();
        Asks(Permission(1, "npm test"));
        Says("yes");
        Step(d => d.Replied(new WorkspaceReplies.Refused(Kunduz, reason, "")));
        Assert.Equal(Situation.AtQuestion, State.Situation);
        Says("yes");
        Assert.Equal(2, WorkspaceTold<WorkspaceCommands.AnswerQuestion>().Count);
        Assert.Empty(WorkspaceTold<WorkspaceCommands.Submit>());
    }

    [Fact]
    public void An_answer_that_nobody_takes_is_told_and_can_be_given_again()
    {
        TalkToKunduz();
        Asks(Permission(1, "npm test"));
        Says("yes");
        Done();
        Pass(10);
        Step(d => d.Elapsed(ReceptionTimer.Asking));
        Assert.Contains(Phrases.DoesNotAnswer("kunduz"), SaidSince(), StringComparison.Ordinal);
        Assert.Equal(Situation.AtQuestion, State.Situation);
    }

    [Theory]
    [InlineData("2", 2)]
    [InlineData("1", 1)]
    public void At_a_question_with_several_answers_keys_are_their_numbers(string key, int option)
    {
        TalkToKunduz();
        Asks(Database);
        Says(key, WordSource.Keypad);
        Assert.Equal(new QuestionAnswer.Choose(option), Assert.Single(WorkspaceTold<WorkspaceCommands.AnswerQuestion>()).Answer);
    }

    [Fact]
    public void What_is_no_answer_to_a_choice_is_told_what_would_be_one()
    {
        TalkToKunduz();
        Asks(Database);
        Says("well that depends on the weather");
        Assert.Contains(Phrases.UnclearChoice, SaidSince(), StringComparison.Ordinal);
    }

    [Fact]
    public void After_a_restart_a_question_is_read_out_again()
    {
        ComeIn(remembered: Kunduz);
        Step(d => d.Replied(new WorkspaceReplies.Standing(Kunduz, StandingOf("kunduz", new AgentState.Waiting(AgentQuestion.Permission, "Bash", "make check"), Permission(3, "make check")))));
        SaysAtOnce("yes");
        AssertNothingIsAnswered();
        Assert.Contains("make check", State.Speech!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_question_behind_another_matter_waits_for_it()
    {
        TalkToKunduz();
        Asks(Permission(1, "npm test"));
        Says("close the session");
        Says("whatever");
        Assert.Equal(Situation.AtQuestion, State.Situation);
        Says("yes");
        Assert.Single(WorkspaceTold<WorkspaceCommands.AnswerQuestion>());
        Assert.Empty(DirectoryTold<WorkspaceDirectory.Close>());
    }

    [Fact]
    public void Another_workspaces_question_is_read_out_when_the_person_goes_there()
    {
        TalkToKunduz();
        Step(d => d.Changed(SummaryOf(Harbor, "harbor", new AgentState.Waiting(AgentQuestion.Permission, "Bash", "make install"), Permission(1, "make install"))));
        Assert.DoesNotContain("make install", SaidSince(), StringComparison.Ordinal);
        Says("switch to harbor");
        Done();
        Step(d => d.Replied(new WorkspaceReplies.Standing(Harbor, StandingOf("harbor", new AgentState.Waiting(AgentQuestion.Permission, "Bash", "make install"), Permission(1, "make install")))));
        Assert.Contains("make install", SaidSince(), StringComparison.Ordinal);
        Says("yes");
        Assert.Equal(Harbor, Assert.Single(WorkspaceTold<WorkspaceCommands.AnswerQuestion>()).WorkspaceId);
    }
}
