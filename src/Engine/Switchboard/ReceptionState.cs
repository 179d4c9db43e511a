using System.Collections.Immutable;
using CallActors.Contracts.Calls;
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

    /// <summary>Set on a call that was placed because work was done.</summary>
    public bool IsCalled { get; init; }

    /// <summary>What the call is about, if the person had ordered it for this time: said behind the PIN.</summary>
    public string About { get; init; } = "";

    /// <summary>The assistant was told what the call is about.</summary>
    public bool IsAboutPassedOn { get; init; }

    /// <summary>Times in a row that the voice failed.</summary>
    public int VoiceFailures { get; init; }

    /// <summary>Times in a row that hearing failed.</summary>
    public int HearingFailures { get; init; }

    /// <summary>Null until the directory has answered.</summary>
    public ImmutableList<WorkspaceSummary>? Workspaces { get; init; }

    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>Whom the person talks to; null at the menu.</summary>
    public Place? Place { get; init; }

    /// <summary>The name of the workspace that the person talked to when it went; null since they talk to another.</summary>
    public string? Lost { get; init; }

    /// <summary>The confidential operation that asks for the PIN.</summary>
    public OperationId? PinAsked { get; init; }

    public Speech? Speech { get; init; }

    public Hearing? Hearing { get; init; }

    /// <summary>What is to be said as soon as nothing else is said and the hearing is out of the way.</summary>
    public ImmutableList<Part> Unsaid { get; init; } = [];

    /// <summary>More of the last of it is to follow.</summary>
    public bool UnsaidIsOpen { get; init; }

    public Cut Cut { get; init; }

    /// <summary>The person was told how the agent is stopped, when "stop" may have meant our reading.</summary>
    public bool StopOffered { get; init; }

    /// <summary>What is said last; null while the call goes on.</summary>
    public string? Farewell { get; init; }

    /// <summary>The operation that says it.</summary>
    public OperationId? Leaving { get; init; }

    /// <summary>Oldest first.</summary>
    public ImmutableList<Query> Queries { get; init; } = [];

    /// <summary>Which workspaces a name may mean.</summary>
    public ImmutableList<WorkspaceSummary> Candidates { get; init; } = [];

    /// <summary>What the person wanted of the one that is meant.</summary>
    public Intent? Wanted { get; init; }

    /// <summary>What waits for the word of the moment.</summary>
    public Confirmation? Confirming { get; init; }

    /// <summary>The latest line that was told as progress.</summary>
    public string Progress { get; init; } = "";

    /// <summary>When it was told.</summary>
    public DateTimeOffset ProgressAt { get; init; } = DateTimeOffset.MinValue;

    /// <summary>When something was said last.</summary>
    public DateTimeOffset SaidAt { get; init; } = DateTimeOffset.MinValue;
}
