using CallActors.Carriers.Tests;
using CallActors.Contracts.Speech;
using CallActors.Simulators.Deepgram;
using CallActors.Speech.Deepgram;

namespace CallActors.Speech.Tests.Deepgram;

/// <summary>A voice at a simulator, on a clock that stands until it is moved.</summary>
public abstract class SpeakingTests
{
    private protected static readonly SpeakOptions Options = new();

    private protected readonly ManualTime _time = new();

    private protected static Task<byte[]> SayAsync(DeepgramSynthesizer voice, string text) => SayAsync(voice, new SpeechRequest(text));

    private protected static async Task<byte[]> SayAsync(DeepgramSynthesizer voice, SpeechRequest request, CancellationToken cancellation = default)
    {
        var sound = new List<byte>();
        await foreach (var audio in voice.SynthesizeAsync(request, cancellation)) sound.AddRange(audio.MuLaw.Span);
        return [.. sound];
    }

    private protected async Task AdvanceUntilAsync(Task done, TimeSpan by) => await WhenAsync(() => done.IsCompleted, by);

    /// <summary>Lets the sockets do their work, in real time, and virtual time pass meanwhile.</summary>
    private protected async Task WhenAsync(Func<bool> condition, TimeSpan by = default)
    {
        using var late = new CancellationTokenSource(Listening.Patience);
        while (!condition())
        {
            late.Token.ThrowIfCancellationRequested();
            await Task.Yield();
            if (by > TimeSpan.Zero) _time.Advance(by);
        }
    }

    private protected Task<DeepgramSimulator> SimulatorAsync(DeepgramSimulatorOptions? options = null) =>
        DeepgramSimulator.StartAsync((options ?? new DeepgramSimulatorOptions()) with { Voice = new LettersVoice() }, _time);

    private protected DeepgramSynthesizer Voice(DeepgramSimulator simulator, SpeakOptions? options = null) =>
        new(Listening.AccountAt(simulator), options ?? Options, _time);
}
