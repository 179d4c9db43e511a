using System.Collections.Concurrent;
using CallActors.Contracts.Workspaces;

namespace CallActors.Engine.Tests.Workspaces;

/// <summary>A host whose terminals are in memory, and which fails when it is told to.</summary>
internal sealed class FakeHost(string name = "fake") : IWorkspaceHost
{
    private readonly ConcurrentQueue<WorkspaceException> _refusals = new();

    public string Name => name;

    public int Attempts { get; private set; }

    /// <summary>The connection that lives; null for none.</summary>
    public FakeConnection? Connection { get; private set; }

    public List<Workspace> Workspaces { get; } = [];

    /// <summary>Everything that was ordered, over all connections.</summary>
    public ConcurrentQueue<string> Orders { get; } = new();

    /// <summary>When set, an attempt to connect waits for it.</summary>
    public TaskCompletionSource? Opens { get; set; }

    /// <summary>When set, an attempt to connect that has told what there is waits for it.</summary>
    public TaskCompletionSource? Finishes { get; set; }

    /// <summary>When set, a submission waits for it.</summary>
    public TaskCompletionSource? Submits { get; set; }

    public Workspace Add(string local, string title, string program = "agent")
    {
        var workspace = new Workspace(WorkspaceId.Of(name, local), title, "/src", program, 1);
        Workspaces.Add(workspace);
        return workspace;
    }

    public void RefuseNext(WorkspaceFault fault, string message) => _refusals.Enqueue(new WorkspaceException(fault, message));

    public async Task<IWorkspaceConnection> ConnectAsync(IWorkspaceObserver observer, CancellationToken cancellationToken)
    {
        Attempts++;
        if (_refusals.TryDequeue(out var refusal)) throw refusal;
        if (Opens is { } opens) await opens.Task;
        Connection = new FakeConnection(this, observer);
        Connection.List();
        if (Finishes is { } finishes) await finishes.Task;
        return Connection;
    }

    internal sealed class FakeConnection(FakeHost host, IWorkspaceObserver observer) : IWorkspaceConnection
    {
        private readonly TaskCompletionSource _ended = new();

        public Task Ended => _ended.Task;

        public bool IsDisposed { get; private set; }

        public void List() => observer.On(new WorkspaceNews.Listed([.. host.Workspaces]));

        public void Tell(WorkspaceNews news) => observer.On(news);

        public void End() => _ended.TrySetResult();

        public Task<IReadOnlyList<Workspace>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Workspace>>([.. host.Workspaces]);

        public Task<Workspace> CreateAsync(NewWorkspace order, CancellationToken cancellationToken)
        {
            var made = host.Add($"new-{host.Workspaces.Count}", order.Name);
            List();
            return Task.FromResult(made);
        }

        public Task CloseAsync(WorkspaceId id, CancellationToken cancellationToken)
        {
            host.Workspaces.RemoveAll(w => w.Id == id);
            List();
            return Task.CompletedTask;
        }

        public Task RenameAsync(WorkspaceId id, string name, CancellationToken cancellationToken)
        {
            var at = host.Workspaces.FindIndex(w => w.Id == id);
            host.Workspaces[at] = host.Workspaces[at] with { Name = name };
            List();
            return Task.CompletedTask;
        }

        public async Task<SubmissionState> SubmitAsync(WorkspaceId id, Submission submission, CancellationToken cancellationToken)
        {
            host.Orders.Enqueue($"submit {submission.Id}");
            if (host.Submits is { } submits) await submits.Task.WaitAsync(cancellationToken);
            return SubmissionState.Entered;
        }

        public Task PressAsync(WorkspaceId id, WorkspaceKey key, CancellationToken cancellationToken)
        {
            host.Orders.Enqueue($"press {key}");
            return Task.CompletedTask;
        }

        public Task<Screen> ReadScreenAsync(WorkspaceId id, int history, CancellationToken cancellationToken)
        {
            host.Orders.Enqueue($"read {history}");
            return Task.FromResult(PlainScreen.Of("idle", ">"));
        }

        public Task<WorkspaceFacts> ReadFactsAsync(WorkspaceId id, CancellationToken cancellationToken) => Task.FromResult(WorkspaceFacts.None);

        public Task NotifyAsync(WorkspaceNotice notice, CancellationToken cancellationToken)
        {
            host.Orders.Enqueue($"notify {notice.Title}");
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            End();
            return ValueTask.CompletedTask;
        }
    }
}
