using CallActors.Contracts.Agents;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Workspaces;

namespace CallActors.Engine.Tests.Workspaces;

/// <summary>The list of all workspaces: whose they are, where they are, what is wrong with their hosts.</summary>
public sealed class WorkspacesActorSpec : EngineSpec
{
    private static readonly PersonId Ada = PersonId.Of("ada");
    private static readonly PersonId Bob = PersonId.Of("bob");

    private readonly FakeHost _all = new("all");
    private readonly FakeHost _ada = new("ada");
    private readonly Feed _feed = new();
    private readonly TestProbe _workspaces;
    private readonly Workspace _kunduz;
    private readonly Workspace _server;

    public WorkspacesActorSpec()
    {
        _workspaces = CreateTestProbe();
        _kunduz = _all.Add("1", "kunduz");
        _server = _ada.Add("1", "api server");
    }

    [Fact]
    public void A_person_sees_what_is_everybodys_and_their_own_by_name()
    {
        var directory = Start();
        Listed(2);
        Assert.Equal(["api server", "kunduz"], List(directory, Ada).Workspaces.Select(w => w.Workspace.Name));
        Assert.Equal(["kunduz"], List(directory, Bob).Workspaces.Select(w => w.Workspace.Name));
        Assert.All(List(directory, Ada).Workspaces, w => Assert.True(w.IsReachable));
        Assert.Equal([_kunduz.Id, _server.Id], _feed.Known.Select(w => w.Id).OrderByDescending(i => i.Value));
    }

    [Fact]
    public void What_is_somebody_elses_cannot_be_touched()
    {
        var directory = Start();
        Listed(2);
        foreach (object order in new object[]
                 {
                     new WorkspaceDirectory.Close(Bob, _server.Id), new WorkspaceDirectory.Rename(Bob, _server.Id, "mine"),
                     new WorkspaceDirectory.Create(Bob, "ada", New("mine")), new WorkspaceDirectory.Close(Ada, WorkspaceId.Of("all", "7")),
                 })
        {
            directory.Tell(order, TestActor);
            Assert.Equal(WorkspaceFault.NotFound, ExpectMsg<WorkspaceDirectory.Failed>().Fault);
        }

        directory.Tell(new WorkspaceDirectory.Notify(Bob, new WorkspaceNotice("A call", "came in", null)), ActorRefs.NoSender);
        directory.Tell(new WorkspaceDirectory.Notify(Ada, new WorkspaceNotice("About it", "", _server.Id)), ActorRefs.NoSender);
        AwaitAssert(() => Assert.Equal(["notify About it"], _ada.Orders));
        AwaitAssert(() => Assert.Equal(["notify A call"], _all.Orders));
    }

    [Fact]
    public void Workspaces_are_made_renamed_and_closed_by_their_host()
    {
        var directory = Start();
        Listed(2);
        directory.Tell(new WorkspaceDirectory.Create(Bob, "", New("kinder")), TestActor);
        var made = ExpectMsg<WorkspaceDirectory.Created>().Workspace;
        Assert.Equal(("all", "kinder"), (made.Id.Host, made.Name));
        AwaitListed(made.Id);
        directory.Tell(new WorkspaceDirectory.Rename(Bob, made.Id, "garden"), TestActor);
        ExpectMsg<WorkspaceDirectory.Done>();
        AwaitListed(made.Id);
        directory.Tell(new WorkspaceDirectory.Rename(Bob, made.Id, ""), TestActor);
        Assert.Equal(WorkspaceFault.Refused, ExpectMsg<WorkspaceDirectory.Failed>().Fault);
        directory.Tell(new WorkspaceDirectory.Close(Bob, made.Id), TestActor);
        ExpectMsg<WorkspaceDirectory.Done>();
        Assert.Equal(made.Id, Signal<WorkspaceSignals.Gone>().WorkspaceId);
    }

