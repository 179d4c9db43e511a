namespace CallActors.Cmux.Socket;

/// <summary>How cmux is used.</summary>
public sealed record CmuxOptions
{
    /// <summary>What its workspaces' ids begin with; another when several cmux are used.</summary>
    public string Name { get; init; } = "cmux";

    /// <summary>The socket; empty to look for it where cmux puts it.</summary>
    public string SocketPath { get; init; } = "";

    /// <summary>For the access mode "password"; empty for CMUX_SOCKET_PASSWORD, else the one that cmux itself has stored.</summary>
    public string Password { get; init; } = "";

    /// <summary>Between a text and its Enter: Codex takes an Enter within 120 ms of a text for a line end. 0–5 s.</summary>
    public TimeSpan EnterAfter { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a request may take. 0.1–60 s.</summary>
    public TimeSpan RequestWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a socket may take to say that somebody is there. 0.1–10 s.</summary>
    public TimeSpan GreetingWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>What happens within this time is told together. 0–1,000 ms.</summary>
    public TimeSpan TellEvery { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How often a cmux is asked that tells nothing by itself. 250–500 ms.</summary>
    public TimeSpan PollEvery { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Whether words that stand in an agent's input line are a person's, and not typed into. False for agents that show suggestions
    /// of their own there, which cannot be told from typing.</summary>
    public bool LeavesDrafts { get; init; } = true;

    /// <summary>What agents show in an input line that is empty: beginnings. Other words there are a person's, and are not typed into.</summary>
    public IReadOnlyList<string> Placeholders { get; init; } =
    [
        "Try \"", "Press up to edit queued messages", "Explain this codebase", "Summarize recent commits", "Implement {feature}", "Find and fix a bug in @filename",
        "Write tests for @filename", "Improve documentation in @filename", "Run /review on my current changes", "Ask Codex to do anything",
    ];
}
