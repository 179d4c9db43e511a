using CallActors.Benchmarks;
using CallActors.Benchmarks.Speech;

var verbs = new Dictionary<string, IBenchmark>
{
    ["speech"] = new SpeechBenchmark(),
};

if (args.Length == 0 || !verbs.TryGetValue(args[0], out var benchmark))
{
    Console.Error.WriteLine("usage: ./bench <verb> [options]");
    foreach (var (verb, known) in verbs)
    {
        Console.Error.WriteLine($"  {verb,-10} {known.Summary}");
    }

    return 2;
}

return await benchmark.RunAsync(args[1..]);
