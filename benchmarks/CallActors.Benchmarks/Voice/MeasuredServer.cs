using System.Text.Json;
using CallActors.Gateway.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CallActors.Benchmarks.Voice;

/// <summary>What a measured gateway does besides its work: answers on standard output to the lines <see cref="Tell"/> and
/// <see cref="Collect"/>, and ends with standard input. <see cref="ServerProcess"/> is the other side.</summary>
internal static class MeasuredServer
{
    /// <summary>Asks for <see cref="ServerStats"/>.</summary>
    public const string Tell = "stats";

    /// <summary>The same after a full, compacting garbage collection.</summary>
    public const string Collect = "collect";

    /// <summary>What its answers begin with; other lines are the gateway's log.</summary>
    public const string Answer = "bench: ";

    /// <summary>Where its key is, in the data folder.</summary>
    public const string KeyFile = "api-key";

    /// <summary>Starts the gateway, tells its address, and serves to the end of standard input.</summary>
    public static async Task ServeAsync(WebApplication app)
    {
        await app.StartAsync();
        Console.WriteLine(Answer + app.Services.GetRequiredService<PublicAddress>().Url);
        while (await Console.In.ReadLineAsync() is { } asked)
        {
            if (asked == Collect) CollectGarbage();
            Console.WriteLine(Answer + JsonSerializer.Serialize(ServerStats.Now()));
        }

        await app.StopAsync();
    }

    private static void CollectGarbage()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
