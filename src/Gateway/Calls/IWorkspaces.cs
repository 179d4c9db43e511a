using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine;

namespace CallActors.Gateway.Calls;

/// <summary>Agents' workspaces, as the REST edge sees them.</summary>
public interface IWorkspaces
{
    /// <summary>The workspaces that a person may use, by name.</summary>
    /// <exception cref="TimeoutException">The directory did not answer.</exception>
    Task<WorkspaceDirectory.Listing> ListAsync(PersonId person, CancellationToken cancellationToken);

    /// <summary>Asks something of one workspace. Whose it is was looked at before: the workspace itself knows no persons.</summary>
    /// <exception cref="TimeoutException">The workspace did not answer.</exception>
    Task<IWorkspaceReply> AskAsync(IWorkspaceCommand command, CancellationToken cancellationToken);
}

/// <summary>The workspaces of the engine.</summary>
public sealed class ActorWorkspaces(EngineHandle engine, TimeProvider time) : IWorkspaces
{
    private static readonly TimeSpan ListedWithin = TimeSpan.FromSeconds(10);

    /// <summary>A workspace itself gives up what waits for its host after 15 s.</summary>
    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromSeconds(20);

    public async Task<WorkspaceDirectory.Listing> ListAsync(PersonId person, CancellationToken cancellationToken) =>
        await engine.Directory.AskWithinAsync<WorkspaceDirectory.Listing>(new WorkspaceDirectory.List(person), ListedWithin, time, cancellationToken).ConfigureAwait(false)
            ?? throw new TimeoutException("The directory of workspaces did not answer.");

    public async Task<IWorkspaceReply> AskAsync(IWorkspaceCommand command, CancellationToken cancellationToken) =>
        await engine.Workspaces.AskWithinAsync<IWorkspaceReply>(command, AnsweredWithin, time, cancellationToken).ConfigureAwait(false)
            ?? throw new TimeoutException("The workspace did not answer.");
}
