using System.Diagnostics;
using Kernel.Actor;
using Kernel.Event;

namespace Kernel.Dispatch;

/// <summary>
/// Looks from a thread of its own at the actors that have their turn, and reports those that keep their thread for longer
/// than <c>starvation-threshold</c> of their dispatcher: once when that is noticed, and once with the time it took when the
/// turn has ended. An actor that waits for an asynchronous handler keeps no thread.
/// </summary>
internal sealed class StarvationWatch
{
    public static readonly StarvationWatch Shared = new();

    private readonly object _gate = new();
    private readonly List<WeakReference<RunningTurn>> _turns = [];
    private readonly List<TimeSpan> _thresholds = [];
    private readonly Dictionary<RunningTurn, Sighting> _seen = [];
    private bool _started;

    private StarvationWatch()
    {
    }

    public void Add(RunningTurn turn)
    {
        lock (_gate)
            _turns.Add(new WeakReference<RunningTurn>(turn));
    }

    /// <summary>Watches for a dispatcher until its system has ended.</summary>
    public void WatchFor(ActorSystem system, TimeSpan threshold)
    {
        lock (_gate)
        {
            _thresholds.Add(threshold);
            if (!_started)
                new Thread(Watch) { IsBackground = true, Name = "kernel-starvation", Priority = ThreadPriority.AboveNormal }.Start();
            _started = true;
            Monitor.Pulse(_gate);
        }

        system.RegisterOnTermination(() =>
        {
            lock (_gate)
                _thresholds.Remove(threshold);
        });
    }

    private void Watch()
    {
        List<RunningTurn> turns = [];
        while (true)
        {
            lock (_gate)
            {
                // A quarter: what is reported has lasted between one threshold and one and a quarter.
                if (_thresholds.Count == 0) Monitor.Wait(_gate);
                else Monitor.Wait(_gate, TimeSpan.FromMilliseconds(Math.Max(5, _thresholds.Min().TotalMilliseconds / 4)));
                turns.Clear();
                _turns.RemoveAll(one => !one.TryGetTarget(out _));
                foreach (var one in _turns)
                {
                    if (one.TryGetTarget(out var turn)) turns.Add(turn);
                }
            }

            foreach (var turn in turns) Look(turn);
            foreach (var ended in _seen.Keys.Except(turns).ToList()) _seen.Remove(ended);
        }
    }

    private void Look(RunningTurn turn)
    {
        var number = turn.Number;
        var cell = turn.Cell;
        if (_seen.TryGetValue(turn, out var seen) && seen.Number == number)
        {
            if (seen.IsReported || seen.Lasted < seen.Threshold) return;
            seen.IsReported = true;
            Report(seen, $"Actor [{seen.Cell.Self.Path}] has kept a thread of dispatcher [{seen.Cell.Dispatcher.Id}] for {seen.Lasted.TotalMilliseconds:F0} ms with {seen.Cell.CurrentMessage?.GetType()}: other actors wait for it. Blocking work belongs into ReceiveAsync or a task.");
            return;
        }

        if (seen is { IsReported: true })
            Report(seen, $"Actor [{seen.Cell.Self.Path}] has given its thread back after about {seen.Lasted.TotalMilliseconds:F0} ms.");
        if (cell is not null && cell.Dispatcher.StarvationThreshold > TimeSpan.Zero) _seen[turn] = new Sighting(cell, number);
        else _seen.Remove(turn);
    }

    private static void Report(Sighting seen, string text)
    {
        var stream = seen.Cell.System.EventStream;
        if (stream.LogLevel <= LogLevel.WarningLevel)
            stream.Publish(new Warning(seen.Cell.Self.Path.ToString(), typeof(StarvationWatch), text));
    }

    private sealed class Sighting(ActorCell cell, int number)
    {
        private readonly long _since = Stopwatch.GetTimestamp();

        public ActorCell Cell => cell;

        public int Number => number;

        public TimeSpan Threshold => cell.Dispatcher.StarvationThreshold;

        public TimeSpan Lasted => Stopwatch.GetElapsedTime(_since);

        public bool IsReported { get; set; }
    }
}
