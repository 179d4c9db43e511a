using System.Diagnostics;
using Kernel.Actor;

namespace CallActors.Benchmarks.KernelRuntime;

/// <summary>
/// Ten thousand actors with a periodic timer of 20 ms each, in this process and in one whose idle pool threads sleep at once, as the
/// gateway's do. The plain .NET beside it is a <see cref="Timer"/> each.
/// </summary>
internal sealed class TimerGroup : IKernelGroup
{
    /// <summary>What this program is started with once more, under the gateway's runtime configuration.</summary>
    public const string VerbAsInGateway = "kernel-timers-as-in-gateway";

    private const int Timers = 10_000;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    public string Name => "timers";

    public async Task RunAsync()
    {
        await MeasureAsync("10,000 timers of 20 ms");
        var configuration = Path.ChangeExtension(typeof(Gateway.Composition).Assembly.Location, ".runtimeconfig.json");
        using var again = Process.Start("dotnet", ["exec", "--runtimeconfig", configuration, typeof(TimerGroup).Assembly.Location, VerbAsInGateway]);
        await again.WaitForExitAsync();
    }

    public static async Task<int> RunAsInGatewayAsync()
    {
        await MeasureAsync("10,000 timers of 20 ms, threads as in the gateway");
        return 0;
    }

    private static async Task MeasureAsync(string name)
    {
        var plain = await PlainAsync($"{name}, plain .NET");
        using var system = ActorSystem.Create("bench");
        var ticks = new Ticks();
        var props = Props.Create(() => new Ticking(ticks));
        for (var i = 0; i < Timers; i++) system.ActorOf(props);
        var used = await WatchAsync(ticks, name);
        Figures.Print($"{name}, processor time over plain .NET's", used / plain, "x");
        await system.Terminate();
    }

    private static async Task<double> PlainAsync(string name)
    {
        var ticks = new Ticks();
        var timers = Enumerable.Range(0, Timers).Select(_ => new Timer(_ => ticks.Count(), null, Random.Shared.NextDouble() * Period, Period)).ToArray();
        var used = await WatchAsync(ticks, name);
        foreach (var timer in timers) await timer.DisposeAsync();
        return used;
    }

    private static async Task<double> WatchAsync(Ticks ticks, string name)
    {
        await Task.Delay(Settle);
        var (before, processor, started) = (ticks.Total, Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        await Task.Delay(Window);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var used = (Environment.CpuUsage.TotalTime - processor).TotalSeconds / seconds * 100;
        Figures.Print(name, used, "% of a core");
        Figures.Print($"{name}, delivered", (ticks.Total - before) / (seconds / Period.TotalSeconds * Timers) * 100, "%");
        return used;
    }

    private sealed class Ticks
    {
        private readonly ThreadLocal<long[]> _counts = new(() => new long[16], trackAllValues: true);

        public long Total => _counts.Values.Sum(count => Volatile.Read(ref count[8]));

        // In the middle of an array of its own: threads that count must not share a cache line.
        public void Count() => _counts.Value![8]++;
    }

    private sealed class Ticking(Ticks ticks) : UntypedActor, IWithTimers
    {
        public ITimerScheduler Timers { get; set; } = null!;

        protected override void OnReceive(object message) => ticks.Count();

        protected override void PreStart() => Timers.StartPeriodicTimer("tick", "tick", Random.Shared.NextDouble() * Period, Period);
    }
}
