using CallActors.Contracts.Agents;

namespace CallActors.Cmux.ClaudeCode;

/// <summary>What Claude Code's hooks say of its state.</summary>
public static class HookObservations
{
    /// <summary>What a hook's event says; null when it says nothing of the state.</summary>
    public static AgentObservation? Of(HookEvent hook, DateTimeOffset at)
    {
        // What an agent within the agent does changes nothing of what the person waits for,
        // except that it may ask them something, and shows by its next step that it was answered.
        var isOnlyLife = hook.SubAgent.Length > 0 && hook.Kind is not (HookKind.PermissionRequest or HookKind.PostToolUse or HookKind.PermissionDenied);
        var seen = isOnlyLife ? new AgentObservation.ShowedLife(AgentSource.Hook, at) : OfMain(hook, at);
        return seen is null ? null : seen with { Session = hook.Session };
    }

    private static AgentObservation? OfMain(HookEvent hook, DateTimeOffset at) => hook.Kind switch
    {
        HookKind.SessionStart => new AgentObservation.SessionStarted(AgentSource.Hook, at, hook.Cause switch
        {
            "resume" => SessionStart.Resume,
            "clear" => SessionStart.Clear,
            "compact" => SessionStart.Compact,
            _ => SessionStart.Startup,
        }),
        HookKind.SessionEnd => new AgentObservation.SessionEnded(AgentSource.Hook, at, hook.Cause, IsSwitch: hook.Cause is "clear" or "resume"),
        HookKind.UserPromptSubmit => new AgentObservation.PromptTaken(AgentSource.Hook, at),
        HookKind.PreToolUse when QuestionOf(hook.Tool) is { } question => new AgentObservation.Asked(AgentSource.Hook, at, question, hook.Tool, hook.About),
        HookKind.PreToolUse => new AgentObservation.ToolStarted(AgentSource.Hook, at, hook.ToolCall, hook.Tool, hook.About),
        HookKind.PostToolUse or HookKind.PermissionDenied => new AgentObservation.ToolFinished(AgentSource.Hook, at, hook.ToolCall, WasInterrupted: false),
        HookKind.PostToolUseFailure => new AgentObservation.ToolFinished(AgentSource.Hook, at, hook.ToolCall, hook.WasInterrupted),
        HookKind.PermissionRequest => new AgentObservation.Asked(AgentSource.Hook, at, QuestionOf(hook.Tool) ?? AgentQuestion.Permission, hook.Tool, hook.About),
        HookKind.Elicitation => new AgentObservation.Asked(AgentSource.Hook, at, AgentQuestion.Input, "", hook.Message),
        HookKind.ElicitationResult => new AgentObservation.ToolFinished(AgentSource.Hook, at, "", WasInterrupted: false),
        HookKind.Notification => OfNotification(hook, at),
        HookKind.Stop => new AgentObservation.TurnEnded(AgentSource.Hook, at),
        HookKind.StopFailure => new AgentObservation.TurnFailed(AgentSource.Hook, at, hook.Cause),
        HookKind.SubagentStart or HookKind.SubagentStop => new AgentObservation.ShowedLife(AgentSource.Hook, at),
        HookKind.PreCompact => new AgentObservation.CompactionStarted(AgentSource.Hook, at),
        HookKind.PostCompact => new AgentObservation.CompactionFinished(AgentSource.Hook, at),
        _ => null,
    };

    private static AgentObservation? OfNotification(HookEvent hook, DateTimeOffset at) => hook.Cause switch
    {
        "permission_prompt" => new AgentObservation.StillAsks(AgentSource.Hook, at, AgentQuestion.Permission, hook.Message),
        "elicitation_dialog" => new AgentObservation.StillAsks(AgentSource.Hook, at, AgentQuestion.Input, hook.Message),
        "idle_prompt" => new AgentObservation.StillIdle(AgentSource.Hook, at),
        // agent_completed, auth_success and what comes: none says what the agent does now.
        _ => null,
    };

    /// <summary>Tools that are questions to the person.</summary>
    private static AgentQuestion? QuestionOf(string tool) => tool switch
    {
        "AskUserQuestion" => AgentQuestion.Choice,
        "ExitPlanMode" => AgentQuestion.Plan,
        _ => null,
    };
}
