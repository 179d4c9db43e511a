using CallActors.Contracts.Agents;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;

namespace CallActors.Engine.Workspaces;

/// <summary>
/// The list of all workspaces that this node can reach, and the parent of the links to their hosts. It knows whose they are, wakes their
/// actors and tells them where they are. Protocol: docs/protocols/workspaces.md.
/// </summary>
internal sealed class WorkspacesActor : ReceiveActor
{
    private readonly WorkspaceServices _services;
    private readonly List<HostEntry> _hosts = [];
    private readonly Dictionary<IActorRef, PersonId> _observers = [];
    private readonly Dictionary<WorkspaceId, WorkspaceStanding> _standing = [];
    private IActorRef _workspaces = ActorRefs.Nobody;

    public WorkspacesActor(WorkspaceServices services)
    {
        _services = services;

        Receive<DirectoryMessages.Serve>(m => Begin(m.Workspaces, _services.Hosts));
        Receive<BeginAgain>(m => Begin(m.Workspaces, m.Hosts));
        Receive<WorkspaceDirectory.List>(m => Sender.Tell(ListingFor(m.Person), Self));
        Receive<WorkspaceDirectory.Observe>(OnObserve);
        Receive<ObserverGone>(m => _observers.Remove(m.Observer));
        Receive<WorkspaceDirectory.Create>(OnCreate);
        Receive<WorkspaceDirectory.Close>(m => Forward(m.Person, m.WorkspaceId, new LinkMessages.Close(m.WorkspaceId)));
        Receive<WorkspaceDirectory.Rename>(OnRename);
        Receive<WorkspaceDirectory.Notify>(OnNotify);
        Receive<WorkspaceDirectory.Lend>(m => Lend(m.Host));
        Receive<WorkspaceDirectory.Withdraw>(OnWithdraw);
        Receive<DirectoryMessages.HostListed>(OnHostListed);
        Receive<DirectoryMessages.HostLost>(OnHostLost);
        Receive<DirectoryMessages.Stands>(OnStands);
        Receive<DirectoryMessages.WhereIs>(OnWhereIs);
    }

    public static Props PropsFor(WorkspaceServices services) => Props.Create(() => new WorkspacesActor(services));

    /// <summary>What was lent, and who observes, is not forgotten with the rest.</summary>
    protected override void PreRestart(Exception reason, object? message)
    {
        Self.Tell(new BeginAgain(_workspaces, [.. _hosts.Select(h => h.Lent)]), ActorRefs.NoSender);
        foreach (var (observer, person) in _observers) Self.Tell(new WorkspaceDirectory.Observe(person), observer);
        base.PreRestart(reason, message);
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Restart);

    private void Begin(IActorRef workspaces, IReadOnlyList<LentHost> hosts)
    {
        _workspaces = workspaces;
        foreach (var host in hosts) Lend(host);
    }

    private void Lend(LentHost lent)
    {
        var before = _hosts.Find(h => h.Name == lent.Host.Name);
        if (before is not null)
        {
            // Its workspaces may have another owner now, who alone is told of them, when the new one lists them.
            Forget(before);
            _hosts.Remove(before);
        }

        _hosts.Add(new HostEntry(lent, Context.ActorOf(WorkspaceLinkActor.PropsFor(lent.Host, _workspaces, _services.Rules, _services.Jitter))));
    }

    private void OnWithdraw(WorkspaceDirectory.Withdraw withdraw)
    {
        if (_hosts.Find(h => h.Name == withdraw.Host) is not { } host) return;
        Forget(host);
        _hosts.Remove(host);
    }

    /// <summary>A host that may come back under its name: what is queued for its workspaces waits.</summary>
    private void Forget(HostEntry host)
    {
        Context.Stop(host.Link);
        foreach (var id in host.Workspaces.Keys)
        {
            _standing.Remove(id);
            _workspaces.Tell(new WorkspaceSignals.HostAway(id), Self);
            Publish(host, new WorkspaceDirectory.Removed(id));
        }
    }

    private void OnHostListed(DirectoryMessages.HostListed listed)
    {
        // A link that was replaced may still have told something.
        if (_hosts.Find(h => h.Link.Equals(Sender)) is not { } host) return;
        var wasReachable = host.IsReachable;
        (host.IsReachable, host.Fault) = (true, "");
        var now = listed.Workspaces.Where(w => w.Id.Host == host.Name).DistinctBy(w => w.Id).ToDictionary(w => w.Id);
        foreach (var id in host.Workspaces.Keys.Where(id => !now.ContainsKey(id)).ToList())
        {
            host.Workspaces.Remove(id);
            _standing.Remove(id);
            _workspaces.Tell(new WorkspaceSignals.Gone(id), Self);
            Publish(host, new WorkspaceDirectory.Removed(id));
        }

        // The feed looks for the agents before their workspaces are spoken of.
        _services.Feed?.Know(host.Name, listed.Workspaces);
        foreach (var (id, workspace) in now)
        {
            if (wasReachable && host.Workspaces.TryGetValue(id, out var known) && known == workspace) continue;
            host.Workspaces[id] = workspace;
            _workspaces.Tell(new WorkspaceSignals.Listed(id, workspace, host.Link), Self);
            Publish(host, new WorkspaceDirectory.Changed(Summary(host, workspace)));
        }
    }

