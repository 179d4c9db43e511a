namespace CallActors.Cmux.Tests.ClaudeCode;

/// <summary>What Claude Code 2.1.197 did before a simulated Messages API: its hooks' payloads, its transcripts, its screen.</summary>
internal static class Recording
{
    /// <summary>A session's payloads, in order, and one of a turn that failed.</summary>
    public static string[] Hooks => Lines("hooks.jsonl");

    /// <summary>The transcript of that session until <c>/clear</c>.</summary>
    public static string[] Transcript => Lines("turns.jsonl");

    /// <summary>The transcript after it.</summary>
    public static string[] Cleared => Lines("cleared.jsonl");

    public static CallActors.Contracts.Workspaces.Screen Screen(string name) => new(Lines($"screen-{name}.txt"));

    /// <summary>A screen as tmux tells it together with how it is drawn.</summary>
    public static CallActors.Contracts.Workspaces.Screen Styled(string name) => CallActors.Cmux.Tmux.StyledText.Read(Lines($"styled-{name}.txt"));

    private static string[] Lines(string file) => File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "ClaudeCode", "Recorded", file));
}
