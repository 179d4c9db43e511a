using CallActors.Contracts.Workspaces;
using CallActors.Edges.Wire;

namespace CallActors.Edges.Borrowing;

/// <summary>A host on an edge, as any other host. It is of one session: an edge that comes anew lends new ones.</summary>
internal sealed class EdgeHost(BorrowedEdge edge, string own) : IWorkspaceHost
{
    /// <inheritdoc/>
    public string Name { get; } = edge.Name.HostHere(own);

    /// <inheritdoc/>
    public async Task<IWorkspaceConnection> ConnectAsync(IWorkspaceObserver observer, CancellationToken cancellationToken)
    {
        var connection = edge.Open(own, observer);
        try
        {
            await edge.AskAsync(connection.Number, new EdgeOrder.Connect(own), cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
