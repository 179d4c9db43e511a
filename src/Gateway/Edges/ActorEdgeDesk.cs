using CallActors.Contracts.Workspaces;
using CallActors.Edges.Borrowing;

namespace CallActors.Gateway.Edges;

/// <summary>Announces edges' hosts to the list of all workspaces.</summary>
/// <param name="directory">Takes <see cref="WorkspaceDirectory"/>; asked for when it is first needed.</param>
internal sealed class ActorEdgeDesk(Func<IActorRef> directory) : IEdgeDesk
{
    public void Lend(LentHost host) => directory().Tell(new WorkspaceDirectory.Lend(host), ActorRefs.NoSender);

    public void Withdraw(string host) => directory().Tell(new WorkspaceDirectory.Withdraw(host), ActorRefs.NoSender);
}
