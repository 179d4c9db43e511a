using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Socket;

/// <summary>What the sidebar's note of Claude Code says: as cmux' own hooks write it, and as the hook pack cmux-claude-pro does, under one key.</summary>
internal static class AgentStatus
{
    private const string Key = "claude_code";

    public static AgentHint Read(IEnumerable<StatusNote> status) =>
        status.FirstOrDefault(note => note.Key == Key) is { } note ? Of(note.Value.Trim()) : AgentHint.None;

    private static AgentHint Of(string value) => value switch
    {
        "Running" => new(AgentHintState.Busy, ""),
        "Idle" or "Ready" or "Done" => new(AgentHintState.Idle, ""),
        "Needs input" or "Waiting" => new(AgentHintState.WaitingForPerson, ""),
        "Error" => new(AgentHintState.Failed, ""),
        _ when value.StartsWith("Thinking", StringComparison.Ordinal) => new(AgentHintState.Thinking, ""),
        _ when value.StartsWith("Compacting", StringComparison.Ordinal) => new(AgentHintState.Compacting, ""),
        _ when After(value, "Working:") is { } tool => new(AgentHintState.UsingTool, tool),
        _ when After(value, "Waiting:") is { } what => new(AgentHintState.WaitingForPerson, what),
        _ => new(AgentHintState.Unknown, value),
    };

    private static string? After(string value, string word) => value.StartsWith(word, StringComparison.Ordinal) ? value[word.Length..].Trim() : null;
}
