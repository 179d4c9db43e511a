using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Engine.Workspaces;

/// <summary>
/// One agent's terminal: a sharded, event-sourced entity. The rules are <see cref="WorkspaceDecider"/>'s; this actor routes, stores, and only then
/// acts, tells and answers. Protocol: docs/protocols/workspace.md.
/// </summary>
internal sealed class WorkspaceActor : SnapshottingActor, IWithTimers
{
    private const string AgentTimer = "agent";
    private const int SnapshotEvery = 100;

    private readonly WorkspaceId _id;
    private readonly WorkspaceNode _node;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly HashSet<IActorRef> _observers = [];
    private readonly Dictionary<long, IActorRef> _clients = [];
    private readonly Dictionary<long, IActorRef> _readers = [];
    private WorkspaceState _state = new();
    private WorkspaceLive _live;
    private WorkspaceStanding? _told;
    private DateTimeOffset? _agentDue;
    private IActorRef _directory;
    private IActorRef _link = ActorRefs.Nobody;

    public WorkspaceActor(WorkspaceId id, WorkspaceNode node) : base("A workspace", SnapshotEvery)
    {
        (_id, _node, _directory) = (id, node, node.Directory);
        // Answers to orders of a predecessor must not be taken for ours.
        _live = new WorkspaceLive(AgentRules.Begin(Now), Now.ToUnixTimeMilliseconds() * 1000);

        Recover<SnapshotOffer>(offer => _state = WorkspaceState.Of((WorkspaceSnapshot)offer.Snapshot));
        Recover<IWorkspaceEvent>(fact => _state = _state.Apply(fact));
        Recover<RecoveryCompleted>(_ => OnRecovered());

        Command<WorkspaceCommands.Submit>(c => Take(d => d.Submit(c)));
        Command<WorkspaceCommands.Withdraw>(c => Take(d => d.Withdraw(c)));
        Command<WorkspaceCommands.Interrupt>(c => Take(d => d.Interrupt(c)));
        Command<WorkspaceCommands.AnswerQuestion>(c => Take(d => d.AnswerQuestion(c)));
        Command<WorkspaceCommands.Observe>(OnObserve);
        Command<WorkspaceCommands.StopObserving>(_ => StopObserving(Sender));
        Command<WorkspaceCommands.GetStanding>(_ => Sender.Tell(new WorkspaceReplies.Standing(_id, Decider().Standing), Self));
        Command<WorkspaceCommands.ReadScreen>(OnReadScreen);
        Command<WorkspaceSignals.Listed>(OnListed);
        Command<WorkspaceSignals.HostAway>(OnHostAway);
        Command<WorkspaceSignals.Gone>(OnGone);
        Command<WorkspaceSignals.Wrote>(_ => Take(d => d.Wrote()));
        Command<WorkspaceSignals.FactsShown>(m => Take(d => d.FactsShown(m.Facts)));
        Command<WorkspaceSignals.AgentTold>(m => Take(d => d.Told(m.News)));
        Command<LinkMessages.Finished>(OnFinished);
        Command<AgentIsDue>(_ => Take(d => d.AgentIsDue()));
        Command<TimeIsUp>(OnTimeIsUp);
        Command<ObserverGone>(m => StopObserving(m.Observer));
    }

