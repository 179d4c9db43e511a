using CallActors.Contracts.Workspaces;
using CallActors.Edges.Wire;

namespace CallActors.Edges.Borrowing;

/// <summary>A connection to a host on an edge. Ends when the edge's own connection does, when the edge is missed, and with its session.</summary>
/// <param name="own">What the edge itself calls the host.</param>
internal sealed class EdgeConnection(BorrowedEdge edge, long number, string own, IWorkspaceObserver observer) : IWorkspaceConnection
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile IReadOnlyList<WorkspaceId> _listed = [];

    /// <inheritdoc/>
    public Task Ended => _ended.Task;

    /// <summary>As the gateway has numbered it.</summary>
    public long Number => number;

    /// <summary>The workspaces that it has told of last.</summary>
    public IReadOnlyList<WorkspaceId> Workspaces => _listed;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Workspace>> ListAsync(CancellationToken cancellationToken) =>
        await AskAsync(new EdgeOrder.List(), cancellationToken).ConfigureAwait(false) is EdgeResult.Listed listed ? Lend(listed.Workspaces) : throw Strange();

    /// <inheritdoc/>
    public async Task<Workspace> CreateAsync(NewWorkspace order, CancellationToken cancellationToken) =>
        await AskAsync(new EdgeOrder.Create(order), cancellationToken).ConfigureAwait(false) is EdgeResult.Created created && Lend([created.Workspace]) is [var workspace] ? workspace : throw Strange();

    /// <inheritdoc/>
    public Task CloseAsync(WorkspaceId id, CancellationToken cancellationToken) => AskAsync(new EdgeOrder.Close(Own(id)), cancellationToken);

    /// <inheritdoc/>
    public Task RenameAsync(WorkspaceId id, string name, CancellationToken cancellationToken) => AskAsync(new EdgeOrder.Rename(Own(id), name), cancellationToken);

    /// <inheritdoc/>
    public async Task<SubmissionState> SubmitAsync(WorkspaceId id, Submission submission, CancellationToken cancellationToken) =>
        await AskAsync(new EdgeOrder.Submit(Own(id), submission.Id, submission.Text), cancellationToken).ConfigureAwait(false) is EdgeResult.Submitted submitted ? submitted.State : throw Strange();

    /// <inheritdoc/>
    public Task PressAsync(WorkspaceId id, WorkspaceKey key, CancellationToken cancellationToken) => AskAsync(new EdgeOrder.Press(Own(id), key), cancellationToken);

    /// <inheritdoc/>
    public async Task<Screen> ReadScreenAsync(WorkspaceId id, int history, CancellationToken cancellationToken) =>
        await AskAsync(new EdgeOrder.ReadScreen(Own(id), history), cancellationToken).ConfigureAwait(false) is EdgeResult.Shown shown ? new Screen(shown.Lines) { Faint = shown.Faint } : throw Strange();

    /// <inheritdoc/>
    public async Task<WorkspaceFacts> ReadFactsAsync(WorkspaceId id, CancellationToken cancellationToken) =>
        await AskAsync(new EdgeOrder.ReadFacts(Own(id)), cancellationToken).ConfigureAwait(false) is EdgeResult.Facts facts ? facts.What : throw Strange();

    /// <inheritdoc/>
    public Task NotifyAsync(WorkspaceNotice notice, CancellationToken cancellationToken) =>
        AskAsync(new EdgeOrder.Notify(notice with { About = notice.About is { } about ? Own(about) : null }), cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        edge.Close(this);
        End();
        return ValueTask.CompletedTask;
    }

    public void End() => _ended.TrySetResult();

    /// <summary>Passes news on.</summary>
    /// <returns>False when they are about a host that is not this connection's.</returns>
    public bool Tell(WorkspaceNews news)
    {
        switch (news)
        {
            case WorkspaceNews.Listed listed:
                if (listed.Workspaces.Any(workspace => workspace.Id.Host != own)) return false;
                var workspaces = Lend(listed.Workspaces);
                _listed = [.. workspaces.Select(workspace => workspace.Id)];
                observer.On(new WorkspaceNews.Listed(workspaces));
                return true;
            case WorkspaceNews.Wrote wrote:
                return Tell(wrote.Id, id => new WorkspaceNews.Wrote(id, wrote.Text));
            case WorkspaceNews.Skipped skipped:
                return Tell(skipped.Id, id => new WorkspaceNews.Skipped(id));
            case WorkspaceNews.FactsChanged changed:
                return Tell(changed.Id, id => new WorkspaceNews.FactsChanged(id, changed.Facts));
            default:
                return false;
        }
    }

    private bool Tell(WorkspaceId workspace, Func<WorkspaceId, WorkspaceNews> news)
    {
        if (workspace.Host != own) return false;
        if (edge.Name.TryLend(workspace, out var id)) observer.On(news(id));
        return true;
    }

    /// <summary>One whose name would be too long here is not lent.</summary>
    private List<Workspace> Lend(IReadOnlyList<Workspace> workspaces)
    {
        var lent = new List<Workspace>(workspaces.Count);
        foreach (var workspace in workspaces)
            if (workspace.Id.Host == own && edge.Name.TryLend(workspace.Id, out var id)) lent.Add(workspace with { Id = id });
        return lent;
    }

    private WorkspaceId Own(WorkspaceId id) => id.Host == edge.Name.HostHere(own)
        ? edge.Name.Own(id)
        : throw new WorkspaceException(WorkspaceFault.NotFound, "This workspace is not on this host.");

    private Task<EdgeResult> AskAsync(EdgeOrder order, CancellationToken cancellationToken) =>
        _ended.Task.IsCompleted ? throw BorrowedEdge.Away(edge.Name) : edge.AskAsync(number, order, cancellationToken);

    private WorkspaceException Strange() => new(WorkspaceFault.Refused, $"{edge.Name} answered something that was not asked: its program and this one do not fit together.");
}
