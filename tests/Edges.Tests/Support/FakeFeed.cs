using CallActors.Cmux.Tests;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Edges.Tests.Support;

/// <summary>A laptop's agents, played by the test; what they are told is kept.</summary>
internal sealed class FakeFeed : Kept<string>, IAgentFeed
{
    private IAgentFeedObserver? _observer;

    public bool IsDisposed { get; private set; }

    public void Start(IAgentFeedObserver observer) => _observer = observer;

    public void Know(string host, IReadOnlyList<Workspace> workspaces) => On($"know {host} {string.Join(' ', workspaces.Select(workspace => workspace.Id))}");

    public void Tell(WorkspaceId id, AgentObservation seen) => On($"tell {id} {seen.GetType().Name}");

    public void Say(WorkspaceId id, AgentNews news) => _observer!.On(id, news);

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}

/// <summary>What the gateway hears of agents.</summary>
internal sealed class Heard : Kept<(WorkspaceId Id, AgentNews News)>, IAgentFeedObserver
{
    public void On(WorkspaceId id, AgentNews news) => On((id, news));
}
