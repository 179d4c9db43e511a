using CallActors.Contracts.Workspaces;

namespace CallActors.Engine.Workspaces;

/// <summary>Owns one connection from the attempt to its end, also when its link stops while the host is still connecting.</summary>
internal sealed class LinkConnection
{
    private readonly Lock _lock = new();
    private IWorkspaceConnection? _connection;
    private bool _isClosed;

    /// <exception cref="WorkspaceException">The host cannot be reached.</exception>
    public async Task<IWorkspaceConnection> OpenAsync(IWorkspaceHost host, IWorkspaceObserver observer, CancellationToken deadline)
    {
        var connection = await host.ConnectAsync(observer, deadline).ConfigureAwait(false);
        lock (_lock)
        {
            if (!_isClosed) return _connection = connection;
        }

        await connection.DisposeAsync().ConfigureAwait(false);
        throw new WorkspaceException(WorkspaceFault.HostGone, "The host is not wanted any more.");
    }

    /// <summary>Ends the connection, or the attempt when it succeeds.</summary>
    public async Task CloseAsync()
    {
        IWorkspaceConnection? connection;
        lock (_lock)
        {
            (connection, _connection, _isClosed) = (_connection, null, true);
        }

        if (connection is not null) await connection.DisposeAsync().ConfigureAwait(false);
    }
}
