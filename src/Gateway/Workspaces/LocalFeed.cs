using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Gateway.Workspaces;

/// <summary>
/// What this machine's agents tell, from when it is opened: hooks are heard by one process at a time, and a gateway that lends no terminals leaves
/// them to another. Where they cannot be heard the agents' screens are read, and that is logged.
/// </summary>
public sealed partial class LocalFeed(IAgentFeed feed, ILogger<LocalFeed> log) : IAgentFeed
{
    private IAgentFeedObserver? _observer;
    private volatile bool _isOpen;

    /// <summary>Hears from now on. Called once, behind <see cref="Start"/>.</summary>
    public void Open()
    {
        try
        {
            feed.Start(_observer ?? throw new InvalidOperationException("Nobody listens yet."));
            _isOpen = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogDeaf(e.Message);
        }
    }

    /// <inheritdoc/>
    public void Start(IAgentFeedObserver observer) => _observer = observer;

    /// <inheritdoc/>
    public void Know(string host, IReadOnlyList<Workspace> workspaces)
    {
        if (_isOpen) feed.Know(host, workspaces);
    }

    /// <inheritdoc/>
    public void Tell(WorkspaceId id, AgentObservation seen)
    {
        if (_isOpen) feed.Tell(id, seen);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => feed.DisposeAsync();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Agents' hooks cannot be heard, so their screens are read instead: {Why}")]
    private partial void LogDeaf(string why);
}
