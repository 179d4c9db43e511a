using CallActors.Contracts.Workspaces;

namespace CallActors.Engine.Workspaces;

/// <summary>
/// Takes the news of one connection together, so that its link has at most one message of it in its mailbox, whatever programs write: only the
/// newest listing, the newest facts of each workspace, and that a program wrote, are kept.
/// </summary>
internal sealed class LinkNews(Action waiting) : IWorkspaceObserver
{
    private readonly Lock _lock = new();
    private Batch _next = new();
    private bool _isTold;

    public void On(WorkspaceNews news)
    {
        lock (_lock)
        {
            switch (news)
            {
                case WorkspaceNews.Listed listed: _next.Listed = listed.Workspaces; break;
                case WorkspaceNews.FactsChanged changed: _next.Facts[changed.Id] = changed.Facts; break;
                case WorkspaceNews.Wrote wrote: _next.Wrote.Add(wrote.Id); break;
                case WorkspaceNews.Skipped skipped: _next.Wrote.Add(skipped.Id); break;
            }

            if (_isTold) return;
            _isTold = true;
        }

        waiting();
    }

    /// <summary>What has come since; null when nothing has. After null the next news is told of again.</summary>
    public Batch? Take()
    {
        lock (_lock)
        {
            var batch = _next;
            if (batch.IsEmpty)
            {
                _isTold = false;
                return null;
            }

            _next = new Batch();
            return batch;
        }
    }

    internal sealed class Batch
    {
        public IReadOnlyList<Workspace>? Listed { get; set; }

        public Dictionary<WorkspaceId, WorkspaceFacts> Facts { get; } = [];

        public HashSet<WorkspaceId> Wrote { get; } = [];

        public bool IsEmpty => Listed is null && Facts.Count == 0 && Wrote.Count == 0;
    }
}
