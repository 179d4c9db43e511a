using System.Text.RegularExpressions;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Screens;

/// <summary>
/// Any program of the command line that shows a prompt when it is ready, and none while it works: a shell, an interpreter, an agent without a
/// screen of its own.
/// </summary>
/// <param name="prompt">What a prompt looks like, from the beginning of its line to where typing begins.</param>
/// <param name="programs">The programs that have it; none for all.</param>
public sealed partial class PromptScreen(Regex prompt, params string[] programs) : IAgentScreen
{
    /// <summary>Prompts that are common: ends in <c>$</c>, <c>%</c>, <c>#</c>, <c>❯</c> or <c>&gt;</c> and a blank, or is Python's.</summary>
    public static PromptScreen Usual { get; } = new(UsualPrompt());

    /// <inheritdoc/>
    public string Agent => "the program";

    /// <inheritdoc/>
    public bool Recognises(Workspace workspace) => programs.Length == 0 || programs.Contains(workspace.Program);

    /// <inheritdoc/>
    public ScreenReading Read(Screen screen)
    {
        var lines = screen.Lines;
        var last = lines.Count - 1;
        while (last >= 0 && lines[last].Trim().Length == 0) last--;
        if (last < 0) return new ScreenReading(null, ComposerState.None, null, "");
        var start = Typing(lines[last]);
        if (start < 0) return new ScreenReading(new AgentState.Thinking(), ComposerState.None, null, "");
        // Shells show faintly how a line might go on.
        var (state, draft) = ComposerText.Read(screen, last, start, last + 1, _ => false);
        var before = last - 1;
        while (before >= 0 && !HasCommand(lines[before])) before--;
        var reply = before < 0 ? "" : string.Join('\n', lines.Skip(before + 1).Take(last - before - 1)).Trim();
        return new ScreenReading(new AgentState.Idle(), state, null, reply) { Draft = draft };
    }

    private bool HasCommand(string line) => Typing(line) is >= 0 and var start && start < line.Length && line.AsSpan(start).Trim().Length > 0;

    /// <returns>Where in a line typing begins, behind its prompt; -1 when it has none.</returns>
    private int Typing(string line)
    {
        // Blanks at the end of a line are not on the screen.
        var match = prompt.Match(line + " ");
        return match is { Success: true, Index: 0 } ? match.Length : -1;
    }

    // No timeout: its repeats are bounded, to some thousand steps a line, and one by the clock fails on a busy machine.
    [GeneratedRegex("""^(>>> |\.\.\. |[^\s<>]{0,40}(?:[ :][^<>]{0,60})?[$%#❯>] )""", RegexOptions.CultureInvariant)]
    private static partial Regex UsualPrompt();
}
