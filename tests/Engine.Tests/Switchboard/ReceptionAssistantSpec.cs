using CallActors.Contracts.Assistants;
using CallActors.Contracts.Calls;
using CallActors.Engine.Switchboard;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Tests.Switchboard;

/// <summary>A person who talks to the assistant.</summary>
public sealed class ReceptionAssistantSpec : ReceptionSpec
{
    public ReceptionAssistantSpec() => HasAssistant = true;

    [Fact]
    public void What_is_no_command_and_no_name_at_the_menu_is_the_assistants()
    {
        ComeIn();
        Done();
        Says("what is the capital of Peru");
        Assert.Single(AssistantTold<AssistantCommands.Observe>());
        Assert.Equal("what is the capital of Peru", Assert.Single(AssistantTold<AssistantCommands.Say>()).Words);
        Assert.True(State.Hearing is { IsPatient: true });
    }

    [Fact]
    public void Where_there_is_none_that_is_said()
    {
        HasAssistant = false;
        ComeIn();
        foreach (var said in (string[])["talk to the assistant", "start over"])
        {
            Done();
            Says(said);
            Assert.Equal(Phrases.NoAssistant, SaidSince());
        }
    }

    [Fact]
    public void Its_answer_is_said_as_it_comes_and_then_the_person_is_listened_to()
    {
        var turn = Asks("what is the capital of Peru");
        Answers(turn, "It is Lima. ");
        Answers(turn, "It lies by the sea.");
        Ends(turn);
        Assert.Equal("It is Lima. It lies by the sea.", SaidSince());
        HearsOut();
        Assert.True(State.Hearing is { IsPatient: false });
        Assert.Empty(AssistantTold<AssistantCommands.Cut>());
    }

    [Fact]
    public void Who_cuts_in_hears_no_more_of_it_and_the_assistant_is_told_what_was_heard()
    {
        var turn = Asks("tell me all about Peru");
        Answers(turn, "It is large. ");
        Answers(turn, "It is high.");
        CutsIn("It is large.");
        Assert.Equal(new AssistantCommands.Cut(Ada, turn, "It is large."), Assert.Single(AssistantTold<AssistantCommands.Cut>()));
        Done();
        Answers(turn, "It is old.");
        Ends(turn);
        Assert.Equal("", SaidSince());
    }

    [Fact]
    public void What_was_heard_before_a_tool_counts_too()
    {
        var turn = Asks("what runs");
        Answers(turn, "Let me look. ");
        Step(d => d.Told(new AssistantActivity.UsesTool(Ada, turn, "looking at your workspaces")));
        HearsOut();
        Answers(turn, "Two sessions run.");
        CutsIn("Two");
        Assert.Equal("Let me look. Two", Assert.Single(AssistantTold<AssistantCommands.Cut>()).Heard);
    }

    [Fact]
    public void Stop_while_it_thinks_stops_it_and_says_so()
    {
        var turn = Asks("tell me all about Peru");
        Says("stop");
        Assert.Equal(new AssistantCommands.Cut(Ada, turn, ""), Assert.Single(AssistantTold<AssistantCommands.Cut>()));
        Assert.Equal(Phrases.Interrupted, SaidSince());
        HearsOut();
        Answers(turn, "It is large.");
        Says("stop");
        Assert.Equal(Phrases.NothingToInterrupt, SaidSince());
    }

    [Fact]
    public void Stop_into_our_own_words_stops_what_waits_behind_them()
    {
        var turn = Asks("tell me all about Peru");
        SaysAtOnce("what's running");
        Answers(turn, "It is large.");
        Step(d => d.Spoken(new CallReplies.Spoken(Call, State.Speech!.Id, Interrupted: true, "", TurnTimings.None)));
        Done();
        // It was heard before the hearing could be taken back.
        SaysAtOnce("stop");
        Assert.Single(AssistantTold<AssistantCommands.Cut>());
        Assert.Equal(Phrases.Interrupted, SaidSince());
    }

