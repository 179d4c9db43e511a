using CallActors.Contracts.Workspaces;

namespace CallActors.Contracts.Agents;

/// <summary>What agents tell of themselves, beside their terminals: hooks, transcripts, the end of their process.</summary>
public interface IAgentFeed : IAsyncDisposable
{
    /// <summary>Begins to tell. Called once.</summary>
    void Start(IAgentFeedObserver observer);

    /// <summary>The workspaces that a host has now: by them the feed finds where an agent runs that tells something. Returns at once.</summary>
    /// <param name="host">The host's name.</param>
    void Know(string host, IReadOnlyList<Workspace> workspaces);

    /// <summary>A key was pressed, or a screen looked like something, that an agent's own sources should know of. Returns at once.</summary>
    void Tell(WorkspaceId id, AgentObservation seen);
}

/// <summary>Gets what agents tell, in order for each workspace. Must return at once, and not fail.</summary>
public interface IAgentFeedObserver
{
    void On(WorkspaceId id, AgentNews news);
}

/// <summary>News of an agent.</summary>
public abstract record AgentNews
{
    private AgentNews()
    {
    }

    /// <summary>Something was learned of what it does.</summary>
    public sealed record Observed(AgentObservation Observation) : AgentNews;

    /// <summary>More of its reply, or its end.</summary>
    public sealed record Replied(AgentReply Reply) : AgentNews;
}
