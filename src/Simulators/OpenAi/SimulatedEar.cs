using System.Threading.Channels;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Simulators.OpenAi;

/// <summary>What the simulated server hears: a script's texts first, then what the recogniser hears that it was given.</summary>
internal sealed class SimulatedEar(OpenAiSimulatorOptions options)
{
    private readonly Queue<string?> _script = new();

    public void Script(IEnumerable<string?> texts)
    {
        lock (_script)
            foreach (var text in texts) _script.Enqueue(text);
    }

    /// <summary>Hears a stretch of µ-law. The script's text is taken at once, so that stretches get theirs in the order of their coming.</summary>
    /// <returns>Null when it cannot be transcribed.</returns>
    public Task<string?> HearAsync(byte[] muLaw, CancellationToken cancellationToken)
    {
        lock (_script)
            if (_script.TryDequeue(out var text)) return AfterAsync(Task.FromResult(text), cancellationToken);
        return AfterAsync(options.Ear is { } ear ? AskAsync(ear, muLaw, cancellationToken) : Task.FromResult<string?>(""), cancellationToken);
    }

    private async Task<string?> AfterAsync(Task<string?> text, CancellationToken cancellationToken)
    {
        if (options.HearingTakes > TimeSpan.Zero) await Task.Delay(options.HearingTakes, options.Time, cancellationToken).ConfigureAwait(false);
        return await text.ConfigureAwait(false);
    }

    private static async Task<string?> AskAsync(ISpeechRecognizer ear, byte[] muLaw, CancellationToken cancellationToken)
    {
        var heard = new Heard();
        var recognition = await ear.StartAsync(RecognitionRequest.Default, heard, cancellationToken).ConfigureAwait(false);
        await using (recognition.ConfigureAwait(false))
        {
            for (var at = 0; at < muLaw.Length; at += AudioFormat.FrameBytes)
                recognition.Accept(muLaw.AsSpan(at, Math.Min(AudioFormat.FrameBytes, muLaw.Length - at)));
            recognition.EndSegment();
            return await heard.Final.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private sealed class Heard : IRecognitionListener
    {
        public Channel<string?> Final { get; } = Channel.CreateUnbounded<string?>();

        public void OnText(RecognizedText text)
        {
            if (text.IsFinal) Final.Writer.TryWrite(text.Text);
        }

        public void OnFailed(SpeechException failure) => Final.Writer.TryWrite(null);
    }
}
