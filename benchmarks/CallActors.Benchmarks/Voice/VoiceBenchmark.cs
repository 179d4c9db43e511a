using System.Net.Http.Headers;

namespace CallActors.Benchmarks.Voice;

/// <summary>The voice path over real sockets: a gateway process, headless phones, and the times between them. What each figure includes:
/// docs/performance.md.</summary>
internal sealed class VoiceBenchmark : IBenchmark
{
    private const int ManyCalls = 50;
    public const int MostCalls = 500;
    private const int MostSeconds = 3600;

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

    public string Summary => "latency, pacing, processor and memory of calls, over real sockets [--quick] [--calls N] [--window SECONDS]";

    public async Task<int> RunAsync(string[] options)
    {
        var size = options.Contains("--quick") ? VoiceRunSize.Quick : VoiceRunSize.Full;
        if (!TryRead(options, "--calls", ManyCalls, MostCalls, out var calls)) return 2;
        if (!TryRead(options, "--window", (int)size.Window.TotalSeconds, MostSeconds, out var window)) return 2;
        size = size with { Window = TimeSpan.FromSeconds(window) };
        Figures.Print("load average at the start", Machine.LoadAverage(), "");
        Figures.Print("onset to clear, voiced audio needed", OnsetRule.VoicedNeeded().TotalMilliseconds, "ms");
        var speech = await Sounds.SpeechAsync();
        var person = await Sounds.PersonAsync();
        DetectorCost.Print(person, speech);
        await using var server = await ServerProcess.StartAsync(VoiceServer.Verb);
        using var api = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(5) };
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.ApiKey);

        // The one call comes first: it also warms the process, so that the idle baseline holds the compiled code already.
        await MeasureAsync(server, api, calls: 1, speech, person, size, idle: null);
        var idle = await IdleAsync(server, size);
        await MeasureAsync(server, api, calls, speech, person, size, idle);
        Figures.Print("load average at the end", Machine.LoadAverage(), "");
        return 0;
    }

    private static bool TryRead(string[] options, string name, int usual, int most, out int value)
    {
        value = usual;
        var at = Array.IndexOf(options, name);
        if (at < 0 || (at + 1 < options.Length && int.TryParse(options[at + 1], out value) && value >= 1 && value <= most)) return true;
        Console.Error.WriteLine($"{name} takes a whole number from 1 to {most}.");
        return false;
    }

    private static async Task<ServerStats> IdleAsync(ServerProcess server, VoiceRunSize size)
    {
        await Task.Delay(Settle);
        var before = await server.StatsAfterCollectionAsync();
        await Task.Delay(size.Window / 2);
        var after = await server.StatsAsync();
        Figures.Print("idle server, CPU", after.ProcessorPercentSince(before), "% of a core");
        Figures.Print("idle server, allocated", (after.AllocatedBytes - before.AllocatedBytes) / (after.AtMs - before.AtMs) * 1000, "bytes a second");
        Figures.Print("idle server, working set", before.WorkingSetBytes / 1024.0, "KB");
        Figures.Print("idle server, managed heap", before.HeapBytes / 1024.0, "KB");
        return before;
    }

    private static async Task MeasureAsync(
        ServerProcess server, HttpClient api, int calls, byte[] speech, byte[] person, VoiceRunSize size, ServerStats? idle)
    {
        var placed = new List<(MeasuredCall Call, Task Open)>();
        for (var i = 0; i < calls; i++) placed.Add(await MeasuredCall.PlaceAsync(server.Address, api));
        await Task.WhenAll(placed.Select(p => p.Open));
        var run = new VoiceRun(server, [.. placed.Select(p => p.Call)], size);
        try
        {
            await run.ReplyAsync();
            if (idle is not null)
            {
                await run.ListenAsync("listening call", Sounds.Noise(size.Window), idle);
                await run.ListenAsync("call hearing speech", person, idle: null);
            }

            await run.SpeakAsync(Sounds.Burst(person, speech), idle);
        }
        finally
        {
            foreach (var (call, _) in placed) await call.DisposeAsync();
        }
    }
}

/// <summary>How long and how often.</summary>
/// <param name="Window">What is watched for pacing, processor and allocation.</param>
/// <param name="Replies">Replies on each count of calls, after the warming ones.</param>
/// <param name="Bursts">Barge-ins on one call; on many calls each makes a quarter of them.</param>
internal sealed record VoiceRunSize(TimeSpan Window, int Replies, int Bursts)
{
    public static VoiceRunSize Quick { get; } = new(TimeSpan.FromSeconds(10), 20, 12);

    public static VoiceRunSize Full { get; } = new(TimeSpan.FromSeconds(30), 100, 60);
}
