using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Workspaces;

namespace CallActors.Engine.Tests.Workspaces;

/// <summary>Questions: numbered, and answered only while the screen shows what the person was asked.</summary>
public sealed class WorkspaceDeciderQuestionsSpec
{
    private static readonly string[] Dialog = ["? Proceed?", ": npm test", "* Yes", "- Yes, and don't ask again", "- No"];

    private readonly Desk _desk = new();

    [Fact]
    public void A_question_has_a_number_and_the_answers_of_its_screen()
    {
        Asked();
        var question = _desk.Standing.Question!;
        Assert.Equal((1, "Bash", "npm test"), (question.Number, question.Tool, question.About));
        Assert.Equal(["Yes", "Yes, and don't ask again", "No"], question.Options.Select(o => o.Text));
    }

    [Fact]
    public void A_dialog_that_is_drawn_late_is_looked_for()
    {
        Here();
        Ask("npm test");
        _desk.Show("busy");
        Assert.Empty(_desk.Standing.Question!.Options);
        Assert.NotNull(_desk.Live.LookDue);
        _desk.Wait(TimeSpan.FromMilliseconds(300));
        _desk.Take(d => d.LookIsDue());
        _desk.Show(Dialog);
        Assert.Equal((1, 3), (_desk.Standing.Question!.Number, _desk.Standing.Question.Options.Count));
    }

    [Fact]
    public void Another_question_has_another_number_also_after_a_restart()
    {
        Asked();
        Ask("rm -rf build");
        Assert.Equal((2, "rm -rf build"), (_desk.Standing.Question!.Number, _desk.Standing.Question.About));
        // The same one again is the same.
        _desk.Say(new AgentObservation.StillAsks(AgentSource.Hook, _desk.Now, AgentQuestion.Permission, "waits"));
        Assert.Equal(2, _desk.Standing.Question!.Number);
        _desk.Die();
        Asked();
        Assert.Equal(3, _desk.Standing.Question!.Number);
    }

    [Fact]
    public void Yes_presses_Enter_on_the_answer_that_says_yes_once()
    {
        Asked();
        Answer(new QuestionAnswer.Grant());
        _desk.Show(Dialog);
        Assert.Equal([WorkspaceKey.Enter], _desk.Ordered<WorkspaceOrder.Press>()!.Value.What.Keys);
        Assert.Equal((1, true, "call-1"), _desk.Journal[^1] is WorkspaceEvents.QuestionAnswered e ? (e.Option, e.IsGranted, e.By) : default);
        _desk.Answer(new OrderResult.Pressed());
        Assert.IsType<WorkspaceReplies.Done>(_desk.Replied);
        Assert.True(Assert.IsType<AgentObservation.Answered>(_desk.Find<WorkspaceEffect.TellFeed>()!.Seen).IsGranted);
        Assert.Null(_desk.Standing.Question);
        Assert.True(_desk.Standing.Agent.IsBusy);
    }

    [Fact]
    public void No_moves_to_the_answer_that_says_no_and_looks_before_Enter()
    {
        Asked();
        Answer(new QuestionAnswer.Deny());
        _desk.Show(Dialog);
        Assert.Equal([WorkspaceKey.Down, WorkspaceKey.Down], _desk.Ordered<WorkspaceOrder.Press>()!.Value.What.Keys);
        _desk.Answer(new OrderResult.Pressed());
        // One key was lost.
        _desk.Show("? Proceed?", ": npm test", "- Yes", "* Yes, and don't ask again", "- No");
        Assert.Equal([WorkspaceKey.Down], _desk.Ordered<WorkspaceOrder.Press>()!.Value.What.Keys);
        _desk.Answer(new OrderResult.Pressed());
        _desk.Show("? Proceed?", ": npm test", "- Yes", "- Yes, and don't ask again", "* No");
        Assert.Equal([WorkspaceKey.Enter], _desk.Ordered<WorkspaceOrder.Press>()!.Value.What.Keys);
        _desk.Answer(new OrderResult.Pressed());
        Assert.False(Assert.IsType<AgentObservation.Answered>(_desk.Find<WorkspaceEffect.TellFeed>()!.Seen).IsGranted);
    }

    [Fact]
    public void Without_an_answer_that_says_no_Escape_does()
    {
        Here();
        Ask("npm test");
        _desk.Show("? Which?", "* Red", "- Blue");
        Answer(new QuestionAnswer.Deny());
        _desk.Show("? Which?", "* Red", "- Blue");
        Assert.Equal([WorkspaceKey.Escape], _desk.Ordered<WorkspaceOrder.Press>()!.Value.What.Keys);
    }

    [Fact]
    public void Yes_is_never_yes_for_ever()
    {
        Here();
        Ask("npm test");
        string[] dialog = ["? Proceed?", "* Yes, always allow", "- Yes, allow all edits during this session", "- Yes, and auto-accept edits", "- Nothing of it", "- No"];
        _desk.Show(dialog);
        Answer(new QuestionAnswer.Grant());
        _desk.Show(dialog);
        Assert.Equal(WorkspaceRefusal.NotUnderstood, _desk.Refusal);
        Assert.Null(_desk.Ordered<WorkspaceOrder.Press>());
    }

