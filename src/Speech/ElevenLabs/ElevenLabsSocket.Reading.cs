using System.Text.Json;
using CallActors.Contracts.Speech;
using CallActors.Speech.Sockets;

namespace CallActors.Speech.ElevenLabs;

/// <summary>What comes in on the socket.</summary>
internal sealed partial class ElevenLabsSocket
{
    private async Task ReadToEndAsync()
    {
        // The constructor's caller is not kept waiting.
        await Task.Yield();
        SpeechException? failure = null;
        try
        {
            for (var read = _socket.ReadAsync(); await read.ConfigureAwait(false) is { } message; read = _socket.ReadAsync(read))
                if (message.IsText) Take(message.Content.Span);
        }
        catch (JsonException)
        {
            failure = NoMessage();
            _socket.Abort();
        }

        // Whatever ends it: nobody waits for a socket that is not read.
        End(failure ?? Told ?? FailureOf(_socket.End!));
        await _socket.DisposeAsync().ConfigureAwait(false);
    }

    private SpeechException FailureOf(SocketEnd end) => end switch
    {
        { IsTooLong: true } => NoMessage(),
        { IsTimeout: true } => new SpeechException(SpeechFailure.TimedOut, $"ElevenLabs took nothing for {_options.ConnectWithin.TotalSeconds:0.#} s."),
        _ => ElevenLabsFaults.OfClose((int?)end.Status, end.Description),
    };

    private static SpeechException NoMessage() => new(SpeechFailure.Broken, "ElevenLabs sent what is no message of its protocol.");

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
        _ended(this);
    }
}
