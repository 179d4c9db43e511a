using CallActors.Contracts.Assistants;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Switchboard;

namespace CallActors.Engine.Tests.Switchboard;

/// <summary>A call that the person had ordered for this time, where there is no assistant.</summary>
public class ReceptionScheduledSpec : ReceptionSpec
{
    protected const string About = "the release of version three";

    [Fact]
    public void What_it_is_about_is_said_behind_the_PIN_and_never_before_it()
    {
        Step(d => d.Begin());
        Step(d => d.Admitted(new SwitchboardReplies.Admitted(Ada, Call, IsUnlocked: false, null, null, About)));
        Says("1111", WordSource.Keypad);
        Step(d => d.Judged(new SwitchboardReplies.PinJudged(Ada, Call, PinVerdict.Wrong, 2)));
        Assert.DoesNotContain("release", SaidSince(), StringComparison.OrdinalIgnoreCase);
        Says("2468", WordSource.Keypad);
        Assert.DoesNotContain("release", SaidSince(), StringComparison.OrdinalIgnoreCase);
        Step(d => d.Judged(new SwitchboardReplies.PinJudged(Ada, Call, PinVerdict.Right, 3)));
        Step(d => d.Listed(new WorkspaceDirectory.Listing([], [])));
        Assert.Contains($"You scheduled this call. It is about: {About}.", SaidSince(), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_is_locked_out_never_hears_it()
    {
        Step(d => d.Begin());
        Step(d => d.Admitted(new SwitchboardReplies.Admitted(Ada, Call, IsUnlocked: false, null, null, About)));
        Says("1111", WordSource.Keypad);
        Step(d => d.Judged(new SwitchboardReplies.PinJudged(Ada, Call, PinVerdict.LockedOut, 0)));
        Assert.DoesNotContain("release", SaidSince(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_restart_in_mid_call_says_it_again_to_who_has_shown_the_PIN()
    {
        Step(d => d.Begin());
        Step(d => d.Admitted(new SwitchboardReplies.Admitted(Ada, Call, IsUnlocked: true, null, null, About)));
        Step(d => d.Listed(new WorkspaceDirectory.Listing([], [])));
        Assert.Contains(About, SaidSince(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_call_then_goes_on_as_usual()
    {
        ComeInAbout();
        if (HasAssistant) return;
        Assert.Contains("Whom do you want to talk to", SaidSince(), StringComparison.Ordinal);
        Says("talk to kunduz");
        Assert.Equal(Kunduz, Assert.Single(SwitchboardTold<SwitchboardCommands.EnterWorkspace>()).WorkspaceId);
    }

    /// <summary>The reception is open, with the list of workspaces.</summary>
    protected void ComeInAbout()
    {
        Step(d => d.Begin());
        Step(d => d.Admitted(new SwitchboardReplies.Admitted(Ada, Call, IsUnlocked: false, null, null, About)));
        Says("2468", WordSource.Keypad);
        Step(d => d.Judged(new SwitchboardReplies.PinJudged(Ada, Call, PinVerdict.Right, 3)));
        Step(d => d.Listed(new WorkspaceDirectory.Listing([SummaryOf(Harbor, "harbor"), SummaryOf(Kunduz, "kunduz")], [])));
    }
}

/// <summary>The same with an assistant.</summary>
public sealed class ReceptionScheduledAssistantSpec : ReceptionScheduledSpec
{
    public ReceptionScheduledAssistantSpec() => HasAssistant = true;

    [Fact]
    public void The_person_talks_to_the_assistant_which_is_told_once_what_it_is_about()
    {
        ComeInAbout();
        Assert.Contains("You are talking to the assistant", SaidSince(), StringComparison.Ordinal);
        Says("please tell me more of it");
        var first = Assert.Single(Told());
        Assert.StartsWith("(A note of the switchboard's, not the person's words:", first, StringComparison.Ordinal);
        Assert.Contains(About, first, StringComparison.Ordinal);
        Assert.EndsWith("\nplease tell me more of it", first, StringComparison.Ordinal);
        Done();
        Step(d => d.Told(new AssistantActivity.Ended(Ada, ((Place.Assistant)State.Place!).Turn!.Value, AssistantEnding.Answered, "")));
        Says("and who has written it");
        Assert.Equal(["and who has written it"], Told());
    }

    [Theory]
    [InlineData("call me tomorrow at nine about the release")]
    [InlineData("I want to be called tomorrow at nine")]
    [InlineData("what calls have I scheduled")]
    [InlineData("cancel the one about the release")]
    public void What_is_said_of_such_calls_at_the_menu_is_the_assistants(string words)
    {
        ComeIn();
        Says(words);
        Assert.Equal([words], Told());
    }

    private List<string> Told() => [.. Done().OfType<ReceptionEffect.TellAssistant>().Select(e => e.Command).OfType<AssistantCommands.Say>().Select(s => s.Words)];
}
