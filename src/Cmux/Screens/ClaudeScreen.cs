using System.Text.RegularExpressions;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Screens;

/// <summary>Claude Code's screen: a composer between two rules, a line with a turning star while it works, questions with numbered answers.</summary>
public sealed partial class ClaudeScreen : IAgentScreen
{
    /// <summary>Between the line of the star and the composer there may be a tip and a list of what is to do.</summary>
    private const int StarWithin = 24;

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
        if (composer < 0) return new ScreenReading(null, ComposerState.None, null, "");
        var typed = lines[composer].TrimStart()[1..].Trim();
        // An example that is shown in an empty box.
        var state = typed.Length == 0 || typed.StartsWith("Try \"", StringComparison.Ordinal) ? ComposerState.Empty : ComposerState.HasText;
        return new ScreenReading(IsWorking(lines, composer) ? new AgentState.Thinking() : new AgentState.Idle(), state, null, Reply(lines, composer));
    }

    /// <returns>The line where typing begins; -1 for none.</returns>
    private static int Composer(IReadOnlyList<string> lines)
    {
        for (var i = lines.Count - 1; i > 0; i--)
            if (IsPrompt(lines[i]) && IsRule(lines[i - 1])) return i;
        return -1;
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

    private static bool IsPrompt(string line) => line.StartsWith('❯') || line == ">" || line.StartsWith("> ", StringComparison.Ordinal);

    private static bool IsRule(string line) => line.Length >= 10 && line.AsSpan().TrimEnd().IndexOfAnyExcept('─', '╌', '━') < 0 && line[0] != ' ';

    [GeneratedRegex("""^[·✢✳✶✻✽∗*] \S.*…""", RegexOptions.CultureInvariant)]
    private static partial Regex Star();
}
