using System.Net.WebSockets;
using System.Text.Json.Nodes;
using CallActors.Contracts.Audio;

namespace CallActors.Simulators.Deepgram;

/// <summary>One socket on <c>/v2/listen</c>. All times are of the audio that was received: without a flow of it no turn ends.</summary>
internal sealed class FluxSession(Peer peer, Parameters parameters, IHearing hearing) : IAsyncDisposable
{
    private const double UpdateEvery = 0.25;

    // Silence that makes the turn's end as likely as not.
    private const double EvenSilence = 0.3;

    private double _endOfTurn = parameters.Number("eot_threshold", 0.7);
    private double? _eager = parameters["eager_eot_threshold"].Length > 0 ? parameters.Number("eager_eot_threshold", 0) : null;
    private double _timeout = parameters.Number("eot_timeout_ms", 5000) / 1000;
    private JsonArray _keyterms = [];
    private int _sequence;
    private int _turn;
    private long _samples;
    private double _windowStart;
    private double _updateAt;
    private int _turnFrom;
    private int _told;
    private bool _inTurn;
    private bool _isEager;

    private double Now => (double)_samples / AudioFormat.SampleRate;

    public async Task RunAsync()
    {
        await SendAsync(new JsonObject { ["type"] = "Connected", ["request_id"] = peer.RequestId }).ConfigureAwait(false);
        while (await peer.ReadAsync().ConfigureAwait(false) is { } type)
        {
            var goesOn = type is WebSocketMessageType.Text ? await OnTextAsync().ConfigureAwait(false) : await OnAudioAsync(peer.Content).ConfigureAwait(false);
            if (!goesOn) break;
        }
    }

    public ValueTask DisposeAsync() => hearing.DisposeAsync();

    private async Task<bool> OnTextAsync()
    {
        var message = peer.ReadObject();
        switch ((string?)message?["type"])
        {
            case "ForceEndTurn":
                await hearing.SettleAsync().ConfigureAwait(false);
                await StepAsync().ConfigureAwait(false);
                if (_inTurn) await EndTurnAsync("manual").ConfigureAwait(false);
                return true;
            case "Configure":
                await ConfigureAsync(message!).ConfigureAwait(false);
                return true;
            case "CloseStream":
                await peer.CloseAsync(1000).ConfigureAwait(false);
                return false;
            default:
                // KeepAlive too: there is none on this endpoint.
                await FailAsync("UNPARSABLE_CLIENT_MESSAGE").ConfigureAwait(false);
                return false;
        }
    }

    private async Task<bool> OnAudioAsync(ReadOnlyMemory<byte> audio)
    {
        if (audio.IsEmpty)
        {
            await peer.CloseAsync(1008, "DATA-0000").ConfigureAwait(false);
            return false;
        }

        peer.Session.ReceivedAudio(audio.Length);
        for (var at = 0; at < audio.Length; at += AudioFormat.FrameBytes)
        {
            var frame = audio.Slice(at, Math.Min(AudioFormat.FrameBytes, audio.Length - at));
            await hearing.HearAsync(frame).ConfigureAwait(false);
            _samples += frame.Length;
            await StepAsync().ConfigureAwait(false);
        }

        return true;
    }

    private async Task StepAsync()
    {
        var words = hearing.Words;
        var isNew = words.Count > _told;
        _told = words.Count;
        if (isNew && !_inTurn)
        {
            (_inTurn, _isEager) = (true, false);
            await TellAsync("StartOfTurn", 0).ConfigureAwait(false);
            return;
        }

        if (isNew && _isEager)
        {
            _isEager = false;
            await TellAsync("TurnResumed", 0).ConfigureAwait(false);
            return;
        }

        if (!_inTurn)
        {
            await UpdateAsync(0).ConfigureAwait(false);
            return;
        }

        var silence = Math.Max(0, Now - words[^1].End);
        var confidence = silence / (silence + EvenSilence);
        if (confidence >= _endOfTurn)
        {
            await EndTurnAsync("model").ConfigureAwait(false);
        }
        else if (silence >= _timeout)
        {
            await EndTurnAsync("timeout").ConfigureAwait(false);
        }
        else if (_eager is { } eager && !_isEager && confidence >= eager)
        {
            _isEager = true;
            await TellAsync("EagerEndOfTurn", confidence).ConfigureAwait(false);
        }
        else
        {
            await UpdateAsync(confidence).ConfigureAwait(false);
        }
    }

    private Task UpdateAsync(double confidence) => Now - _updateAt >= UpdateEvery ? TellAsync("Update", confidence) : Task.CompletedTask;

    private async Task EndTurnAsync(string trigger)
    {
        await TellAsync("EndOfTurn", 1, trigger).ConfigureAwait(false);
        (_inTurn, _isEager, _turnFrom, _windowStart) = (false, false, _told, Now);
        _turn++;
    }

    private Task TellAsync(string happened, double confidence, string? trigger = null)
    {
        _updateAt = Now;
        var words = hearing.Words.Take(_told).Skip(_turnFrom).ToList();
        var info = new JsonObject
        {
            ["type"] = "TurnInfo",
            ["request_id"] = peer.RequestId,
            ["event"] = happened,
            ["turn_index"] = _turn,
            ["audio_window_start"] = Math.Round(_windowStart, 3),
            ["audio_window_end"] = Math.Round(Now, 3),
            ["transcript"] = string.Join(' ', words.Select(word => word.Text)),
            ["words"] = new JsonArray([.. words.Select(WordOf)]),
            ["end_of_turn_confidence"] = Math.Round(confidence, 3),
        };
        if (trigger is not null) info["trigger"] = trigger;
        return SendAsync(info);
    }

    private Task ConfigureAsync(JsonObject message)
    {
        var thresholds = message["thresholds"] as JsonObject;
        var (endOfTurn, eager, timeout) = (
            (double?)thresholds?["eot_threshold"] ?? _endOfTurn, (double?)thresholds?["eager_eot_threshold"] ?? _eager, (double?)thresholds?["eot_timeout_ms"] ?? _timeout * 1000);
        if (Parameters.ThresholdFault(endOfTurn, eager, timeout) is not null)
            return SendAsync(new JsonObject { ["type"] = "ConfigureFailure", ["request_id"] = peer.RequestId });
        (_endOfTurn, _eager, _timeout) = (endOfTurn, eager, timeout / 1000);
        if (message["keyterms"] is JsonArray keyterms) _keyterms = keyterms;
        return SendAsync(new JsonObject
        {
            ["type"] = "ConfigureSuccess",
            ["request_id"] = peer.RequestId,
            ["thresholds"] = new JsonObject { ["eot_threshold"] = _endOfTurn, ["eager_eot_threshold"] = _eager, ["eot_timeout_ms"] = timeout },
            ["keyterms"] = _keyterms.DeepClone(),
        });
    }

    private async Task FailAsync(string code)
    {
        await SendAsync(new JsonObject { ["type"] = "Error", ["code"] = code, ["description"] = "The stream ends." }).ConfigureAwait(false);
        await peer.CloseAsync(1008, code).ConfigureAwait(false);
    }

    private Task SendAsync(JsonObject message)
    {
        message["sequence_id"] = _sequence++;
        return peer.SendAsync(message);
    }

    private static JsonObject WordOf(TimedWord word) => new()
    {
        ["word"] = word.Text,
        ["confidence"] = word.Confidence,
        ["start"] = word.Start,
        ["end"] = word.End,
    };
}