    public override string PersistenceId => $"workspace-{_id.Value}";

    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    /// <summary>Nobody may wait for an answer that cannot come any more.</summary>
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        Sender.Tell(new WorkspaceReplies.Refused(_id, WorkspaceRefusal.NotStored, "The workspace's journal could not be written."), Self);
        base.OnPersistFailure(cause, @event, sequenceNr);
    }

    protected override void PostStop()
    {
        foreach (var client in _clients.Values.Concat(_readers.Values))
            client.Tell(new WorkspaceReplies.Refused(_id, WorkspaceRefusal.NotStored, "The workspace's actor was stopped."), Self);
        base.PostStop();
    }

    protected override void Apply(object fact) => _state = _state.Apply((IWorkspaceEvent)fact);

    protected override object Snapshot() => _state.Snapshot();

    private void OnRecovered()
    {
        _directory.Tell(new DirectoryMessages.WhereIs(_id), Self);
        Arm(new WorkspaceEffect.Arm(WorkspaceTimer.Linger, _node.Rules.LingerFor));
    }

    private void OnListed(WorkspaceSignals.Listed listed)
    {
        if (!Sender.IsNobody()) _directory = Sender;
        _link = listed.Link;
        // The list may have begun anew.
        _told = null;
        Take(d => d.Listed(listed.Workspace));
    }

    private void OnHostAway(WorkspaceSignals.HostAway away)
    {
        RefuseReaders(WorkspaceRefusal.HostAway, "The workspace's host cannot be reached.");
        Take(d => d.HostAway());
    }

    private void OnGone(WorkspaceSignals.Gone gone)
    {
        RefuseReaders(WorkspaceRefusal.Gone, "The workspace is gone.");
        if (_live.Reach is not WorkspaceReach.Gone) _log.Info("Workspace {0} is gone.", _id);
        Take(d => d.Gone());
    }

    private void OnFinished(LinkMessages.Finished finished)
    {
        if (!_readers.Remove(finished.Run, out var reader))
        {
            Take(d => d.Finished(finished.Run, finished.Result));
            return;
        }

        reader.Tell(
            finished.Result switch
            {
                OrderResult.Shown shown => new WorkspaceReplies.ScreenShown(_id, shown.Screen),
                OrderResult.Failed failed => Decider().Refused(failed),
                _ => new WorkspaceReplies.Refused(_id, WorkspaceRefusal.HostRefused, "The screen could not be read."),
            },
            Self);
    }

    private void OnTimeIsUp(TimeIsUp timer)
    {
        switch (timer.Timer)
        {
            case WorkspaceTimer.Look: Take(d => d.LookIsDue()); break;
            case WorkspaceTimer.OrderAgain: Take(d => d.OrderAgain()); break;
            case WorkspaceTimer.OrderLate: Take(d => d.OrderIsLate(timer.Run)); break;
            case WorkspaceTimer.Confirm: Take(d => d.ConfirmIsDue()); break;
            case WorkspaceTimer.AnswerLate: Take(d => d.AnswerIsLate(timer.Run)); break;
            case WorkspaceTimer.Linger: Take(d => d.Linger()); break;
        }
    }

    private WorkspaceDecider Decider() => new(_id, _state, _live, _node.Rules, _node.Screens, Now);

    /// <summary>Lets the rules judge one message, stores the events, then acts.</summary>
    private void Take(Action<WorkspaceDecider> judge)
    {
        var decider = Decider();
        judge(decider);
        Store(decider.Events, () => Act(decider));
    }

    private void Act(WorkspaceDecider decider)
    {
        _live = decider.Live;
        foreach (var effect in decider.Effects) Perform(effect);
        if (_live.Agent.Due != _agentDue) ArmAgent(_live.Agent.Due);
        var standing = decider.Standing;
        if (standing == _told) return;
        _told = standing;
        _directory.Tell(new DirectoryMessages.Stands(_id, standing), Self);
        Publish(new WorkspaceActivity.Changed(_id, standing));
    }

    private void Perform(WorkspaceEffect effect)
    {
        switch (effect)
        {
            case WorkspaceEffect.Reply e: Sender.Tell(e.Message, Self); break;
            case WorkspaceEffect.Await e: _clients[e.Run] = Sender; break;
            case WorkspaceEffect.Answer e:
                if (_clients.Remove(e.Run, out var client)) client.Tell(e.Message, Self);
                break;
            case WorkspaceEffect.Order e: _link.Tell(new LinkMessages.Order(_id, e.Run, e.What), Self); break;
            case WorkspaceEffect.Publish e: Publish(e.Activity); break;
            case WorkspaceEffect.TellFeed e: _node.Feed?.Tell(_id, e.Seen); break;
            case WorkspaceEffect.Arm e: Arm(e); break;
            case WorkspaceEffect.Disarm e: Timers.Cancel(e.Timer); break;
            case WorkspaceEffect.Retire: Retire(); break;
            default: throw new ArgumentOutOfRangeException(nameof(effect), effect.GetType().Name, "An effect that nobody performs.");
        }
    }

    private void Arm(WorkspaceEffect.Arm arm) => Timers.StartSingleTimer(arm.Timer, new TimeIsUp(arm.Timer, arm.Run), arm.Due);

    private void ArmAgent(DateTimeOffset? due)
    {
        _agentDue = due;
        if (due is not { } at) Timers.Cancel(AgentTimer);
        else Timers.StartSingleTimer(AgentTimer, AgentIsDue.Instance, at > Now ? at - Now : TimeSpan.Zero);
    }

    private void Retire()
    {
        // Who observes wants to know when it comes back.
        if (_observers.Count == 0) Context.Parent.Tell(new Passivate(PoisonPill.Instance), Self);
        else Arm(new WorkspaceEffect.Arm(WorkspaceTimer.Linger, _node.Rules.LingerFor));
    }

    private void OnObserve(WorkspaceCommands.Observe observe)
    {
        if (_observers.Add(Sender)) Context.WatchWith(Sender, new ObserverGone(Sender));
        Sender.Tell(new WorkspaceReplies.Standing(_id, Decider().Standing), Self);
    }

    private void StopObserving(IActorRef observer)
    {
        if (_observers.Remove(observer)) Context.Unwatch(observer);
    }

    private void Publish(WorkspaceActivity activity)
    {
        if (activity is WorkspaceActivity.SubmissionChanged { Stage: SubmissionStage.GivenUp } given)
            _log.Warning("Workspace {0} has not got a text that waited for it: {1}", _id, given.Detail);
        foreach (var observer in _observers) observer.Tell(activity, Self);
    }

    private void OnReadScreen(WorkspaceCommands.ReadScreen query)
    {
        if (_live.Reach is not WorkspaceReach.Here)
        {
            var isGone = _live.Reach is WorkspaceReach.Gone;
            Sender.Tell(new WorkspaceReplies.Refused(_id, isGone ? WorkspaceRefusal.Gone : WorkspaceRefusal.HostAway, isGone ? "The workspace is gone." : "The workspace's host cannot be reached."), Self);
            return;
        }

        _live = _live with { LastRun = _live.LastRun + 1 };
        _readers[_live.LastRun] = Sender;
        _link.Tell(new LinkMessages.Order(_id, _live.LastRun, new WorkspaceOrder.Read(Math.Max(0, query.History))), Self);
    }

    private void RefuseReaders(WorkspaceRefusal reason, string detail)
    {
        foreach (var reader in _readers.Values) reader.Tell(new WorkspaceReplies.Refused(_id, reason, detail), Self);
        _readers.Clear();
    }


    private sealed record TimeIsUp(WorkspaceTimer Timer, long Run);

    private sealed record AgentIsDue
    {
        public static AgentIsDue Instance { get; } = new();
    }

    private sealed record ObserverGone(IActorRef Observer);
}

/// <summary>What every workspace's actor needs from its node.</summary>
/// <param name="Directory">The node's <see cref="WorkspacesActor"/>.</param>
internal sealed record WorkspaceNode(IActorRef Directory, IAgentFeed? Feed, IReadOnlyList<IAgentScreen> Screens, WorkspaceRules Rules);

/// <summary>Hands on to the workspaces what their agents tell.</summary>
internal sealed class AgentFeedObserver(IActorRef workspaces) : IAgentFeedObserver
{
    public void On(WorkspaceId id, AgentNews news) => workspaces.Tell(new WorkspaceSignals.AgentTold(id, news), ActorRefs.NoSender);
}
