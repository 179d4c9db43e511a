using CallActors.Contracts.Agents;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Calls;
using CallActors.Engine.Switchboard;
using CallActors.Engine.Switchboard.Language;
using CallActors.Engine.Tests.Calls;
using CallActors.Engine.Tests.Fakes;

namespace CallActors.Engine.Tests.Switchboard;

/// <summary>A reception as the child of a call, with a phone that is the test's.</summary>
public sealed class ReceptionInCallSpec : CallActorSpec
{
    private static readonly PersonId Ada = PersonId.Of("Ada");
    private static readonly WorkspaceId Kunduz = WorkspaceId.Of("tmux", "%1");
    private static readonly SwitchboardPhrases Phrases = SwitchboardPhrases.For("en");

    private TestProbe? _switchboard;
    private TestProbe? _workspaces;
    private TestProbe? _directory;
    private bool _breaks;

    protected override Func<ReceptionOrder, Props>? Reception => order => ReceptionActor.PropsFor(
        order,
        new ReceptionServices(Switchboard.Ref, Workspaces.Ref, Directory.Ref, ReceptionRules.Default with { ShowsNotices = false, VoiceNote = "" })
        {
            Chance = _ => _breaks ? throw new InvalidOperationException("It broke.") : 0,
        });

    private TestProbe Switchboard => _switchboard ??= CreateTestProbe();

    private TestProbe Workspaces => _workspaces ??= CreateTestProbe();

    private TestProbe Directory => _directory ??= CreateTestProbe();

