using System.Text.RegularExpressions;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Screens;

/// <summary>Claude Code's screen: a composer between two rules, a line with a turning star while it works, questions with numbered answers.</summary>
public sealed partial class ClaudeScreen : IAgentScreen
{
    /// <summary>Between the line of the star and the composer there may be a tip and a list of what is to do.</summary>
    private const int StarWithin = 24;

    /// <summary>What a footer says stands so far above the screen's end at most.</summary>
    private const int LowestFooter = 6;

    /// <summary>What is left of a rule before a name in it.</summary>
    private const int ShortestRule = 3;

    private const char ShellMark = '!';

    private static readonly string[] InUse = ["search prompts:", "Showing detailed transcript"];

    private static readonly string[] Footers = ["Esc to cancel", "Enter to confirm", "Enter to select"];

    /// <inheritdoc/>
    public string Agent => "Claude Code";

    /// <inheritdoc/>
    public bool Recognises(Workspace workspace) => workspace.Program is "claude" or "claude.exe";

    /// <inheritdoc/>
    public ScreenReading Read(Screen screen)
    {
        var lines = screen.Lines;
        if (ScreenDialogs.Find(lines, Footers, IsRule) is { } dialog)
        {
            var isPermission = dialog.Question.StartsWith("Do you want to", StringComparison.Ordinal);
            var isPlan = dialog.Question.StartsWith("Would you like to proceed", StringComparison.Ordinal);
            var asks = isPermission ? AgentQuestion.Permission : isPlan ? AgentQuestion.Plan : AgentQuestion.Choice;
            return new ScreenReading(new AgentState.Waiting(asks, "", isPermission ? dialog.About : dialog.Question), ComposerState.None, dialog, "");
        }
        var composer = Composer(lines);
        if (composer < 0) return new ScreenReading(null, IsInUse(lines, 0) ? ComposerState.HasText : ComposerState.None, null, "");
        var end = composer + 1;
        while (end < lines.Count && !IsRule(lines[end])) end++;
        // What is typed behind the shell's mark is run, and the mark is the first that was typed of it.
        var (state, draft) = ComposerText.Read(screen, composer, lines[composer][0] == ShellMark ? 0 : 1, end < lines.Count ? end : composer + 1, IsHint);
        if (IsInUse(lines, end)) state = ComposerState.HasText;
        return new ScreenReading(IsWorking(lines, composer) ? new AgentState.Thinking() : new AgentState.Idle(), state, null, Reply(lines, composer)) { Draft = draft };
    }

    /// <returns>The line where typing begins; -1 for none.</returns>
    private static int Composer(IReadOnlyList<string> lines)
    {
        for (var i = lines.Count - 1; i > 0; i--)
            if ((IsPrompt(lines[i]) || IsMarked(lines[i], ShellMark)) && IsRule(lines[i - 1])) return i;
        return -1;
    }

    /// <summary>Whether a person searches what was prompted before, or reads the transcript: keys are for that.</summary>
    private static bool IsInUse(IReadOnlyList<string> lines, int from)
    {
        for (var i = Math.Max(from, lines.Count - LowestFooter); i < lines.Count; i++)
            if (lines[i].TrimStart() is var line && InUse.Any(words => line.StartsWith(words, StringComparison.Ordinal))) return true;
        return false;
    }

    private static bool IsWorking(IReadOnlyList<string> lines, int composer)
    {
        for (var i = composer + 1; i < lines.Count; i++)
            if (lines[i].Contains("esc to interrupt", StringComparison.OrdinalIgnoreCase)) return true;
        for (var i = composer - 2; i >= 0 && composer - i < StarWithin && !IsPrompt(lines[i]); i--)
            if (Star().IsMatch(lines[i])) return true;
        return false;
    }

    /// <summary>The blocks of words behind the last prompt; a block that is the use of a tool has its result below it.</summary>
    private static string Reply(IReadOnlyList<string> lines, int composer)
    {
        var prompt = composer - 2;
        while (prompt >= 0 && !IsPrompt(lines[prompt])) prompt--;
        var blocks = new List<string>();
        for (var i = prompt + 1; i < composer - 1; i++)
        {
            if (lines[i].Length < 2 || lines[i][0] is not ('●' or '⏺')) continue;
            var block = new List<string> { lines[i][1..].Trim() };
            while (i + 1 < composer - 1 && (lines[i + 1].Trim().Length == 0 || lines[i + 1].StartsWith("  ", StringComparison.Ordinal))) block.Add(lines[++i].Trim());
            if (!block.Any(line => line.StartsWith('⎿'))) blocks.Add(string.Join('\n', block).Trim());
        }
        return string.Join("\n\n", blocks);
    }

    /// <summary>An example, and what it says while texts wait in its queue. What it guesses as the next prompt is in any words, and not known by them.</summary>
    private static bool IsHint(string typed) => typed.StartsWith("Try \"", StringComparison.Ordinal) || typed == "Press up to edit queued messages";

    private static bool IsPrompt(string line) => line.StartsWith('❯') || IsMarked(line, '>');

    private static bool IsMarked(string line, char mark) => line.StartsWith(mark) && (line.Length == 1 || char.IsWhiteSpace(line[1]));

    /// <summary>From edge to edge; with the session's name in it, where it has one.</summary>
    private static bool IsRule(string line)
    {
        if (line.Length < 10 || !IsRule(line[0])) return false;
        var drawn = line.AsSpan().TrimEnd();
        var label = drawn.IndexOfAnyExcept('─', '╌', '━');
        return label < 0 || label >= ShortestRule && IsRule(drawn[^1]) && drawn[label] == ' ';
    }

    private static bool IsRule(char c) => c is '─' or '╌' or '━';

    [GeneratedRegex("""^[·✢✳✶✻✽∗*] \S.*…""", RegexOptions.CultureInvariant)]
    private static partial Regex Star();
}
