namespace CallActors.Cmux.Socket;

/// <summary>The line at which an agent takes its next prompt, as the screen shows it.</summary>
internal static class Composer
{
    /// <summary>How far above the screen's end an agent without a frame has its line: hints may stand below it.</summary>
    private const int LowestLines = 8;

    private const int LowestMenu = 15;

    private const int ShortestRule = 10;

    /// <summary>What is left of a rule before a name in it.</summary>
    private const int ShortestPart = 3;

    private static readonly System.Buffers.SearchValues<char> Drawn = System.Buffers.SearchValues.Create("─━╭╮╰╯┌┐└┘");

    /// <summary>What stands in the composer, its blanks left out, because agents wrap as they like; null when none is seen.</summary>
    /// <param name="lines">The screen.</param>
    public static string? Read(IReadOnlyList<string> lines) => ReadFramed(lines) ?? ReadPrompt(lines);

    /// <summary>Whether the agent asks something by a menu instead: there, keys are answers, and Enter takes what is marked.</summary>
    public static bool HasMenu(IReadOnlyList<string> lines) => Read(lines) is null && lines.TakeLast(LowestMenu).Any(line => IsChoice(Inside(line)));

    /// <summary>A text as <see cref="Read"/> would show it.</summary>
    public static string Squeeze(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    /// <summary>Claude Code: between two rules, with or without sides.</summary>
    private static string? ReadFramed(IReadOnlyList<string> lines)
    {
        var bottom = LastRule(lines, lines.Count);
        var top = bottom < 0 ? -1 : LastRule(lines, bottom);
        if (top < 0 || bottom - top < 2 || FirstOf(Inside(lines[top + 1])) is not { } first || IsChoice(Inside(lines[top + 1]))) return null;
        return Squeeze(first + string.Concat(Enumerable.Range(top + 2, bottom - top - 2).Select(i => Inside(lines[i]))));
    }

    /// <summary>Codex and other programs: behind the last mark near the end.</summary>
    private static string? ReadPrompt(IReadOnlyList<string> lines)
    {
        for (var i = lines.Count - 1; i >= Math.Max(0, lines.Count - LowestLines); i--)
        {
            var line = lines[i].Trim();
            if (IsChoice(line)) return null;
            // What is quoted has the third mark too.
            if (AfterMark(line) is not { } first || line[0] == '>') continue;
            // What was wrapped or has several lines goes on below, indented, until a blank line.
            var more = lines.Skip(i + 1).TakeWhile(below => below.StartsWith("  ", StringComparison.Ordinal));
            return Squeeze(first + string.Concat(more));
        }
        return null;
    }

    private static int LastRule(IReadOnlyList<string> lines, int before)
    {
        for (var i = before - 1; i >= 0; i--)
            if (IsRule(lines[i].Trim())) return i;
        return -1;
    }

    /// <summary>From edge to edge; with a session's name in it, where it has one.</summary>
    private static bool IsRule(string line)
    {
        if (line.Length < ShortestRule) return false;
        var name = line.AsSpan().IndexOfAnyExcept(Drawn);
        return name < 0 || name >= ShortestPart && line[name] == ' ' && Drawn.Contains(line[^1]);
    }

    /// <summary>Behind the mark of the agent's shell stands a person's command, or will in a moment.</summary>
    private static string? FirstOf(string line) => AfterMark(line) ?? (line.StartsWith('!') ? line : null);

    private static string Inside(string line) => line.Trim().Trim('│', '┃').Trim();

    /// <summary>What stands behind a prompt's mark; null without one.</summary>
    private static string? AfterMark(string line) =>
        line.Length == 0 || line[0] is not ('>' or '❯' or '›') || (line.Length > 1 && !char.IsWhiteSpace(line[1])) ? null : line[1..].Trim();

    /// <summary>The marked line of a menu: <c>❯ 1. Yes</c></summary>
    private static bool IsChoice(string line) =>
        AfterMark(line) is { Length: > 2 } rest && line[0] != '>' && char.IsAsciiDigit(rest[0]) && (rest[1] is '.' or ')') && rest[2] == ' ';
}
