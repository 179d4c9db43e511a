using System.Collections.Immutable;
using CallActors.Contracts.Assistants;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Calls;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Switchboard;

/// <summary>How far a reception has come. Protocol: docs/protocols/reception.md.</summary>
internal enum ReceptionStage
{
    /// <summary>The switchboard is asked who that is.</summary>
    Entering,

    AskingPin,

    JudgingPin,

    /// <summary>The person may use their workspaces.</summary>
    Open,

    /// <summary>The goodbye is being said.</summary>
    Leaving,

    /// <summary>The call is over.</summary>
    Over,
}

/// <summary>What a reception knows. Lives as long as the reception.</summary>
/// <param name="Order">The call, and whose it is.</param>
/// <param name="Run">Tells this reception's operations and submissions from those of one before a restart: 8 letters and digits.</param>
internal sealed record ReceptionState(ReceptionOrder Order, string Run)
{
    public ReceptionStage Stage { get; init; } = ReceptionStage.Entering;

    /// <summary>What the person's next words are about.</summary>
    public Situation Situation { get; init; } = Situation.AtMenu;

    /// <summary>Operations and submissions that were named so far.</summary>
    public int Names { get; init; }

    /// <summary>Times that no PIN was given when one was asked for.</summary>
    public int PinMisses { get; init; }

    /// <summary>Where the person wants to be once the list of workspaces is there: the one they talked to last, or are called for.</summary>
    public WorkspaceId? Remembered { get; init; }

    /// <summary>Times in a row that the voice or the recogniser failed.</summary>
    public int SpeechFailures { get; init; }

    /// <summary>Null until the directory has answered.</summary>
    public ImmutableList<WorkspaceSummary>? Workspaces { get; init; }

    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>Whom the person talks to; null at the menu.</summary>
    public Place? Place { get; init; }

    /// <summary>The confidential operation that asks for the PIN.</summary>
    public OperationId? PinAsked { get; init; }

    public Speech? Speech { get; init; }

    public Hearing? Hearing { get; init; }

    /// <summary>What is to be said as soon as the hearing is out of the way; empty for nothing.</summary>
    public string Unsaid { get; init; } = "";

    /// <summary>More of it is to follow.</summary>
    public bool UnsaidIsOpen { get; init; }

    /// <summary>All of it is the assistant's.</summary>
    public bool UnsaidIsAssistants { get; init; }

    /// <summary>What is said last; null while the call goes on.</summary>
    public string? Farewell { get; init; }

    /// <summary>The operation that says it.</summary>
    public OperationId? Leaving { get; init; }

    /// <summary>What was asked of a workspace and is not answered.</summary>
    public Query? Query { get; init; }

    /// <summary>Which workspaces a name may mean.</summary>
    public ImmutableList<WorkspaceSummary> Candidates { get; init; } = [];

    /// <summary>What the person wanted of the one that is meant.</summary>
    public Intent? Wanted { get; init; }

    /// <summary>What waits for the word of the moment.</summary>
    public Confirmation? Confirming { get; init; }

    /// <summary>The latest line that was told as progress.</summary>
    public string Progress { get; init; } = "";

    public DateTimeOffset ProgressAt { get; init; } = DateTimeOffset.MinValue;
}

/// <summary>Whom the person talks to.</summary>
internal abstract record Place
{
    /// <summary>A workspace.</summary>
    /// <param name="Name">What it is called when it is spoken of.</param>
    /// <param name="State">As it stands; null until it has told.</param>
    internal sealed record Session(WorkspaceId Id, string Name, WorkspaceStanding? State) : Place
    {
        /// <summary>The latest instruction that was given here; null before the first.</summary>
        public Sent? Sent { get; init; }

        /// <summary>The reply of which the person wants to hear no more; 0 for none.</summary>
        public int Muted { get; init; }

        /// <summary>The reply of which something was said; 0 for none.</summary>
        public int Replying { get; init; }

        /// <summary>The question that was read out; 0 for none.</summary>
        public int Asked { get; init; }
    }

    /// <summary>The assistant, which needs no workspace.</summary>
    /// <param name="Turn">The latest turn; null before the first.</param>
    /// <param name="Runs">Its answer is not whole.</param>
    /// <param name="Heard">Of its answer what was heard in speeches that are over.</param>
    internal sealed record Assistant(TurnId? Turn, bool Runs, string Heard) : Place;
}

/// <summary>An instruction.</summary>
/// <param name="IsAnswered">A reply to it has ended, or the person was told that there is none.</param>
internal sealed record Sent(SubmissionId Id, SubmissionStage Stage, DateTimeOffset At, bool IsAnswered = false);

/// <summary>Something that is being said.</summary>
/// <param name="Length">Characters so far.</param>
/// <param name="IsOpen">More may be added.</param>
/// <param name="OfAssistant">Nothing but the assistant's words.</param>
internal sealed record Speech(OperationId Id, int Length, bool IsOpen, bool OfAssistant = false);

/// <summary>The person is listened to.</summary>
/// <param name="IsPatient">The agent works meanwhile.</param>
/// <param name="IsAbandoned">It is being taken back; its answer has not come yet.</param>
internal sealed record Hearing(OperationId Id, bool IsPatient, bool IsAbandoned = false);

/// <summary>Something that a workspace was asked for the person.</summary>
internal sealed record Query(WorkspaceId Id, string Name, QueryKind Kind);

internal enum QueryKind
{
    /// <summary>To be entered.</summary>
    Entering,

    Status,
    Errors,
    LastReply,
    Screen,

    /// <summary>An instruction was submitted.</summary>
    Submitting,

    /// <summary>The agent was interrupted.</summary>
    Stopping,

    /// <summary>The agent was interrupted, and an instruction follows.</summary>
    Redirecting,

    /// <summary>Its question was answered.</summary>
    Answering,

    /// <summary>A workspace is being made.</summary>
    Creating,

    /// <summary>A workspace is being closed.</summary>
    Closing,

    /// <summary>The person is to be called when it is done.</summary>
    CallingBack,
}

/// <summary>Something dangerous that waits for its word.</summary>
/// <param name="Question">The question's number; null when a workspace is to be closed.</param>
internal sealed record Confirmation(WorkspaceId Id, string Name, string Word, int? Question, QuestionAnswer? Answer);

/// <summary>Something that a reception does. A closed set.</summary>
internal abstract record ReceptionEffect
{
    internal sealed record TellCall(ICallCommand Command) : ReceptionEffect;

    internal sealed record TellSwitchboard(ISwitchboardCommand Command) : ReceptionEffect;

    internal sealed record TellWorkspace(IWorkspaceCommand Command) : ReceptionEffect;

    internal sealed record TellDirectory(object Message) : ReceptionEffect;

    internal sealed record TellAssistant(IAssistantCommand Command) : ReceptionEffect;

    internal sealed record Arm(ReceptionTimer Timer, TimeSpan Due) : ReceptionEffect;

    internal sealed record Disarm(ReceptionTimer Timer) : ReceptionEffect;

    /// <summary>The reception's work is done.</summary>
    internal sealed record Stop : ReceptionEffect;
}

internal enum ReceptionTimer
{
    Progress,
    Silent,
    Unanswered,
    Asking,
}
