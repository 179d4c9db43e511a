using CallActors.Carriers.Softphone;
using CallActors.Contracts.Speech;
using CallActors.Gateway;
using CallActors.Gateway.Options;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CallActors.Benchmarks.Voice;

/// <summary>The measured process: the gateway as it is, but for the engines of speech.</summary>
internal static class VoiceServer
{
    public const string Verb = "voice-server";

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
        await MeasuredServer.ServeAsync(app);
        return 0;
    }
}
