namespace CallActors.Cmux.ClaudeCode;

/// <summary>How hooks reach us.</summary>
public sealed record HookOptions
{
    /// <summary>The folder that the hooks' files lie in: ours alone, and best one that is in memory. Made when it is missing.</summary>
    public required string Folder { get; init; }

    /// <summary>Most events of one session that wait to be read. What happens beyond is lost, and that is told. 1–10,000.</summary>
    public int MostWaiting { get; init; } = 256;

    /// <summary>Longest payload, in KiB. Of a longer one the beginning is kept, which has what matters. 16–16,384.</summary>
    public int LongestPayload { get; init; } = 2048;

    /// <summary>How long Claude Code may be at writing one event before it is given up, and the events behind it are read. 0.1–60 s.</summary>
    public TimeSpan WrittenWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The folder is looked at this often whether or not the system tells of changes there. 0.1–60 s.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest that Claude Code waits for a hook that hangs, as on a disk that does. 1–60 s.</summary>
    public TimeSpan HookWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Where the folder is when nobody says: in memory where the system has such a place, or with the user's other state.</summary>
    public static string UsualFolder =>
        Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } memory ? Path.Combine(memory, "callactors", "hooks")
        : Path.Combine(Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state ? state
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state"), "callactors", "hooks");
}
