using System.Text.Json.Nodes;

namespace CallActors.Simulators.Deepgram;

/// <summary>One socket on <c>/v2/listen</c>. Without a flow of audio no turn ends.</summary>
internal sealed class FluxSession(Peer peer, Parameters parameters, IHearing hearing) : ListenSession(peer, hearing)
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
    private double _windowStart;
    private double _updateAt;
    private int _turnFrom;
    private int _told;
    private bool _inTurn;
    private bool _isEager;

    protected override Task BeginAsync() => SendAsync(new JsonObject { ["type"] = "Connected", ["request_id"] = Peer.RequestId });

    protected override async Task<bool> OnTextAsync(JsonObject? message)
    {
        switch ((string?)message?["type"])
        {
            case "ForceEndTurn":
                await Hearing.SettleAsync().ConfigureAwait(false);
                await StepAsync().ConfigureAwait(false);
                if (_inTurn) await EndTurnAsync("manual").ConfigureAwait(false);
                return true;
            case "Configure":
                await ConfigureAsync(message!).ConfigureAwait(false);
                return true;
            case "CloseStream":
                await Peer.CloseAsync(1000).ConfigureAwait(false);
                return false;
            default:
                // KeepAlive too: there is none on this endpoint.
                await FailAsync("UNPARSABLE_CLIENT_MESSAGE").ConfigureAwait(false);
                return false;
        }
    }

    protected override async Task<bool> OnBinaryAsync(ReadOnlyMemory<byte> audio)
    {
        if (!audio.IsEmpty) return await base.OnBinaryAsync(audio).ConfigureAwait(false);
        await Peer.CloseAsync(1008, "DATA-0000").ConfigureAwait(false);
        return false;
    }

    protected override async Task StepAsync()
    {
        var words = Hearing.Words;
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
        var words = Hearing.Words.Take(_told).Skip(_turnFrom).ToList();
        var info = new JsonObject
        {
            ["type"] = "TurnInfo",
            ["request_id"] = Peer.RequestId,
            ["event"] = happened,
            ["turn_index"] = _turn,
            ["audio_window_start"] = Math.Round(_windowStart, 3),
            ["audio_window_end"] = Math.Round(Now, 3),
            ["transcript"] = TextOf(words),
            ["words"] = WordsOf(words, word => new JsonObject { ["word"] = word.Text }),
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
            return SendAsync(new JsonObject { ["type"] = "ConfigureFailure", ["request_id"] = Peer.RequestId });
        (_endOfTurn, _eager, _timeout) = (endOfTurn, eager, timeout / 1000);
        if (message["keyterms"] is JsonArray keyterms) _keyterms = keyterms;
        return SendAsync(new JsonObject
        {
            ["type"] = "ConfigureSuccess",
            ["request_id"] = Peer.RequestId,
            ["thresholds"] = new JsonObject { ["eot_threshold"] = _endOfTurn, ["eager_eot_threshold"] = _eager, ["eot_timeout_ms"] = timeout },
            ["keyterms"] = _keyterms.DeepClone(),
        });
    }

    private async Task FailAsync(string code)
    {
        await SendAsync(new JsonObject { ["type"] = "Error", ["code"] = code, ["description"] = "The stream ends." }).ConfigureAwait(false);
        await Peer.CloseAsync(1008, code).ConfigureAwait(false);
    }

    private Task SendAsync(JsonObject message)
    {
        message["sequence_id"] = _sequence++;
        return Peer.SendAsync(message);
    }
}
