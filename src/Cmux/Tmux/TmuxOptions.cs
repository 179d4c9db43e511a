namespace CallActors.Cmux.Tmux;

/// <summary>How tmux is used.</summary>
public sealed record TmuxOptions
{
    /// <summary>What its workspaces' ids begin with; another when several servers are used.</summary>
    public string Name { get; init; } = "tmux";

    /// <summary>The tmux program: a path, or a name that is looked for in PATH.</summary>
    public string Program { get; init; } = "tmux";

    /// <summary>The server's socket; empty for tmux's own choice (TMUX_TMPDIR, or the temporary folder).</summary>
    public string Socket { get; init; } = "";

    /// <summary>Read by a server that we start; empty for tmux's own choice. A server that runs has read its own.</summary>
    public string ConfigurationFile { get; init; } = "";

    /// <summary>A person whose last key press is younger than this is typing, and not interrupted. 0–60 s.</summary>
    public TimeSpan TypingPause { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Between a text and its Enter: some programs take an Enter that comes with a text for a line end. 0–5 s.</summary>
    public TimeSpan EnterAfter { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a command may take. 0.1–60 s.</summary>
    public TimeSpan CommandWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often is looked whether a server has started, while none runs. 10 ms–60 s.</summary>
    public TimeSpan ServerEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Sessions must have stayed the same for so long before a new one is attached to. What its programs write until then is on their screens
    /// only. 10–1,000 ms.</summary>
    public TimeSpan AttachAfter { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>While a program writes without a pause, its output is told this often. 1–1,000 ms.</summary>
    public TimeSpan TellEvery { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Most that is told of one program at a time, in characters; what comes between is passed over. 1,024 or more.</summary>
    public int TellAtMost { get; init; } = 64 * 1024;
}
