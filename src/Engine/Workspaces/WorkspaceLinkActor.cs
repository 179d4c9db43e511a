using CallActors.Contracts.Workspaces;

namespace CallActors.Engine.Workspaces;

/// <summary>
/// The link to one host: connects, connects again, executes orders one after the other or side by side as the host allows, and hands on its
/// news. Protocol: docs/protocols/workspace-link.md.
/// </summary>
internal sealed partial class WorkspaceLinkActor : ReceiveActor, IWithTimers
{
    private readonly IWorkspaceHost _host;
    private readonly IActorRef _workspaces;
    private readonly WorkspaceRules _rules;
    private readonly Func<double> _jitter;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly HashSet<WorkspaceId> _submitting = [];
    private LinkConnection _owner = new();
    private LinkNews? _news;
    private IWorkspaceConnection? _connection;
    private DateTimeOffset _connectedAt;
    private long _run;
    private int _failures;
    private bool _isLockedOut;

    /// <param name="workspaces">The workspaces' region; the directory is the parent.</param>
    public WorkspaceLinkActor(IWorkspaceHost host, IActorRef workspaces, WorkspaceRules rules, Func<double> jitter)
    {
        (_host, _workspaces, _rules, _jitter) = (host, workspaces, rules, jitter);

        Receive<ConnectIsDue>(_ => Connect());
        Receive<Connected>(OnConnected);
        Receive<NotConnected>(OnNotConnected);
        Receive<ConnectionEnded>(OnEnded);
        Receive<NewsWaits>(m => HandOn(m.Run));
        Receive<LinkMessages.Order>(OnOrder);
        Receive<SubmitFinished>(OnSubmitFinished);
        Receive<LinkMessages.Create>(c => Administer(async (host, deadline) => new WorkspaceDirectory.Created(await host.CreateAsync(c.Order, deadline).ConfigureAwait(false))));
        Receive<LinkMessages.Close>(c => Administer(async (host, deadline) =>
        {
            await host.CloseAsync(c.WorkspaceId, deadline).ConfigureAwait(false);
            return new WorkspaceDirectory.Done(c.WorkspaceId);
        }));
        Receive<LinkMessages.Rename>(c => Administer(async (host, deadline) =>
        {
            await host.RenameAsync(c.WorkspaceId, c.Name, deadline).ConfigureAwait(false);
            return new WorkspaceDirectory.Done(c.WorkspaceId);
        }));
        Receive<LinkMessages.Notify>(OnNotify);
        Receive<NoticeShown>(_ => { });
        Receive<NoticeFailed>(f => _log.Warning("{0} did not show a notice: {1}", _host.Name, f.Detail));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(IWorkspaceHost host, IActorRef workspaces, WorkspaceRules rules, Func<double> jitter) =>
        Props.Create(() => new WorkspaceLinkActor(host, workspaces, rules, jitter));

    protected override void PreStart() => Connect();

    /// <summary>What has failed once may fail at once again.</summary>
    protected override void PostRestart(Exception reason) =>
        Timers.StartSingleTimer(nameof(ConnectIsDue), ConnectIsDue.Instance, _rules.ConnectsAgainAtLeastEvery);

    protected override void PostStop()
    {
        _run++;
        Close();
        Context.Parent.Tell(new DirectoryMessages.HostLost(""), Self);
    }

    private void Connect()
    {
        var run = ++_run;
        var self = Self;
        var (owner, news) = (new LinkConnection(), new LinkNews(() => self.Tell(new NewsWaits(run), ActorRefs.NoSender)));
        (_owner, _news) = (owner, news);
        var host = _host;
        Context.System.Scheduler.WithinAsync(_rules.ConnectWithin, deadline => owner.OpenAsync(host, news, deadline))
            .PipeTo(Self, Self, connection => new Connected(run, connection), e => new NotConnected(run, Failure(e)));
    }

    private void OnConnected(Connected connected)
    {
        if (connected.Run != _run) return;
        (_connection, _connectedAt, _isLockedOut) = (connected.Connection, Context.System.Scheduler.Now, false);
        var run = _run;
        _connection.Ended.PipeTo(Self, Self, () => new ConnectionEnded(run), _ => new ConnectionEnded(run));
        _log.Info("{0} lends its workspaces.", _host.Name);
        HandOn(_run);
    }

    private void OnNotConnected(NotConnected failed)
    {
        if (failed.Run != _run) return;
        Close();
        // Who does not let us in needs a person to change it: no use in asking often. A host that is not there is no fault: not everybody has both.
        var isLockedOut = failed.Failure.Fault is WorkspaceFault.AccessDenied or WorkspaceFault.Password;
        // One that was not there at first, and lets us in as little, is told of again: that is what can be mended.
        if (_failures++ == 0 || (isLockedOut && !_isLockedOut)) Note(failed.Failure);
        _isLockedOut = isLockedOut;
        PauseFor(isLockedOut ? _rules.ConnectsAgainAtLeastEvery : BackOff());
        Context.Parent.Tell(new DirectoryMessages.HostLost(isLockedOut ? failed.Failure.Detail : ""), Self);
    }

    private void Note(OrderResult.Failed failure)
    {
        if (failure.Fault is WorkspaceFault.HostGone) _log.Info("{0} is not there: {1}", _host.Name, failure.Detail);
        else _log.Warning("{0} cannot be reached: {1}", _host.Name, failure.Detail);
    }

    private void OnEnded(ConnectionEnded ended)
    {
        if (ended.Run != _run) return;
        // One that ends as soon as it began is no better than none.
        _failures = Context.System.Scheduler.Now - _connectedAt >= _rules.ConnectsAgainAtLeastEvery ? 0 : _failures + 1;
        _log.Info("The connection to {0} has ended.", _host.Name);
        Close();
        PauseFor(BackOff());
        Context.Parent.Tell(new DirectoryMessages.HostLost(""), Self);
    }

    private void Close()
    {
        (_connection, _news) = (null, null);
        Timers.Cancel(nameof(NewsWaits));
        var log = _log;
        var name = _host.Name;
        _owner.CloseAsync().ContinueWith(
            t => log.Warning("The connection to {0} did not end well ({1}).", name, t.Exception!.GetBaseException().GetType().Name),
            CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    private void PauseFor(TimeSpan time) => Timers.StartSingleTimer(nameof(ConnectIsDue), ConnectIsDue.Instance, time);

    /// <summary>Doubles from one failure to the next, and is between half of it and all.</summary>
    private TimeSpan BackOff()
    {
        var doubled = _rules.ConnectsAgainAfter * Math.Pow(2, Math.Clamp(_failures - 1, 0, 16));
        return (doubled < _rules.ConnectsAgainAtLeastEvery ? doubled : _rules.ConnectsAgainAtLeastEvery) * (0.5 + _jitter() / 2);
    }

    /// <summary>Hands on what has come, at once and then not before <see cref="WorkspaceRules.NewsEvery"/> again.</summary>
    private void HandOn(long run)
    {
        // News of a connection that is not ours yet is waited for.
        if (run != _run || _connection is null || _news?.Take() is not { } news) return;
        if (news.Listed is { } listed) Context.Parent.Tell(new DirectoryMessages.HostListed(listed), Self);
        foreach (var (id, facts) in news.Facts) _workspaces.Tell(new WorkspaceSignals.FactsShown(id, facts), Self);
        foreach (var id in news.Wrote) _workspaces.Tell(new WorkspaceSignals.Wrote(id), Self);
        Timers.StartSingleTimer(nameof(NewsWaits), new NewsWaits(run), _rules.NewsEvery);
    }

    private static OrderResult.Failed Failure(Exception e) => e switch
    {
        WorkspaceException known => new OrderResult.Failed(known.Fault, known.Message),
        OperationCanceledException => new OrderResult.Failed(WorkspaceFault.TimedOut, "The workspace's host did not answer in time."),
        _ => new OrderResult.Failed(WorkspaceFault.Refused, $"The workspace's host failed ({e.GetType().Name})."),
    };

    private sealed record ConnectIsDue
    {
        public static ConnectIsDue Instance { get; } = new();
    }

    // What the host brings about may come when the link has stopped.
    private sealed record Connected(long Run, IWorkspaceConnection Connection) : IDeadLetterSuppression;

    private sealed record NotConnected(long Run, OrderResult.Failed Failure) : IDeadLetterSuppression;

    private sealed record ConnectionEnded(long Run) : IDeadLetterSuppression;

    private sealed record NewsWaits(long Run) : IDeadLetterSuppression;

    private sealed record SubmitFinished(WorkspaceId WorkspaceId, IActorRef Client, LinkMessages.Finished Answer) : IDeadLetterSuppression;

    private sealed record NoticeFailed(string Detail) : IDeadLetterSuppression;
}
