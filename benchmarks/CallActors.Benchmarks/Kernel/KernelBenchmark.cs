using System.Runtime;

namespace CallActors.Benchmarks.KernelRuntime;

/// <summary>The actor runtime alone: telling, asking, spawning, timers, sharding, persistence. What each figure includes: docs/performance.md.</summary>
internal sealed class KernelBenchmark : IBenchmark
{
    private static readonly IKernelGroup[] Groups =
    [
        new TellGroup(), new FairnessGroup(), new AskGroup(), new SpawnGroup(), new TimerGroup(), new ShardingGroup(),
        new PersistenceGroup(),
    ];

    public string Summary =>
        $"the actor runtime [--quick] [{string.Join('|', Groups.Select(group => group.Name))}]; without --quick by BenchmarkDotNet";

    public async Task<int> RunAsync(string[] options)
    {
        string[] wanted = [.. options.Where(option => !option.StartsWith('-'))];
        if (wanted.FirstOrDefault(name => Groups.All(group => group.Name != name)) is { } unknown)
        {
            Console.Error.WriteLine($"There is no group \"{unknown}\"; there are: {string.Join(", ", Groups.Select(group => group.Name))}.");
            return 2;
        }

        if (!options.Contains("--quick")) return Micro.Run(wanted);
        Figures.Print("load average at the start", Machine.LoadAverage(), "");
        Figures.Print("processors", Environment.ProcessorCount, "");
        Figures.Print("server garbage collection", GCSettings.IsServerGC ? 1 : 0, "(1: yes)");
        foreach (var group in Groups.Where(group => wanted.Length == 0 || wanted.Contains(group.Name))) await group.RunAsync();
        Figures.Print("load average at the end", Machine.LoadAverage(), "");
        return 0;
    }
}

/// <summary>Figures that belong together, and the system they are measured on.</summary>
internal interface IKernelGroup
{
    /// <summary>By which it is chosen on the command line.</summary>
    string Name { get; }

    Task RunAsync();
}
