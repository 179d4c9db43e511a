using CallActors.Contracts.Agents;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Audio;
using CallActors.Engine.Calls;
using CallActors.Engine.Speech;
using CallActors.Engine.Tests.Fakes;
using CallActors.Engine.Turns;
using CallActors.Engine.Workspaces;

namespace CallActors.Engine.Tests.Workspaces;

/// <summary>The engine's own wiring: directory, link, region and feed together.</summary>
public sealed class WorkspacesEndToEndSpec : EngineSpec
{
    private static readonly PersonId Ada = PersonId.Of("ada");

    private readonly FakeHost _host = new();
    private readonly Feed _feed = new();

    [Fact]
    public void A_text_finds_its_terminal_and_what_its_agent_tells_finds_the_caller()
    {
        var kunduz = _host.Add("1", "kunduz", "zsh");
        var engine = Start();
        AwaitAssert(() => Assert.Equal("kunduz", Assert.Single(List(engine).Workspaces).Workspace.Name));
        engine.Workspaces.Tell(new WorkspaceCommands.Observe(kunduz.Id), TestActor);
        FishForMessage<WorkspaceReplies.Standing>(_ => true);
        engine.Workspaces.Tell(new WorkspaceCommands.Submit(kunduz.Id, new SubmissionId("s-1"), "run the tests", "call-1"), TestActor);
        FishForMessage<WorkspaceReplies.Queued>(_ => true);
        FishForMessage<WorkspaceActivity.SubmissionChanged>(s => s.Stage is SubmissionStage.Typed);
        Assert.Equal(["submit s-1"], _host.Orders);
        _feed.Observer!.On(kunduz.Id, new AgentNews.Observed(new AgentObservation.PromptTaken(AgentSource.Hook, Sys.Scheduler.Now)));
        FishForMessage<WorkspaceActivity.SubmissionChanged>(s => s.Stage is SubmissionStage.Taken);
        _feed.Observer.On(kunduz.Id, new AgentNews.Replied(new AgentReply.Text(1, "All green.", AgentSource.Hook)));
        Assert.Equal("All green.", FishForMessage<WorkspaceActivity.Replied>(_ => true).Reply is AgentReply.Text text ? text.Words : "");
        AwaitAssert(() => Assert.IsType<AgentState.Thinking>(List(engine).Workspaces.Single().Agent));
    }

    [Fact]
    public void A_text_that_was_queued_while_the_host_was_away_is_typed_when_it_is_back()
    {
        var kunduz = _host.Add("1", "kunduz", "zsh");
        _host.RefuseNext(WorkspaceFault.AccessDenied, "Choose automation.");
        var engine = Start();
        engine.Workspaces.Tell(new WorkspaceCommands.Submit(kunduz.Id, new SubmissionId("s-1"), "run the tests", "call-1"), TestActor);
        ExpectMsg<WorkspaceReplies.Queued>();
        AwaitAssert(() => Assert.Equal(["Choose automation."], List(engine).Faults));
        Assert.Empty(_host.Orders);
        Time.Advance(TimeSpan.FromSeconds(10));
        AwaitAssert(() => Assert.Equal(["submit s-1"], _host.Orders));
    }

    [Fact]
    public void Without_workspaces_there_is_nobody()
    {
        var engine = CallEngine.Start(Sys, Services());
        Assert.True(engine.Workspaces.IsNobody());
        Assert.True(engine.Directory.IsNobody());
    }

    private static EngineServices Services() => new(
        new CarrierDirectory(new QuietCarrier()),
        CallRules.Default,
        new SpeechServices(
            [new WordyVoice()], [], new PlainSentences(), new PlainEars(), new ManualClock(), SpeechRules.Default, TurnRules.Default, PlayoutRules.Default, new SpeechHealth()));

    private EngineHandle Start() => CallEngine.Start(Sys, Services() with
    {
        Workspaces = new WorkspaceServices([new LentHost(_host, null)], _feed, [new PlainScreen()], WorkspaceRules.Default),
    });

    private WorkspaceDirectory.Listing List(EngineHandle engine)
    {
        var probe = CreateTestProbe();
        engine.Directory.Tell(new WorkspaceDirectory.List(Ada), probe.Ref);
        return probe.ExpectMsg<WorkspaceDirectory.Listing>();
    }

    private sealed class Feed : IAgentFeed
    {
        public IAgentFeedObserver? Observer { get; private set; }

        public void Start(IAgentFeedObserver observer) => Observer = observer;

        public void Know(string host, IReadOnlyList<Workspace> workspaces)
        {
        }

        public void Tell(WorkspaceId id, AgentObservation seen)
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
