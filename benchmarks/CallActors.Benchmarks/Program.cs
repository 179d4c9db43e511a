using CallActors.Benchmarks;
using CallActors.Benchmarks.KernelRuntime;
using CallActors.Benchmarks.Speech;
using CallActors.Benchmarks.Vendors;
using CallActors.Benchmarks.Voice;
using CallActors.Benchmarks.Workspaces;

// What is measured in a process of its own is this program once more.
if (args is [VoiceServer.Verb, ..]) return await VoiceServer.RunAsync(args[1]);
if (args is [VendorServer.Verb, ..]) return await VendorServer.RunAsync(args[1]);
if (args is [WorkspaceServer.Verb, ..]) return await WorkspaceServer.RunAsync(args[1]);
if (args is [TimerGroup.VerbAsInGateway]) return await TimerGroup.RunAsInGatewayAsync();

var verbs = new Dictionary<string, IBenchmark>
{
    ["kernel"] = new KernelBenchmark(),
    ["speech"] = new SpeechBenchmark(),
    ["vendors"] = new VendorsBenchmark(),
    ["voice"] = new VoiceBenchmark(),
    ["workspaces"] = new WorkspacesBenchmark(),
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
