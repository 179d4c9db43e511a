using CallActors.Contracts.Agents;

namespace CallActors.Contracts.Workspaces;

/// <summary>A fact of a workspace's history. Stored as JSON under a stable manifest; golden files pin the bytes.</summary>
public interface IWorkspaceEvent
{
    /// <summary>When it happened (UTC), by the actor system's clock.</summary>
    DateTimeOffset At { get; }
}

/// <summary>The facts of a workspace's history.</summary>
public static class WorkspaceEvents
{
    /// <summary>A text was put into the queue.</summary>
    /// <param name="By">Who did it: a call's id.</param>
    public sealed record SubmissionQueued(DateTimeOffset At, SubmissionId SubmissionId, string Text, string By) : IWorkspaceEvent;

    /// <summary>It is about to be typed: from here on, part of it may stand in the terminal.</summary>
    public sealed record TypingBegun(DateTimeOffset At, SubmissionId SubmissionId) : IWorkspaceEvent;

    /// <summary>The host has typed and entered it.</summary>
    public sealed record SubmissionEntered(DateTimeOffset At, SubmissionId SubmissionId) : IWorkspaceEvent;

    /// <summary>Nothing more is done for it.</summary>
    /// <param name="Stage"><see cref="SubmissionStage.Taken"/>, <see cref="SubmissionStage.Withdrawn"/> or <see cref="SubmissionStage.GivenUp"/>.</param>
    public sealed record SubmissionFinished(DateTimeOffset At, SubmissionId SubmissionId, SubmissionStage Stage, string Detail = "") : IWorkspaceEvent;

    /// <summary>The agent asked something that it had not asked before.</summary>
    public sealed record QuestionAsked(DateTimeOffset At, int Number, AgentQuestion For, string Tool) : IWorkspaceEvent;

    /// <summary>A question is about to be answered by a key.</summary>
    /// <param name="Option">The number of the answer that is chosen; 0 for Escape.</param>
    public sealed record QuestionAnswered(DateTimeOffset At, int Number, int Option, bool IsGranted, string By) : IWorkspaceEvent;

    /// <summary>Escape is about to be pressed.</summary>
    public sealed record AgentInterrupted(DateTimeOffset At, string By) : IWorkspaceEvent;

    /// <summary>The agent's reply, when it had ended.</summary>
    public sealed record AgentReplied(DateTimeOffset At, string Words, AgentSource Source) : IWorkspaceEvent;
}
