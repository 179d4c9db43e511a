using System.Diagnostics;
using System.Globalization;

namespace CallActors.Benchmarks.Workspaces;

/// <summary>What a process has used, from now on.</summary>
internal sealed class ProcessCost
{
    /// <summary>Linux counts it in hundredths of a second.</summary>
    private const double TicksPerSecond = 100;

    private readonly int _process;
    private readonly long _ticks;
    private readonly long _at = Stopwatch.GetTimestamp();

    public ProcessCost(int process) => (_process, _ticks) = (process, Ticks(process));

    /// <summary>Its memory, with its share of what it shares with others.</summary>
    public static double MemoryKilobytes(int process) =>
        double.Parse(File.ReadLines($"/proc/{process}/smaps_rollup").First(line => line.StartsWith("Pss:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    /// <summary>Share of one core that it has used since, in percent.</summary>
    public double PercentSince() => 100 * (Ticks(_process) - _ticks) / TicksPerSecond / Stopwatch.GetElapsedTime(_at).TotalSeconds;

    private static long Ticks(int process)
    {
        // Behind the name in brackets, which may have blanks: user and system time are the 12th and 13th.
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
    }
}
