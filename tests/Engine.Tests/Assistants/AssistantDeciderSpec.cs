using CallActors.Contracts.Assistants;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Engine.Assistants;
using CallActors.Engine.Assistants.Tools;

namespace CallActors.Engine.Tests.Assistants;

/// <summary>The rules of a conversation, without actors.</summary>
public sealed class AssistantDeciderSpec
{
    private static readonly PersonId Ada = PersonId.Of("ada");
    private static readonly CallId Call = CallId.Parse("call-0123456789abcdefghjkmnpqrs");
    private static readonly TurnId T1 = new("t-1");
    private static readonly TurnId T2 = new("t-2");
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private AssistantState _state = new();
    private AssistantLive _live = new();

    [Fact]
    public void What_is_said_is_stored_and_asked_with_its_deadlines()
    {
        var step = Say(T1, "Hello?");
        Assert.Equal("Hello?", Assert.IsType<AssistantEvents.TurnBegun>(Assert.Single(step.Events)).Words);
        Assert.Contains(step.Effects, e => e is AssistantEffect.Ask { MayUseTools: true });
        Assert.Contains(step.Effects, e => e is AssistantEffect.Arm { Timer: AssistantTimer.Silence, Due.TotalSeconds: 20 });
        Assert.Contains(step.Effects, e => e is AssistantEffect.Arm { Timer: AssistantTimer.Turn, Due.TotalMinutes: 5 });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(AssistantCommands.LongestWords + 1)]
    public void Blank_or_endless_words_are_refused(int length)
    {
        var step = Say(T1, new string('a', length));
        Assert.Empty(step.Events);
        Assert.Equal(AssistantRefusal.NotFit, Reply<AssistantReplies.Refused>(step).Reason);
    }

    [Fact]
    public void The_same_turn_again_joins_and_tells_what_was_said_and_how_it_ended()
    {
        Say(T1, "Hello?");
        Tell(new ModelEvent.Text("Good morning to you, dear friend. And "));
        Assert.Equal(new AssistantReplies.Taken(Ada, T1, "Good morning to you, dear friend. "), Reply<AssistantReplies.Taken>(Say(T1, "Hello?")));
        End();
        var step = Say(T1, "Hello?");
        Assert.Equal(new AssistantReplies.Taken(Ada, T1, "Good morning to you, dear friend. And ", AssistantEnding.Answered), Reply<AssistantReplies.Taken>(step));
        Assert.Empty(step.Events);
    }

    [Fact]
    public void Words_are_told_in_pieces_that_were_stored()
    {
        Say(T1, "Hello?");
        Assert.Empty(Tell(new ModelEvent.Text("The build of the API serv")).Events);
        var step = Tell(new ModelEvent.Text("er is green. Sh"));
        Assert.Equal("The build of the API server is green. ", Assert.IsType<AssistantEvents.Spoken>(Assert.Single(step.Events)).Words);
        Assert.Equal("The build of the API server is green. ", Told(step));
        Assert.Contains(step.Effects, e => e is AssistantEffect.Pull);
        Assert.Equal("Sh", Told(End()));
    }

    [Fact]
    public void Tools_are_used_one_after_the_other_and_the_model_is_asked_again()
    {
        Say(T1, "Hello?");
        Use("a", "list_workspaces");
        Use("b", "read_file");
        var first = End(ModelStop.ToolUse);
        Assert.Equal("looking at your workspaces", Assert.Single(first.Effects.OfType<AssistantEffect.Tell>().Select(t => t.Activity).OfType<AssistantActivity.UsesTool>()).Doing);
        Assert.Equal("a", Run(first).Call.UseId);
        var second = Answer("a", "none");
        Assert.Equal("b", Run(second).Call.UseId);
        Assert.DoesNotContain(second.Effects, e => e is AssistantEffect.Ask);
        Assert.Contains(Answer("b", "nothing").Effects, e => e is AssistantEffect.Ask { MayUseTools: true });
        Sound();
        Assert.Equal(4, AssistantHistory.Of(_state)[1].Parts.Count + AssistantHistory.Of(_state)[2].Parts.Count);
    }