    [Fact]
    public void A_workspace_that_comes_changes_or_goes_is_told_to_who_may_see_it()
    {
        var directory = Start();
        Listed(2);
        var (ada, bob) = (CreateTestProbe(), CreateTestProbe());
        directory.Tell(new WorkspaceDirectory.Observe(Ada), ada.Ref);
        directory.Tell(new WorkspaceDirectory.Observe(Bob), bob.Ref);
        ada.ExpectMsg<WorkspaceDirectory.Listing>();
        bob.ExpectMsg<WorkspaceDirectory.Listing>();
        directory.Tell(new DirectoryMessages.Stands(_server.Id, Standing(new AgentState.Thinking())));
        Assert.IsType<AgentState.Thinking>(ada.ExpectMsg<WorkspaceDirectory.Changed>().Workspace.Agent);
        _ada.Connection!.End();
        Assert.False(ada.ExpectMsg<WorkspaceDirectory.Changed>().Workspace.IsReachable);
        Assert.Equal(_server.Id, Signal<WorkspaceSignals.HostAway>().WorkspaceId);
        Time.Advance(TimeSpan.FromMilliseconds(200));
        var back = ada.ExpectMsg<WorkspaceDirectory.Changed>().Workspace;
        Assert.True(back is { IsReachable: true, Agent: AgentState.Thinking });
        AwaitListed(_server.Id);
        directory.Tell(new WorkspaceDirectory.Withdraw("ada"));
        Assert.Equal(_server.Id, ada.ExpectMsg<WorkspaceDirectory.Removed>().WorkspaceId);
        Assert.False(bob.HasMessages);
        // What is queued there waits: the edge may come back.
        Assert.Equal(_server.Id, Signal<WorkspaceSignals.HostAway>().WorkspaceId);
    }

