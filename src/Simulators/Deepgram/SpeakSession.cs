using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Simulators.Deepgram;

/// <summary>One socket on <c>/v1/speak</c>: nothing is said before a <c>Flush</c>, and nothing more after a <c>Clear</c>.</summary>
internal sealed class SpeakSession(Peer peer, Parameters parameters, DeepgramSimulatorOptions options, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan FlushWindow = TimeSpan.FromSeconds(60);

    private readonly StringBuilder _text = new();
    private readonly Queue<long> _flushes = new();
    private CancellationTokenSource _speaking = new();
    private Task _spoken = Task.CompletedTask;
    private int _flushed;
    private int _cleared;

    public async Task RunAsync()
    {
        await peer.SendAsync(new JsonObject
        {
            ["type"] = "Metadata",
            ["request_id"] = peer.RequestId,
            ["model_name"] = parameters["model"],
            ["model_version"] = "simulated",
            ["model_uuid"] = peer.RequestId,
        }).ConfigureAwait(false);
        while (await peer.ReadAsync().ConfigureAwait(false) is { } type)
        {
            if (type is WebSocketMessageType.Text && await OnTextAsync().ConfigureAwait(false)) continue;
            break;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _speaking.Dispose();
    }

    private async Task<bool> OnTextAsync()
    {
        var message = peer.ReadObject();
        switch ((string?)message?["type"])
        {
            case "Speak" when (string?)message["text"] is { Length: > 0 and <= 2000 } text:
                _text.Append(text);
                return true;
            case "Flush":
                await FlushAsync().ConfigureAwait(false);
                return true;
            case "Clear":
                _text.Clear();
                await StopAsync().ConfigureAwait(false);
                await peer.SendAsync(new JsonObject { ["type"] = "Cleared", ["sequence_id"] = _cleared++ }).ConfigureAwait(false);
                return true;
            case "Close":
                await _spoken.ConfigureAwait(false);
                await peer.CloseAsync(1000).ConfigureAwait(false);
                return false;
            default:
                await peer.CloseAsync(1008, "DATA-0000").ConfigureAwait(false);
                return false;
        }
    }

    private async Task FlushAsync()
    {
        while (_flushes.TryPeek(out var at) && time.GetElapsedTime(at) >= FlushWindow) _flushes.Dequeue();
        if (_flushes.Count >= options.FlushesPerMinute)
        {
            await peer.SendAsync(new JsonObject { ["type"] = "Warning", ["code"] = "FLUSH_LIMIT", ["description"] = "Too many Flush messages." }).ConfigureAwait(false);
            return;
        }

        _flushes.Enqueue(time.GetTimestamp());
        var (text, before) = (_text.ToString(), _spoken);
        _text.Clear();
        _spoken = SpeakAsync(before, text, _speaking.Token);
    }

    /// <summary>Texts are spoken one after another; the socket is read meanwhile.</summary>
    private async Task SpeakAsync(Task before, string text, CancellationToken cancellation)
    {
        await before.ConfigureAwait(false);
        try
        {
            if (text.Length > 0)
            {
                await foreach (var piece in SimulatedVoice.SpeakAsync(options, parameters, text, time, cancellation).ConfigureAwait(false))
                    await peer.SendAsync(piece, WebSocketMessageType.Binary, cancellation).ConfigureAwait(false);
            }

            cancellation.ThrowIfCancellationRequested();
            await peer.SendAsync(new JsonObject { ["type"] = "Flushed", ["sequence_id"] = _flushed++ }).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Cleared, or gone.
        }
        catch (SpeechException)
        {
            await peer.CloseAsync(1011, "NET-0000").ConfigureAwait(false);
        }
    }

    private async Task StopAsync()
    {
        await _speaking.CancelAsync().ConfigureAwait(false);
        await _spoken.ConfigureAwait(false);
        _speaking.Dispose();
        (_speaking, _spoken) = (new CancellationTokenSource(), Task.CompletedTask);
    }
}

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