    [Fact]
    public void After_eight_rounds_of_tools_the_model_has_to_answer()
    {
        Say(T1, "Hello?");
        for (var i = 0; i < 8; i++)
        {
            Use($"u-{i}", "list_workspaces");
            End(ModelStop.ToolUse);
            var step = Answer($"u-{i}", "none");
            Assert.Equal(i < 7, Assert.Single(step.Effects.OfType<AssistantEffect.Ask>()).MayUseTools);
        }

        // One that uses tools all the same is not let go on.
        Use("u-8", "list_workspaces");
        Assert.Equal(AssistantEnding.TooManySteps, Ended(End(ModelStop.ToolUse)));
        Sound();
    }

    [Fact]
    public void The_same_use_of_a_tool_has_the_same_key_and_another_has_another()
    {
        Say(T1, "Hello?");
        Use("a", "list_workspaces");
        var key = Run(End(ModelStop.ToolUse)).Call.Key;
        Use("b", "list_workspaces");
        Assert.NotEqual(key, Run(Answer("a", "none")).Call.Key);
        (_state, _live) = (new AssistantState(), new AssistantLive());
        Say(T1, "Hello?");
        Use("a", "list_workspaces");
        Assert.Equal(key, Run(End(ModelStop.ToolUse)).Call.Key);
    }

    [Fact]
    public void A_barge_in_keeps_what_was_heard_and_gives_the_rest_up()
    {
        Say(T1, "Hello?");
        Tell(new ModelEvent.Text("The build of the API server is green. The tests are running now. And th"));
        var step = Take(d => d.Cut(new AssistantCommands.Cut(Ada, T1, "the build of the API")));
        Assert.Contains(step.Effects, e => e is AssistantEffect.StopModel);
        Assert.Equal(AssistantEnding.Cut, Ended(step));
        Assert.Equal("The build of the API", _state.Turns[^1].Said);
        // What comes from the response that was given up is not told.
        Assert.Empty(Take(d => d.Told(1, new ModelEvent.Text("More of it, much more."))).Effects);
    }

    [Fact]
    public void A_barge_in_after_the_last_word_was_written_shortens_it_too()
    {
        Say(T1, "Hello?");
        Tell(new ModelEvent.Text("The build of the API server is green. The tests are running now."));
        End();
        Take(d => d.Cut(new AssistantCommands.Cut(Ada, T1, "The build of the API server is green.")));
        Assert.Equal("The build of the API server is green.", _state.Turns[^1].Said);
        Take(d => d.Cut(new AssistantCommands.Cut(Ada, T1, "")));
        Assert.Equal("", _state.Turns[^1].Said);
        Say(T2, "Say that again.");
        Sound();
        // Two turns of the person's that nothing stands between are one message.
        Assert.Equal(["Hello?", "Say that again."], Assert.Single(AssistantHistory.Of(_state)).Parts.Cast<ModelPart.Text>().Select(t => t.Words));
    }

    [Fact]
    public void A_cut_of_a_turn_that_is_not_the_last_changes_nothing()
    {
        Say(T1, "Hello?");
        Tell(new ModelEvent.Text("Good morning to you, dear friend."));
        End();
        Say(T2, "And?");
        Assert.Empty(Take(d => d.Cut(new AssistantCommands.Cut(Ada, T1, ""))).Events);
    }

    [Fact]
    public void A_barge_in_answers_every_tool_and_says_which_was_not_done()
    {
        Say(T1, "Hello?");
        Use("a", "submit_to_workspace");
        Use("b", "send_text");
        End(ModelStop.ToolUse);
        Take(d => d.Cut(new AssistantCommands.Cut(Ada, T1, "")));
        var results = _state.Turns[^1].Steps.ToDictionary(s => s.UseId!, s => s.Result);
        Assert.Equal("Interrupted by the person while this was being done: it may have been done.", results["a"]);
        Assert.Equal("Interrupted by the person; this was not done.", results["b"]);
        // Its answer comes too late.
        Assert.Empty(Answer("a", "It is queued.").Events);
        Say(T2, "Wait.");
        Sound();
    }

