using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CallActors.Assistants.Claude;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Assistants;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Assistants;
using CallActors.Engine.Runtime;
using CallActors.Gateway.Tests.Fakes;
using CallActors.Simulators.Claude;

namespace CallActors.Gateway.Tests;

/// <summary>Conversations through the whole of it: region, actor, journal, the SDK and the simulated vendor.</summary>
public sealed class AssistantRegionSpec : IAsyncLifetime
{
    private static readonly PersonId Ada = PersonId.Of("ada lovelace");

    private readonly ActorSystem _system = EngineSystem.Create("assistants", ConfigurationFactory.ParseString("kernel.loglevel = WARNING"));
    private readonly ConcurrentQueue<AssistantActivity> _told = new();
    private ClaudeSimulator _vendor = null!;
    private ClaudeModel _model = null!;
    private IActorRef _assistants = null!;

    public async Task InitializeAsync()
    {
        _vendor = await ClaudeSimulator.StartAsync();
        _model = new ClaudeModel(new ClaudeOptions { ApiKey = "sk-ant-simulated", BaseUrl = _vendor.Address }, TimeProvider.System);
        var directory = _system.ActorOf(Props.Create(() => new OneWorkspace()));
        _assistants = AssistantRegion.Start(_system, new AssistantServices(_model, directory, directory, directory, ActorRefs.Nobody, AssistantRules.Default));
    }

    public async Task DisposeAsync()
    {
        await _system.Terminate();
        _system.Dispose();
        _model.Dispose();
        await _vendor.DisposeAsync();
    }

    [Fact]
    public async Task A_conversation_with_tools_and_notes_is_taken_by_the_vendor_turn_after_turn()
    {
        _vendor.Answers(
            new ClaudeAnswer(new ClaudeBlock.Text("Let me look. "), new ClaudeBlock.Thinking("The list first."), new ClaudeBlock.ToolUse("toolu_1", "list_workspaces", "{}")),
            new ClaudeAnswer(new ClaudeBlock.Thinking("Now that one."), new ClaudeBlock.ToolUse("toolu_2", "read_mind", "{}")),
            ClaudeAnswer.Saying("Kunduz is idle, and there is nothing else that runs."),
            ClaudeAnswer.Saying("You are welcome."));
        Assert.Equal(AssistantEnding.Answered, await SayAsync("t-1", "What is running?"));
        Assert.Equal("Let me look. Kunduz is idle, and there is nothing else that runs.", Words("t-1"));
        Assert.Equal(["looking at your workspaces", "trying something"], _told.OfType<AssistantActivity.UsesTool>().Select(u => u.Doing));
        // What the simulator refuses would have ended the turn otherwise; its notes go back within the turn, and not after.
        Assert.Equal(AssistantEnding.Answered, await SayAsync("t-2", "Thanks."));
        var requests = _vendor.Requests.ToArray();
        Assert.Equal(4, requests.Length);
        Assert.Contains("kunduz (id tmux:%1): idle", requests[1]["messages"]!.ToJsonString(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("The list first.", requests[2]["messages"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("thinking\"", requests[3]["messages"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_is_told_once_and_a_vendor_that_is_overloaded_is_asked_again()
    {
        _vendor.RefuseNext(529);
        Assert.Equal(AssistantEnding.Answered, await SayAsync("t-1", "Hello?"));
        _vendor.RefuseNext(401);
        Assert.Equal(AssistantEnding.KeyRefused, await SayAsync("t-2", "Hello?"));
        // The person has said that twice, and the vendor takes it as one turn.
        Assert.Equal(AssistantEnding.Answered, await SayAsync("t-3", "Hello?"));
        Assert.Equal(3, ((JsonArray)_vendor.Requests.Last()["messages"]!).Count);
    }

    private string Words(string turn) => string.Concat(_told.OfType<AssistantActivity.Text>().Where(t => t.TurnId.Value == turn).Select(t => t.Words));

    private async Task<AssistantEnding> SayAsync(string turn, string words)
    {
        var ended = new TaskCompletionSource<AssistantEnding>(TaskCreationOptions.RunContinuationsAsynchronously);
        var (told, assistants) = (_told, _assistants);
        _system.ActorOf(Props.Create(() => new Listener(assistants, new AssistantCommands.Say(Ada, new TurnId(turn), CallId.New(), words), told, ended)));
        return await ended.Task.WaitAsync(TestGateway.Patience);
    }

    /// <summary>Observes, says something, and listens to its end.</summary>
    private sealed class Listener : ReceiveActor
    {
        public Listener(IActorRef assistants, AssistantCommands.Say say, ConcurrentQueue<AssistantActivity> told, TaskCompletionSource<AssistantEnding> over)
        {
            Receive<AssistantReplies.Observed>(_ => assistants.Tell(say, Self));
            Receive<AssistantReplies.Taken>(_ => { });
            Receive<AssistantActivity.Ended>(e =>
            {
                told.Enqueue(e);
                over.TrySetResult(e.How);
                Context.Stop(Self);
            });
            Receive<AssistantActivity>(told.Enqueue);
            assistants.Tell(new AssistantCommands.Observe(say.Person), Self);
        }
    }

    private sealed class OneWorkspace : ReceiveActor
    {
        public OneWorkspace() => Receive<WorkspaceDirectory.List>(list => Sender.Tell(
            new WorkspaceDirectory.Listing(
                [new WorkspaceSummary(new Workspace(WorkspaceId.Of("tmux", "%1"), "Kunduz", "/code", "claude", 1), list.Person, true, new AgentState.Idle(), DateTimeOffset.UnixEpoch, true, null, 0)], []),
            Self));
    }
}
