using CallActors.Contracts.Agents;
using CallActors.Contracts.Assistants;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Texts;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Assistants;

namespace CallActors.Engine.Tests.Assistants;

/// <summary>An assistant with a model that a test speaks for, and probes for all others.</summary>
public abstract class AssistantSpec : EngineSpec
{
    protected static readonly PersonId Ada = PersonId.Of("ada");
    protected static readonly CallId Call = CallId.Parse("call-0123456789abcdefghjkmnpqrs");
    protected static readonly TurnId T1 = new("t-1");
    protected static readonly TurnId T2 = new("t-2");
    protected static readonly TextAddress Number = TextAddress.Parse("+15550100001");
    protected static readonly WorkspaceId Kunduz = WorkspaceId.Of("tmux", "%1");

    /// <summary>Where Ada lives: two hours before UTC, the whole year.</summary>
    protected static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("Here", TimeSpan.FromHours(2), "Here", "Here");

    private readonly FakeFiles _files = new();
    private IActorRef _assistant;

    protected AssistantSpec()
    {
        (Shard, Caller, Directory, Workspaces) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        (Switchboards, Texts, Schedules) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        _assistant = Start();
        Observe();
    }

    internal ScriptedModel Model { get; } = new();

    internal FakeFiles Files => _files;

    protected TestProbe Shard { get; }

    protected TestProbe Caller { get; }

    protected TestProbe Directory { get; }

    protected TestProbe Workspaces { get; }

    protected TestProbe Switchboards { get; }

    protected TestProbe Texts { get; }

    protected TestProbe Schedules { get; }

    protected void Send(IAssistantCommand command) => _assistant.Tell(command, Caller.Ref);

    /// <summary>The person says something, which is taken; the model's response to it.</summary>
    internal ScriptedModel.Response Say(TurnId turn, string words)
    {
        Send(new AssistantCommands.Say(Ada, turn, Call, words));
        Caller.FishForMessage<AssistantReplies.Taken>(t => t.TurnId == turn);
        return Model.Next();
    }

    protected void Use(string tool, string input, TurnId? turn = null, string id = "u-1")
    {
        var response = Say(turn ?? T1, "Do it.");
        response.Use(id, tool, input);
        response.End(ModelStop.ToolUse);
    }

    /// <summary>What the model is told of the latest tool.</summary>
    protected ModelPart.ToolResult Result()
    {
        var messages = Model.Next().Request.Messages;
        SoundHistory.Check(messages);
        return Assert.IsType<ModelPart.ToolResult>(messages[^1].Parts[^1]);
    }

    protected AssistantActivity.Ended Ended(AssistantEnding how)
    {
        var ended = Caller.FishForMessage<AssistantActivity.Ended>(_ => true);
        Assert.Equal(how, ended.How);
        return ended;
    }

    protected void Observe()
    {
        Send(new AssistantCommands.Observe(Ada));
        Caller.FishForMessage<AssistantReplies.Observed>(_ => true);
    }

    /// <summary>Waits until the assistant has handled everything that was sent to it.</summary>
    protected void Settle()
    {
        var probe = CreateTestProbe();
        _assistant.Tell(new AssistantCommands.Cut(Ada, new TurnId("no-such-turn"), ""), probe.Ref);
        probe.ExpectMsg<AssistantReplies.Done>();
    }

    protected void Restart()
    {
        Stop();
        _assistant = Start();
        Observe();
    }

    protected void Stop() => End(_assistant);

    protected static WorkspaceSummary Summary(WorkspaceId id, string name, AgentState? agent = null) =>
        new(new Workspace(id, name, "/home/ada/code", "claude", 1), Ada, true, agent ?? new AgentState.Idle(), default, true, null, 0);

    private IActorRef Start()
    {
        var services = new AssistantServices(Model, Directory.Ref, Workspaces.Ref, Switchboards.Ref, Texts.Ref, AssistantRules.Default)
        {
            NumberOf = person => person == Ada ? Number : null,
            Files = _files,
            Schedules = Schedules.Ref,
            Zone = Zone,
        };
        return Shard.ChildActorOf(Props.Create(() => new AssistantActor(AssistantRegion.EntityOf(Ada), services)));
    }

    internal sealed class FakeFiles : IAllowedFiles
    {
        public IReadOnlyList<string> Folders { get; } = ["/home/ada/code"];

        public FileReading Reading { get; set; } = new FileReading.Read("Ship it.");

        public Task<FileReading> ReadAsync(string path, CancellationToken cancelled) => Task.FromResult(Reading);
    }
}