    [Fact]
    public void Something_else_said_cuts_the_turn_that_runs()
    {
        Say(T1, "Hello?");
        Tell(new ModelEvent.Text("Good morning to you, dear friend. And "));
        var step = Say(T2, "Never mind.");
        Assert.Equal(AssistantEnding.Cut, Ended(step));
        Assert.Equal("Good morning to you, dear friend. ", _state.Turns[0].Said);
        Assert.Equal(T2, _state.Running!.Id);
        Sound();
    }

    [Theory]
    [InlineData(ModelFault.RateLimited)]
    [InlineData(ModelFault.Overloaded)]
    [InlineData(ModelFault.VendorFailed)]
    [InlineData(ModelFault.Network)]
    public void What_may_pass_is_asked_three_times_again_each_time_later(ModelFault fault)
    {
        Say(T1, "Hello?");
        foreach (var seconds in new[] { 1, 2, 4 })
        {
            var wait = Tell(new ModelEvent.Failed(fault, ""));
            Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.Single(wait.Effects.OfType<AssistantEffect.Arm>()).Due);
            Assert.Contains(Take(d => d.RetryIsDue(_live.Run)).Effects, e => e is AssistantEffect.Ask);
        }

        Assert.NotNull(Ended(Tell(new ModelEvent.Failed(fault, ""))));
    }

    [Fact]
    public void The_wait_that_the_vendor_names_is_kept_and_one_that_is_too_long_ends_the_turn()
    {
        Say(T1, "Hello?");
        var wait = Tell(new ModelEvent.Failed(ModelFault.RateLimited, "", TimeSpan.FromSeconds(13)));
        Assert.Equal(TimeSpan.FromSeconds(13), Assert.Single(wait.Effects.OfType<AssistantEffect.Arm>()).Due);
        Take(d => d.RetryIsDue(_live.Run));
        Assert.Equal(AssistantEnding.RateLimited, Ended(Tell(new ModelEvent.Failed(ModelFault.RateLimited, "", TimeSpan.FromSeconds(21)))));
    }

    [Theory]
    [InlineData(ModelFault.KeyRefused, AssistantEnding.KeyRefused)]
    [InlineData(ModelFault.RequestRefused, AssistantEnding.Misconfigured)]
    [InlineData(ModelFault.TooLong, AssistantEnding.TooLong)]
    public void What_does_not_pass_is_not_asked_again(ModelFault fault, AssistantEnding how)
    {
        Say(T1, "Hello?");
        var step = Tell(new ModelEvent.Failed(fault, "", TimeSpan.FromSeconds(1)));
        Assert.Equal(how, Ended(step));
        Assert.NotEmpty(step.Effects.OfType<AssistantEffect.Tell>().Select(t => t.Activity).OfType<AssistantActivity.Ended>().Single().Detail);
    }

    [Fact]
    public void After_the_first_word_nothing_is_asked_again_and_what_came_is_kept()
    {
        Say(T1, "Hello?");
        Tell(new ModelEvent.Text("Good morn"));
        var step = Tell(new ModelEvent.Failed(ModelFault.Overloaded, ""));
        Assert.Equal("Good morn", Told(step));
        Assert.Equal(AssistantEnding.Unavailable, Ended(step));
        Assert.Equal("Good morn", _state.Turns[^1].Said);
    }

    [Fact]
    public void A_model_that_is_silent_or_a_turn_that_is_late_ends_with_what_was_said()
    {
        Say(T1, "Hello?");
        Tell(new ModelEvent.Text("Good morn"));
        Assert.Empty(Take(d => d.IsSilent(_live.Run - 1)).Effects);
        Assert.Equal(AssistantEnding.TimedOut, Ended(Take(d => d.IsSilent(_live.Run))));
        Say(T2, "And?");
        Assert.Equal(AssistantEnding.TimedOut, Ended(Take(d => d.TurnIsLate())));
        Assert.Equal("Good morn", _state.Turns[0].Said);
    }

    [Fact]
    public void Every_sign_of_life_moves_the_silence()
    {
        Say(T1, "Hello?");
        Assert.Contains(Tell(new ModelEvent.Alive()).Effects, e => e is AssistantEffect.Arm { Timer: AssistantTimer.Silence, Due.TotalSeconds: 30 });
    }

    [Fact]
    public void A_turn_that_was_declined_is_left_out_of_what_the_model_is_told()
    {
        Say(T1, "Something bad.");
        Tell(new ModelEvent.Text("I will"));
        Assert.Equal(AssistantEnding.Declined, Ended(End(ModelStop.Refusal)));
        Say(T2, "Something good.");
        Assert.Equal("Something good.", Assert.IsType<ModelPart.Text>(Assert.Single(Assert.Single(AssistantHistory.Of(_state)).Parts)).Words);
    }

    [Fact]
    public void A_conversation_that_became_too_long_loses_its_older_half()
    {
        for (var i = 0; i < 6; i++)
        {
            Say(new TurnId($"old-{i}"), "Hello?");
            End();
        }

        Say(T1, "And?");
        Tell(new ModelEvent.Failed(ModelFault.TooLong, ""));
        Assert.Equal(["old-4", "old-5", "t-1"], _state.Turns.Select(t => t.Id.Value));
    }

    [Fact]
    public void A_restart_closes_the_turn_and_answers_its_tools()
    {
        Say(T1, "Hello?");
        Tell(new ModelEvent.Text("Let me look at that for you, please wait. "));
        Use("a", "submit_to_workspace");
        End(ModelStop.ToolUse);
        _live = new AssistantLive();
        Assert.Equal(AssistantEnding.Broken, Ended(Take(d => d.Recovered())));
        Assert.Equal("This was broken off: it may have been done.", _state.Turns[^1].Steps[^1].Result);
        Say(T2, "And?");
        Sound();
        Assert.Empty(new AssistantDecider(Ada, new AssistantState(), new AssistantLive(), AssistantRules.Default, AssistantTools.Doing, At).Events);
    }

    [Fact]
    public void What_is_forgotten_is_gone()
    {
        Say(T1, "Hello?");
        var step = Take(d => d.Forget());
        Assert.Equal(AssistantEnding.Cut, Ended(step));
        Assert.Empty(_state.Turns);
        Assert.Contains(step.Effects, e => e is AssistantEffect.Condense);
    }

    private AssistantDecider Say(TurnId turn, string words) => Take(d => d.Say(new AssistantCommands.Say(Ada, turn, Call, words)));

    private AssistantDecider Tell(ModelEvent told) => Take(d => d.Told(_live.Run, told));

    private void Use(string id, string tool) => Tell(new ModelEvent.UsedTool(id, tool, "{}"));

    private AssistantDecider End(ModelStop stop = ModelStop.EndOfTurn) => Tell(new ModelEvent.Ended(stop, 1, 1, 0));

    private AssistantDecider Answer(string id, string content) => Take(d => d.ToolAnswered(_live.Run, id, content, false));

    private AssistantDecider Take(Action<AssistantDecider> judge)
    {
        var decider = new AssistantDecider(Ada, _state, _live, AssistantRules.Default, AssistantTools.Doing, At);
        judge(decider);
        // The events alone make the state.
        Assert.Equal(decider.Events.Aggregate(_state, (s, e) => s.Apply(e)).Turns.Select(t => (t.Id, t.Said, t.How)), decider.State.Turns.Select(t => (t.Id, t.Said, t.How)));
        (_state, _live) = (decider.State, decider.Live);
        return decider;
    }

    private void Sound() => SoundHistory.Check(AssistantHistory.Of(_state));

    private static T Reply<T>(AssistantDecider step) => Assert.IsType<T>(Assert.Single(step.Effects.OfType<AssistantEffect.Reply>()).Message);

    private static AssistantEffect.RunTool Run(AssistantDecider step) => Assert.Single(step.Effects.OfType<AssistantEffect.RunTool>());

    private static string Told(AssistantDecider step) =>
        string.Concat(step.Effects.OfType<AssistantEffect.Tell>().Select(t => t.Activity).OfType<AssistantActivity.Text>().Select(t => t.Words));

    private static AssistantEnding? Ended(AssistantDecider step) => step.Effects.OfType<AssistantEffect.Tell>().Select(t => t.Activity).OfType<AssistantActivity.Ended>().SingleOrDefault()?.How;
}
