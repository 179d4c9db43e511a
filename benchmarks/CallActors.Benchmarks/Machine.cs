using System.Globalization;

namespace CallActors.Benchmarks;

/// <summary>What the machine is busy with beside us.</summary>
internal static class Machine
{
    /// <summary>Of the last minute.</summary>
    public static double LoadAverage() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);
}
