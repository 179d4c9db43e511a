using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.ElevenLabs;

/// <summary>What comes in on the socket.</summary>
internal sealed partial class ElevenLabsSocket
{
    // A message of a second of audio is 11 KB with its times 20 KB.
    private const int FirstBytes = 32 * 1024;
    private const int MaximumBytes = 4 << 20;

    private async Task ReadToEndAsync()
    {
        // The constructor's caller is not kept waiting.
        await Task.Yield();
        var failure = ElevenLabsFaults.OfClose(null, "");
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBytes);
        try
        {
            var length = 0;
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None).ConfigureAwait(false);
                if (part.MessageType is WebSocketMessageType.Close)
                {
                    failure = Told ?? ElevenLabsFaults.OfClose((int?)_socket.CloseStatus, _socket.CloseStatusDescription ?? "");
                    break;
                }

                length += part.Count;
                if (part.EndOfMessage)
                {
                    if (part.MessageType is WebSocketMessageType.Text) Take(buffer.AsSpan(0, length));
                    length = 0;
                }
                else if (length == buffer.Length)
                {
                    if (length >= MaximumBytes) throw new JsonException("A message without an end.");
                    buffer = Grow(buffer);
                }
            }
        }
        catch (JsonException)
        {
            failure = new SpeechException(SpeechFailure.Broken, "ElevenLabs sent what is no message of its protocol.");
        }
        catch (Exception e) when (e is WebSocketException or InvalidOperationException or OperationCanceledException or IOException)
        {
            failure = Told ?? failure;
        }
        finally
        {
            // Whatever ends it: nobody waits for a socket that is not read.
            ArrayPool<byte>.Shared.Return(buffer);
            End(failure);
        }
    }

    /// <summary>What the vendor has said of the whole socket before it closes it.</summary>
    private SpeechException? Told { get; set; }

    private void Take(ReadOnlySpan<byte> message)
    {
        var answer = JsonSerializer.Deserialize(message, ElevenLabsAnswerJson.Default.SocketAnswer) ?? throw new JsonException("Null.");
        lock (_gate)
        {
            var isOfOne = _contexts.TryGetValue(IsShared ? answer.ContextId ?? answer.ContextIdToo ?? "" : "", out var context);
            if (answer.Error is not null || answer.Code is not null)
            {
                var failure = ElevenLabsFaults.OfMessage(ElevenLabsFaults.Cleaned(answer.Error));
                if (IsShared && isOfOne)
                {
                    context!.End(failure);
                }
                else
                {
                    // The vendor closes the socket now; nobody need wait for that.
                    Told = failure;
                    Retire();
                    foreach (var each in _contexts.Values) each.End(failure);
                    _contexts.Clear();
                }
            }
            else
            {
                // An answer to a request that was given up long ago is nobody's.
                context?.Take(answer);
            }

            if (context is { IsOver: true }) Remove(context);
        }
    }

    private void Remove(ElevenLabsContext context)
    {
        _contexts.Remove(context.Id);
        if (_contexts.Count > 0) return;
        if (IsShared && !_isRetired && _options.KeepFor > TimeSpan.Zero) _idle.Change(_options.KeepFor, Timeout.InfiniteTimeSpan);
        else _ = Task.Run(TryClose);
    }

    private void End(SpeechException failure)
    {
        lock (_gate)
        {
            Retire();
            foreach (var context in _contexts.Values) context.End(failure);
            _contexts.Clear();
        }

        _idle.Dispose();
        _socket.Dispose();
        _ended(this);
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 4);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
