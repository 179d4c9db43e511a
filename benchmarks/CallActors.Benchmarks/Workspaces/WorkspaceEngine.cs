using System.Diagnostics;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine;
using CallActors.Engine.Runtime;
using CallActors.Gateway;
using CallActors.Gateway.Hosting;
using CallActors.Gateway.Options;
using CallActors.Gateway.Workspaces;
using Kernel.Actor;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace CallActors.Benchmarks.Workspaces;

/// <summary>The engine as the gateway composes it, with its journal on SQLite, its terminals and its hooks, in this process: what its observers are
/// told is told here.</summary>
internal sealed class WorkspaceEngine : IAsyncDisposable
{
    private static readonly PersonId Ada = PersonId.Of("ada");

    private readonly WebApplication _composed;
    private readonly ActorSystem _system;
    private readonly EngineHandle _engine;
    private readonly IActorRef _ear;

    private WorkspaceEngine(TmuxBed tmux)
    {
        var options = new GatewayOptions
        {
            DataFolder = Directory.CreateDirectory(Path.Combine(tmux.Folder, "data")).FullName,
            Workspaces = new WorkspaceOptions { TmuxSocket = tmux.Socket, HooksFolder = tmux.Hooks, Cmux = false },
        };
        _composed = Composition.Build(options, "nobody asks", services => services.RemoveAll<ILoggerProvider>());
        var terminals = _composed.Services.GetRequiredService<LocalTerminals>();
        Host = new WatchedHost(terminals.Hosts[0]);
        _system = EngineSystem.Create("bench", ActorConfiguration.For(options));
        _engine = CallEngine.Start(_system, _composed.Services.GetRequiredService<EngineServices>());
        var told = Told;
        _ear = _system.ActorOf(Props.Create(() => new Ear(told)), "ear");
    }

    public WatchedHost Host { get; }

    /// <summary>What the engine tells and answers.</summary>
    public Sightings<object> Told { get; } = new();

    public static async Task<WorkspaceEngine> StartAsync(TmuxBed tmux)
    {
        var engine = new WorkspaceEngine(tmux);
        // A server with nothing in it ends.
        await tmux.OpenAsync("first", "exec cat");
        engine._composed.Services.GetRequiredService<LocalFeed>().Open();
        engine._engine.Directory.Tell(new WorkspaceDirectory.Lend(new LentHost(engine.Host, Owner: null)), ActorRefs.NoSender);
        return engine;
    }

    /// <summary>Waits until a workspace is there and observes it.</summary>
    public async Task<WorkspaceId> FindAsync(string name)
    {
        while (true)
        {
            var answer = Told.NextAsync(m => m is WorkspaceDirectory.Listing);
            _engine.Directory.Tell(new WorkspaceDirectory.List(Ada), _ear);
            var listing = (WorkspaceDirectory.Listing)(await answer).What;
            if (listing.Workspaces.FirstOrDefault(w => w.Workspace.Name == name) is { } found)
            {
                Tell(new WorkspaceCommands.Observe(found.Workspace.Id));
                return found.Workspace.Id;
            }

            await Task.Delay(50);
        }
    }

    /// <summary>Waits until its agent is thought to be at rest.</summary>
    public async Task RestsAsync(WorkspaceId id)
    {
        while (true)
        {
            var answer = Told.NextAsync(m => m is WorkspaceReplies.Standing standing && standing.WorkspaceId == id);
            Tell(new WorkspaceCommands.GetStanding(id));
            if (((WorkspaceReplies.Standing)(await answer).What).State is { Reach: WorkspaceReach.Here, Agent: AgentState.Idle }) return;
            await Task.Delay(50);
        }
    }

    /// <summary>The answer is told.</summary>
    public void Tell(IWorkspaceCommand command) => _engine.Workspaces.Tell(command, _ear);

    public async ValueTask DisposeAsync()
    {
        await _system.Terminate();
        await _composed.DisposeAsync();
    }

    private sealed class Ear(Sightings<object> told) : UntypedActor
    {
        protected override void OnReceive(object message) => told.Tell(message, Stopwatch.GetTimestamp());
    }
}
