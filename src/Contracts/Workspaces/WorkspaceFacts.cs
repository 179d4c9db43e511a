namespace CallActors.Contracts.Workspaces;

/// <summary>What a host shows beside a workspace: enough to answer "how's the build?" without disturbing the agent. Empty where the host does not say.</summary>
public sealed record WorkspaceFacts
{
    /// <summary>A host that says nothing.</summary>
    public static WorkspaceFacts None { get; } = new();

    /// <summary>The git branch; empty when the host does not say.</summary>
    public string Branch { get; init; } = "";

    /// <summary>Whether there are changes that are not committed.</summary>
    public bool HasChanges { get; init; }

    /// <summary>The branch's pull request.</summary>
    public PullRequest? PullRequest { get; init; }

    /// <summary>Ports that its programs listen at.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>How far the work is, if it says.</summary>
    public WorkProgress? Progress { get; init; }

    /// <summary>What programs say of themselves, by falling priority.</summary>
    public IReadOnlyList<StatusNote> Status { get; init; } = [];

    /// <summary>The last lines of its log, oldest first.</summary>
    public IReadOnlyList<LogLine> Log { get; init; } = [];

    /// <summary>Notifications that nobody has looked at.</summary>
    public IReadOnlyList<UnreadNotification> Unread { get; init; } = [];

    /// <summary>What all this says of the agent.</summary>
    public AgentHint Agent { get; init; } = AgentHint.None;
}

/// <param name="Number">0 when it is not known.</param>
/// <param name="State">As the host words it: open, merged, …</param>
/// <param name="Url">Empty when it is not known.</param>
public sealed record PullRequest(int Number, string State, string Url);

/// <param name="Share">0–1.</param>
/// <param name="Label">What is going on; may be empty.</param>
public sealed record WorkProgress(double Share, string Label);

/// <summary>One word or sentence that a program keeps beside its workspace.</summary>
/// <param name="Key">Which program's, or what of.</param>
/// <param name="Priority">The higher, the more important; 0 when none was given.</param>
public sealed record StatusNote(string Key, string Value, int Priority);

/// <summary>How much a log line matters.</summary>
public enum LogLineLevel
{
    Info,
    Progress,
    Success,
    Warning,
    Error,
}

/// <param name="Source">Who wrote it; empty when it is not known.</param>
public sealed record LogLine(LogLineLevel Level, string Source, string Text);

/// <summary>A notification as the person at the desktop would read it. Parts may be empty.</summary>
public sealed record UnreadNotification(string Title, string Subtitle, string Text);

/// <summary>What an agent seems to be doing, by what its host shows of it.</summary>
public enum AgentHintState
{
    /// <summary>The host says nothing that is understood.</summary>
    Unknown,

    /// <summary>It waits for the next prompt.</summary>
    Idle,

    /// <summary>It is at work, on what is not said.</summary>
    Busy,

    Thinking,

    /// <summary>It uses a tool; the detail says which.</summary>
    UsingTool,

    /// <summary>It waits for the person: a permission or an answer; the detail may say what for.</summary>
    WaitingForPerson,

    Compacting,

    Failed,
}

/// <summary>A hint, not a certainty: hooks and transcripts know better.</summary>
/// <param name="Detail">In the host's words; may be empty.</param>
public sealed record AgentHint(AgentHintState State, string Detail)
{
    /// <summary>Nothing is known.</summary>
    public static AgentHint None { get; } = new(AgentHintState.Unknown, "");
}
