using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Screens;

/// <summary>
/// Tells what a person has typed from what a program itself shows in an empty composer: an example, the next prompt that it guesses, a hint.
/// Programs draw that faint, and what is typed never. Where the host does not tell how words are drawn, the words that are known count.
/// </summary>
internal static class ComposerText
{
    /// <param name="line">Where typing begins.</param>
    /// <param name="start">Behind the mark, in that line.</param>
    /// <param name="end">The line behind the composer's last.</param>
    /// <param name="isHint">Whether words are such as the program shows by itself.</param>
    public static (ComposerState State, string Draft) Read(Screen screen, int line, int start, int end, Func<string, bool> isHint)
    {
        var first = screen.Lines[line][Math.Min(start, screen.Lines[line].Length)..].Trim();
        var draft = string.Join('\n', Enumerable.Range(line + 1, Math.Max(0, end - line - 1)).Select(i => screen.Lines[i].Trim()).Prepend(first)).Trim();
        // A hint that is wrapped is a hint from its first line on.
        var isEmpty = draft.Length == 0 || (screen.Faint is null ? isHint(first) : screen.IsFaint(line, start));
        return isEmpty ? (ComposerState.Empty, "") : (ComposerState.HasText, draft);
    }
}
