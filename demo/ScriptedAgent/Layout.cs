namespace CallActors.ScriptedAgent;

/// <summary>What the screen looks like: as Claude Code's does.</summary>
internal static class Layout
{
    private static readonly string[] Stars = ["·", "✢", "✳", "✶", "✻", "✽"];

    public static IEnumerable<string> Banner => [" ▐▛███▜▌   Scripted agent", "▝▜█████▛▘  It runs nothing and changes nothing", $"  ▘▘ ▝▝    {Environment.CurrentDirectory}", ""];

    /// <summary>A block that was said, wrapped between words.</summary>
    /// <param name="mark">What it begins with: <c>●</c> for the agent, <c>❯</c> for the person.</param>
    public static IEnumerable<string> Block(string mark, string text, int width)
    {
        var lead = $"{mark} ";
        foreach (var line in text.Split('\n').SelectMany(line => Wrap(line, width - 3)))
        {
            yield return line.Length == 0 ? "" : lead + line;
            lead = "  ";
        }
        yield return "";
    }

    /// <summary>A command with what came of it.</summary>
    public static IEnumerable<string> Tool(string command, string outcome, bool isRunning) => [$"{(isRunning ? ' ' : '●')} Bash({command})", $"  ⎿  {outcome}", ""];

    /// <summary>The line with a star that turns.</summary>
    public static IEnumerable<string> Working(TimeSpan since) =>
        [$"{Stars[(int)(since.TotalSeconds * 5) % Stars.Length]} Thinking… ({(int)since.TotalSeconds}s)", ""];

    /// <summary>The box that is typed into.</summary>
    public static IEnumerable<string> Composer(string typed, bool isBusy, int width)
    {
        var shown = typed.Replace('\n', ' ').Replace('\t', ' ');
        if (shown.Length > width - 6) shown = shown[..(width - 7)] + "…";
        return [Rule(width), $"❯ {shown}", Rule(width), isBusy ? "  esc to interrupt" : "  ? for shortcuts"];
    }

    /// <summary>The question whether a command may be run.</summary>
    public static IEnumerable<string> Question(Step.Run run, int selected, int width)
    {
        string[] answers = ["Yes", $"Yes, and don't ask again for {run.Command.Split(' ')[0]} commands", "No, and tell Claude what to do differently (esc)"];
        return
        [
            Rule(width), " Bash command", "", $"   {run.Command}", $"   {run.Description}", "", " Do you want to proceed?",
            .. answers.Select((answer, i) => $" {(i + 1 == selected ? '❯' : ' ')} {i + 1}. {answer}"),
            "", " Esc to cancel · Tab to amend",
        ];
    }

    private static string Rule(int width) => new('─', width - 1);

    private static IEnumerable<string> Wrap(string line, int width)
    {
        while (line.Length > width)
        {
            var cut = line.LastIndexOf(' ', width);
            if (cut <= 0) cut = width;
            yield return line[..cut];
            line = line[cut..].TrimStart();
        }
        yield return line;
    }
}
