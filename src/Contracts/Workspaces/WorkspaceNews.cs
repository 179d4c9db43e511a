namespace CallActors.Contracts.Workspaces;

/// <summary>What a host tells of its workspaces without being asked.</summary>
public abstract record WorkspaceNews
{
    private WorkspaceNews()
    {
    }

    /// <summary>The workspaces that there are, all of them: told when a connection begins, and whenever one came, went or changed.</summary>
    public sealed record Listed(IReadOnlyList<Workspace> Workspaces) : WorkspaceNews;

    /// <summary>A program wrote to its terminal. Some hosts never tell it: there, screens are read.</summary>
    /// <param name="Text">What it wrote, as it wrote it, control sequences included; a character is never cut in two.</param>
    public sealed record Wrote(WorkspaceId Id, string Text) : WorkspaceNews;

    /// <summary>A program writes faster than anybody can follow: some of what it wrote was passed over. Its screen has the newest.</summary>
    public sealed record Skipped(WorkspaceId Id) : WorkspaceNews;

    /// <summary>What is shown beside a workspace has changed. Told by hosts that show something there, soon after a connection begins too.</summary>
    public sealed record FactsChanged(WorkspaceId Id, WorkspaceFacts Facts) : WorkspaceNews;
}

/// <summary>Gets the news of one connection, in order, one at a time, from the connection's own thread. Must return at once.</summary>
public interface IWorkspaceObserver
{
    void On(WorkspaceNews news);
}
