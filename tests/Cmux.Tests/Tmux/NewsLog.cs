using System.Text;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tests.Tmux;

/// <summary>Keeps the news of a connection, and waits for what has not come yet.</summary>
internal sealed class NewsLog : IWorkspaceObserver
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Lock _lock = new();
    private readonly List<WorkspaceNews> _news = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void On(WorkspaceNews news)
    {
        TaskCompletionSource more;
        lock (_lock)
        {
            _news.Add(news);
            more = _more;
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        more.SetResult();
    }

    /// <summary>The workspaces that there are, as told last.</summary>
    public IReadOnlyList<Workspace> Workspaces
    {
        get
        {
            lock (_lock) return _news.OfType<WorkspaceNews.Listed>().Last().Workspaces;
        }
    }

    /// <summary>All that was told of what a program wrote.</summary>
    public string Output(WorkspaceId id)
    {
        var text = new StringBuilder();
        lock (_lock)
            foreach (var wrote in _news.OfType<WorkspaceNews.Wrote>())
                if (wrote.Id == id) text.Append(wrote.Text);
        return text.ToString();
    }

    public bool HasSkipped(WorkspaceId id)
    {
        lock (_lock) return _news.Contains(new WorkspaceNews.Skipped(id));
    }

    public int Count
    {
        get
        {
            lock (_lock) return _news.Count;
        }
    }

    public Task<Workspace> WorkspaceAsync(string name) => WorkspaceAsync(workspace => workspace.Name == name);

    public async Task<Workspace> WorkspaceAsync(Func<Workspace, bool> which)
    {
        await UntilAsync(() => Workspaces.Any(which));
        return Workspaces.First(which);
    }

    public Task WroteAsync(WorkspaceId id, string text) => UntilAsync(() => Output(id).Contains(text, StringComparison.Ordinal));

    /// <summary>Waits for news that make this true.</summary>
    public async Task UntilAsync(Func<bool> isSo)
    {
        while (true)
        {
            Task more;
            lock (_lock) more = _more.Task;
            if (isSo()) return;
            await more.WaitAsync(Patience);
        }
    }
}
