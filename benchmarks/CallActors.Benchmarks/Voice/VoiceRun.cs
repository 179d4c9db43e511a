using System.Diagnostics;
using CallActors.Contracts.Audio;

namespace CallActors.Benchmarks.Voice;

/// <summary>The phases of a measurement with some calls open.</summary>
internal sealed class VoiceRun(ServerProcess server, IReadOnlyList<MeasuredCall> calls, VoiceRunSize size)
{
    private const int WarmingReplies = 5;

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenReplies = TimeSpan.FromMilliseconds(100);

    /// <summary>A false alarm ends 500 ms after its burst; then our speech goes on for a while.</summary>
    private static readonly TimeSpan BetweenBursts = TimeSpan.FromSeconds(1);

    private readonly string _with = calls.Count == 1 ? "1 call" : $"{calls.Count} calls";

    /// <summary>Replies, on one call after the other; other calls listen.</summary>
    public async Task ReplyAsync()
    {
        var replies = new List<Task<(double ToPhone, double Engine)>>();
        var last = new Task[calls.Count];
        Array.Fill(last, Task.CompletedTask);
        for (var i = 0; i < WarmingReplies + size.Replies; i++)
        {
            var next = i % calls.Count;
            await last[next];
            await Task.Delay(BetweenReplies);
            var reply = calls[next].SpeakAsync("All right.");
            replies.Add(reply);
            last[next] = reply;
        }

        var measured = (await Task.WhenAll(replies))[WarmingReplies..];
        Print("reply text to first frame", new Percentiles(measured.Select(m => m.ToPhone)), withMax: false);
        Print("reply text to first frame, engine's own", new Percentiles(measured.Select(m => m.Engine)), withMax: false);
    }

    /// <summary>The person's side is heard; nothing is said.</summary>
    /// <param name="sound">What the person sends, over and over.</param>
    /// <param name="idle">To tell the memory of a call from; null leaves it out.</param>
    public async Task ListenAsync(string what, byte[] sound, ServerStats? idle)
    {
        var heard = new byte[AudioFormat.SamplesIn(size.Window + (2 * Settle))];
        for (var i = 0; i < heard.Length; i++) heard[i] = sound[i % sound.Length];
        var said = Task.WhenAll(calls.Select(call => call.Phone.SayAsync(heard)));
        await Task.Delay(Settle);
        var (before, after, sent, _) = await WatchAsync();
        PrintCost(what, before, after);
        Figures.Print($"allocated per audio frame, {what}", (double)(after.AllocatedBytes - before.AllocatedBytes) / sent, "bytes");
        if (idle is not null) PrintMemory(what, idle, await server.StatsAfterCollectionAsync());
        await said;
    }

    /// <summary>All calls speak: pacing and cost first, then the person's voice cuts in again and again.</summary>
    public async Task SpeakAsync(byte[] burst, ServerStats? idle)
    {
        var bursts = Math.Max(3, calls.Count == 1 ? size.Bursts : size.Bursts / 4);
        var text = InstantVoice.TextOf(size.Window + (4 * Settle) + ((bursts + 2) * BetweenBursts));
        var speaking = calls.Select(call => call.SpeakAsync(text)).ToArray();
        await Task.Delay(Settle);
        foreach (var call in calls) call.Times.Record();
        var (before, after, sent, arrived) = await WatchAsync();
        PrintPacing([.. calls.Select(call => call.Times.StopRecording())]);
        if (idle is not null)
        {
            const string what = "speaking call";
            PrintCost(what, before, after);
            Figures.Print($"allocated per audio frame, {what}", (double)(after.AllocatedBytes - before.AllocatedBytes) / (sent + arrived), "bytes");
            PrintMemory(what, idle, await server.StatsAfterCollectionAsync());
        }

        await Task.Delay(Settle);
        await BargeInAsync(burst, bursts);
        foreach (var call in calls) await call.CutAsync();
        await Task.WhenAll(speaking);
    }

    private async Task BargeInAsync(byte[] burst, int bursts)
    {
        foreach (var call in calls) call.Times.TakeClears();
        for (var i = 0; i < bursts; i++)
        {
            // The calls are spread over the time between two bursts, as people are.
            var round = Task.Delay(BetweenBursts);
            foreach (var call in calls)
            {
                _ = call.BurstAsync(burst);
                if (calls.Count > 1) await Task.Delay(BetweenBursts / 2 / calls.Count);
            }

            await round;
        }

        var clears = calls.SelectMany(call => call.Times.TakeClears()).ToArray();
        Print("onset to clear, own processing", new Percentiles(clears), withMax: false);
        Figures.Print($"onsets without a clear, {_with}", (bursts * calls.Count) - clears.Length, $"of {bursts * calls.Count}");
    }

    private async Task<(ServerStats Before, ServerStats After, long Sent, long Arrived)> WatchAsync()
    {
        var before = await server.StatsAsync();
        var (sent, arrived) = Frames();
        await Task.Delay(size.Window);
        var (sentThen, arrivedThen) = Frames();
        var after = await server.StatsAsync();
        return (before, after, sentThen - sent, arrivedThen - arrived);
    }

    private (long Sent, long Arrived) Frames() => (calls.Sum(c => c.Times.Sent), calls.Sum(c => c.Times.Arrived));

    private void PrintPacing(IReadOnlyList<long>[] received)
    {
        var gaps = received.SelectMany(times => times.Zip(times.Skip(1), (a, b) => Stopwatch.GetElapsedTime(a, b).TotalMilliseconds));
        Print("outbound frame gap", new Percentiles(gaps), withMax: true);
        var rates = received.Select(times => (times.Count - 1) / Stopwatch.GetElapsedTime(times[0], times[^1]).TotalSeconds).ToArray();
        Figures.Print($"frames per second per call, {_with}", rates.Average(), "");
        Figures.Print($"frames per second, slowest of {_with}", rates.Min(), "");
        var drifts = received.Select(times => Math.Abs(((times.Count - 1) * 20) - Stopwatch.GetElapsedTime(times[0], times[^1]).TotalMilliseconds));
        Figures.Print($"drift over {size.Window.TotalSeconds:F0} s, worst of {_with}", drifts.Max(), "ms");
    }

    private void PrintCost(string what, ServerStats before, ServerStats after)
    {
        Figures.Print($"CPU per {what}", after.ProcessorPercentSince(before) / calls.Count, "% of a core");
        Figures.Print($"garbage collections, {_with} ({what})", after.Collections - before.Collections, "");
        Figures.Print($"stopped by garbage collection, {_with} ({what})", after.PauseMs - before.PauseMs, "ms");
    }

    private void PrintMemory(string what, ServerStats idle, ServerStats now)
    {
        Figures.Print($"memory per {what}", (now.WorkingSetBytes - idle.WorkingSetBytes) / 1024.0 / calls.Count, "KB over idle");
        Figures.Print($"managed memory per {what}", (now.HeapBytes - idle.HeapBytes) / 1024.0 / calls.Count, "KB over idle");
    }

    private void Print(string name, Percentiles values, bool withMax)
    {
        Figures.Print($"{name}, p50, {_with}", values.At(0.5), "ms");
        Figures.Print($"{name}, p99, {_with}", values.At(0.99), "ms");
        if (withMax) Figures.Print($"{name}, max, {_with}", values.Max, "ms");
    }
}
