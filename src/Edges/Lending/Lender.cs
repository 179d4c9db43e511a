using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;
using CallActors.Edges.Links;

namespace CallActors.Edges.Lending;

/// <summary>What a machine lends: its hosts, and what its agents tell. It outlives sessions. Thread-safe.</summary>
internal sealed class Lender(IReadOnlyList<IWorkspaceHost> hosts, IAgentFeed feed, LenderRules rules, LinkLimits limits, TimeProvider time) : IAgentFeedObserver
{
    private volatile LentSession? _session;

    public IAgentFeed Feed => feed;

    public IReadOnlyList<string> HostNames { get; } = [.. hosts.Select(host => host.Name)];

    /// <summary>Kept over sessions: what was typed in one is not typed again in the next.</summary>
    public RecentSubmissions Submissions { get; } = new(rules.MostSubmissions);

    /// <summary>Null when nothing of this name is lent.</summary>
    public IWorkspaceHost? Find(string name) => hosts.FirstOrDefault(host => host.Name == name);

    /// <summary>The agents may tell from now on.</summary>
    public void Start() => feed.Start(this);

    /// <summary>Begins a session in the place of the one before.</summary>
    public async Task<LentSession> BeginAsync()
    {
        if (_session is { } old) await old.EndAsync().ConfigureAwait(false);
        return _session = new LentSession(this, rules, limits, time);
    }

    /// <summary>Ends what there is.</summary>
    public async Task EndAsync()
    {
        if (_session is { } session) await session.EndAsync().ConfigureAwait(false);
        _session = null;
    }

    void IAgentFeedObserver.On(WorkspaceId id, AgentNews news)
    {
        // Before there is a session nobody has heard of the workspace.
        if (HostNames.Contains(id.Host)) _session?.Tell(id, news);
    }
}
