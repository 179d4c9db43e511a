using CallActors.Carriers.Tests;
using CallActors.Contracts.Speech;
using CallActors.Simulators.ElevenLabs;
using CallActors.Speech.ElevenLabs;
using CallActors.Tests.Voices;

namespace CallActors.Speech.Tests.ElevenLabs;

/// <summary>Our voice and the simulated vendor, over real sockets on loopback. Each has a clock of its own that stands until it is moved.</summary>
internal sealed class ElevenLabsBench : IAsyncDisposable
{
    /// <summary>Where every request and handshake goes.</summary>
    public const string Everywhere = "/v1/text-to-speech/";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    // Between two looks: whoever only yields takes the processor from those that he waits for.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(1);

    private ElevenLabsBench(ElevenLabsSimulator vendor, ElevenLabsOptions options)
    {
        Vendor = vendor;
        Voice = new ElevenLabsSynthesizer(options, Time);
    }

    public ElevenLabsSimulator Vendor { get; }

    public ElevenLabsSynthesizer Voice { get; }

    public ManualTime Time { get; } = new();

    public ManualTime VendorsTime { get; private init; } = null!;

    public static async Task<ElevenLabsBench> StartAsync(Func<ElevenLabsOptions, ElevenLabsOptions>? ours = null, ElevenLabsSimulatorOptions? theirs = null)
    {
        var time = new ManualTime();
        var vendor = await ElevenLabsSimulator.StartAsync(theirs ?? new ElevenLabsSimulatorOptions(), new MetronomeVoice(), time);
        var options = new ElevenLabsOptions { ApiKey = "simulated-key", BaseAddress = vendor.Server.Address };
        return new ElevenLabsBench(vendor, ours is null ? options : ours(options)) { VendorsTime = time };
    }

    /// <summary>Waits until something is so.</summary>
    public static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!isSo()) await Task.Delay(Look, limit.Token);
    }

    /// <summary>Moves a clock until a task is done: something waits for its deadline.</summary>
    public static async Task AdvanceUntilDoneAsync(ManualTime time, Task task)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!task.IsCompleted)
        {
            // Small steps: real messages are on their way meanwhile, and other deadlines must not be passed for that.
            time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Delay(Look, limit.Token);
        }
    }

    /// <summary>What a request fails with.</summary>
    public async Task<SpeechException> FailureAsync(string text = "Hello there.") =>
        await Assert.ThrowsAsync<SpeechException>(() => Local.Speech.Of(Voice, text));

    /// <summary>Neither side holds anything of requests that are over.</summary>
    public async Task AssertNothingLeaksAsync()
    {
        await Voice.DisposeAsync();
        await UntilAsync(() => Voice.OpenSockets == 0 && Vendor.OpenSockets == 0 && Vendor.Generations == 0);
    }

    public async ValueTask DisposeAsync()
    {
        await Voice.DisposeAsync();
        await Vendor.DisposeAsync();
    }
}
