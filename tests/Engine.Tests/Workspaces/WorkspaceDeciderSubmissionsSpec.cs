using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Workspaces;

namespace CallActors.Engine.Tests.Workspaces;

/// <summary>Texts: what is stored, what is ordered, when they are taken.</summary>
public sealed class WorkspaceDeciderSubmissionsSpec
{
    private static readonly OrderResult Entered = new OrderResult.Submitted(SubmissionState.Entered);

    private readonly Desk _desk = new();

    [Fact]
    public void A_text_is_stored_and_typed_after_a_look_at_the_screen()
    {
        Here("idle", ">");
        _desk.Submit();
        Assert.Equal(0, Assert.IsType<WorkspaceReplies.Queued>(_desk.Replied).Ahead);
        Assert.NotNull(_desk.Ordered<WorkspaceOrder.Read>());
        Assert.IsType<WorkspaceEvents.SubmissionQueued>(_desk.Journal[^1]);
        _desk.Show("idle", ">");
        Assert.Equal("run the tests", _desk.Ordered<WorkspaceOrder.Submit>()!.Value.What.Submission.Text);
        Assert.IsType<WorkspaceEvents.TypingBegun>(_desk.Journal[^1]);
        _desk.Answer(Entered);
        Assert.Equal([("s-1", SubmissionStage.Typed, "")], _desk.Told);
        _desk.Say(new AgentObservation.PromptTaken(AgentSource.Hook, _desk.Now));
        Assert.Equal([("s-1", SubmissionStage.Taken, "")], _desk.Told);
        Assert.Null(_desk.State.Head);
        Assert.Equal("", _desk.State.Submissions.Single().Text);
    }

    [Fact]
    public void A_prompt_that_is_told_before_the_host_has_answered_is_the_text()
    {
        Ordered();
        var order = _desk.Ordered<WorkspaceOrder.Submit>()!.Value;
        _desk.Say(new AgentObservation.PromptTaken(AgentSource.Hook, _desk.Now));
        Assert.Empty(_desk.Told);
        _desk.Take(d => d.Finished(order.Run, Entered));
        Assert.Equal([("s-1", SubmissionStage.Typed, ""), ("s-1", SubmissionStage.Taken, "")], _desk.Told);
    }

    [Fact]
    public void A_host_that_took_the_text_for_the_agent_is_believed()
    {
        Ordered();
        _desk.Answer(new OrderResult.Submitted(SubmissionState.Accepted));
        Assert.Equal([("s-1", SubmissionStage.Taken, "")], _desk.Told);
    }

    [Fact]
    public void Nothing_is_typed_while_the_host_is_away_and_it_is_when_it_is_back()
    {
        _desk.Submit();
        Assert.Contains(_desk.Told, t => t.Detail.Contains("cannot be reached", StringComparison.Ordinal));
        Assert.Null(_desk.Ordered<WorkspaceOrder>());
        Here("idle", ">");
        Assert.NotNull(_desk.Ordered<WorkspaceOrder.Submit>());
        _desk.Take(d => d.HostAway());
        _desk.Take(d => d.Listed(Desk.Agent));
        _desk.Show("idle", ">");
        Assert.Equal("s-1", _desk.Ordered<WorkspaceOrder.Submit>()!.Value.What.Submission.Id.Value);
        Assert.Single(_desk.Journal.OfType<WorkspaceEvents.TypingBegun>());
    }

    [Theory]
    [InlineData(SubmissionState.PersonIsTyping, SubmissionObstacle.PersonTypes, "Somebody is typing there.")]
    [InlineData(SubmissionState.AgentIsBusy, SubmissionObstacle.NotTaking, "The agent takes nothing at present.")]
    public void What_was_not_typed_is_ordered_again_after_a_while_and_told_once(SubmissionState answer, SubmissionObstacle obstacle, string why)
    {
        Ordered();
        _desk.Answer(new OrderResult.Submitted(answer));
        Assert.Equal([("s-1", SubmissionStage.Queued, why)], _desk.Told);
        Assert.Equal(obstacle, _desk.Obstacle);
        Assert.Equal(TimeSpan.FromSeconds(2), Armed(WorkspaceTimer.OrderAgain));
        _desk.Submit("s-2");
        Assert.Null(_desk.Ordered<WorkspaceOrder>());
        _desk.Take(d => d.OrderAgain());
        _desk.Show("idle", ">");
        _desk.Answer(new OrderResult.Submitted(answer));
        Assert.Empty(_desk.Told);
        _desk.Take(d => d.OrderAgain());
        _desk.Show("idle", ">");
        Assert.Equal("s-1", _desk.Ordered<WorkspaceOrder.Submit>()!.Value.What.Submission.Id.Value);
    }

