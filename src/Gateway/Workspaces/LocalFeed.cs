using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;
using CallActors.Edges;

namespace CallActors.Gateway.Workspaces;

/// <summary>
/// What this machine's agents tell, from when it is opened: hooks are heard by one process at a time, and a gateway that lends no terminals leaves
/// them to another. Where they cannot be heard the agents' screens are read, and that is logged.
/// </summary>
public sealed partial class LocalFeed : IAgentFeed
{
    private readonly FeedOrScreens _feed;
    private readonly ILogger<LocalFeed> _log;
    private IAgentFeedObserver? _observer;

    public LocalFeed(IAgentFeed feed, ILogger<LocalFeed> log)
    {
        _log = log;
        _feed = new FeedOrScreens(feed, LogDeaf);
    }

    /// <summary>Hears from now on. Called once, behind <see cref="Start"/>.</summary>
    public void Open() => _feed.Start(_observer ?? throw new InvalidOperationException("Nobody listens yet."));

    /// <inheritdoc/>
    public void Start(IAgentFeedObserver observer) => _observer = observer;

    /// <inheritdoc/>
    public void Know(string host, IReadOnlyList<Workspace> workspaces) => _feed.Know(host, workspaces);

    /// <inheritdoc/>
    public void Tell(WorkspaceId id, AgentObservation seen) => _feed.Tell(id, seen);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _feed.DisposeAsync();

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Why}")]
    private partial void LogDeaf(string why);
}
