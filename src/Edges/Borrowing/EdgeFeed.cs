using System.Collections.Concurrent;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Edges.Borrowing;

/// <summary>What the agents on all edges tell of themselves.</summary>
internal sealed class EdgeFeed : IAgentFeed
{
    private readonly ConcurrentDictionary<EdgeName, BorrowedEdge> _edges = [];
    private volatile IAgentFeedObserver? _observer;

    /// <inheritdoc/>
    public void Start(IAgentFeedObserver observer) => _observer = observer;

    /// <summary>The edge knows its own workspaces, and finds its own agents.</summary>
    public void Know(string host, IReadOnlyList<Workspace> workspaces)
    {
    }

    /// <inheritdoc/>
    public void Tell(WorkspaceId id, AgentObservation seen)
    {
        if (EdgeName.OfHost(id.Host) is { } name && _edges.TryGetValue(name, out var edge)) edge.Tell(id, seen);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _observer = null;
        return ValueTask.CompletedTask;
    }

    public void Hear(WorkspaceId id, AgentNews news) => _observer?.On(id, news);

    public void Add(BorrowedEdge edge) => _edges[edge.Name] = edge;

    public void Remove(BorrowedEdge edge) => _edges.TryRemove(KeyValuePair.Create(edge.Name, edge));
}
