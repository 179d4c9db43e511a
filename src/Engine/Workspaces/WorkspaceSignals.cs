using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Engine.Workspaces;

/// <summary>What a workspace's actor is told by its node. No replies.</summary>
internal static class WorkspaceSignals
{
    /// <summary>Its host has it. Sent by the directory, with each listing in which it is new, has changed, or is back.</summary>
    /// <param name="Link">Takes <see cref="LinkMessages.Order"/>s for it.</param>
    internal sealed record Listed(WorkspaceId WorkspaceId, Workspace Workspace, IActorRef Link) : IWithWorkspaceId;

    /// <summary>Its host cannot be reached. Sent by the directory.</summary>
    internal sealed record HostAway(WorkspaceId WorkspaceId) : IWithWorkspaceId;

    /// <summary>Its host has it no more. Sent by the directory.</summary>
    internal sealed record Gone(WorkspaceId WorkspaceId) : IWithWorkspaceId;

    /// <summary>Its program wrote something since this was last told. Sent by the link.</summary>
    internal sealed record Wrote(WorkspaceId WorkspaceId) : IWithWorkspaceId;

    /// <summary>What is shown beside it. Sent by the link.</summary>
    internal sealed record FactsShown(WorkspaceId WorkspaceId, WorkspaceFacts Facts) : IWithWorkspaceId;

    /// <summary>Its agent told something of itself. Sent by the feed.</summary>
    internal sealed record AgentTold(WorkspaceId WorkspaceId, AgentNews News) : IWithWorkspaceId;
}

/// <summary>What the directory is told, besides <see cref="WorkspaceDirectory"/>.</summary>
internal static class DirectoryMessages
{
    /// <summary>The workspaces' region has started: hosts may be connected. Sent once.</summary>
    internal sealed record Serve(IActorRef Workspaces);

    /// <summary>How a workspace stands. Sent by its actor.</summary>
    internal sealed record Stands(WorkspaceId WorkspaceId, WorkspaceStanding State);

    /// <summary>A workspace's actor has begun and does not know where its workspace is. Answered by <see cref="WorkspaceSignals.Listed"/> or
    /// <see cref="WorkspaceSignals.Gone"/>, and not at all while its host cannot be reached.</summary>
    internal sealed record WhereIs(WorkspaceId WorkspaceId);

    /// <summary>All that the host has. Sent by its link.</summary>
    internal sealed record HostListed(IReadOnlyList<Workspace> Workspaces);

    /// <summary>The host cannot be reached. Sent by its link.</summary>
    /// <param name="Fault">Why, as a sentence; empty for a connection that has just ended.</param>
    internal sealed record HostLost(string Fault) : IDeadLetterSuppression;
}

/// <summary>What a link is asked, and answers.</summary>
internal static class LinkMessages
{
    /// <summary>Something to be done in a workspace. Answered by <see cref="Finished"/>, always: hosts have deadlines.</summary>
    /// <param name="Run">The sender's number for it.</param>
    internal sealed record Order(WorkspaceId WorkspaceId, long Run, WorkspaceOrder What);

    /// <summary>Who ordered it may have died since: its successor orders again.</summary>
    internal sealed record Finished(long Run, OrderResult Result) : IDeadLetterSuppression;

    /// <summary>Answered by <see cref="WorkspaceDirectory.Created"/> or <see cref="WorkspaceDirectory.Failed"/>.</summary>
    internal sealed record Create(NewWorkspace Order);

    /// <summary>Answered by <see cref="WorkspaceDirectory.Done"/> or <see cref="WorkspaceDirectory.Failed"/>.</summary>
    internal sealed record Close(WorkspaceId WorkspaceId);

    /// <summary>Answered by <see cref="WorkspaceDirectory.Done"/> or <see cref="WorkspaceDirectory.Failed"/>.</summary>
    internal sealed record Rename(WorkspaceId WorkspaceId, string Name);

    /// <summary>No reply.</summary>
    internal sealed record Notify(WorkspaceNotice Notice);
}

/// <summary>What a workspace's actor orders of its host. A closed set.</summary>
internal abstract record WorkspaceOrder
{
    internal sealed record Submit(Submission Submission) : WorkspaceOrder;

    /// <param name="Keys">One after the other.</param>
    internal sealed record Press(IReadOnlyList<WorkspaceKey> Keys) : WorkspaceOrder;

    internal sealed record Read(int History) : WorkspaceOrder;
}

/// <summary>How an order went. A closed set.</summary>
internal abstract record OrderResult
{
    internal sealed record Submitted(SubmissionState State) : OrderResult;

    internal sealed record Pressed : OrderResult;

    internal sealed record Shown(Screen Screen) : OrderResult;

    internal sealed record Failed(WorkspaceFault Fault, string Detail) : OrderResult;
}
