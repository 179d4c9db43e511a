using System.Text.Json;
using CallActors.Contracts.Speech;
using CallActors.Speech.Sockets;

namespace CallActors.Speech.OpenAi.Realtime;

/// <summary>Opens sessions in the shape that the server takes, and remembers which that is.</summary>
internal sealed class SessionOpening
{
    private static readonly RealtimeShape[] InTurn = [RealtimeShape.Current, RealtimeShape.Earlier, RealtimeShape.Local];

    private readonly OpenAiRealtimeOptions _options;
    private readonly OpenAiAddress _address;
    private readonly OpenAiFaults _faults;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _handshakes;
    private readonly RetryGate _gate;
    private volatile RealtimeShape _shape;

    public SessionOpening(OpenAiRealtimeOptions options, OpenAiAddress address, OpenAiFaults faults, TimeProvider time, HttpMessageHandler handler)
    {
        (_options, _address, _faults, _time, _shape) = (options, address, faults, time, options.Shape);
        _gate = new RetryGate(faults.Name, time);
        _handshakes = new HttpMessageInvoker(new HandshakeWatch(handler, faults, _gate, time), disposeHandler: false);
    }

    /// <summary>Whether the sessions of a shape take 16-bit PCM of 24 kHz in place of µ-law.</summary>
    public static bool IsPcm(RealtimeShape shape) => shape is RealtimeShape.Local;

    /// <exception cref="SpeechException">No session can be had.</exception>
    public async Task<(RealtimeSession Session, RealtimeShape Shape)> OpenAsync(Hints hints, CancellationToken cancellationToken)
    {
        _gate.Enter();
        using var guard = new StallGuard(_time, cancellationToken);
        guard.Begin(_options.Connection.OpenWithin);
        try
        {
            if (_shape is not RealtimeShape.Auto) return (await OpenAsync(_shape, hints, guard.Token).ConfigureAwait(false), _shape);
            OpenAiRefusal? first = null;
            foreach (var shape in InTurn)
            {
                try
                {
                    var session = await OpenAsync(shape, hints, guard.Token).ConfigureAwait(false);
                    _shape = shape;
                    return (session, shape);
                }
                catch (OpenAiRefusal refusal) when (IsAboutShape(refusal))
                {
                    // Why the vendor's own shape was refused says more than why others were.
                    first ??= refusal;
                }
            }

            throw first!;
        }
        catch (OpenAiRefusal refusal)
        {
            throw refusal.Fault;
        }
        catch (OperationCanceledException) when (guard.IsLate && !cancellationToken.IsCancellationRequested)
        {
            throw _faults.NotOpened(_options.Connection.OpenWithin);
        }
    }

    // Some servers answer 403 to a handshake whose query they do not know.
    private static bool IsAboutShape(OpenAiRefusal refusal) =>
        refusal.Status is 400 or 403 or 404 or 405 or 422 && refusal.Error.Code is not ("invalid_api_key" or "model_not_found" or "insufficient_quota");

    private async Task<RealtimeSession> OpenAsync(RealtimeShape shape, Hints hints, CancellationToken cancellationToken)
    {
        var session = await RealtimeSession.ConnectAsync(
            AddressFor(shape, hints), _options.Connection, shape is RealtimeShape.Earlier, _faults, _time, _handshakes, cancellationToken).ConfigureAwait(false);
        try
        {
            // A socket that has ended already tells so when it is read.
            await session.SendAsync(SessionUpdate.Of(shape, _options, hints)).ConfigureAwait(false);
            await AwaitUpdatedAsync(session, shape, cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            // Its close is not waited for: the person is.
            _ = session.DisposeAsync().AsTask();
            throw;
        }
    }

    private Uri AddressFor(RealtimeShape shape, Hints hints)
    {
        var query = "intent=transcription";
        if (shape is RealtimeShape.Local)
        {
            query = $"model={Uri.EscapeDataString(_options.Model)}&{query}";
            if (hints.Language is { } language) query += $"&language={language}";
        }

        return new UriBuilder(_address.Realtime) { Query = query }.Uri;
    }

    private async Task AwaitUpdatedAsync(RealtimeSession session, RealtimeShape shape, CancellationToken cancellationToken)
    {
        while (true)
        {
            var received = await session.NextAsync(cancellationToken).ConfigureAwait(false);
            switch (received)
            {
                case { Type: "error", Error: { } error }:
                    var code = error.ToCode();
                    var fault = _faults.OfEvent(code);
                    throw fault.Reason is SpeechFailure.Refused ? new OpenAiRefusal(400, code, fault) : fault;
                case { Type: "session.updated" } when shape is RealtimeShape.Current && !IsCurrent(received.Session):
                    // A server of the earlier shape skips fields that it does not know, and would listen in its own way.
                    throw new OpenAiRefusal(400, OpenAiErrorCode.None, _faults.Broken("the server took another session than it was asked for."));
                case { Type: "session.updated" or "transcription_session.updated" }:
                    return;
            }
        }
    }

    private static bool IsCurrent(JsonElement? session) =>
        session is { ValueKind: JsonValueKind.Object } given && given.TryGetProperty("audio", out var audio) && audio.ValueKind is JsonValueKind.Object;
}