    [Fact]
    public void A_host_that_does_not_say_whether_it_typed_is_asked_five_times()
    {
        Ordered();
        for (var i = 0; i < 4; i++)
        {
            var order = _desk.Ordered<WorkspaceOrder.Submit>()!.Value;
            _desk.Take(d => d.OrderIsLate(order.Run));
            Assert.NotNull(Armed(WorkspaceTimer.OrderAgain));
            _desk.Take(d => d.OrderAgain());
            _desk.Show("idle", ">");
        }

        _desk.Answer(new OrderResult.Failed(WorkspaceFault.TimedOut, "It may have been typed."));
        Assert.Equal([("s-1", SubmissionStage.GivenUp, "It may have been typed.")], _desk.Told);
    }

    [Fact]
    public void A_late_answer_to_an_order_that_was_given_up_is_nothing()
    {
        Ordered();
        var order = _desk.Ordered<WorkspaceOrder.Submit>()!.Value;
        _desk.Take(d => d.OrderIsLate(order.Run));
        _desk.Take(d => d.Finished(order.Run, Entered));
        Assert.Empty(_desk.Told);
        Assert.False(_desk.State.Head!.Entered);
    }

    [Fact]
    public void A_refusal_gives_the_text_up_and_the_next_has_its_turn()
    {
        Ordered();
        var order = _desk.Ordered<WorkspaceOrder.Submit>()!.Value;
        _desk.Submit("s-2");
        Assert.Equal(1, Assert.IsType<WorkspaceReplies.Queued>(_desk.Replied).Ahead);
        Assert.Null(_desk.Ordered<WorkspaceOrder>());
        _desk.Take(d => d.Finished(order.Run, new OrderResult.Failed(WorkspaceFault.Refused, "There is nothing to type.")));
        Assert.Equal([("s-1", SubmissionStage.GivenUp, "There is nothing to type.")], _desk.Told);
        _desk.Show("idle", ">");
        Assert.Equal("s-2", _desk.Ordered<WorkspaceOrder.Submit>()!.Value.What.Submission.Id.Value);
    }

    [Fact]
    public void A_text_that_stands_in_the_composer_gets_its_Enter_again_and_is_never_typed_again()
    {
        Ordered();
        _desk.Answer(Entered);
        Assert.Equal(TimeSpan.FromSeconds(3), Armed(WorkspaceTimer.Confirm));
        for (var i = 0; i < 3; i++)
        {
            ConfirmIsDue();
            _desk.Show("idle", "> run the", "  tests");
            Assert.Equal([WorkspaceKey.Enter], _desk.Ordered<WorkspaceOrder.Press>()!.Value.What.Keys);
        }

        ConfirmIsDue();
        _desk.Show("idle", "> run the", "  tests");
        Assert.Null(_desk.Ordered<WorkspaceOrder>());
        ConfirmIsDue();
        _desk.Show("idle", ">");
        Assert.Equal([("s-1", SubmissionStage.Taken, "")], _desk.Told);
    }

    [Fact]
    public void Somebody_elses_words_in_the_composer_are_not_entered()
    {
        Ordered();
        _desk.Answer(Entered);
        ConfirmIsDue();
        _desk.Show("idle", "> my own thoughts");
        Assert.Null(_desk.Ordered<WorkspaceOrder>());
        Assert.Empty(_desk.Told);
    }

    [Fact]
    public void A_draft_below_a_text_that_was_taken_is_not_entered()
    {
        Ordered();
        _desk.Answer(Entered);
        ConfirmIsDue();
        _desk.Show("idle", "taken: run the tests", "> my own thoughts");
        Assert.Null(_desk.Ordered<WorkspaceOrder>());
        _desk.Take(d => d.HostAway());
        _desk.Take(d => d.Listed(Desk.Agent));
        ConfirmIsDue();
        _desk.Show("idle", "taken: run the tests", "> my own thoughts");
        Assert.Null(_desk.Ordered<WorkspaceOrder>());
    }

    [Fact]
    public void A_draft_below_a_text_that_was_begun_is_not_entered()
    {
        Ordered();
        _desk.Take(d => d.HostAway());
        _desk.Take(d => d.Listed(Desk.Agent));
        _desk.Show("idle", "taken: run the tests", "> my own thoughts");
        Assert.Null(_desk.Ordered<WorkspaceOrder>());
        Assert.Contains(_desk.Told, t => t.Detail == "Somebody is typing there.");
    }

