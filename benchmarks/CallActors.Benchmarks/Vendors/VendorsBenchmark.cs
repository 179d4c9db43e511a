
namespace CallActors.Benchmarks.Vendors;

/// <summary>Real phones and voices, simulated: the gateway's process, a carrier and a vendor of speech over real sockets, and our own time in what
/// a caller waits for. What each figure includes: docs/performance.md.</summary>
internal sealed class VendorsBenchmark : IBenchmark
{
    private const int MostCalls = 300;

    private static readonly string[] Recognizers = ["deepgram", "deepgram-flux"];

    public string Summary => "our own time between carrier, recogniser and voice, over real sockets; cost of media messages [--quick] [--calls N] [--recognizer deepgram-flux]";

    public async Task<int> RunAsync(string[] options)
    {
        if (Read(options) is not { } settings) return 2;
        Figures.Print("load average at the start", Machine.LoadAverage(), "");
        MediaCost.Print();
        await using var world = await VendorWorld.StartAsync(settings);
        var run = new VendorRun(world);
        await run.WarmAsync();
        await run.OneAsync();
        await run.WholeFileAsync();
        await run.ManyAsync();
        Figures.Print("load average at the end", Machine.LoadAverage(), "");
        return run.IsSound() ? 0 : 1;
    }

    private static VendorSettings? Read(string[] options)
    {
        var settings = options.Contains("--quick") ? VendorSettings.Quick : VendorSettings.Full;
        for (var i = 0; i < options.Length; i++)
        {
            switch (options[i])
            {
                case "--quick":
                    break;
                case "--calls" when i + 1 < options.Length && int.TryParse(options[i + 1], out var calls) && calls is >= 1 and <= MostCalls:
                    settings = settings with { Calls = calls };
                    i++;
                    break;
                case "--recognizer" when i + 1 < options.Length && Recognizers.Contains(options[i + 1]):
                    settings = settings with { Recognizer = options[++i] };
                    break;
                default:
                    Console.Error.WriteLine($"{options[i]}: known are --quick, --calls with 1 to {MostCalls}, and --recognizer with {string.Join(" or ", Recognizers)}.");
                    return null;
            }
        }

        return settings;
    }
}
