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
internal sealed class SpeakSocket(VendorSocket socket, string voice, TimeProvider time) : IAsyncDisposable
{
    /// <summary>So many requests a minute are answered on one socket.</summary>
    public const int MostFlushes = 20;

    private static readonly TimeSpan FlushWindow = TimeSpan.FromSeconds(60);

    private readonly Queue<long> _flushes = new();
    private Task<SocketMessage?>? _done;

    /// <summary>What it was opened for.</summary>
    public string Voice => voice;

    /// <summary>Requests so far.</summary>
    public int Uses { get; private set; }

    /// <summary>When it was put aside.</summary>
    public long IdleSince { get; set; }

    /// <summary>The service will take one more request now.</summary>
    public bool MayFlush
    {
        get
        {
            while (_flushes.TryPeek(out var at) && time.GetElapsedTime(at) >= FlushWindow) _flushes.Dequeue();
            return _flushes.Count < MostFlushes;
        }
    }

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
        _flushes.Enqueue(time.GetTimestamp());
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
            if (!message.IsText) return new SpeakStep(message.Content, false, null);
            switch (TypeOf(message))
            {
                case { Type: "Flushed" }:
                    return new SpeakStep(default, true, null);
                case { Type: "Warning" or "Error" } warning:
                    return Faulty(new SpeechException(
                        SpeechFailure.Busy, $"{DeepgramConnection.Vendor}'s voice does not go on ({DeepgramConnection.CodeOf(warning.Code ?? "")})."));
            }
        }
    }

    /// <summary>Makes the service forget the request that is not wanted any more. What still comes of it is passed over.</summary>
    /// <returns>False when it did not confirm in time: nothing more may be asked here.</returns>
    public async Task<bool> ClearAsync(TimeSpan within)
    {
        Send(new SpeakMessage("Clear"));
        using var late = new CancellationTokenSource(within, time);
        try
        {
            while (true)
            {
                var read = Read();
                if (await read.WaitAsync(late.Token).ConfigureAwait(false) is not { } message) return false;
                _done = read;
                if (message.IsText && TypeOf(message) is { Type: "Cleared" }) return true;
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

    private static SpeakMessage? TypeOf(SocketMessage message)
    {
        try
        {
            return JsonSerializer.Deserialize(message.Content.Span, DeepgramJson.Default.SpeakMessage);
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
