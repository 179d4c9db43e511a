using System.Diagnostics;
using Kernel.Actor;

namespace CallActors.Benchmarks.KernelRuntime;

/// <summary>Ten thousand actors with a periodic timer of 20 ms each. The plain .NET beside it is a <see cref="Timer"/> each.</summary>
internal sealed class TimerGroup : IKernelGroup
{
    private const int Timers = 10_000;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    public string Name => "timers";

    public async Task RunAsync()
    {
        var plain = await PlainAsync();
        using var system = ActorSystem.Create("bench");
        var ticks = new Ticks();
        var props = Props.Create(() => new Ticking(ticks));
        for (var i = 0; i < Timers; i++) system.ActorOf(props);
        var used = await WatchAsync(ticks, "10,000 timers of 20 ms");
        Figures.Print("10,000 timers of 20 ms, processor time over plain .NET's", used / plain, "x");
        await system.Terminate();
    }

    private static async Task<double> PlainAsync()
    {
        var ticks = new Ticks();
        var timers = Enumerable.Range(0, Timers).Select(_ => new Timer(_ => ticks.Count(), null, Random.Shared.NextDouble() * Period, Period)).ToArray();
        var used = await WatchAsync(ticks, "10,000 timers of 20 ms on plain .NET");
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
        Figures.Print($"{name}, ticks delivered of those due", (ticks.Total - before) / (seconds / Period.TotalSeconds * Timers) * 100, "%");
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
