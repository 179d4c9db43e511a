using CallActors.Contracts.Agents;

namespace CallActors.Contracts.Workspaces;

/// <summary>A message that belongs to one workspace; sharding routes by it.</summary>
public interface IWithWorkspaceId
{
    WorkspaceId WorkspaceId { get; }
}

/// <summary>A message that asks something of a workspace.</summary>
public interface IWorkspaceCommand : IWithWorkspaceId;

/// <summary>What is asked of a workspace's actor.</summary>
public static class WorkspaceCommands
{
    /// <summary>Longest text of a submission, in characters.</summary>
    public const int LongestText = 64 * 1024;

    /// <summary>Puts a text into the queue: it is typed when its turn comes, exactly once. Answered by <see cref="WorkspaceReplies.Queued"/> when
    /// it is stored, or <see cref="WorkspaceReplies.Refused"/>; what becomes of it is told to observers
    /// (<see cref="WorkspaceActivity.SubmissionChanged"/>). The same id again joins: nothing is typed twice.</summary>
    /// <param name="By">Who: a call's id, for the audit. 1–64 characters.</param>
    public sealed record Submit(WorkspaceId WorkspaceId, SubmissionId SubmissionId, string Text, string By) : IWorkspaceCommand;

    /// <summary>Takes a text back that was not typed yet. Answered by <see cref="WorkspaceReplies.Done"/>, or <see cref="WorkspaceReplies.Refused"/>
    /// when it was.</summary>
    public sealed record Withdraw(WorkspaceId WorkspaceId, SubmissionId SubmissionId) : IWorkspaceCommand;

    /// <summary>Interrupts the agent: Escape. Queued texts stay. Answered by <see cref="WorkspaceReplies.Done"/> when the key was pressed, or
    /// <see cref="WorkspaceReplies.Refused"/>: an agent that does nothing is not interrupted.</summary>
    public sealed record Interrupt(WorkspaceId WorkspaceId, string By) : IWorkspaceCommand;

    /// <summary>Answers the agent's question. Answered by <see cref="WorkspaceReplies.Done"/>, or <see cref="WorkspaceReplies.Refused"/>: nothing is
    /// pressed when the question on the screen is not, or no longer, the one with this number.</summary>
    /// <param name="Question">The number of the <see cref="OpenQuestion"/> that the person was asked.</param>
    public sealed record AnswerQuestion(WorkspaceId WorkspaceId, int Question, QuestionAnswer Answer, string By) : IWorkspaceCommand;

    /// <summary>The sender wants <see cref="WorkspaceActivity"/> until it stops, or says <see cref="StopObserving"/>. Answered by
    /// <see cref="WorkspaceReplies.Standing"/>, at once.</summary>
    public sealed record Observe(WorkspaceId WorkspaceId) : IWorkspaceCommand;

    /// <summary>The sender wants no more. No reply.</summary>
    public sealed record StopObserving(WorkspaceId WorkspaceId) : IWorkspaceCommand;

    /// <summary>Asks what is known, from memory: the agent is not disturbed. Answered by <see cref="WorkspaceReplies.Standing"/>, at once.</summary>
    public sealed record GetStanding(WorkspaceId WorkspaceId) : IWorkspaceCommand;

    /// <summary>Reads the screen. Answered by <see cref="WorkspaceReplies.ScreenShown"/> or <see cref="WorkspaceReplies.Refused"/>.</summary>
    public sealed record ReadScreen(WorkspaceId WorkspaceId, int History = 0) : IWorkspaceCommand;
}

/// <summary>How the person answers an agent's question.</summary>
public abstract record QuestionAnswer
{
    private QuestionAnswer()
    {
    }

    /// <summary>Yes, this once: never "and do not ask again".</summary>
    public sealed record Grant : QuestionAnswer;

    /// <summary>No.</summary>
    public sealed record Deny : QuestionAnswer;

    /// <summary>One of the question's options, by its number there.</summary>
    public sealed record Choose(int Option) : QuestionAnswer;
}

/// <summary>A question that an agent waits with.</summary>
/// <param name="Number">Counts the questions that this workspace's actor has seen; another question has another number.</param>
/// <param name="Tool">The tool that it wants to use; empty when not known.</param>
/// <param name="About">The command, the file or the question itself; may be empty.</param>
/// <param name="Options">The answers that its screen offers; none when its screen was not, or could not be, read.</param>
public sealed record OpenQuestion(int Number, AgentQuestion For, string Tool, string About, IReadOnlyList<ScreenOption> Options);

/// <summary>Why a workspace refused.</summary>
public enum WorkspaceRefusal
{
    /// <summary>There is no such workspace, or no more.</summary>
    Gone,

    /// <summary>Its host cannot be reached now.</summary>
    HostAway,

    /// <summary>Its host refused; the detail says why and what to do.</summary>
    HostRefused,

    /// <summary>Too many texts wait already.</summary>
    QueueFull,

