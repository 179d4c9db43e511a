using CallActors.Contracts.Workspaces;
using CallActors.Edges.Links;
using CallActors.Edges.Wire;

namespace CallActors.Edges.Lending;

/// <summary>A connection to a host of this machine, which a gateway has asked for: its news go over the link.</summary>
internal sealed class HostConnection(long number, IWorkspaceHost host, LentSession session) : IWorkspaceObserver
{
    private readonly CancellationTokenSource _closed = new();
    private readonly Lock _lock = new();
    private IWorkspaceConnection? _connection;
    private bool _isClosed;

    /// <exception cref="WorkspaceException">The host cannot be reached, or the connection is not wanted any more.</exception>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closed.Token);
        var connection = await host.ConnectAsync(this, either.Token).ConfigureAwait(false);
        bool isClosed;
        lock (_lock)
        {
            isClosed = _isClosed;
            if (!isClosed) _connection = connection;
        }
        if (isClosed)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw Gone();
        }
        _ = EndAsync(connection);
    }

    /// <exception cref="WorkspaceException">It is not open.</exception>
    public IWorkspaceConnection Open()
    {
        lock (_lock) return _connection ?? throw Gone();
    }

    public async Task CloseAsync()
    {
        IWorkspaceConnection? connection;
        lock (_lock)
        {
            (_isClosed, connection, _connection) = (true, _connection, null);
        }
        await _closed.CancelAsync().ConfigureAwait(false);
        if (connection is not null) await connection.DisposeAsync().ConfigureAwait(false);
        session.Link.Forget(number);
    }

    void IWorkspaceObserver.On(WorkspaceNews news)
    {
        lock (_lock)
        {
            if (_isClosed) return;
        }
        switch (news)
        {
            case WorkspaceNews.Wrote wrote:
                session.Link.Pass(new PassingNews.Source(number, wrote.Id), wrote.Text);
                break;
            case WorkspaceNews.Skipped skipped:
                session.Link.Skip(new PassingNews.Source(number, skipped.Id));
                break;
            case WorkspaceNews.Listed listed:
                session.Know(host.Name, listed.Workspaces);
                session.Link.TryQueue(new LinkBody.News(number, listed), $"listed:{number}", out _);
                break;
            case WorkspaceNews.FactsChanged changed:
                session.Link.TryQueue(new LinkBody.News(number, changed), $"facts:{number}:{changed.Id}", out _);
                break;
        }
    }

    private async Task EndAsync(IWorkspaceConnection connection)
    {
        await connection.Ended.ConfigureAwait(false);
        bool wasWanted;
        lock (_lock) wasWanted = !_isClosed;
        if (!wasWanted) return;
        session.Remove(number);
        session.Link.Queue(new LinkBody.ConnectionEnded(number));
        await CloseAsync().ConfigureAwait(false);
    }

    private static WorkspaceException Gone() => new(WorkspaceFault.HostGone, "The connection to the host has ended.");
}
