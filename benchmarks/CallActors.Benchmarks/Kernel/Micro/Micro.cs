using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace CallActors.Benchmarks.KernelRuntime;

/// <summary>
/// The small operations under BenchmarkDotNet, each class beside a baseline. In this process: what BenchmarkDotNet would generate
/// and build elsewhere would not meet this repository's build rules.
/// </summary>
internal static class Micro
{
    public static int Run(string[] groups)
    {
        var config = DefaultConfig.Instance
            .AddJob(Job.MediumRun.WithLaunchCount(1).WithToolchain(InProcessEmitToolchain.Instance))
            .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "BenchmarkDotNet"))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumn(StatisticColumn.Median, StatisticColumn.P95);
        var classes = new Dictionary<string, Type>
        {
            ["tell"] = typeof(TellMicro),
            ["ask"] = typeof(AskMicro),
            ["spawn"] = typeof(SpawnMicro),
            ["timers"] = typeof(TimerMicro),
        };
        foreach (var (_, type) in classes.Where(one => groups.Length == 0 || groups.Contains(one.Key))) BenchmarkRunner.Run(type, config);
        return 0;
    }
}
