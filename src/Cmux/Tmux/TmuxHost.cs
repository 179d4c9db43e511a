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

    /// <inheritdoc/>
    public string Name => options.Name;

    /// <inheritdoc/>
    public async Task<IWorkspaceConnection> ConnectAsync(IWorkspaceObserver observer, CancellationToken cancellationToken)
    {
        var connection = new TmuxConnection(options, observer, _time);
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
}
