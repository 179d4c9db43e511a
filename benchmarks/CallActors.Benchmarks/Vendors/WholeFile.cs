using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;

namespace CallActors.Benchmarks.Vendors;

/// <summary>A call that begins with ten seconds of speech: ours begins to speak with the voice's first audio. Beside it, from the same vendor at the
/// same time, the whole speech as a file, which a server that plays files must have before it begins.</summary>
internal sealed class WholeFile(VendorWorld world)
{
    private const string Ours = "API call to first audio of 10 s of speech";
    private const string Theirs = "the same, if the whole file were awaited";
    private const string Own = "  of ours: all but the voice's set delay";

    private readonly Latencies _latencies = new("1 call");
    private readonly List<double> _ratios = [];

    public async Task RunAsync()
    {
        var first = $"This is what came of the build, {world.Sayings.Next()}";
        var text = string.Join(' ', [first, .. Enumerable.Range(0, 4).Select(_ => $"The tests passed on {world.Sayings.Next()}")]);
        var call = new VendorCall(world, world.Phones[0]);
        await call.PlaceAsync(new Latencies("unused"), text);
        // Whoever plays files asks for it as soon as the call is dialled, and has it made while the phone rings.
        var file = DownloadAsync(text);
        await call.AnswerAsync(_latencies, first);
        var fileAt = await file;
        var (ours, theirs) = (Ms(call, call.FirstAudioAt), Ms(call, fileAt));
        _latencies.Add(Ours, ours);
        _latencies.Add(Theirs, theirs);
        _latencies.Add(Own, ours - world.Settings.VoiceDelay.TotalMilliseconds);
        _ratios.Add(theirs / ours);
        await call.HangUpAsync();
    }

    public void Print()
    {
        _latencies.PrintShort(Ours, Own, Theirs);
        Figures.Print("the whole file's time to ours, p50", new Voice.Percentiles(_ratios).At(0.5), "x");
    }

    private static double Ms(VendorCall call, long at) => Stopwatch.GetElapsedTime(call.AskedAt, at).TotalMilliseconds;

    private async Task<long> DownloadAsync(string text)
    {
        using var http = new HttpClient { BaseAddress = world.Deepgram.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Token", "simulated-key");
        // With its length, which the vendor wants to know.
        using var body = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new { text }));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await http.PostAsync(new Uri("/v1/speak?model=aura-2-thalia-en&encoding=mulaw&sample_rate=8000&container=none", UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
        return Stopwatch.GetTimestamp();
    }
}
