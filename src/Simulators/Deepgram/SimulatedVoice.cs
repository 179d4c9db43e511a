using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Simulators.Deepgram;

/// <summary>Speaks as the simulator's voice does.</summary>
internal static class SimulatedVoice
{
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> SpeakAsync(
        DeepgramSimulatorOptions options, Parameters parameters, string text, TimeProvider time,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        if (options.Voice is not { } voice) throw new SpeechException(SpeechFailure.Unavailable, "The simulator was given no voice.");
        var language = parameters["model"] is var model && model.LastIndexOf('-') is var dash and > 0 ? model[(dash + 1)..] : "en";
        var started = time.GetTimestamp();
        var spoken = 0L;
        await foreach (var audio in voice.SynthesizeAsync(new SpeechRequest(text, Language: language, Pace: parameters.Number("speed", 1)), cancellation).ConfigureAwait(false))
        {
            yield return audio.MuLaw;
            spoken += audio.MuLaw.Length;
            if (options.SpeaksAtMost <= 0) continue;
            var left = AudioFormat.DurationOf(spoken) / options.SpeaksAtMost - time.GetElapsedTime(started);
            if (left > TimeSpan.Zero) await Task.Delay(left, time, cancellation).ConfigureAwait(false);
        }
    }
}