    [Fact]
    public void Stop_and_something_else_asks_that()
    {
        var first = Asks("tell me all about Peru");
        Says("Stop. What about Chile?");
        Assert.Equal(first, Assert.Single(AssistantTold<AssistantCommands.Cut>()).TurnId);
        var second = Assert.Single(AssistantTold<AssistantCommands.Say>());
        Assert.Equal("What about Chile?", second.Words);
        Answers(first, "It is large.");
        Assert.DoesNotContain("large", SaidSince(), StringComparison.Ordinal);
        Answers(second.TurnId, "It is long.");
        Assert.Contains("It is long.", SaidSince(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("say that again")]
    [InlineData("any errors")]
    [InlineData("call me when it's done")]
    [InlineData("how is the weather doing")]
    public void What_means_something_to_an_agent_alone_is_the_assistants(string said)
    {
        Ends(Asks("hello"));
        Says(said);
        Assert.Equal(said, Assert.Single(AssistantTold<AssistantCommands.Say>()).Words);
    }

    [Theory]
    [InlineData("what's running")]
    [InlineData("status")]
    public void What_runs_is_told_without_asking_it(string said)
    {
        Ends(Asks("hello"));
        Says(said);
        Assert.Empty(AssistantTold<AssistantCommands.Say>());
        Assert.Contains("kunduz", SaidSince(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_assistant_that_shows_nothing_is_waited_for_no_more()
    {
        var turn = Asks("what is the capital of Peru");
        Step(d => d.Elapsed(ReceptionTimer.Unanswered));
        Assert.Equal(turn, Assert.Single(AssistantTold<AssistantCommands.Cut>()).TurnId);
        Assert.Contains("The assistant does not answer", SaidSince(), StringComparison.Ordinal);
        HearsOut();
        Assert.True(State.Hearing is { IsPatient: false });
        // Whatever it says later nobody waits for; the next question is asked of it all the same, and it is observed again.
        Answers(turn, "It is Lima.");
        Assert.Equal("", SaidSince());
        Says("and of Chile");
        Assert.Single(AssistantTold<AssistantCommands.Observe>());
        Assert.Single(AssistantTold<AssistantCommands.Say>());
    }

    [Fact]
    public void Every_sign_of_it_is_waited_for_anew_and_its_end_ends_the_wait()
    {
        ComeIn();
        Done();
        Says("what is the capital of Peru");
        var turn = Assert.Single(AssistantTold<AssistantCommands.Say>()).TurnId;
        Assert.Contains(new ReceptionEffect.Arm(ReceptionTimer.Unanswered, Rules.UnansweredAfter), Done());
        Step(d => d.Told(new AssistantActivity.UsesTool(Ada, turn, "reading a file")));
        Assert.Contains(new ReceptionEffect.Arm(ReceptionTimer.Unanswered, Rules.UnansweredAfter), Done());
        Ends(turn);
        Assert.Contains(new ReceptionEffect.Disarm(ReceptionTimer.Unanswered), Done());
    }

    [Fact]
    public void Why_it_has_no_answer_is_said()
    {
        var turn = Asks("what is the capital of Peru");
        Step(d => d.Told(new AssistantActivity.Ended(Ada, turn, AssistantEnding.Unavailable, "It is overloaded.")));
        Assert.Equal("It is overloaded.", SaidSince());
        turn = Asks("and now");
        Step(d => d.Refused(new AssistantReplies.Refused(Ada, turn, AssistantRefusal.NotStored, "It could not be kept.")));
        Assert.Equal("It could not be kept.", SaidSince());
        HearsOut();
        Assert.True(State.Hearing is { IsPatient: false });
    }

    [Fact]
    public void Who_goes_to_a_workspace_hears_no_more_of_its_answer()
    {
        var turn = Asks("tell me all about Peru");
        Says("talk to kunduz");
        Assert.Single(AssistantTold<AssistantCommands.StopObserving>());
        Assert.Empty(AssistantTold<AssistantCommands.Cut>());
        Done();
        Answers(turn, "It is large.");
        Ends(turn);
        Assert.Equal("", SaidSince());
    }

    [Theory]
    [InlineData("forget what we said")]
    [InlineData("start over")]
    public void It_forgets_what_was_said_when_it_is_told_to_and_says_so_when_it_has(string said)
    {
        var turn = Asks("my password is swordfish");
        Says(said);
        Assert.Single(AssistantTold<AssistantCommands.Forget>());
        Assert.Empty(AssistantTold<AssistantCommands.Say>());
        Assert.Equal("", SaidSince());
        // Of the turn that was running nothing is heard.
        Answers(turn, "I will not tell.");
        Step(d => d.Forgotten());
        Assert.Equal(Phrases.Forgotten, SaidSince());
        HearsOut();
        Assert.Equal(Situation.WithAssistant, State.Situation);
        Step(d => d.Forgotten());
        Assert.Equal("", SaidSince());
    }

    [Fact]
    public void It_forgets_from_the_menu_too()
    {
        ComeIn();
        Says("forget our conversation");
        Assert.Single(AssistantTold<AssistantCommands.Forget>());
        Assert.Null(State.Place);
    }

    [Fact]
    public void One_that_does_not_answer_that_it_has_forgotten_is_said_not_to()
    {
        ComeIn();
        Says("forget our conversation");
        Done();
        Pass(10);
        Step(d => d.Elapsed(ReceptionTimer.Asking));
        Assert.Contains("The assistant does not answer", SaidSince(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_agent_that_is_told_to_start_over_is_told_so()
    {
        TalkToKunduz();
        Says("start over");
        Assert.Single(WorkspaceTold<Contracts.Workspaces.WorkspaceCommands.Submit>());
        Assert.Empty(AssistantTold<AssistantCommands.Forget>());
    }

    [Fact]
    public void Keys_are_no_words_for_it()
    {
        Ends(Asks("hello"));
        foreach (var key in "245680*")
        {
            Says(key.ToString(), WordSource.Keypad);
            Assert.Empty(AssistantTold<AssistantCommands.Say>());
            if (State.Place is null) Asks("hello");
        }
    }

    /// <summary>Somebody asks the assistant something, wherever they are.</summary>
    private TurnId Asks(string words)
    {
        if (State.Workspaces is null) ComeIn();
        Says(words);
        var turn = Assert.Single(AssistantTold<AssistantCommands.Say>()).TurnId;
        Done();
        return turn;
    }

    private void Answers(TurnId turn, string words) => Step(d => d.Told(new AssistantActivity.Text(Ada, turn, words)));

    private void Ends(TurnId turn) => Step(d => d.Told(new AssistantActivity.Ended(Ada, turn, AssistantEnding.Answered, "")));
}
