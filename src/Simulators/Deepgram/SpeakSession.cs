using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using CallActors.Contracts.Speech;

namespace CallActors.Simulators.Deepgram;

/// <summary>One socket that speaks: text is collected until a <c>Flush</c>, texts are spoken one after another, and the socket is read
/// meanwhile.</summary>
internal abstract class SpeakSession(Peer peer, Parameters parameters, DeepgramSimulatorOptions options, TimeProvider time) : IAsyncDisposable
{
    private readonly StringBuilder _text = new();
    private CancellationTokenSource _speaking = new();

    protected Peer Peer => peer;

    protected Parameters Parameters => parameters;

    /// <summary>All that is to be spoken.</summary>
    protected Task Spoken { get; private set; } = Task.CompletedTask;

    public async Task RunAsync()
    {
        await BeginAsync().ConfigureAwait(false);
        while (await peer.ReadAsync().ConfigureAwait(false) is { } type)
        {
            if (type is WebSocketMessageType.Text && await OnTextAsync(peer.ReadObject()).ConfigureAwait(false)) continue;
            break;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _speaking.Dispose();
    }

    protected abstract Task BeginAsync();

    /// <summary>A message of one protocol alone; false when it is none, or the last.</summary>
    protected abstract Task<bool> OnOwnAsync(JsonObject? message);

    /// <summary>False when nothing is spoken of it.</summary>
    protected abstract Task<bool> MayFlushAsync(string text);

    protected abstract Task OnBegunAsync(string text);

    protected abstract Task OnSpokenAsync(string text);

    /// <summary>A piece of audio is on its way.</summary>
    protected virtual void OnAudio(int samples)
    {
    }

    /// <summary>Forgets all text and stops speaking.</summary>
    protected async Task StopAsync()
    {
        _text.Clear();
        await _speaking.CancelAsync().ConfigureAwait(false);
        await Spoken.ConfigureAwait(false);
        _speaking.Dispose();
        (_speaking, Spoken) = (new CancellationTokenSource(), Task.CompletedTask);
    }

    private async Task<bool> OnTextAsync(JsonObject? message)
    {
        switch ((string?)message?["type"])
        {
            case "Speak" when (string?)message["text"] is { Length: > 0 and <= 2000 } text:
                _text.Append(text);
                return true;
            case "Flush":
                var flushed = _text.ToString();
                if (!await MayFlushAsync(flushed).ConfigureAwait(false)) return true;
                _text.Clear();
                Spoken = SpeakAsync(Spoken, flushed, _speaking.Token);
                return true;
            case "Close":
                await Spoken.ConfigureAwait(false);
                await peer.CloseAsync(1000).ConfigureAwait(false);
                return false;
            default:
                return await OnOwnAsync(message).ConfigureAwait(false);
        }
    }

    private async Task SpeakAsync(Task before, string text, CancellationToken cancellation)
    {
        await before.ConfigureAwait(false);
        try
        {
            cancellation.ThrowIfCancellationRequested();
            await OnBegunAsync(text).ConfigureAwait(false);
            if (text.Length > 0)
            {
                await foreach (var piece in SimulatedVoice.SpeakAsync(options, parameters, text, time, cancellation).ConfigureAwait(false))
                {
                    OnAudio(piece.Length);
                    await peer.SendAsync(piece, WebSocketMessageType.Binary, cancellation).ConfigureAwait(false);
                }
            }

            cancellation.ThrowIfCancellationRequested();
            await OnSpokenAsync(text).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopped, or gone.
        }
        catch (SpeechException)
        {
            await peer.CloseAsync(1011, "NET-0000").ConfigureAwait(false);
        }
    }
}