    [Fact]
    public void A_workspace_that_went_while_its_host_was_away_is_gone()
    {
        Start();
        Listed(2);
        _all.Connection!.End();
        Signal<WorkspaceSignals.HostAway>();
        _all.Workspaces.Clear();
        // The link waits for its time.
        AwaitAssert(() =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(200));
            Assert.Equal(2, _all.Attempts);
        });
        Assert.Equal(_kunduz.Id, Signal<WorkspaceSignals.Gone>().WorkspaceId);
    }

    [Fact]
    public void What_is_wrong_with_a_host_is_told_to_whose_it_is()
    {
        _ada.RefuseNext(WorkspaceFault.AccessDenied, "Choose automation.");
        var directory = Start();
        Listed(1);
        AwaitAssert(() => Assert.Equal(["Choose automation."], List(directory, Ada).Faults));
        Assert.Empty(List(directory, Bob).Faults);
        Time.Advance(TimeSpan.FromSeconds(10));
        AwaitListed(_server.Id);
        Assert.Empty(List(directory, Ada).Faults);
    }

    [Fact]
    public void A_host_that_is_lent_again_replaces_the_one_before()
    {
        var directory = Start();
        Listed(2);
        var old = _ada.Connection!;
        var next = new FakeHost("ada");
        next.Add("2", "garden");
        directory.Tell(new WorkspaceDirectory.Lend(new LentHost(next, Bob)));
        AwaitListed(WorkspaceId.Of("ada", "2"));
        Assert.Equal(["garden", "kunduz"], List(directory, Bob).Workspaces.Select(w => w.Workspace.Name));
        Assert.Equal(["kunduz"], List(directory, Ada).Workspaces.Select(w => w.Workspace.Name));
        AwaitAssert(() => Assert.True(old.IsDisposed));
        Assert.Equal(["garden", "kunduz"], List(directory, Bob).Workspaces.Select(w => w.Workspace.Name));
    }

    [Fact]
    public void A_workspace_that_asks_where_it_is_is_told_unless_its_host_is_away()
    {
        var directory = Start();
        Listed(2);
        directory.Tell(new DirectoryMessages.WhereIs(_kunduz.Id), TestActor);
        Assert.Equal(_kunduz, ExpectMsg<WorkspaceSignals.Listed>().Workspace);
        directory.Tell(new DirectoryMessages.WhereIs(WorkspaceId.Of("all", "9")), TestActor);
        ExpectMsg<WorkspaceSignals.Gone>();
        directory.Tell(new DirectoryMessages.WhereIs(WorkspaceId.Of("edge", "9")), TestActor);
        List(directory, Ada);
        Assert.False(HasMessages);
    }

    [Fact]
    public void A_link_that_fails_is_started_again_after_a_pause()
    {
        Start();
        var link = Signal<WorkspaceSignals.Listed>().Link;
        Signal<WorkspaceSignals.Listed>();
        link.Tell(Kill.Instance);
        var away = Signal<WorkspaceSignals.HostAway>().WorkspaceId;
        var host = away.Host == "all" ? _all : _ada;
        AwaitAssert(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(10));
            Assert.Equal(2, host.Attempts);
        });
        AwaitListed(away);
    }

    [Fact]
    public void A_directory_that_fails_knows_its_hosts_and_observers_when_it_begins_again()
    {
        var parent = CreateTestProbe();
        var services = Services();
        var directory = parent.ChildActorOf(WorkspacesActor.PropsFor(services), "directory", new OneForOneStrategy(_ => Directive.Restart));
        directory.Tell(new DirectoryMessages.Serve(_workspaces.Ref));
        Listed(2);
        var lent = new FakeHost("edge");
        var far = lent.Add("1", "laptop");
        directory.Tell(new WorkspaceDirectory.Lend(new LentHost(lent, Ada)));
        AwaitListed(far.Id);
        var ada = CreateTestProbe();
        directory.Tell(new WorkspaceDirectory.Observe(Ada), ada.Ref);
        ada.ExpectMsg<WorkspaceDirectory.Listing>();
        directory.Tell(Kill.Instance);
        ada.FishForMessage<WorkspaceDirectory.Listing>(_ => true);
        AwaitListed(far.Id);
        AwaitAssert(() => Assert.Equal(["api server", "kunduz", "laptop"], List(directory, Ada).Workspaces.Select(w => w.Workspace.Name)));
        ada.FishForMessage<WorkspaceDirectory.Changed>(c => c.Workspace.Workspace == far && c.Workspace.IsReachable);
    }

    private WorkspaceServices Services() => new([new LentHost(_all, null), new LentHost(_ada, Ada)], _feed, [], WorkspaceRules.Default) { Jitter = () => 1 };

    private IActorRef Start()
    {
        var services = Services();
        var directory = Sys.ActorOf(WorkspacesActor.PropsFor(services));
        directory.Tell(new DirectoryMessages.Serve(_workspaces.Ref));
        return directory;
    }

    /// <summary>So many workspaces were told where they are.</summary>
    private void Listed(int count)
    {
        for (var i = 0; i < count; i++) Signal<WorkspaceSignals.Listed>();
    }

    private T Signal<T>() => _workspaces.FishForMessage<T>(_ => true);

    private void AwaitListed(WorkspaceId id)
    {
        // News of a host comes after a pause.
        AwaitCondition(() =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(50));
            while (_workspaces.HasMessages)
                if (_workspaces.ReceiveOne(TimeSpan.Zero) is WorkspaceSignals.Listed listed && listed.WorkspaceId == id) return true;
            return false;
        });
    }

    private WorkspaceDirectory.Listing List(IActorRef directory, PersonId person)
    {
        var probe = CreateTestProbe();
        directory.Tell(new WorkspaceDirectory.List(person), probe.Ref);
        return probe.ExpectMsg<WorkspaceDirectory.Listing>();
    }

    private static NewWorkspace New(string name) => new(name, "", [], new Dictionary<string, string>());

    private static WorkspaceStanding Standing(AgentState state) =>
        new(WorkspaceReach.Here, null, state, AgentSource.Hook, default, true, null, WorkspaceFacts.None, "", AgentSource.Hook, null, 0);

    private sealed class Feed : IAgentFeed
    {
        private readonly Lock _lock = new();
        private readonly List<Workspace> _known = [];

        public IReadOnlyList<Workspace> Known
        {
            get
            {
                lock (_lock) return [.. _known];
            }
        }

        public void Start(IAgentFeedObserver observer)
        {
        }

        public void Know(string host, IReadOnlyList<Workspace> workspaces)
        {
            lock (_lock) _known.AddRange(workspaces);
        }

        public void Tell(WorkspaceId id, AgentObservation seen)
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
