using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Socket;

/// <summary>
/// cmux as a host: every terminal in it is a workspace. Its socket is looked for anew at every connection, and must let us in: a daemon
/// needs cmux' access mode "automation" or "password".
/// </summary>
/// <param name="machine">Where the socket is looked for; this machine when null.</param>
/// <param name="time"><see cref="TimeProvider.System"/> when null.</param>
public sealed class CmuxHost(CmuxOptions options, ICmuxMachine? machine = null, TimeProvider? time = null) : IWorkspaceHost
{
    private readonly ICmuxMachine _machine = machine ?? new LocalMachine();
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Kept over connections: what was typed over one is not typed again over the next.</summary>
    private readonly SubmissionLog _log = new();

    /// <inheritdoc/>
    public string Name => options.Name;

    /// <inheritdoc/>
    public async Task<IWorkspaceConnection> ConnectAsync(IWorkspaceObserver observer, CancellationToken cancellationToken)
    {
        var link = await FindAsync(cancellationToken).ConfigureAwait(false);
        var connection = new CmuxConnection(link, options, _log, observer, _time);
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

    /// <summary>The first socket with somebody behind it who lets us in.</summary>
    private async Task<CmuxLink> FindAsync(CancellationToken cancellationToken)
    {
        WorkspaceException? worst = null;
        foreach (var path in CmuxDiscovery.Candidates(options, _machine))
        {
            try
            {
                return await CmuxLink.OpenAsync(path, CmuxDiscovery.Password(options, _machine), options, _time, cancellationToken).ConfigureAwait(false);
            }
            catch (WorkspaceException e)
            {
                // The first that does not let us in is worth telling, then one that does not answer; a file without anybody behind it is not.
                if (e.Fault is not WorkspaceFault.HostGone && (worst is null || worst.Fault is WorkspaceFault.TimedOut)) worst = e;
            }
        }
        throw worst ?? CmuxFaults.Nowhere();
    }
}
