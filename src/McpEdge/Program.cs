using System.Runtime.InteropServices;
using CallActors.McpEdge;
using CallActors.McpEdge.Configuration;
using CallActors.McpEdge.Lending;

if (args is ["--help" or "-h" or "help"])
{
    Console.Out.Write(Usage.Text);
    return 0;
}
if (args is ["--version"])
{
    Console.Out.WriteLine(EdgeVersion.Text);
    return 0;
}
if (args is ["edge", ..]) return await LendingVerb.RunAsync(args[1..], Console.Out, Console.Error);

var log = new EdgeLog(Console.Error);
var (options, faults) = EdgeOptionsReader.Read(args, Environment.GetEnvironmentVariable);
if (options is null)
{
    foreach (var fault in faults) log.Write(fault);
    return 2;
}

if (options.Gateway is { Scheme: "http", IsLoopback: false })
    log.Write($"{options.Gateway} is not encrypted and not on this machine: the key and every word can be read on the way. Use https.");
log.Write($"gateway {options.Gateway}, key from {options.KeyOrigin}");

using var stop = new CancellationTokenSource();
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
await Edge.ServeAsync(options, log, stop.Token);
return 0;

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
