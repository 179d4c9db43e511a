using CallActors.Contracts.Agents;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Switchboard;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Tests.Switchboard;

/// <summary>Which workspaces there are, and ones that are gone, late or named alike.</summary>
public sealed class ReceptionPlacesSpec : ReceptionSpec
{
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
}
