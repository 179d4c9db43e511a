using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Switchboard;

namespace CallActors.Engine.Tests.Switchboard;

/// <summary>The way in.</summary>
public sealed class ReceptionPinSpec : ReceptionSpec
{
    private void Enter()
    {
        Step(d => d.Begin());
        Step(d => d.Admitted(new SwitchboardReplies.Admitted(Ada, Call, IsUnlocked: false, Kunduz, null)));
    }

    [Fact]
    public void The_PIN_is_asked_for_by_an_operation_that_is_not_kept()
    {
        Enter();
        Assert.True(Assert.Single(ToldCall().OfType<CallCommands.ContinueCall>()).Confidential);
    }

    [Fact]
    public void Nothing_is_asked_of_the_workspaces_before_the_PIN()
    {
        Enter();
        Says("1111", WordSource.Keypad);
        Step(d => d.Judged(new SwitchboardReplies.PinJudged(Ada, Call, PinVerdict.Wrong, 2)));
        Says("talk to kunduz");
        Assert.Empty(DirectoryTold<WorkspaceDirectory.Observe>());
        Assert.Empty(WorkspaceTold<IWorkspaceCommand>());
        Assert.DoesNotContain("kunduz", SaidSince(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("2468", WordSource.Keypad, "2468")]
    [InlineData("two four six eight", WordSource.Recognizer, "2468")]
    [InlineData("my pin is double two, sixty eight", WordSource.Typed, "2268")]
    public void Keys_and_words_are_tried(string said, WordSource source, string digits)
    {
        Enter();
        Says(said, source);
        Assert.Equal(digits, Assert.Single(SwitchboardTold<SwitchboardCommands.TryPin>()).Digits);
    }

    [Fact]
    public void Keys_of_a_PIN_are_not_mixed_with_words_before_them()
    {
        Step(d => d.Begin());
        Step(d => d.Admitted(new SwitchboardReplies.Admitted(Ada, Call, IsUnlocked: false, null, null)));
        Says("my pin is 24 2468", WordSource.Keypad);
        Assert.Equal("2468", Assert.Single(SwitchboardTold<SwitchboardCommands.TryPin>()).Digits);
    }

    [Fact]
    public void What_is_no_PIN_costs_no_try_and_ends_after_the_third_time()
    {
        Enter();
        Says("hello?");
        Says("who is there");
        Assert.Equal(ReceptionStage.AskingPin, State.Stage);
        Says("what");
        Assert.Empty(SwitchboardTold<SwitchboardCommands.TryPin>());
        Assert.Single(ToldCall().OfType<CallCommands.EndCall>());
    }

    [Fact]
    public void A_switchboard_that_begins_anew_is_told_of_the_call_again_until_it_lets_it_in()
    {
        Step(d => d.Begin());
        Assert.Single(SwitchboardTold<SwitchboardCommands.TakeCall>());
        Step(d => d.NotStored());
        Step(d => d.Elapsed(ReceptionTimer.Entering));
        Assert.Equal(2, SwitchboardTold<SwitchboardCommands.TakeCall>().Count);
        Step(d => d.Admitted(new SwitchboardReplies.Admitted(Ada, Call, IsUnlocked: false, Kunduz, null)));
        Step(d => d.Elapsed(ReceptionTimer.Entering));
        Assert.Equal(2, SwitchboardTold<SwitchboardCommands.TakeCall>().Count);
    }

    [Fact]
    public void A_PIN_that_could_not_be_written_down_is_asked_for_again_and_at_the_third_time_the_call_ends()
    {
        Enter();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(ReceptionStage.AskingPin, State.Stage);
            Says("2468", WordSource.Keypad);
            Step(d => d.NotStored());
        }

        var told = ToldCall();
        Assert.Equal(2, told.OfType<CallCommands.ContinueCall>().Count(c => c.Confidential && c.Message.StartsWith("That could not be checked", StringComparison.Ordinal)));
        Assert.Contains("cannot reach", Assert.Single(told.OfType<CallCommands.EndCall>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_PIN_is_asked_for_again_until_no_try_is_left()
    {
        Enter();
        Done();
        Says("1111", WordSource.Keypad);
        Step(d => d.Judged(new SwitchboardReplies.PinJudged(Ada, Call, PinVerdict.Wrong, 2)));
        Assert.True(Assert.Single(ToldCall().OfType<CallCommands.ContinueCall>()).Confidential);
        Says("2222", WordSource.Keypad);
        Step(d => d.Judged(new SwitchboardReplies.PinJudged(Ada, Call, PinVerdict.Wrong, 0)));
        Assert.Single(ToldCall().OfType<CallCommands.EndCall>());
        Assert.Equal(ReceptionStage.Leaving, State.Stage);
    }

    [Fact]
    public void Who_is_locked_out_is_told_goodbye()
    {
        Enter();
        Says("2468", WordSource.Keypad);
        Done();
        Step(d => d.Judged(new SwitchboardReplies.PinJudged(Ada, Call, PinVerdict.LockedOut, 0)));
        Assert.Single(ToldCall().OfType<CallCommands.EndCall>());
    }

    [Fact]
    public void The_right_PIN_opens_and_the_workspace_of_last_time_is_entered()
    {
        ComeIn(remembered: Kunduz);
        Assert.Equal(Kunduz, Assert.Single(WorkspaceTold<WorkspaceCommands.Observe>()).WorkspaceId);
        Assert.Equal(Kunduz, Assert.Single(SwitchboardTold<SwitchboardCommands.EnterWorkspace>()).WorkspaceId);
        Step(d => d.Replied(new WorkspaceReplies.Standing(Kunduz, StandingOf("kunduz"))));
        Assert.Contains("kunduz", SaidSince(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_call_that_has_shown_the_PIN_is_not_asked_again_after_a_restart()
    {
        Step(d => d.Begin());
        Step(d => d.Admitted(new SwitchboardReplies.Admitted(Ada, Call, IsUnlocked: true, null, null)));
        Assert.Equal(ReceptionStage.Open, State.Stage);
        Assert.Null(State.PinAsked);
    }

    [Fact]
    public void A_switchboard_that_does_not_answer_ends_the_call_politely()
    {
        Step(d => d.Begin());
        Step(d => d.Elapsed(ReceptionTimer.Asking));
        Assert.Single(ToldCall().OfType<CallCommands.EndCall>());
    }

    [Fact]
    public void Who_hangs_up_while_the_PIN_is_asked_for_leaves_nothing_behind()
    {
        Enter();
        Step(d => d.Turned(new CallReplies.TurnTaken(Call, State.PinAsked!.Value, "", false, "", TurnTimings.None, CallEndReason.HungUp)));
        Assert.Single(SwitchboardTold<SwitchboardCommands.EndCall>());
        Assert.Contains(Done(), e => e is ReceptionEffect.Stop);
    }
}
