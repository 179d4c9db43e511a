using BenchmarkDotNet.Attributes;
using Kernel.Actor;

namespace CallActors.Benchmarks.KernelRuntime;

/// <summary>A message scheduled and called off again, among ten thousand others that wait, as every deadline that is kept.</summary>
public class TimerMicro
{
    private const int Waiting = 10_000;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly List<Timer> _timers = [];
    private ActorSystem _system = null!;

    [GlobalSetup]
    public void Start()
    {
        _system = ActorSystem.Create("bench");
        for (var i = 0; i < Waiting; i++)
        {
            _system.Scheduler.ScheduleTellOnce(TimeSpan.FromMinutes(1 + (i / 1000)), _system.IgnoreRef, this, ActorRefs.NoSender);
            _timers.Add(new Timer(_ => { }, null, TimeSpan.FromMinutes(1 + (i / 1000)), Timeout.InfiniteTimeSpan));
        }
    }

    [GlobalCleanup]
    public void Stop()
    {
        _timers.ForEach(timer => timer.Dispose());
        _system.Terminate().Wait();
    }

    [Benchmark(Baseline = true)]
    public void PlainTimer()
    {
        using var timer = new Timer(static _ => { }, this, Deadline, Timeout.InfiniteTimeSpan);
    }

    [Benchmark]
    public void ScheduleAndCancel() =>
        _system.Scheduler.ScheduleTellOnceCancelable(Deadline, _system.IgnoreRef, this, ActorRefs.NoSender).Cancel();
}
