using System.Diagnostics;

namespace CallActors.Benchmarks.Vendors;

/// <summary>How late the machine is: a thread of its own sleeps for a while again and again, and tells how much longer it was. What a figure's worst
/// values hold of other work on the machine, and of ours that waits for a processor, shows here.</summary>
internal sealed class WakeUps : IDisposable
{
    public const string Name = "wake-up of a sleeping thread, late by";

    private static readonly TimeSpan Sleep = TimeSpan.FromMilliseconds(5);

    private readonly Thread _thread;
    private volatile bool _over;

    public WakeUps(Latencies into)
    {
        _thread = new Thread(() =>
        {
            while (!_over)
            {
                var at = Stopwatch.GetTimestamp();
                Thread.Sleep(Sleep);
                into.Add(Name, Math.Max(0, (Stopwatch.GetElapsedTime(at) - Sleep).TotalMilliseconds));
            }
        });
        _thread.Start();
    }

    public void Dispose()
    {
        _over = true;
        _thread.Join();
    }
}