    private void OnHostLost(DirectoryMessages.HostLost lost)
    {
        if (_hosts.Find(h => h.Link.Equals(Sender)) is not { } host) return;
        host.Fault = lost.Fault;
        if (!host.IsReachable) return;
        host.IsReachable = false;
        foreach (var (id, workspace) in host.Workspaces)
        {
            _workspaces.Tell(new WorkspaceSignals.HostAway(id), Self);
            Publish(host, new WorkspaceDirectory.Changed(Summary(host, workspace)));
        }
    }

    private void OnWhereIs(DirectoryMessages.WhereIs query)
    {
        if (_hosts.Find(h => h.Name == query.WorkspaceId.Host) is not { IsReachable: true } host) return;
        if (host.Workspaces.TryGetValue(query.WorkspaceId, out var workspace)) Sender.Tell(new WorkspaceSignals.Listed(query.WorkspaceId, workspace, host.Link), Self);
        else Sender.Tell(new WorkspaceSignals.Gone(query.WorkspaceId), Self);
    }

    private void OnStands(DirectoryMessages.Stands stands)
    {
        if (Find(stands.WorkspaceId) is not { } found) return;
        _standing[stands.WorkspaceId] = stands.State;
        Publish(found.Host, new WorkspaceDirectory.Changed(Summary(found.Host, found.Workspace)));
    }

    private void OnObserve(WorkspaceDirectory.Observe observe)
    {
        if (!_observers.ContainsKey(Sender)) Context.WatchWith(Sender, new ObserverGone(Sender));
        _observers[Sender] = observe.Person;
        Sender.Tell(ListingFor(observe.Person), Self);
    }

    private void OnCreate(WorkspaceDirectory.Create create)
    {
        if (!IsName(create.Order.Name)) Refuse(WorkspaceFault.Refused, "A workspace's name has 1 to 64 characters.");
        else if (_hosts.Find(h => h.IsFor(create.Person) && (create.Host.Length == 0 ? h.IsReachable : h.Name == create.Host)) is { } host) host.Link.Forward(new LinkMessages.Create(create.Order));
        else if (create.Host.Length == 0) Refuse(WorkspaceFault.HostGone, "No host of workspaces can be reached.");
        else Refuse(WorkspaceFault.NotFound, "There is no such host of workspaces.");
    }

    private void OnRename(WorkspaceDirectory.Rename rename)
    {
        if (IsName(rename.Name)) Forward(rename.Person, rename.WorkspaceId, new LinkMessages.Rename(rename.WorkspaceId, rename.Name));
        else Refuse(WorkspaceFault.Refused, "A workspace's name has 1 to 64 characters.");
    }

    /// <summary>What is somebody else's is not there.</summary>
    private void Forward(PersonId person, WorkspaceId id, object order)
    {
        if (Find(id) is { } found && found.Host.IsFor(person)) found.Host.Link.Forward(order);
        else Refuse(WorkspaceFault.NotFound, "There is no such workspace.");
    }

    private void OnNotify(WorkspaceDirectory.Notify notify)
    {
        foreach (var host in _hosts)
        {
            if (!host.IsFor(notify.Person) || !host.IsReachable) continue;
            if (notify.Notice.About is { } about && about.Host != host.Name) continue;
            host.Link.Tell(new LinkMessages.Notify(notify.Notice), Self);
        }
    }

    private WorkspaceDirectory.Listing ListingFor(PersonId person)
    {
        var theirs = _hosts.Where(h => h.IsFor(person)).ToList();
        var summaries = theirs.SelectMany(h => h.Workspaces.Values.Select(w => Summary(h, w)))
            .OrderBy(s => s.Workspace.Name, StringComparer.OrdinalIgnoreCase).ThenBy(s => s.Workspace.Id.Value, StringComparer.Ordinal);
        return new WorkspaceDirectory.Listing([.. summaries], [.. theirs.Where(h => !h.IsReachable && h.Fault.Length > 0).Select(h => h.Fault)]);
    }

    private WorkspaceSummary Summary(HostEntry host, Workspace workspace)
    {
        var stands = _standing.GetValueOrDefault(workspace.Id);
        return new WorkspaceSummary(
            workspace,
            host.Lent.Owner,
            host.IsReachable,
            stands?.Agent ?? new AgentState.Starting(),
            stands?.Since ?? Context.System.Scheduler.Now,
            stands?.IsSettled ?? true,
            stands?.Question,
            stands?.Queued ?? 0);
    }

    private void Publish(HostEntry host, object news)
    {
        foreach (var (observer, person) in _observers)
            if (host.IsFor(person)) observer.Tell(news, Self);
    }

    private (HostEntry Host, Workspace Workspace)? Find(WorkspaceId id) =>
        _hosts.Find(h => h.Name == id.Host) is { } host && host.Workspaces.TryGetValue(id, out var workspace) ? (host, workspace) : null;

    private void Refuse(WorkspaceFault fault, string detail) => Sender.Tell(new WorkspaceDirectory.Failed(fault, detail), Self);

    private static bool IsName(string name) => name.Length is >= 1 and <= 64;

    private sealed class HostEntry(LentHost lent, IActorRef link)
    {
        public LentHost Lent { get; } = lent;

        public IActorRef Link { get; } = link;

        public string Name => Lent.Host.Name;

        public Dictionary<WorkspaceId, Workspace> Workspaces { get; } = [];

        public bool IsReachable { get; set; }

        public string Fault { get; set; } = "";

        public bool IsFor(PersonId person) => Lent.Owner is not { } owner || owner == person;
    }

    private sealed record ObserverGone(IActorRef Observer);

    private sealed record BeginAgain(IActorRef Workspaces, IReadOnlyList<LentHost> Hosts);
}
