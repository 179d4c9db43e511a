using CallActors.Contracts.Workspaces;

namespace CallActors.Edges.Tests.Support;

/// <summary>A host on a laptop, whose programs the test plays. It does whatever is ordered as often as it is ordered: it knows no submissions.</summary>
internal sealed class FakeHost(string name = "tmux") : IWorkspaceHost
{
    private readonly Lock _lock = new();
    private readonly List<string> _done = [];
    private readonly List<Connection> _connections = [];

    public string Name => name;

    public WorkspaceId Id => WorkspaceId.Of(name, "%1");

    /// <summary>What was done, in order.</summary>
    public IReadOnlyList<string> Done
    {
        get
        {
            lock (_lock) return [.. _done];
        }
    }

    /// <summary>Connections that were not disposed.</summary>
    public int Open
    {
        get
        {
            lock (_lock) return _connections.Count;
        }
    }

    public IReadOnlyList<Workspace> Workspaces { get; set; } = [new Workspace(WorkspaceId.Of(name, "%1"), "api", "/src", "claude", 12)];

    /// <summary>Done within each submission, before it is answered.</summary>
    public Func<Submission, Task<SubmissionState>> OnSubmit { get; set; } = _ => Task.FromResult(SubmissionState.Entered);

    public WorkspaceException? Fault { get; set; }

    public Task<IWorkspaceConnection> ConnectAsync(IWorkspaceObserver observer, CancellationToken cancellationToken)
    {
        if (Fault is not null) throw Fault;
        var connection = new Connection(this, observer);
        lock (_lock) _connections.Add(connection);
        observer.On(new WorkspaceNews.Listed(Workspaces));
        return Task.FromResult<IWorkspaceConnection>(connection);
    }

    public void Tell(WorkspaceNews news)
    {
        foreach (var connection in All()) connection.Observer.On(news);
    }

    /// <summary>The host goes away.</summary>
    public void End()
    {
        foreach (var connection in All()) connection.End();
    }

    private Connection[] All()
    {
        lock (_lock) return [.. _connections];
    }

    private void Do(string what)
    {
        lock (_lock) _done.Add(what);
    }

    private sealed class Connection(FakeHost host, IWorkspaceObserver observer) : IWorkspaceConnection
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IWorkspaceObserver Observer => observer;

        public Task Ended => _ended.Task;

        public void End()
        {
            lock (host._lock) host._connections.Remove(this);
            _ended.TrySetResult();
        }

        public ValueTask DisposeAsync()
        {
            End();
            return ValueTask.CompletedTask;
        }

        public Task<IReadOnlyList<Workspace>> ListAsync(CancellationToken cancellationToken) => Task.FromResult(host.Workspaces);

        public Task<Workspace> CreateAsync(NewWorkspace order, CancellationToken cancellationToken)
        {
            host.Do($"create {order.Name} {string.Join(' ', order.Command)}");
            return Task.FromResult(new Workspace(WorkspaceId.Of(host.Name, "%2"), order.Name, order.Directory, "", 0));
        }

        public Task CloseAsync(WorkspaceId id, CancellationToken cancellationToken) => Did($"close {id}");

        public Task RenameAsync(WorkspaceId id, string name, CancellationToken cancellationToken) => Did($"rename {id} {name}");

        public Task<SubmissionState> SubmitAsync(WorkspaceId id, Submission submission, CancellationToken cancellationToken)
        {
            host.Do($"submit {id} {submission.Id} {submission.Text}");
            return host.OnSubmit(submission).WaitAsync(cancellationToken);
        }

        public Task PressAsync(WorkspaceId id, WorkspaceKey key, CancellationToken cancellationToken) => Did($"press {id} {key}");

        public Task<Screen> ReadScreenAsync(WorkspaceId id, int history, CancellationToken cancellationToken) => Task.FromResult(new Screen([$"{id}", $"{history}"]));

        public Task<WorkspaceFacts> ReadFactsAsync(WorkspaceId id, CancellationToken cancellationToken) => Task.FromResult(new WorkspaceFacts { Branch = $"branch of {id}" });

        public Task NotifyAsync(WorkspaceNotice notice, CancellationToken cancellationToken) => Did($"notify {notice.Title} {notice.About}");

        private Task Did(string what)
        {
            host.Do(what);
            return Task.CompletedTask;
        }
    }
}