    [Fact]
    public void A_question_on_the_screen_gets_no_Enter()
    {
        Ordered();
        _desk.Answer(Entered);
        ConfirmIsDue();
        _desk.Show("> run the tests", "? Proceed?", "* Yes", "- No");
        Assert.Null(_desk.Ordered<WorkspaceOrder.Press>());
        Assert.Empty(_desk.Told);
    }

    [Fact]
    public void A_text_is_not_given_up_while_a_question_covers_the_composer()
    {
        Ordered();
        _desk.Answer(Entered);
        for (var i = 0; i < 20; i++)
        {
            ConfirmIsDue();
            _desk.Show("? Proceed?", "* Yes", "- No");
        }

        Assert.IsType<AgentState.Waiting>(_desk.Live.Agent.State);
        Assert.Empty(_desk.Told);
        ConfirmIsDue();
        _desk.Show("idle", ">");
        Assert.Equal([("s-1", SubmissionStage.Taken, "")], _desk.Told);
    }

    [Fact]
    public void A_text_that_nothing_is_seen_of_is_given_up_after_30_s()
    {
        Ordered();
        _desk.Answer(Entered);
        for (var i = 0; i < 9; i++)
        {
            ConfirmIsDue();
            _desk.Show("what is this");
            Assert.Empty(_desk.Told);
        }

        ConfirmIsDue();
        Assert.Equal(SubmissionStage.GivenUp, _desk.Told.Single().Stage);
    }

    [Fact]
    public void Where_nothing_can_be_seen_a_text_counts_as_taken_after_30_s()
    {
        _desk.Take(d => d.Listed(Desk.Shell));
        _desk.Submit();
        Assert.NotNull(_desk.Ordered<WorkspaceOrder.Submit>());
        _desk.Answer(Entered);
        Assert.Equal(TimeSpan.FromSeconds(30), Armed(WorkspaceTimer.Confirm));
        _desk.Wait(TimeSpan.FromSeconds(30));
        _desk.Take(d => d.ConfirmIsDue());
        Assert.Equal([("s-1", SubmissionStage.Taken, "")], _desk.Told);
    }

    [Fact]
    public void A_text_waits_for_the_answer_to_a_question_whoever_told_of_it()
    {
        Here("idle", ">");
        _desk.Say(new AgentObservation.Asked(AgentSource.Hook, _desk.Now, AgentQuestion.Permission, "Bash", "npm test"));
        _desk.Submit();
        Assert.Contains(_desk.Told, t => t.Detail.Contains("asks something", StringComparison.Ordinal));
        Assert.Null(_desk.Ordered<WorkspaceOrder.Submit>());
        _desk.Say(new AgentObservation.ToolFinished(AgentSource.Hook, _desk.Now, "", false));
        _desk.Show("idle", ">");
        Assert.NotNull(_desk.Ordered<WorkspaceOrder.Submit>());
    }

    [Fact]
    public void A_draft_that_somebody_left_holds_the_text_back_until_it_is_gone()
    {
        Here("idle", ">");
        _desk.Submit();
        _desk.Show("idle", "> half a thought");
        Assert.Null(_desk.Ordered<WorkspaceOrder.Submit>());
        Assert.Equal([("s-1", SubmissionStage.Queued, "Somebody is typing there.")], _desk.Told);
        Assert.DoesNotContain(_desk.Journal, e => e is WorkspaceEvents.TypingBegun);
        _desk.Wait(TimeSpan.FromSeconds(2));
        _desk.Take(d => d.OrderAgain());
        _desk.Show("idle", ">");
        Assert.NotNull(_desk.Ordered<WorkspaceOrder.Submit>());
    }

    [Fact]
    public void What_was_typed_before_a_crash_is_no_draft_and_gets_its_Enter()
    {
        Here("idle", ">");
        _desk.Submit();
        _desk.Show("idle", ">");
        Assert.NotNull(_desk.Ordered<WorkspaceOrder.Submit>());
        _desk.Die();
        Here("idle", "> run the tests");
        Assert.NotNull(_desk.Ordered<WorkspaceOrder.Submit>());
    }

    [Fact]
    public void A_question_that_only_the_screen_shows_holds_the_text_back()
    {
        Here("idle", ">");
        _desk.Submit();
        _desk.Show("? Proceed?", "* Yes", "- No");
        Assert.Null(_desk.Ordered<WorkspaceOrder.Submit>());
        Assert.Equal([("s-1", SubmissionStage.Queued, "The agent asks something that must be answered first.")], _desk.Told);
        Assert.DoesNotContain(_desk.Journal, e => e is WorkspaceEvents.TypingBegun);
    }

