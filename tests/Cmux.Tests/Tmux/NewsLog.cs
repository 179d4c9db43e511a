using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tests.Tmux;

/// <summary>What a connection told of its workspaces.</summary>
internal sealed class NewsLog : Kept<WorkspaceNews>, IWorkspaceObserver
{
    /// <summary>The workspaces that there are, as told last.</summary>
    public IReadOnlyList<Workspace> Workspaces => News.OfType<WorkspaceNews.Listed>().Last().Workspaces;

    public int Count => News.Count;

    /// <summary>All that was told of what a program wrote.</summary>
    public string Output(WorkspaceId id) => string.Concat(News.OfType<WorkspaceNews.Wrote>().Where(wrote => wrote.Id == id).Select(wrote => wrote.Text));

    public bool HasSkipped(WorkspaceId id) => News.Contains(new WorkspaceNews.Skipped(id));

    public Task<Workspace> WorkspaceAsync(string name) => WorkspaceAsync(workspace => workspace.Name == name);

    public async Task<Workspace> WorkspaceAsync(Func<Workspace, bool> which)
    {
        await UntilAsync(() => Workspaces.Any(which));
        return Workspaces.First(which);
    }

    public Task WroteAsync(WorkspaceId id, string text) => UntilAsync(() => Output(id).Contains(text, StringComparison.Ordinal));
}
