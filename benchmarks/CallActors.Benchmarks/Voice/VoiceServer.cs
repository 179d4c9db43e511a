using System.Text.Json;
using CallActors.Carriers.Softphone;
using CallActors.Contracts.Speech;
using CallActors.Gateway;
using CallActors.Gateway.Hosting;
using CallActors.Gateway.Options;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CallActors.Benchmarks.Voice;

/// <summary>The measured process: the gateway as it is, but for the engines of speech. Answers on standard output to the lines
/// <see cref="Tell"/> and <see cref="Collect"/>; ends with standard input.</summary>
internal static class VoiceServer
{
    public const string Verb = "voice-server";

    /// <summary>Asks for <see cref="ServerStats"/>.</summary>
    public const string Tell = "stats";

    /// <summary>The same after a full, compacting garbage collection.</summary>
    public const string Collect = "collect";

    /// <summary>What its answers begin with; other lines are the gateway's log.</summary>
    public const string Answer = "bench: ";

    /// <summary>Where its key is, in the data folder.</summary>
    public const string KeyFile = "api-key";

    /// <summary>Runs it.</summary>
    /// <param name="data">Its data folder.</param>
    public static async Task<int> RunAsync(string data)
    {
        var options = new GatewayOptions { Port = 0, DataFolder = data };
        var voice = new InstantVoice(await Sounds.SpeechAsync());
        await using var app = Composition.Build(options, ApiKeyFile.ReadOrCreate(options.ApiKeyPath), services => services
            .AddSingleton(new SoftphoneOptions { MaxLines = VoiceBenchmark.MostCalls })
            .RemoveAll<ISpeechSynthesizer>().AddSingleton<ISpeechSynthesizer>(voice)
            .RemoveAll<ISpeechRecognizer>().AddSingleton<ISpeechRecognizer>(new DeafRecognizer()));
        await app.StartAsync();
        Console.WriteLine(Answer + app.Services.GetRequiredService<PublicAddress>().Url);
        while (await Console.In.ReadLineAsync() is { } asked)
        {
            if (asked == Collect) CollectGarbage();
            Console.WriteLine(Answer + JsonSerializer.Serialize(ServerStats.Now()));
        }

        await app.StopAsync();
        return 0;
    }

    private static void CollectGarbage()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