    [Fact]
    public void Nothing_is_typed_where_the_agent_has_ended()
    {
        Here("idle", ">");
        _desk.Say(new AgentObservation.ProcessExited(AgentSource.Process, _desk.Now));
        _desk.Submit();
        Assert.Null(_desk.Ordered<WorkspaceOrder>());
        Assert.Contains(_desk.Told, t => t.Detail == "The agent has ended.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Whether_an_agent_at_work_is_typed_to_is_a_rule(bool types)
    {
        var desk = new Desk(WorkspaceRules.Default with { TypesWhileBusy = types });
        desk.Take(d => d.Listed(Desk.Shell));
        desk.Say(new AgentObservation.PromptTaken(AgentSource.Hook, desk.Now));
        desk.Submit();
        Assert.Equal(types, desk.Ordered<WorkspaceOrder.Submit>() is not null);
        if (types) return;
        desk.Say(new AgentObservation.TurnEnded(AgentSource.Hook, desk.Now));
        Assert.NotNull(desk.Ordered<WorkspaceOrder.Submit>());
    }

    [Fact]
    public void A_workspace_that_is_gone_gives_its_queue_up()
    {
        _desk.Submit();
        _desk.Submit("s-2");
        _desk.Take(d => d.Gone());
        Assert.Equal([("s-1", SubmissionStage.GivenUp, "The workspace is gone."), ("s-2", SubmissionStage.GivenUp, "The workspace is gone.")], _desk.Told);
        _desk.Submit("s-3");
        Assert.Equal(WorkspaceRefusal.Gone, _desk.Refusal);
    }

    [Fact]
    public void The_queue_holds_32()
    {
        for (var i = 0; i < 32; i++) _desk.Submit($"s-{i}");
        _desk.Submit("s-32");
        Assert.Equal(WorkspaceRefusal.QueueFull, _desk.Refusal);
        // One that is known joins.
        _desk.Submit("s-31");
        Assert.Equal(31, Assert.IsType<WorkspaceReplies.Queued>(_desk.Replied).Ahead);
    }

    [Fact]
    public void What_cannot_be_typed_is_refused()
    {
        _desk.Submit(text: " \n");
        Assert.Equal(WorkspaceRefusal.NotFit, _desk.Refusal);
        _desk.Submit(text: new string('x', WorkspaceCommands.LongestText + 1));
        Assert.Equal(WorkspaceRefusal.NotFit, _desk.Refusal);
        Assert.Empty(_desk.Journal);
    }

    [Fact]
    public void A_text_can_be_taken_back_until_it_is_typed()
    {
        Here("idle", ">");
        _desk.Submit();
        _desk.Take(d => d.Withdraw(new WorkspaceCommands.Withdraw(Desk.Id, new SubmissionId("s-1"))));
        Assert.IsType<WorkspaceReplies.Done>(_desk.Replied);
        Assert.Equal([("s-1", SubmissionStage.Withdrawn, "")], _desk.Told);
        Ordered("s-2");
        _desk.Take(d => d.Withdraw(new WorkspaceCommands.Withdraw(Desk.Id, new SubmissionId("s-2"))));
        Assert.Equal(WorkspaceRefusal.TooLate, _desk.Refusal);
    }

    [Fact]
    public void A_text_that_is_over_is_known_and_told_again_and_not_typed()
    {
        Ordered();
        _desk.Answer(new OrderResult.Submitted(SubmissionState.Accepted));
        _desk.Submit();
        Assert.IsType<WorkspaceReplies.Queued>(_desk.Replied);
        Assert.Equal([("s-1", SubmissionStage.Taken, "")], _desk.Told);
        Assert.Null(_desk.Ordered<WorkspaceOrder>());
    }

    /// <summary>The host has the workspace, and its screen shows this.</summary>
    private void Here(params string[] lines)
    {
        _desk.Take(d => d.Listed(Desk.Agent));
        _desk.Show(lines);
    }

    /// <summary>A text whose order to the host is under way.</summary>
    private void Ordered(string id = "s-1")
    {
        if (_desk.Live.Reach is not WorkspaceReach.Here) Here("idle", ">");
        _desk.Submit(id);
        _desk.Show("idle", ">");
        Assert.NotNull(_desk.Ordered<WorkspaceOrder.Submit>());
    }

    private void ConfirmIsDue()
    {
        _desk.Wait(TimeSpan.FromSeconds(3));
        _desk.Take(d => d.ConfirmIsDue());
    }

    private TimeSpan? Armed(WorkspaceTimer timer) => _desk.Effects.OfType<WorkspaceEffect.Arm>().LastOrDefault(a => a.Timer == timer)?.Due;
}
