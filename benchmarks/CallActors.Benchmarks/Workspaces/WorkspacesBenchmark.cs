namespace CallActors.Benchmarks.Workspaces;

/// <summary>Agents' terminals on a real tmux: how soon a text is there, how soon what happens there is known, how soon a caller hears of it, and
/// what fifty of them cost. What each figure includes: docs/performance.md.</summary>
internal sealed class WorkspacesBenchmark : IBenchmark
{
    private static readonly string[] Parts = ["submit", "output", "hook", "status", "steady"];

    public string Summary => "agents' terminals on tmux: typing, output, hooks, status by phone, 50 of them [--quick] [--only submit|output|hook|status|steady]";

    public async Task<int> RunAsync(string[] options)
    {
        if (Read(options) is not var (size, parts)) return 2;
        Figures.Print("load average at the start", Machine.LoadAverage(), "");
        if (parts.Intersect(["submit", "output", "hook"]).Any()) await MeasureEngineAsync(size, parts);
        if (parts.Contains("status"))
        {
            await using var tmux = TmuxBed.Make();
            await new StatusRun(tmux, size).RunAsync();
        }

        if (parts.Contains("steady")) await new SteadyRun(size).RunAsync();
        Figures.Print("load average at the end", Machine.LoadAverage(), "");
        return 0;
    }

    /// <summary>What the options choose; null when they are none, and that is said.</summary>
    internal static (WorkspaceRunSize Size, IReadOnlyList<string> Parts)? Read(string[] options)
    {
        var size = WorkspaceRunSize.Full;
        List<string> parts = [];
        for (var i = 0; i < options.Length; i++)
        {
            switch (options[i])
            {
                case "--quick":
                    size = WorkspaceRunSize.Quick;
                    break;
                case "--only" when i + 1 < options.Length && Parts.Contains(options[i + 1]):
                    parts.Add(options[++i]);
                    break;
                default:
                    Console.Error.WriteLine($"{options[i]}: known are --quick, and --only with {string.Join(", ", Parts)}.");
                    return null;
            }
        }

        return (size, parts.Count > 0 ? parts : Parts);
    }

    private static async Task MeasureEngineAsync(WorkspaceRunSize size, IReadOnlyList<string> parts)
    {
        await using var tmux = TmuxBed.Make();
        await using var engine = await WorkspaceEngine.StartAsync(tmux);
        if (parts.Contains("submit")) await new SubmitRun(tmux, engine, size).RunAsync();
        if (parts.Contains("output")) await new OutputRun(tmux, engine, size).RunAsync();
        if (parts.Contains("hook")) await new HookRun(tmux, engine, size).RunAsync();
    }
}

/// <summary>How long and how often.</summary>
/// <param name="Submissions">Texts that are typed, and as many by the baseline.</param>
/// <param name="Lines">Lines that a program writes.</param>
/// <param name="Polled">Lines, and texts, that are looked for by polling: each takes its time.</param>
/// <param name="Hooks">Hooks, and blocks of a transcript.</param>
/// <param name="Questions">Typed status questions.</param>
/// <param name="Spoken">Spoken ones.</param>
/// <param name="Window">What fifty terminals' cost is watched for, each time.</param>
internal sealed record WorkspaceRunSize(int Submissions, int Lines, int Polled, int Hooks, int Questions, int Spoken, TimeSpan Window)
{
    public static WorkspaceRunSize Quick { get; } = new(32, 150, 16, 100, 8, 2, TimeSpan.FromSeconds(4));

    public static WorkspaceRunSize Full { get; } = new(200, 1_000, 100, 500, 50, 15, TimeSpan.FromSeconds(30));
}
