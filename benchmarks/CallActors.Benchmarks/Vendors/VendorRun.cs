using System.Diagnostics;
using CallActors.Benchmarks.Voice;
using CallActors.Simulators.Media;

namespace CallActors.Benchmarks.Vendors;

/// <summary>The parts of a measurement.</summary>
internal sealed class VendorRun(VendorWorld world)
{
    private const int WarmingCalls = 3;
    private const int WarmingTurns = 3;

    private static readonly TimeSpan BetweenAnswers = TimeSpan.FromMilliseconds(40);

    private readonly VendorSettings _settings = world.Settings;
    private int _broken;

    /// <summary>What is compiled at its first use, or connected, is so afterwards.</summary>
    public async Task WarmAsync()
    {
        var forgotten = new Latencies("warming");
        await BriefAsync(forgotten, WarmingCalls);
        await TalkAsync(forgotten, WarmingTurns);
    }

    /// <summary>One call at a time.</summary>
    public async Task OneAsync()
    {
        var latencies = new Latencies("1 call");
        using (new WakeUps(latencies))
        {
            await BriefAsync(latencies, _settings.Brief);
            await TalkAsync(latencies, _settings.Turns);
        }

        Print(latencies);
    }

    /// <summary>Many calls: dialled in the same moment, answered one after the other, and then talking all at once; meanwhile more calls come, one at a
    /// time.</summary>
    public async Task ManyAsync()
    {
        var (burst, latencies) = (new Latencies($"{_settings.Calls} in one moment"), new Latencies($"{_settings.Calls} calls"));
        var calls = world.Phones.Skip(VendorSettings.Others).Select(phone => new VendorCall(world, phone)).ToArray();
        var sayings = calls.Select(_ => world.Sayings.Next()).ToArray();
        await Task.WhenAll(calls.Select((call, i) => call.PlaceAsync(burst, sayings[i])));
        using var enough = new CancellationTokenSource();
        var talking = new List<Task>();
        foreach (var (call, saying) in calls.Zip(sayings))
        {
            talking.Add(TalkAsync(call, saying, latencies, enough.Token));
            await Task.Delay(BetweenAnswers);
        }

        var (before, ownBefore) = (await world.Server.StatsAsync(), ServerStats.Now());
        using (new WakeUps(latencies))
        {
            var began = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(began) < _settings.Talk) await BriefAsync(latencies, 1);
        }

        var (after, ownAfter) = (await world.Server.StatsAsync(), ServerStats.Now());
        await enough.CancelAsync();
        await Task.WhenAll(talking);
        burst.Print(VendorCall.Dial);
        Print(latencies);
        PrintCost(before, after);
        Figures.Print($"CPU of simulators and phones, {_settings.Calls} calls", ownAfter.ProcessorPercentSince(ownBefore), "% of a core");
        Figures.Print($"calls that broke off, {_settings.Calls} calls", _broken, $"of {_settings.Calls}");
    }

    /// <summary>The first thing that is said takes ten seconds, and the voice some three to give it all.</summary>
    public async Task WholeFileAsync()
    {
        var comparison = new WholeFile(world);
        for (var i = 0; i < _settings.Long; i++) await comparison.RunAsync();
        comparison.Print();
    }

    /// <summary>Whether all calls went on to their end, and the carrier had nothing to complain of. Says what, if it had.</summary>
    public bool IsSound()
    {
        foreach (var alerts in world.Twilio.Alerts.GroupBy(alert => alert.Code))
            Console.Error.WriteLine($"The carrier has complained {alerts.Count()} times: {alerts.Key} {alerts.First().What}");
        return world.Twilio.Alerts.Count == 0 && _broken == 0;
    }

    private static void Print(Latencies latencies)
    {
        latencies.Print(WakeUps.Name, Latencies.BareRequest, VendorCall.Dial, VendorCall.FirstAudio);
        latencies.PrintShort(VendorCall.AnswerToTwiml, VendorCall.TwimlToStart, VendorCall.StartToVoice, VendorCall.FirstByteToAudio);
        latencies.Print(VendorCall.Reply);
        latencies.PrintShort(VendorCall.ReplyToVoice, VendorCall.ReplyByteToAudio);
        latencies.Print(VendorCall.Turn);
    }

    /// <summary>Calls one after the other that end with their first audio.</summary>
    private async Task BriefAsync(Latencies into, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await world.AskBareAsync(into);
            var call = new VendorCall(world, world.Phones[i % VendorSettings.Others]);
            var saying = world.Sayings.Next();
            await call.PlaceAsync(into, saying);
            await call.AnswerAsync(into, saying);
            await call.HangUpAsync();
        }
    }

    /// <summary>A call of so many turns.</summary>
    private async Task TalkAsync(Latencies into, int turns)
    {
        var call = new VendorCall(world, world.Phones[0]);
        var (saying, opening) = (world.Sayings.Next(), new Latencies("opening"));
        await call.PlaceAsync(opening, saying);
        await call.AnswerAsync(opening, saying);
        await call.HearAsync(opening);
        for (var i = 0; i < turns; i++)
        {
            await call.ReplyAsync(into);
            await call.HearAsync(into);
        }

        await call.HangUpAsync();
    }

    /// <summary>A call that rings is answered, and talks until it is enough. One that breaks off is counted: the others are measured all the
    /// same.</summary>
    private async Task TalkAsync(VendorCall call, string saying, Latencies into, CancellationToken enough)
    {
        try
        {
            await call.AnswerAsync(into, saying);
            await call.HearAsync(into);
            while (!enough.IsCancellationRequested)
            {
                await call.ReplyAsync(into);
                await call.HearAsync(into);
            }

            await call.HangUpAsync();
        }
        catch (Exception fault) when (fault is TimeoutException or InvalidOperationException or PhoneException or HttpRequestException)
        {
            Interlocked.Increment(ref _broken);
            Console.Error.WriteLine($"A call broke off: {fault.Message}");
        }
    }

    private void PrintCost(ServerStats before, ServerStats after)
    {
        var seconds = (after.AtMs - before.AtMs) / 1000;
        Figures.Print($"CPU per talking call, {_settings.Calls} calls", after.ProcessorPercentSince(before) / _settings.Calls, "% of a core");
        Figures.Print($"allocated per talking call, {_settings.Calls} calls", (after.AllocatedBytes - before.AllocatedBytes) / seconds / _settings.Calls / 1024, "KB a second");
        Figures.Print($"stopped by garbage collection, {_settings.Calls} calls", (after.PauseMs - before.PauseMs) / seconds, "ms a second");
    }
}
