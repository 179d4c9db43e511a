using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Edges;

/// <summary>
/// A feed that goes without where it cannot be heard: another process hears the hooks already, or their folder cannot be made. The agents' screens
/// are read then.
/// </summary>
/// <param name="deaf">Gets why, as a sentence.</param>
public sealed class FeedOrScreens(IAgentFeed feed, Action<string> deaf) : IAgentFeed
{
    private volatile bool _isHeard;

    /// <inheritdoc/>
    public void Start(IAgentFeedObserver observer)
    {
        try
        {
            feed.Start(observer);
            _isHeard = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            deaf($"Agents' hooks cannot be heard, so their screens are read instead: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public void Know(string host, IReadOnlyList<Workspace> workspaces)
    {
        if (_isHeard) feed.Know(host, workspaces);
    }

    /// <inheritdoc/>
    public void Tell(WorkspaceId id, AgentObservation seen)
    {
        if (_isHeard) feed.Tell(id, seen);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => feed.DisposeAsync();
}
