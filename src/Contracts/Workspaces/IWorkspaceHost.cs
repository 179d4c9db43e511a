namespace CallActors.Contracts.Workspaces;

/// <summary>A program that has terminals with agents in them: tmux, cmux.</summary>
public interface IWorkspaceHost
{
    /// <summary>What its workspaces' ids begin with.</summary>
    string Name { get; }

    /// <summary>Connects. What it finds is told before this returns; news of it until the connection has ended.</summary>
    /// <exception cref="WorkspaceException">It cannot be reached, or does not let us in.</exception>
    Task<IWorkspaceConnection> ConnectAsync(IWorkspaceObserver observer, CancellationToken cancellationToken);
}

/// <summary>
/// A connection to a host, until the host goes away or it is disposed. Whoever needs the host again connects again. Failures are
/// <see cref="WorkspaceException"/>s. Thread-safe.
/// </summary>
public interface IWorkspaceConnection : IAsyncDisposable
{
    /// <summary>Done when the connection has ended, whatever the reason. Never fails.</summary>
    Task Ended { get; }

    Task<IReadOnlyList<Workspace>> ListAsync(CancellationToken cancellationToken);

    Task<Workspace> CreateAsync(NewWorkspace order, CancellationToken cancellationToken);

    /// <summary>Ends the workspace with the programs in it. One that is gone already is no failure.</summary>
    Task CloseAsync(WorkspaceId id, CancellationToken cancellationToken);

    /// <param name="name">1–64 characters.</param>
    Task RenameAsync(WorkspaceId id, string name, CancellationToken cancellationToken);

    /// <summary>Types a text as a whole and presses Enter behind it. The same submission again types nothing again.</summary>
    Task<SubmissionState> SubmitAsync(WorkspaceId id, Submission submission, CancellationToken cancellationToken);

    Task PressAsync(WorkspaceId id, WorkspaceKey key, CancellationToken cancellationToken);

    /// <param name="history">How many lines above the screen are wanted too.</param>
    Task<Screen> ReadScreenAsync(WorkspaceId id, int history, CancellationToken cancellationToken);

    /// <summary>What the host shows beside the workspace; <see cref="WorkspaceFacts.None"/> when it shows nothing. The agent is not disturbed.</summary>
    Task<WorkspaceFacts> ReadFactsAsync(WorkspaceId id, CancellationToken cancellationToken);

    Task NotifyAsync(WorkspaceNotice notice, CancellationToken cancellationToken);
}
