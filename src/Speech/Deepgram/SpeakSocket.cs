using System.Net.WebSockets;
using System.Text.Json;
using CallActors.Contracts.Speech;
using CallActors.Speech.Sockets;

namespace CallActors.Speech.Deepgram;

/// <summary>What came next of a request.</summary>
/// <param name="Audio">Valid until the next is asked for.</param>
/// <param name="Fault">Why nothing follows that was owed.</param>
internal readonly record struct SpeakStep(ReadOnlyMemory<byte> Audio, bool IsDone, SpeechException? Fault);

/// <summary>One voice's socket, which speaks one request after the other. Not for use by several at once.</summary>
/// <param name="voice">What it was opened for.</param>
internal sealed class SpeakSocket(VendorSocket socket, string voice, SpeakWire wire, TimeProvider time) : IAsyncDisposable
{
    private Task<SocketMessage?>? _done;

    /// <summary>What it was opened for.</summary>
    public string Voice => voice;

    /// <summary>Requests so far.</summary>
    public int Uses { get; private set; }

    /// <summary>When it was put aside.</summary>
    public long IdleSince { get; set; }

    /// <summary>The service will take one more request now.</summary>
    public bool MayFlush => wire.MayFlush;

    /// <summary>Nothing has come while nobody spoke with it but what can be passed over, and it has not ended.</summary>
    public bool IsFit
    {
        get
        {
            while (Read() is { IsCompleted: true } read)
            {
                if (read.Result is null) return false;
                _done = read;
            }

            return true;
        }
    }

    /// <summary>Begins a request.</summary>
    public void Speak(IReadOnlyList<string> pieces)
    {
        Uses++;
        foreach (var piece in pieces) Send(new SpeakMessage("Speak", piece));
        Send(new SpeakMessage("Flush"));
        wire.OnFlush();
    }

    /// <exception cref="OperationCanceledException">Nobody wants it any more: <see cref="ClearAsync"/> comes next.</exception>
    public async ValueTask<SpeakStep> NextAsync(TimeSpan within, CancellationToken cancellation)
    {
        while (true)
        {
            // Also when more has come already.
            cancellation.ThrowIfCancellationRequested();
            var read = Read();
            SocketMessage? next;
            try
            {
                next = read.IsCompleted ? read.Result : await read.WaitAsync(within, time, cancellation).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                return Faulty(new SpeechException(SpeechFailure.TimedOut, $"{DeepgramConnection.Vendor}'s voice gave nothing for {within.TotalSeconds:0.#} s."));
            }

            if (next is not { } message) return Faulty(DeepgramConnection.Lost(socket.End!));
            _done = read;
            if (!message.IsText)
            {
                wire.OnAudio(message.Content.Length);
                return new SpeakStep(message.Content, false, null);
            }

            var told = TypeOf(message);
            switch (wire.Speaking(told))
            {
                case SpeakTurn.IsOver:
                    return new SpeakStep(default, true, null);
                case SpeakTurn.IsRefused:
                    return Faulty(new SpeechException(
                        SpeechFailure.Busy, $"{DeepgramConnection.Vendor}'s voice does not go on ({DeepgramConnection.CodeOf(told.Code ?? "")})."));
            }
        }
    }

    /// <summary>Makes the service forget the request that is not wanted any more. What still comes of it is passed over.</summary>
    /// <returns>False when it did not confirm in time: nothing more may be asked here.</returns>
    public async Task<bool> ClearAsync(TimeSpan within)
    {
        Send(wire.Stop());
        using var late = new CancellationTokenSource(within, time);
        try
        {
            while (true)
            {
                var read = Read();
                if (await read.WaitAsync(late.Token).ConfigureAwait(false) is not { } message) return false;
                _done = read;
                var turn = message.IsText ? wire.Stopping(TypeOf(message)) : SpeakTurn.GoesOn;
                if (turn is not SpeakTurn.GoesOn) return turn is SpeakTurn.IsOver;
            }
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public ValueTask DisposeAsync()
    {
        Send(new SpeakMessage("Close"));
        return socket.DisposeAsync();
    }

    private static SpeakStep Faulty(SpeechException fault) => new(default, false, fault);

    private static SpeakMessage TypeOf(SocketMessage message)
    {
        try
        {
            return JsonSerializer.Deserialize(message.Content.Span, DeepgramJson.Default.SpeakMessage) ?? new SpeakMessage("Error");
        }
        catch (JsonException)
        {
            return new SpeakMessage("Error");
        }
    }

    private Task<SocketMessage?> Read() => socket.ReadAsync(_done);

    private void Send(SpeakMessage message) =>
        socket.TrySend(JsonSerializer.SerializeToUtf8Bytes(message, DeepgramJson.Default.SpeakMessage), WebSocketMessageType.Text);
}
