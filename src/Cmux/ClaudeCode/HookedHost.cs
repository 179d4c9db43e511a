using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.ClaudeCode;

/// <summary>A host whose new workspaces tell us what they do: a Claude Code that is started there is given our hooks. It is otherwise as the host
/// that it stands for.</summary>
public sealed class HookedHost(IWorkspaceHost host, ClaudeCodeFeed feed) : IWorkspaceHost
{
    /// <summary>The program whose hooks we know.</summary>
    private const string Program = "claude";

    private const string Settings = "--settings";

    /// <inheritdoc/>
    public string Name => host.Name;

    /// <inheritdoc/>
    public async Task<IWorkspaceConnection> ConnectAsync(IWorkspaceObserver observer, CancellationToken cancellationToken) =>
        new Connection(await host.ConnectAsync(observer, cancellationToken).ConfigureAwait(false), feed);

    /// <summary>The order with our hooks, where they have a place in it: one that brings settings of its own is left as it is.</summary>
    internal static NewWorkspace Hooked(NewWorkspace order, ClaudeCodeFeed feed)
    {
        if (order.Command.Count == 0 || Path.GetFileName(order.Command[0]) != Program || order.Command.Contains(Settings)) return order;
        var prepared = feed.Prepare($"session-{Guid.NewGuid():N}");
        var environment = new Dictionary<string, string>(order.Environment);
        foreach (var (name, value) in prepared.Environment) environment[name] = value;
        return order with { Command = [.. order.Command, Settings, prepared.SettingsFile], Environment = environment };
    }

    private sealed class Connection(IWorkspaceConnection connection, ClaudeCodeFeed feed) : IWorkspaceConnection
    {
        public Task Ended => connection.Ended;

        public Task<IReadOnlyList<Workspace>> ListAsync(CancellationToken cancellationToken) => connection.ListAsync(cancellationToken);

        public Task<Workspace> CreateAsync(NewWorkspace order, CancellationToken cancellationToken)
        {
            try
            {
                return connection.CreateAsync(Hooked(order, feed), cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Without its hooks its screen is read.
                return connection.CreateAsync(order, cancellationToken);
            }
        }

        public Task CloseAsync(WorkspaceId id, CancellationToken cancellationToken) => connection.CloseAsync(id, cancellationToken);

        public Task RenameAsync(WorkspaceId id, string name, CancellationToken cancellationToken) => connection.RenameAsync(id, name, cancellationToken);

        public Task<SubmissionState> SubmitAsync(WorkspaceId id, Submission submission, CancellationToken cancellationToken) =>
            connection.SubmitAsync(id, submission, cancellationToken);

        public Task PressAsync(WorkspaceId id, WorkspaceKey key, CancellationToken cancellationToken) => connection.PressAsync(id, key, cancellationToken);

        public Task<Screen> ReadScreenAsync(WorkspaceId id, int history, CancellationToken cancellationToken) => connection.ReadScreenAsync(id, history, cancellationToken);

        public Task<WorkspaceFacts> ReadFactsAsync(WorkspaceId id, CancellationToken cancellationToken) => connection.ReadFactsAsync(id, cancellationToken);

        public Task NotifyAsync(WorkspaceNotice notice, CancellationToken cancellationToken) => connection.NotifyAsync(notice, cancellationToken);

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
