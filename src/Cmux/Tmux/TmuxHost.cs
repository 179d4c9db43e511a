using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tmux;

/// <summary>
/// tmux as a host: every pane whose program runs is a workspace. Needs tmux 3.2. A server that is not running is no fault: it has no
/// workspaces, and is found when it starts.
/// </summary>
/// <param name="time"><see cref="TimeProvider.System"/> when null.</param>
public sealed class TmuxHost(TmuxOptions options, TimeProvider? time = null) : IWorkspaceHost
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private volatile IReadOnlyDictionary<(string Server, string Pane), WorkspaceId> _listed = new Dictionary<(string, string), WorkspaceId>();

    /// <inheritdoc/>
    public string Name => options.Name;

    /// <inheritdoc/>
    public async Task<IWorkspaceConnection> ConnectAsync(IWorkspaceObserver observer, CancellationToken cancellationToken)
    {
        var connection = new TmuxConnection(options, observer, panes => _listed = panes.ToDictionary(pane => (pane.Server, pane.Id), pane => pane.Workspace.Id), _time);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Where a program runs, by what tmux gave it. Several servers count their panes alike, and each knows its own.</summary>
    /// <param name="server">Its variable TMUX: the server's socket and process, and the session.</param>
    /// <param name="pane">Its variable TMUX_PANE, <c>%3</c>.</param>
    /// <returns>Null when it is no pane of this server, or was none when the panes were listed last.</returns>
    public WorkspaceId? Find(string server, string pane)
    {
        var end = server.LastIndexOf(',');
        return end > 0 && _listed.TryGetValue((server[..end], pane), out var id) ? id : null;
    }
}