    [Fact]
    public void One_of_several_answers_is_chosen_by_its_number()
    {
        Asked();
        Answer(new QuestionAnswer.Choose(2));
        _desk.Show(Dialog);
        Assert.Equal([WorkspaceKey.Down], _desk.Ordered<WorkspaceOrder.Press>()!.Value.What.Keys);
        _desk.Answer(new OrderResult.Pressed());
        _desk.Show("? Proceed?", ": npm test", "- Yes", "* Yes, and don't ask again", "- No");
        Assert.Equal(2, _desk.Journal.OfType<WorkspaceEvents.QuestionAnswered>().Single().Option);
    }

    [Theory]
    [InlineData("? Proceed?", ": rm -rf /", "* Yes", "- Yes, and don't ask again", "- No")]
    [InlineData("? Really?", ": npm test", "* Yes", "- Yes, and don't ask again", "- No")]
    [InlineData("? Proceed?", ": npm test", "* Yes", "- No")]
    public void A_question_that_changed_under_the_caller_is_not_answered_and_told_anew(params string[] other)
    {
        Asked();
        Answer(new QuestionAnswer.Grant());
        _desk.Show(other);
        Assert.Equal(WorkspaceRefusal.QuestionChanged, _desk.Refusal);
        Assert.Null(_desk.Ordered<WorkspaceOrder.Press>());
        Assert.Equal(2, _desk.Standing.Question!.Number);
        Assert.DoesNotContain(_desk.Journal, e => e is WorkspaceEvents.QuestionAnswered);
        Answer(new QuestionAnswer.Grant());
        Assert.Equal(WorkspaceRefusal.QuestionChanged, _desk.Refusal);
    }

    [Fact]
    public void A_question_that_changes_while_the_selection_moves_is_not_answered()
    {
        Asked();
        Answer(new QuestionAnswer.Deny());
        _desk.Show(Dialog);
        _desk.Answer(new OrderResult.Pressed());
        _desk.Show("? Proceed?", ": rm -rf /", "- Yes", "- Yes, and don't ask again", "* No");
        Assert.Equal(WorkspaceRefusal.QuestionChanged, _desk.Refusal);
        Assert.Null(_desk.Ordered<WorkspaceOrder.Press>());
    }

    [Fact]
    public void A_question_that_was_answered_at_the_keyboard_is_not_answered()
    {
        Asked();
        Answer(new QuestionAnswer.Grant());
        _desk.Show("busy");
        Assert.Equal(WorkspaceRefusal.QuestionChanged, _desk.Refusal);
        Assert.Null(_desk.Ordered<WorkspaceOrder.Press>());
    }

    [Fact]
    public void Nothing_is_pressed_on_a_screen_that_is_not_understood()
    {
        Asked();
        Answer(new QuestionAnswer.Grant());
        _desk.Show("what is this");
        Assert.Equal(WorkspaceRefusal.NotUnderstood, _desk.Refusal);
        Assert.Null(_desk.Ordered<WorkspaceOrder.Press>());

        var shell = new Desk();
        shell.Take(d => d.Listed(Desk.Shell));
        shell.Say(new AgentObservation.Asked(AgentSource.Hook, shell.Now, AgentQuestion.Permission, "Bash", "npm test"));
        shell.Take(d => d.AnswerQuestion(new WorkspaceCommands.AnswerQuestion(Desk.Id, 1, new QuestionAnswer.Deny(), "call-1")));
        Assert.Equal(WorkspaceRefusal.NotUnderstood, shell.Refusal);
    }

    [Fact]
    public void A_selection_that_does_not_move_is_given_up()
    {
        Asked();
        Answer(new QuestionAnswer.Deny());
        for (var i = 0; i < 3; i++)
        {
            _desk.Show(Dialog);
            _desk.Answer(new OrderResult.Pressed());
        }

        _desk.Show(Dialog);
        Assert.Equal(WorkspaceRefusal.NotUnderstood, _desk.Refusal);
    }

    [Fact]
    public void A_host_that_does_not_answer_ends_the_answer()
    {
        Asked();
        Answer(new QuestionAnswer.Grant());
        var run = _desk.Live.Answering!.Run;
        _desk.Take(d => d.AnswerIsLate(run));
        Assert.Equal(WorkspaceRefusal.HostAway, _desk.Refusal);
        Answer(new QuestionAnswer.Grant());
        _desk.Take(d => d.HostAway());
        Assert.Equal(WorkspaceRefusal.HostAway, _desk.Refusal);
        Answer(new QuestionAnswer.Grant());
        Assert.Equal(WorkspaceRefusal.HostAway, _desk.Refusal);
    }

    private void Here()
    {
        _desk.Take(d => d.Listed(Desk.Agent));
        _desk.Show("busy");
    }

    private void Ask(string about) => _desk.Say(new AgentObservation.Asked(AgentSource.Hook, _desk.Now, AgentQuestion.Permission, "Bash", about));

    private void Asked()
    {
        Here();
        Ask("npm test");
        _desk.Show(Dialog);
    }

    private void Answer(QuestionAnswer answer) => _desk.Take(d => d.AnswerQuestion(new WorkspaceCommands.AnswerQuestion(Desk.Id, 1, answer, "call-1")));
}
