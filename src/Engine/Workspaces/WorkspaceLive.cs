using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Engine.Workspaces;

/// <summary>What a workspace's actor knows that is not stored: after a restart it is learned anew.</summary>
/// <param name="LastRun">The number of the latest order.</param>
internal sealed record WorkspaceLive(AgentKnowledge Agent, long LastRun)
{
    public WorkspaceReach Reach { get; init; } = WorkspaceReach.Away;

    public Workspace? Workspace { get; init; }

    public WorkspaceFacts Facts { get; init; } = WorkspaceFacts.None;

    /// <summary>Reads this workspace's screen; null where none can.</summary>
    public IAgentScreen? Adapter { get; init; }

    public OpenQuestion? Question { get; init; }

    /// <summary>The dialog on the screen that is the question; null before it was seen.</summary>
    public ScreenDialog? Dialog { get; init; }

    /// <summary>Looks for the question's dialog that found none.</summary>
    public int DialogMissed { get; init; }

    /// <summary>The text that is being typed.</summary>
    public TypingText? Typing { get; init; }

    /// <summary>The text that was entered and of which is not known whether it was taken.</summary>
    public EnteredText? Confirming { get; init; }

    /// <summary>The agent took a prompt, or began to work, since the text was ordered.</summary>
    public bool WasPrompted { get; init; }

    /// <summary>The text may not be ordered before its timer.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Why the text waits, as it was told last.</summary>
    public (SubmissionId Id, string Detail)? Held { get; init; }

    /// <summary>Timeouts in a row of the host with one text.</summary>
    public int Timeouts { get; init; }

    /// <summary>The look that is under way.</summary>
    public long? LookRun { get; init; }

    public DateTimeOffset? LookedAt { get; init; }

    /// <summary>When the next look is due; null for none.</summary>
    public DateTimeOffset? LookDue { get; init; }

    /// <summary>What one look showed, and a second must before it is believed.</summary>
    public (AgentState State, DateTimeOffset At)? SeenOnce { get; init; }

    /// <summary>The answer that is being given.</summary>
    public GivenAnswer? Answering { get; init; }

    /// <summary>The Escape that is being pressed.</summary>
    public long? InterruptRun { get; init; }

    /// <summary>Counts the agent's replies; 0 before the first.</summary>
    public int Turn { get; init; }

    /// <summary>The same reply's number where it was told; null when nothing was told since the host came.</summary>
    public int? TurnThere { get; init; }

    /// <summary>The reply that <see cref="Words"/> are of.</summary>
    public int WordsTurn { get; init; }

    /// <summary>The words of the reply so far; empty before the first.</summary>
    public string Words { get; init; } = "";

    public AgentSource WordsBy { get; init; }

    public DateTimeOffset WordsAt { get; init; }

    /// <summary>An agent that tells nothing was given a prompt: its reply is to be read off its screen.</summary>
    public bool AwaitsReply { get; init; }

    /// <summary>Looks at the resting agent that showed no reply.</summary>
    public int ReplyMissed { get; init; }

    /// <summary>The host tells when the program writes.</summary>
    public bool HasWritten { get; init; }

    /// <summary>The reply that the last look showed.</summary>
    public string ReplySeen { get; init; } = "";

    /// <param name="Run">Null while the screen is looked at before.</param>
    internal sealed record TypingText(SubmissionId Id, long? Run);

    /// <param name="Enters">How often Enter was pressed again.</param>
    /// <param name="IsLooking">The next reading judges it.</param>
    internal sealed record EnteredText(SubmissionId Id, DateTimeOffset Since, int Enters, bool IsLooking);

    /// <param name="Run">Who asked for it is answered under this number.</param>
    /// <param name="KeyRun">The keys that are being pressed; null while the screen is read.</param>
    /// <param name="Moves">How often the selection was moved.</param>
    /// <param name="IsGranted">Set when the last key is pressed: what the key says.</param>
    internal sealed record GivenAnswer(long Run, QuestionAnswer Answer, string By, long? KeyRun = null, int Moves = 0, bool? IsGranted = null);
}
