using System.Net.WebSockets;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Edges.Links;
using CallActors.Edges.Wire;

namespace CallActors.Edges.Borrowing;

/// <summary>The edges that lend their workspaces to this gateway. Thread-safe.</summary>
public sealed class EdgeRegistry(IEdgeDesk desk, IEdgeNames names, EdgeRules rules, IEdgeLog log, TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<EdgeName, Entry> _entries = [];
    private readonly Dictionary<PersonId, int> _sockets = [];
    private readonly EdgeFeed _feed = new();

    /// <summary>What the agents on all edges tell.</summary>
    public IAgentFeed Feed => _feed;

    /// <summary>Serves a WebSocket to its end.</summary>
    /// <param name="person">Whose key it bore.</param>
    /// <param name="isKeyCurrent">Whether that key is still theirs; asked with each beat of the heart.</param>
    /// <param name="stopping">The gateway stops.</param>
    public async Task ServeAsync(WebSocket webSocket, PersonId person, Func<bool> isKeyCurrent, CancellationToken stopping)
    {
        using var socket = new LinkSocket(webSocket, rules.Link, time);
        if (!TryEnter(person))
        {
            await RefuseAsync(socket, EdgeClosing.TooManyEdges).ConfigureAwait(false);
            return;
        }
        try
        {
            await ServeAsync(socket, person, isKeyCurrent, stopping).ConfigureAwait(false);
        }
        finally
        {
            lock (_lock) _sockets[person]--;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Entry[] entries;
        lock (_lock) entries = [.. _entries.Values];
        foreach (var entry in entries) entry.Dispose();
    }

    /// <summary>An edge may come again before its old socket is found dead: twice as many sockets as edges.</summary>
    private bool TryEnter(PersonId person)
    {
        lock (_lock)
        {
            var count = _sockets.GetValueOrDefault(person);
            if (count >= 2 * rules.MostOfPerson) return false;
            _sockets[person] = count + 1;
            return true;
        }
    }

    private async Task ServeAsync(LinkSocket socket, PersonId person, Func<bool> isKeyCurrent, CancellationToken stopping)
    {
        var (hello, fault) = await HelloAsync(socket).ConfigureAwait(false);
        Entry? entry = null;
        if (fault is null) (entry, fault) = await AdmitAsync(hello!, person).ConfigureAwait(false);
        if (entry is null)
        {
            if (fault is { } why) await RefuseAsync(socket, why).ConfigureAwait(false);
            return;
        }
        if (await BeginAsync(entry, hello!, socket, isKeyCurrent).ConfigureAwait(false) is not { } running)
        {
            await RefuseAsync(socket, EdgeClosing.SessionOver).ConfigureAwait(false);
            return;
        }
        LinkEnd end;
        await using (stopping.UnsafeRegister(static l => ((Link)l!).Close(EdgeClosing.Stopping), entry.Edge.Link).ConfigureAwait(false))
            end = await running.ConfigureAwait(false);
        OnEnd(entry, end);
    }

    private async Task<(LinkFrame.Hello? Hello, EdgeClosing? Fault)> HelloAsync(LinkSocket socket)
    {
        var isLate = 0;
        await using var late = time.CreateTimer(
            _ =>
            {
                Volatile.Write(ref isLate, 1);
                _ = socket.CloseOutputAsync(EdgeClosing.HelloLate);
            },
            null, rules.Link.HelloWithin, Timeout.InfiniteTimeSpan).ConfigureAwait(false);
        var received = await socket.ReadAsync(rules.Link.HelloBytes).ConfigureAwait(false);
        if (Volatile.Read(ref isLate) == 1)
        {
            log.Refused(nameof(EdgeClosing.HelloLate));
            return (null, null);
        }
        if (received.IsEnd) return (null, null);
        if (received.Fault is { } fault) return (null, fault);
        if (LinkWire.TryRead(received.Text.Span) is not LinkFrame.Hello hello) return (null, EdgeClosing.BadFrame);
        if (hello.Version != LinkFrame.CurrentVersion) return (null, EdgeClosing.Version);
        var isFit = EdgeName.TryParse(hello.Edge, out _) && hello.Hosts.Count >= 1 && hello.Hosts.Count <= rules.MostHosts
            && hello.Hosts.Distinct(StringComparer.Ordinal).Count() == hello.Hosts.Count && hello.Hosts.All(EdgeName.IsHostName) && hello.Got >= 0;
        return isFit ? (hello, null) : (null, EdgeClosing.BadFrame);
    }

    /// <summary>Finds the edge's session, or begins one.</summary>
    private async Task<(Entry? Entry, EdgeClosing? Fault)> AdmitAsync(LinkFrame.Hello hello, PersonId person)
    {
        if (!EdgeName.TryParse(hello.Edge, out var name)) return (null, EdgeClosing.BadFrame);
        Entry? rival;
        lock (_lock) rival = _entries.GetValueOrDefault(name);
        // A machine that has gone without a word does not keep its own next program out; one that is there does not make room for another.
        if (rival is not null && rival.Edge.Owner == person && rival.Edge.Session != hello.Session && await rival.Edge.Link.ProbeAsync(rules.ProbeWithin).ConfigureAwait(false))
            return (null, EdgeClosing.NameTaken);
        Entry entry;
        lock (_lock)
        {
            rival = _entries.GetValueOrDefault(name);
            if (rival is not null && rival.Edge.Owner != person) return (null, EdgeClosing.NameTaken);
            if (rival is not null && IsResumable(rival, hello)) return (rival, null);
            if (_entries.Values.Count(other => other != rival && other.Edge.Owner == person) >= rules.MostOfPerson) return (null, EdgeClosing.TooManyEdges);
            if (!names.TryClaim(name, person)) return (null, EdgeClosing.NameTaken);
            entry = new Entry(new BorrowedEdge(name, person, hello.Hosts, rules, _feed, time));
            _entries[name] = entry;
            _feed.Add(entry.Edge);
        }
        if (rival is not null) await ReplaceAsync(rival, entry).ConfigureAwait(false);
        return (entry, null);
    }

    private static bool IsResumable(Entry entry, LinkFrame.Hello hello) =>
        entry.Edge.Session == hello.Session && !entry.Edge.Link.IsOver && entry.Edge.HostNames.SequenceEqual(hello.Hosts);

    /// <summary>An old session has given way to a new one of the same edge.</summary>
    private async Task ReplaceAsync(Entry old, Entry by)
    {
        await old.Edge.Link.CutAsync().ConfigureAwait(false);
        old.StopWaiting();
        old.Edge.End();
        foreach (var host in old.Edge.HostNames.Except(by.Edge.HostNames)) desk.Withdraw(old.Edge.Name.HostHere(host));
    }

    /// <summary>Gives the session its new socket.</summary>
    /// <returns>Null when the session cannot go on.</returns>
    private async Task<Task<LinkEnd>?> BeginAsync(Entry entry, LinkFrame.Hello hello, LinkSocket socket, Func<bool> isKeyCurrent)
    {
        var edge = entry.Edge;
        await entry.Door.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            await edge.Link.CutAsync().ConfigureAwait(false);
            var isResumed = edge.Session == hello.Session;
            Task<LinkEnd> running;
            bool isNews;
            lock (_lock)
            {
                if (_entries.GetValueOrDefault(edge.Name) != entry || !edge.Link.TryBegin(isResumed ? hello.Got : 0, out var got)) return null;
                entry.StopWaiting();
                edge.IsKeyCurrent = isKeyCurrent;
                isNews = edge.Return() || !isResumed;
                running = edge.Link.StartAsync(socket, edge, LinkWire.Write(new LinkFrame.Welcome(edge.Session, got)));
            }
            log.Came(edge.Name.Value, edge.HostNames.Count, isResumed);
            // Who has given up connecting tries again at once.
            if (isNews)
                foreach (var host in edge.Hosts) desk.Lend(new LentHost(host, edge.Owner));
            return running;
        }
        finally
        {
            entry.Door.Release();
        }
    }

    private async Task RefuseAsync(LinkSocket socket, EdgeClosing why)
    {
        log.Refused(why.ToString());
        await socket.CloseOutputAsync(why).ConfigureAwait(false);
        await socket.DrainAsync().ConfigureAwait(false);
    }

    private void OnEnd(Entry entry, LinkEnd end)
    {
        var why = end.SaidBye ? "it left" : (end.Ours ?? end.Theirs)?.ToString() ?? "its socket was lost";
        // What broke the protocol once would break it again.
        if (end.SaidBye || end.Ours is EdgeClosing.KeyReplaced or EdgeClosing.ForeignHost or EdgeClosing.BadFrame or EdgeClosing.SessionOver)
        {
            Forget(entry, why);
            return;
        }
        log.Left(entry.Edge.Name.Value, why);
        lock (_lock)
        {
            if (_entries.GetValueOrDefault(entry.Edge.Name) != entry || entry.Edge.Link.IsAttached) return;
            entry.Wait(
                time.CreateTimer(_ => Miss(entry), null, rules.MissedAfter, Timeout.InfiniteTimeSpan),
                time.CreateTimer(_ => Forget(entry, "it did not come back", onlyWhileAway: true), null, rules.AwayFor, Timeout.InfiniteTimeSpan));
        }
    }

    private void Miss(Entry entry)
    {
        lock (_lock)
        {
            if (entry.IsWaiting) entry.Edge.Miss();
        }
    }

    /// <param name="onlyWhileAway">Not when it has come back meanwhile.</param>
    private void Forget(Entry entry, string why, bool onlyWhileAway = false)
    {
        lock (_lock)
        {
            if (_entries.GetValueOrDefault(entry.Edge.Name) != entry || (onlyWhileAway && !entry.IsWaiting)) return;
            _entries.Remove(entry.Edge.Name);
            _feed.Remove(entry.Edge);
            entry.StopWaiting();
        }
        entry.Edge.Link.Close(EdgeClosing.SessionOver);
        entry.Edge.End();
        log.Left(entry.Edge.Name.Value, why);
        foreach (var host in entry.Edge.Hosts) desk.Withdraw(host.Name);
    }

    private sealed class Entry(BorrowedEdge edge) : IDisposable
    {
        private ITimer? _miss;
        private ITimer? _forget;

        public BorrowedEdge Edge => edge;

        /// <summary>For whoever brings a socket: one at a time.</summary>
        public SemaphoreSlim Door { get; } = new(1, 1);

        public bool IsWaiting => Volatile.Read(ref _miss) is not null;

        public void Wait(ITimer miss, ITimer forget)
        {
            StopWaiting();
            Volatile.Write(ref _miss, miss);
            Volatile.Write(ref _forget, forget);
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            StopWaiting();
            Door.Dispose();
        }

        public void StopWaiting()
        {
            Interlocked.Exchange(ref _miss, null)?.Dispose();
            Interlocked.Exchange(ref _forget, null)?.Dispose();
        }
    }
}
