using CallActors.Contracts.Agents;

namespace CallActors.Cmux.ClaudeCode;

/// <summary>What Claude Code tells by a hook, as far as it is used here. What a payload does not have is empty.</summary>
public sealed record HookEvent(HookKind Kind)
{
    /// <summary>Longest text that says what a tool does, in characters.</summary>
    public const int LongestAbout = 4096;

    /// <summary>The conversation, with its transcript.</summary>
    public AgentSession? Session { get; init; }

    /// <summary>Where Claude Code works at that moment.</summary>
    public string Directory { get; init; } = "";

    /// <summary>Set when an agent that Claude Code has started did it.</summary>
    public string SubAgent { get; init; } = "";

    /// <summary>The person's words.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>Names the prompt, in the transcript too. Older Claude Codes have no such name.</summary>
    public string PromptId { get; init; } = "";

    public string Tool { get; init; } = "";

    public string ToolCall { get; init; } = "";

    /// <summary>What the tool is to do: its command, its file, its question; cut at <see cref="LongestAbout"/>.</summary>
    public string About { get; init; } = "";

    /// <summary>The last message of the turn, whole. Null when this Claude Code does not tell it.</summary>
    public string? LastMessage { get; init; }

    /// <summary>A stop hook has made it go on before.</summary>
    public bool WasMadeToGoOn { get; init; }

    /// <summary>The tool was stopped by the person.</summary>
    public bool WasInterrupted { get; init; }

    /// <summary>What the event says of itself: how a session starts, why it ends, what a notification is about, why a turn failed.</summary>
    public string Cause { get; init; } = "";

    /// <summary>A notification's text.</summary>
    public string Message { get; init; } = "";
}

/// <summary>The events that are listened to, by Claude Code's own names.</summary>
public enum HookKind
{
    SessionStart,
    SessionEnd,
    UserPromptSubmit,
    PreToolUse,
    PostToolUse,
    PostToolUseFailure,
    PermissionRequest,
    PermissionDenied,
    Notification,
    Elicitation,
    ElicitationResult,
    Stop,
    StopFailure,
    SubagentStart,
    SubagentStop,
    PreCompact,
    PostCompact,
}
