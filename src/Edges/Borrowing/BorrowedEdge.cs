using System.Security.Cryptography;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Edges.Links;
using CallActors.Edges.Wire;

namespace CallActors.Edges.Borrowing;

/// <summary>A session of an edge, at the gateway. Thread-safe.</summary>
internal sealed class BorrowedEdge : ILinkOwner
{
    private readonly EdgeRules _rules;
    private readonly EdgeFeed _feed;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Dictionary<long, Asked> _asked = [];
    private readonly Dictionary<long, EdgeConnection> _connections = [];
    private IReadOnlyList<WorkspaceId> _known = [];
    private long _lastNumber;
    private bool _isMissed;
    private bool _isOver;

    public BorrowedEdge(EdgeName name, PersonId owner, IReadOnlyList<string> hosts, EdgeRules rules, EdgeFeed feed, TimeProvider time)
    {
        (Name, Owner, HostNames, _rules, _feed, _time) = (name, owner, hosts, rules, feed, time);
        Link = new Link(rules.Link, time);
        Hosts = [.. hosts.Select(host => new EdgeHost(this, host))];
    }

    public EdgeName Name { get; }

    public PersonId Owner { get; }

    /// <summary>As the edge itself calls them.</summary>
    public IReadOnlyList<string> HostNames { get; }

    public IReadOnlyList<EdgeHost> Hosts { get; }

    /// <summary>Who knows it may go on with the session.</summary>
    public string Session { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public Link Link { get; }

    /// <summary>Whether the key with which it came is still the person's.</summary>
    public Func<bool> IsKeyCurrent { get; set; } = static () => true;

    public static WorkspaceException Away(EdgeName name) => new(WorkspaceFault.HostGone, $"{name} is away.");

    /// <exception cref="WorkspaceException">The edge is away.</exception>
    public EdgeConnection Open(string host, IWorkspaceObserver observer)
    {
        lock (_lock)
        {
            if (_isMissed || _isOver) throw Away(Name);
            var connection = new EdgeConnection(this, ++_lastNumber, host, observer);
            _connections.Add(connection.Number, connection);
            return connection;
        }
    }

    /// <summary>The connection is not wanted any more, at the edge as well.</summary>
    public void Close(EdgeConnection connection)
    {
        lock (_lock)
        {
            if (!_connections.Remove(connection.Number) || _isOver) return;
        }
        Link.Queue(new LinkBody.Order(0, connection.Number, new EdgeOrder.Disconnect()));
    }

    /// <summary>Orders something and waits for its result.</summary>
    /// <exception cref="WorkspaceException">It failed, or it cannot be said whether it was done.</exception>
    public async Task<EdgeResult> AskAsync(long connection, EdgeOrder order, CancellationToken cancellationToken)
    {
        var asked = Ask(connection, order);
        try
        {
            var result = await asked.Answer.Task.WaitAsync(_rules.OrderWithin, _time, cancellationToken).ConfigureAwait(false);
            return result is EdgeResult.Failed failed ? throw new WorkspaceException(failed.Fault, failed.Message) : result;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // Nobody waits for it: it must not be done minutes later.
            if (Link.Withdraw(asked.Letter)) throw Away(Name);
            throw e is TimeoutException ? Unknown(e) : e;
        }
        finally
        {
            lock (_lock) _asked.Remove(asked.Request);
        }
    }

    /// <summary>An agent's own sources should know of something.</summary>
    public void Tell(WorkspaceId id, AgentObservation seen)
    {
        if (!Hosts.Any(host => host.Name == id.Host)) return;
        lock (_lock)
        {
            if (_isOver) return;
        }
        Link.TryQueue(new LinkBody.Tell(Name.Own(id), seen), "", out _);
    }

    /// <summary>It has a socket again.</summary>
    /// <returns>Whether it was missed.</returns>
    public bool Return()
    {
        lock (_lock)
        {
            var wasMissed = _isMissed;
            _isMissed = false;
            return wasMissed;
        }
    }

    /// <summary>It has been without a socket for too long to keep anybody waiting.</summary>
    public void Miss()
    {
        lock (_lock) _isMissed = true;
        EndConnections();
    }

    /// <summary>The session is over: nothing of it is waited for.</summary>
    public void End()
    {
        lock (_lock)
        {
            if (_isOver) return;
            _isOver = true;
        }
        EndConnections();
        // What its agents told since is lost.
        foreach (var id in _known) _feed.Hear(id, new AgentNews.Observed(new AgentObservation.NewsLost(AgentSource.Hook, _time.GetUtcNow())));
    }

    EdgeClosing? ILinkOwner.OnBeat() => IsKeyCurrent() ? null : EdgeClosing.KeyReplaced;

    EdgeClosing? ILinkOwner.Take(LinkBody body)
    {
        switch (body)
        {
            case LinkBody.Nothing:
                return null;
            case LinkBody.Result result:
                lock (_lock)
                {
                    // Of one that was given up nobody wants to know.
                    if (_asked.TryGetValue(result.Request, out var asked)) asked.Answer.TrySetResult(result.How);
                }
                return null;
            case LinkBody.News news:
                return Find(news.Connection) is { } told && !told.Tell(news.What) ? EdgeClosing.ForeignHost : null;
            case LinkBody.ConnectionEnded ended:
                lock (_lock)
                {
                    if (_connections.Remove(ended.Connection, out var connection)) connection.End();
                }
                return null;
            case LinkBody.Agent agent:
                if (!HostNames.Contains(agent.Workspace.Host)) return EdgeClosing.ForeignHost;
                if (Name.TryLend(agent.Workspace, out var id)) _feed.Hear(id, agent.What);
                return null;
            default:
                return EdgeClosing.BadFrame;
        }
    }

    private Asked Ask(long connection, EdgeOrder order)
    {
        lock (_lock)
        {
            if (_isMissed || _isOver) throw Away(Name);
            if (_asked.Count >= _rules.MostOrders) throw new WorkspaceException(WorkspaceFault.Refused, $"{Name} has not answered {_rules.MostOrders} orders yet.");
            var request = ++_lastNumber;
            if (!Link.TryQueue(new LinkBody.Order(request, connection, order), "", out var letter))
                throw new WorkspaceException(WorkspaceFault.Refused, "This is longer than an edge takes.");
            var asked = new Asked(request, letter ?? throw Away(Name));
            _asked.Add(request, asked);
            return asked;
        }
    }

    private EdgeConnection? Find(long number)
    {
        lock (_lock) return _connections.GetValueOrDefault(number);
    }

    private void EndConnections()
    {
        EdgeConnection[] connections;
        Asked[] asked;
        bool isOver;
        lock (_lock)
        {
            (connections, asked, isOver) = ([.. _connections.Values], [.. _asked.Values], _isOver);
            if (connections.Length > 0) _known = [.. connections.SelectMany(connection => connection.Workspaces).Distinct()];
            _connections.Clear();
            _asked.Clear();
        }
        foreach (var one in asked)
            one.Answer.TrySetException(Link.Withdraw(one.Letter) ? Away(Name) : Unknown(null));
        foreach (var connection in connections)
        {
            if (!isOver) Link.Queue(new LinkBody.Order(0, connection.Number, new EdgeOrder.Disconnect()));
            connection.End();
        }
    }

    private WorkspaceException Unknown(Exception? cause) => new(WorkspaceFault.TimedOut, $"{Name} did not answer in time: it may have been done.", cause);

    private sealed record Asked(long Request, Letter Letter)
    {
        public TaskCompletionSource<EdgeResult> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
