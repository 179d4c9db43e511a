using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Edges;

/// <summary>
/// Several feeds as one. What is known and told of workspaces on edges stays from the feeds of this machine: the numbers of their processes
/// are another machine's.
/// </summary>
/// <param name="local">Feeds of this machine's agents.</param>
/// <param name="edges">The feed of the agents on edges; null where nobody lends any.</param>
public sealed class FeedOf(IReadOnlyList<IAgentFeed> local, IAgentFeed? edges = null) : IAgentFeed
{
    private readonly IReadOnlyList<IAgentFeed> _edges = edges is null ? [] : [edges];

    /// <inheritdoc/>
    public void Start(IAgentFeedObserver observer)
    {
        foreach (var feed in local.Concat(_edges)) feed.Start(observer);
    }

    /// <inheritdoc/>
    public void Know(string host, IReadOnlyList<Workspace> workspaces)
    {
        foreach (var feed in Of(host)) feed.Know(host, workspaces);
    }

    /// <inheritdoc/>
    public void Tell(WorkspaceId id, AgentObservation seen)
    {
        foreach (var feed in Of(id.Host)) feed.Tell(id, seen);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var feed in local.Concat(_edges)) await feed.DisposeAsync().ConfigureAwait(false);
    }

    private IReadOnlyList<IAgentFeed> Of(string host) => EdgeName.IsLent(host) ? _edges : local;
}