    /// <summary>The text is empty or too long.</summary>
    NotFit,

    /// <summary>It was typed already.</summary>
    TooLate,

    /// <summary>The agent asks nothing, or not this any more.</summary>
    QuestionChanged,

    /// <summary>The question cannot be answered from here: its screen is not understood.</summary>
    NotUnderstood,

    /// <summary>The agent does nothing that could be interrupted.</summary>
    NothingToInterrupt,

    /// <summary>The journal could not be written.</summary>
    NotStored,
}

/// <summary>A reply of a workspace's actor.</summary>
public interface IWorkspaceReply : IWithWorkspaceId;

/// <summary>What a workspace's actor answers.</summary>
public static class WorkspaceReplies
{
    /// <summary>The text is in the queue, or was already.</summary>
    /// <param name="Ahead">Texts that are typed before it.</param>
    public sealed record Queued(WorkspaceId WorkspaceId, SubmissionId SubmissionId, int Ahead) : IWorkspaceReply;

    public sealed record Done(WorkspaceId WorkspaceId) : IWorkspaceReply;

    /// <param name="Detail">A sentence fit for the person; nothing of what was typed.</param>
    public sealed record Refused(WorkspaceId WorkspaceId, WorkspaceRefusal Reason, string Detail) : IWorkspaceReply;

    public sealed record ScreenShown(WorkspaceId WorkspaceId, Screen Screen) : IWorkspaceReply;

    /// <summary>A workspace as it stands.</summary>
    public sealed record Standing(WorkspaceId WorkspaceId, WorkspaceStanding State) : IWorkspaceReply;
}

/// <summary>Whether a workspace can be reached.</summary>
public enum WorkspaceReach
{
    /// <summary>Its host has not told of it yet, or is away: queued texts wait.</summary>
    Away,

    Here,

    /// <summary>Its host has it no more.</summary>
    Gone,
}

/// <summary>What is known of a workspace.</summary>
/// <param name="Workspace">As its host shows it, or showed it last; null before it ever did.</param>
/// <param name="Since">When the agent's state began.</param>
/// <param name="IsSettled">False for an agent that has just become idle, as long as somebody may yet make it go on.</param>
/// <param name="Question">What it waits for; null when it waits for nothing.</param>
/// <param name="LastReply">The agent's latest words, bounded; empty when none are known.</param>
/// <param name="LastReplyBy">Where they were found.</param>
/// <param name="Queued">Texts that were not typed yet.</param>
public sealed record WorkspaceStanding(
    WorkspaceReach Reach,
    Workspace? Workspace,
    AgentState Agent,
    AgentSource AgentSource,
    DateTimeOffset Since,
    bool IsSettled,
    OpenQuestion? Question,
    WorkspaceFacts Facts,
    string LastReply,
    AgentSource LastReplyBy,
    DateTimeOffset? LastReplyAt,
    int Queued);

/// <summary>What an observer of a workspace is told while it happens. Never stored.</summary>
public abstract record WorkspaceActivity(WorkspaceId WorkspaceId)
{
    /// <summary>The agent's state, its question, or the reach changed.</summary>
    public sealed record Changed(WorkspaceId WorkspaceId, WorkspaceStanding State) : WorkspaceActivity(WorkspaceId);

    /// <summary>More of the agent's reply, or its end.</summary>
    public sealed record Replied(WorkspaceId WorkspaceId, AgentReply Reply) : WorkspaceActivity(WorkspaceId);

    /// <summary>A submission has come further.</summary>
    /// <param name="Detail">Why it waits or was given up, as a sentence; else empty.</param>
    public sealed record SubmissionChanged(WorkspaceId WorkspaceId, SubmissionId SubmissionId, SubmissionStage Stage, string Detail) : WorkspaceActivity(WorkspaceId)
    {
        /// <summary>Why it waits, for who has words of their own for it.</summary>
        public SubmissionObstacle Obstacle { get; init; }
    }
}

/// <summary>What a submission waits for, besides those before it.</summary>
public enum SubmissionObstacle
{
    /// <summary>Nothing, or what the detail says.</summary>
    Other,

    PersonTypes,

    AgentAsks,

    AgentWorks,

    AgentEnded,

    /// <summary>The agent's terminal takes nothing at present.</summary>
    NotTaking,

    ScreenNotRead,

    HostAway,
}

/// <summary>How far a submission has come.</summary>
public enum SubmissionStage
{
    /// <summary>It waits: for texts before it, the host, a person who types there, or an agent that asks something.</summary>
    Queued,

    /// <summary>It was typed and entered; whether the agent took it is not seen yet.</summary>
    Typed,

    /// <summary>The agent has taken it, or its host has taken it for the agent.</summary>
    Taken,

    /// <summary>It was taken back before it was typed.</summary>
    Withdrawn,

    /// <summary>It could not be typed, or the agent did not take it; the detail says which.</summary>
    GivenUp,
}