    [Fact]
    public void A_PIN_is_given_by_keys_over_its_prompt()
    {
        ComeIn();
        Switchboard.Reply(new SwitchboardReplies.Admitted(Ada, Id, IsUnlocked: false, null, null));
        var prompt = Begins();
        foreach (var key in "2468") Press(key);
        Finishes(prompt, 3, interrupted: true);
        Press('#');
        Assert.Equal("2468", Switchboard.ExpectMsg<SwitchboardCommands.TryPin>().Digits);
        Switchboard.Reply(new SwitchboardReplies.PinJudged(Ada, Id, PinVerdict.Right, 3));
        Directory.ExpectMsg<WorkspaceDirectory.Observe>();
        Workspaces.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_reply_is_said_as_it_comes_and_who_cuts_it_hears_no_more_of_it()
    {
        TalkToKunduz();
        Hear("explain the parser");
        Assert.Equal("explain the parser", Workspaces.ExpectMsg<WorkspaceCommands.Submit>().Text);
        Tells(new AgentReply.Text(1, "It began long ago.", AgentSource.Transcript));
        var reply = Begins();
        Assert.Equal("It began long ago.", reply.Text);
        Tells(new AgentReply.Text(1, "In those days.", AgentSource.Transcript));
        Assert.Equal("\n\nIn those days.", Phone.FishForMessage<StreamCommands.SayMore>(_ => true).Text);
        Finishes(reply, 8, interrupted: true);
        Hear("just the grammar please");
        Assert.Equal("just the grammar please", Workspaces.ExpectMsg<WorkspaceCommands.Submit>().Text);
        Tells(new AgentReply.Text(1, "And then.", AgentSource.Transcript));
        Tells(new AgentReply.Text(2, "It has ten rules.", AgentSource.Transcript));
        Assert.Equal("It has ten rules.", Begins().Text);
    }

    [Fact]
    public void Words_that_are_said_as_a_reply_comes_are_submitted_and_the_reply_is_said()
    {
        TalkToKunduz();
        Hear("run the tests");
        Workspaces.ExpectMsg<WorkspaceCommands.Submit>();
        Tells(new AgentReply.Text(1, "They passed.", AgentSource.Transcript));
        Hear("and deploy the docs");
        Assert.Equal("and deploy the docs", Workspaces.ExpectMsg<WorkspaceCommands.Submit>().Text);
        Assert.Equal("They passed.", Begins().Text);
    }

    [Fact]
    public void A_yes_over_the_beginning_of_a_question_allows_nothing()
    {
        TalkToKunduz();
        var question = new OpenQuestion(1, AgentQuestion.Permission, "Bash", "make check", []);
        Workspaces.Reply(new WorkspaceActivity.Changed(Kunduz, Standing(new AgentState.Waiting(AgentQuestion.Permission, "Bash", "make check"), question)));
        var asked = Begins();
        Finishes(asked, 6, interrupted: true);
        Hear("yes");
        var again = Begins();
        Assert.StartsWith(Phrases.HearItFirst, again.Text, StringComparison.Ordinal);
        Finishes(again, again.Text.Length, interrupted: false);
        Hear("yes");
        Assert.IsType<QuestionAnswer.Grant>(Workspaces.ExpectMsg<WorkspaceCommands.AnswerQuestion>().Answer);
    }

    [Fact]
    public void One_that_breaks_asks_its_switchboard_and_goes_on_under_new_names()
    {
        TalkToKunduz();
        _breaks = true;
        Hear("close this session");
        Switchboard.FishForMessage<SwitchboardCommands.TakeCall>(_ => true);
        _breaks = false;
        Comes(isUnlocked: true);
        Assert.Contains(Phrases.LineMoved, Heard(), StringComparison.Ordinal);
        var names = View().Operations.Select(o => o.OperationId.Value.Split('-')[1]).Distinct(StringComparer.Ordinal);
        Assert.Equal(2, names.Count());
    }

    [Fact]
    public void A_call_that_is_recovered_in_mid_work_goes_on_where_the_person_was()
    {
        TalkToKunduz();
        Hear("run the tests");
        Workspaces.ExpectMsg<WorkspaceCommands.Submit>();
        // The person is listened to again: nothing of the reception is on its way to the call that goes.
        AwaitAssert(() => Assert.Contains(View().Operations, o => o is { Kind: OperationKind.Listen, Finished: false }));
        RestartAndReattach(TimeSpan.Zero);
        Switchboard.FishForMessage<SwitchboardCommands.TakeCall>(_ => true);
        Comes(isUnlocked: true);
        Workspaces.FishForMessage<WorkspaceCommands.Observe>(_ => true);
        Workspaces.Reply(new WorkspaceReplies.Standing(Kunduz, Standing(new AgentState.Thinking())));
        var said = Heard() + Heard();
        Assert.Contains(Phrases.LineMoved, said, StringComparison.Ordinal);
        Assert.Contains("kunduz is thinking", said, StringComparison.Ordinal);
        Tells(new AgentReply.Text(1, "They passed.", AgentSource.Transcript));
        Assert.Equal("They passed.", Begins().Text);
    }

    [Fact]
    public void Who_hangs_up_is_told_to_the_switchboard_and_the_agent_goes_on()
    {
        TalkToKunduz();
        Report(LegNews.HungUp);
        Switchboard.FishForMessage<SwitchboardCommands.EndCall>(_ => true);
        Settle();
        Workspaces.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_switchboard_that_does_not_answer_ends_the_call_with_a_word()
    {
        ComeIn();
        Pass(10);
        Assert.Equal(Phrases.NotReachable, Heard());
        AwaitAssert(() => Assert.Equal(CallPhase.Ended, View().Phase));
    }

    private void ComeIn()
    {
        var edge = CreateTestProbe();
        Call.Tell(new CallCommands.AdmitInbound(Id, QuietCarrier.LegOf(Id), "quiet", "+15551234567", "1", Ada), edge.Ref);
        edge.ExpectMsg<CallReplies.Admitted>();
        Attach(Phone);
        Switchboard.ExpectMsg<SwitchboardCommands.TakeCall>();
    }

    private void Comes(bool isUnlocked)
    {
        Switchboard.Reply(new SwitchboardReplies.Admitted(Ada, Id, isUnlocked, Kunduz, null));
        Directory.FishForMessage<WorkspaceDirectory.Observe>(_ => true);
        Directory.Reply(new WorkspaceDirectory.Listing([new WorkspaceSummary(Workspace, null, true, new AgentState.Idle(), Sys.Scheduler.Now, true, null, 0)], []));
    }

    private void TalkToKunduz()
    {
        ComeIn();
        Comes(isUnlocked: true);
        Workspaces.ExpectMsg<WorkspaceCommands.Observe>();
        Workspaces.Reply(new WorkspaceReplies.Standing(Kunduz, Standing(new AgentState.Idle())));
        for (var said = ""; !said.Contains("You are talking to kunduz", StringComparison.Ordinal);) said += Heard();
    }

    private static Workspace Workspace { get; } = new(Kunduz, "kunduz", "/work/kunduz", "claude", 42);

    private WorkspaceStanding Standing(AgentState agent, OpenQuestion? question = null) =>
        new(WorkspaceReach.Here, Workspace, agent, AgentSource.Hook, Sys.Scheduler.Now, true, question, WorkspaceFacts.None, "", AgentSource.Transcript, null, 0);

    private void Tells(AgentReply reply) => Workspaces.Reply(new WorkspaceActivity.Replied(Kunduz, reply));

    /// <summary>What is said next; it has begun.</summary>
    private StreamCommands.Say Begins()
    {
        var say = Phone.FishForMessage<StreamCommands.Say>(s => s.Utterance > 0);
        Call.Tell(new StreamEvents.SpeechBegun(Id, Stream, say.Utterance, TimeSpan.Zero), Phone.Ref);
        Settle();
        return say;
    }

    private void Finishes(StreamCommands.Say say, int heard, bool interrupted)
    {
        Call.Tell(new StreamEvents.SpeechFinished(Id, Stream, say.Utterance, heard, interrupted, "", null), Phone.Ref);
        Settle();
    }

    /// <summary>What is said next; it was heard to its end.</summary>
    private string Heard()
    {
        var say = Begins();
        Finishes(say, say.Text.Length, interrupted: false);
        return say.Text;
    }
}
