using System.Text.RegularExpressions;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Screens;

/// <summary>Codex' screen: <c>›</c> before what is typed, <c>•</c> before what it says and does, and how to interrupt it while it works.</summary>
public sealed partial class CodexScreen : IAgentScreen
{
    private const int BusyWithin = 12;

    private static readonly string[] Footers = ["Press enter to confirm", "enter to submit", "esc to cancel"];

    /// <inheritdoc/>
    public string Agent => "Codex";

    /// <inheritdoc/>
    public bool Recognises(Workspace workspace) => workspace.Program is "codex";

    /// <inheritdoc/>
    public ScreenReading Read(Screen screen)
    {
        var lines = screen.Lines;
        if (ScreenDialogs.Find(lines, Footers, line => line.StartsWith('•') || line.StartsWith("› ", StringComparison.Ordinal) && !Numbered().IsMatch(line)) is { } dialog)
        {
            var asks = dialog.Question.StartsWith("Would you like to", StringComparison.Ordinal) ? AgentQuestion.Permission : AgentQuestion.Choice;
            return new ScreenReading(new AgentState.Waiting(asks, "", asks == AgentQuestion.Permission ? dialog.About : dialog.Question), ComposerState.None, dialog, "");
        }
        var composer = lines.Count - 1;
        while (composer >= 0 && !IsPrompt(lines[composer])) composer--;
        if (composer < 0) return new ScreenReading(null, ComposerState.None, null, "");
        var end = composer + 1;
        while (lines[composer].Length > 1 && end < lines.Count && lines[end].StartsWith("  ", StringComparison.Ordinal)) end++;
        var (state, draft) = ComposerText.Read(screen, composer, 1, end, typed => Example().IsMatch(typed));
        var isWorking = lines.Skip(Math.Max(0, composer - BusyWithin)).Any(line => Working().IsMatch(line));
        return new ScreenReading(isWorking ? new AgentState.Thinking() : new AgentState.Idle(), state, null, Reply(lines, composer)) { Draft = draft };
    }

    private static string Reply(IReadOnlyList<string> lines, int composer)
    {
        var prompt = composer - 1;
        while (prompt >= 0 && !IsPrompt(lines[prompt])) prompt--;
        var blocks = new List<string>();
        for (var i = prompt + 1; i < composer; i++)
        {
            if (!lines[i].StartsWith("• ", StringComparison.Ordinal) || Working().IsMatch(lines[i])) continue;
            var block = new List<string> { lines[i][2..].Trim() };
            while (i + 1 < composer && (lines[i + 1].Trim().Length == 0 || lines[i + 1].StartsWith("  ", StringComparison.Ordinal))) block.Add(lines[++i].Trim());
            if (!Did().IsMatch(block[0])) blocks.Add(string.Join('\n', block).Trim());
        }
        return string.Join("\n\n", blocks);
    }

    private static bool IsPrompt(string line) => line.StartsWith('›');

    /// <summary>What stands in an empty composer.</summary>
    [GeneratedRegex("""^(Ask Codex to do anything|Explain this codebase|Summarize recent commits|Implement \{feature\}|Find and fix a bug in @filename|Write tests for @filename|Improve documentation in @filename|Run /review on my current changes|Use /skills to list available skills)$""", RegexOptions.CultureInvariant)]
    private static partial Regex Example();

    [GeneratedRegex("""\([^)]*\besc to interrupt\)""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Working();

    /// <summary>What it did, as against what it says.</summary>
    [GeneratedRegex("""^(Ran|Running|Explored|Exploring|Edited|Added|Deleted|Updated Plan|Searched|Called|Calling|Waited)\b""", RegexOptions.CultureInvariant)]
    private static partial Regex Did();

    [GeneratedRegex("""^›\s*\d\.\s""", RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();
}
