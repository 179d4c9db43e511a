namespace CallActors.Contracts.Workspaces;

/// <summary>A workspace as its host shows it.</summary>
/// <param name="Name">What people call it. Not unique.</param>
/// <param name="Directory">Where its program works; empty when the host does not say.</param>
/// <param name="Program">The program in the foreground, by its short name; empty when the host does not say.</param>
/// <param name="ProcessId">The process that the workspace was opened with; 0 when the host does not say.</param>
public sealed record Workspace(WorkspaceId Id, string Name, string Directory, string Program, int ProcessId);

/// <summary>A workspace to be made.</summary>
/// <param name="Name">1–64 characters.</param>
/// <param name="Directory">Where its program starts; empty for the host's own choice.</param>
/// <param name="Command">The program that it runs, in words, the first of which names it; none for the person's shell.</param>
/// <param name="Environment">Variables that its program gets besides.</param>
public sealed record NewWorkspace(string Name, string Directory, IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Environment);

/// <summary>What is to be typed into a workspace and entered.</summary>
/// <param name="Text">Control characters other than tabs and line ends are left out: they would be commands, and are no part of what is said.</param>
public sealed record Submission(SubmissionId Id, string Text);

/// <summary>How a submission went.</summary>
public enum SubmissionState
{
    /// <summary>It was typed and Enter pressed. Whether the program took it is seen by what it does.</summary>
    Entered,

    /// <summary>The host itself has handed it to the agent, or queued it for when it is free.</summary>
    Accepted,

    /// <summary>Nothing was typed: a person is typing there. To be ordered again.</summary>
    PersonIsTyping,

    /// <summary>Nothing was entered: the agent takes nothing at present, or asks something that Enter would answer. To be ordered again.</summary>
    AgentIsBusy,
}

/// <summary>The lines that a workspace shows.</summary>
/// <param name="Lines">From the top, without the blanks at their ends; a line that was wrapped is one line.</param>
public sealed record Screen(IReadOnlyList<string> Lines)
{
    /// <summary>Where words are drawn faint, from the top, as programs draw hints that nobody has typed; null at a host that does not tell how
    /// words are drawn.</summary>
    public IReadOnlyList<FaintText>? Faint { get; init; }

    /// <summary>Whether all the words of a line from a place on are drawn faint. Not where there are none.</summary>
    public bool IsFaint(int line, int from)
    {
        if (Faint is null) return false;
        var words = Lines[line].AsSpan();
        var hasWords = false;
        for (var i = from; i < words.Length; i++)
        {
            if (char.IsWhiteSpace(words[i])) continue;
            if (!Covers(line, i)) return false;
            hasWords = true;
        }
        return hasWords;
    }

    private bool Covers(int line, int at)
    {
        foreach (var part in Faint!)
            if (part.Line == line && at >= part.Start && at < part.Start + part.Length) return true;
        return false;
    }
}

/// <summary>Characters of one line that are drawn faint; blanks between them may be among them.</summary>
/// <param name="Line">From 0.</param>
/// <param name="Start">In UTF-16 characters, from 0.</param>
public readonly record struct FaintText(int Line, int Start, int Length);

/// <summary>A notice on the person's desktop.</summary>
/// <param name="About">The workspace that it is about; null for none.</param>
public sealed record WorkspaceNotice(string Title, string Text, WorkspaceId? About);
