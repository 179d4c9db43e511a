using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tests.ClaudeCode;

/// <summary>What a feed told, of which workspace.</summary>
internal sealed class FeedLog : Kept<(WorkspaceId Id, AgentNews News)>, IAgentFeedObserver
{
    public void On(WorkspaceId id, AgentNews news) => On((id, news));

    public IReadOnlyList<AgentObservation> Seen(WorkspaceId id) => Of(id).OfType<AgentNews.Observed>().Select(observed => observed.Observation).ToArray();

    public IReadOnlyList<AgentReply> Replies(WorkspaceId id) => Of(id).OfType<AgentNews.Replied>().Select(replied => replied.Reply).ToArray();

    /// <summary>The replies, a line each: <c>1 Transcript: words</c>, <c>1 ended: Complete</c>.</summary>
    public IReadOnlyList<string> Told(WorkspaceId id) => [.. Replies(id).Select(reply => reply switch
    {
        AgentReply.Text text => $"{text.Turn} {text.Source}: {text.Words}",
        AgentReply.Ended ended => $"{ended.Turn} ended: {ended.How}",
        _ => "?",
    })];

    /// <summary>What the engine makes of it, one state after the other.</summary>
    public IReadOnlyList<AgentState> States(WorkspaceId id)
    {
        var rules = new AgentRules(new AgentTimes());
        var now = DateTimeOffset.UtcNow;
        var known = AgentRules.Begin(now);
        var states = new List<AgentState> { known.State };
        foreach (var seen in Seen(id))
        {
            known = rules.Observe(known, seen, now);
            if (known.State != states[^1]) states.Add(known.State);
        }
        return states;
    }

    public AgentState State(WorkspaceId id) => States(id)[^1];

    public Task SeenAsync<T>(WorkspaceId id, int count = 1) where T : AgentObservation => UntilAsync(() => Seen(id).OfType<T>().Count() >= count);

    public Task ToldAsync(WorkspaceId id, string line) => UntilAsync(() => Told(id).Contains(line));

    private IEnumerable<AgentNews> Of(WorkspaceId id) => News.Where(told => told.Id == id).Select(told => told.News);
}
