using CallActors.Contracts.Agents;
using CallActors.Contracts.Switchboard;

namespace CallActors.Contracts.Workspaces;

/// <summary>A host that lends its workspaces.</summary>
/// <param name="Owner">Whose workspaces they are; null for everybody who may call.</param>
public sealed record LentHost(IWorkspaceHost Host, PersonId? Owner);

/// <summary>A workspace in the list of all.</summary>
/// <param name="Owner">Whose it is; null for everybody's.</param>
/// <param name="IsReachable">False while its host is away.</param>
public sealed record WorkspaceSummary(
    Workspace Workspace,
    PersonId? Owner,
    bool IsReachable,
    AgentState Agent,
    DateTimeOffset Since,
    bool IsSettled,
    OpenQuestion? Question,
    int Queued);

/// <summary>What is asked of, and told by, the list of all workspaces that this node can reach.</summary>
public static class WorkspaceDirectory
{
    /// <summary>Asks for the workspaces that a person may use, in the order of their names. Answered by <see cref="Listing"/>.</summary>
    public sealed record List(PersonId Person);

    /// <summary>The sender wants a <see cref="Changed"/> or <see cref="Removed"/> for each change of a workspace that the person may use, until
    /// it stops. Answered by <see cref="Listing"/>.</summary>
    public sealed record Observe(PersonId Person);

    /// <param name="Faults">What is wrong with hosts that cannot be reached, as sentences fit for the person.</param>
    public sealed record Listing(IReadOnlyList<WorkspaceSummary> Workspaces, IReadOnlyList<string> Faults);

    public sealed record Changed(WorkspaceSummary Workspace);

    public sealed record Removed(WorkspaceId WorkspaceId);

    /// <summary>Makes a workspace. Answered by <see cref="Created"/> or <see cref="Failed"/>.</summary>
    /// <param name="Host">The host's name; empty for the person's first that is reachable.</param>
    public sealed record Create(PersonId Person, string Host, NewWorkspace Order);

    /// <summary>Ends a workspace. Answered by <see cref="Done"/> or <see cref="Failed"/>.</summary>
    public sealed record Close(PersonId Person, WorkspaceId WorkspaceId);

    /// <summary>Answered by <see cref="Done"/> or <see cref="Failed"/>.</summary>
    public sealed record Rename(PersonId Person, WorkspaceId WorkspaceId, string Name);

    /// <summary>Shows a notice on the person's desktop, at every host that is theirs and reachable; with <see cref="WorkspaceNotice.About"/>, at
    /// that workspace's. No reply; what fails is logged.</summary>
    public sealed record Notify(PersonId Person, WorkspaceNotice Notice);

    /// <summary>A host has come: an edge connected. One of the same name is replaced. No reply.</summary>
    public sealed record Lend(LentHost Host);

    /// <summary>A host has gone for good. No reply.</summary>
    public sealed record Withdraw(string Host);

    public sealed record Created(Workspace Workspace);

    public sealed record Done(WorkspaceId WorkspaceId);

    /// <param name="Detail">A sentence fit for the person.</param>
    public sealed record Failed(WorkspaceFault Fault, string Detail);
}
