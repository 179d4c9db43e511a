using System.Text.Json.Nodes;

namespace CallActors.Simulators.Deepgram;

/// <summary>One socket on <c>/v1/listen</c>.</summary>
internal sealed class NovaSession(Peer peer, Parameters parameters, IHearing hearing, DeepgramSimulatorOptions options, TimeProvider time)
    : ListenSession(peer, hearing)
{
    private const double InterimEvery = 1;
    private const double FinalEvery = 4;

    private readonly bool _interim = parameters.Is("interim_results");
    private readonly double _endpointing = parameters["endpointing"] == "false" ? double.MaxValue : parameters.Number("endpointing", 10) / 1000;
    private readonly double _utteranceEnd = parameters.Number("utterance_end_ms", double.MaxValue) / 1000;
    private ITimer? _quiet;
    private double _finalTo;
    private double _interimAt;
    private int _final;
    private int _told;
    private int _utterances;
    private bool _inSpeech;

    public override ValueTask DisposeAsync()
    {
        _quiet?.Dispose();
        return base.DisposeAsync();
    }

    protected override Task BeginAsync()
    {
        _quiet = time.CreateTimer(_ => _ = Peer.CloseAsync(1011, "NET-0001"), null, options.QuietAtMost, Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    protected override async Task<bool> OnTextAsync(JsonObject? message)
    {
        switch ((string?)message?["type"])
        {
            case "KeepAlive":
                // Before the first audio it does not count.
                if (Now > 0) StayAwake();
                return true;
            case "Finalize":
                await Hearing.SettleAsync().ConfigureAwait(false);
                if (Now - _finalTo >= options.FinalizeNeeds.TotalSeconds) await TellFinalAsync(Now, fromFinalize: true).ConfigureAwait(false);
                return true;
            case "CloseStream":
                await EndAsync().ConfigureAwait(false);
                return false;
            default:
                await Peer.CloseAsync(1008, "DATA-0000").ConfigureAwait(false);
                return false;
        }
    }

    protected override async Task<bool> OnBinaryAsync(ReadOnlyMemory<byte> audio)
    {
        if (audio.IsEmpty)
        {
            // The old way of closing a stream.
            await EndAsync().ConfigureAwait(false);
            return false;
        }

        // A KeepAlive in a binary message is neither one nor audio.
        if (audio.Span.StartsWith("{\""u8)) return true;
        StayAwake();
        return await base.OnBinaryAsync(audio).ConfigureAwait(false);
    }

    private void StayAwake() => _quiet!.Change(options.QuietAtMost, Timeout.InfiniteTimeSpan);

    protected override async Task StepAsync()
    {
        var words = Hearing.Words;
        if (words.Count > _told && !_inSpeech)
        {
            _inSpeech = true;
            if (parameters.Is("vad_events"))
                await Peer.SendAsync(new JsonObject { ["type"] = "SpeechStarted", ["channel"] = Channel(), ["timestamp"] = words[_told].Start }).ConfigureAwait(false);
        }

        if (words.Count > _final && Now - words[^1].End >= _endpointing)
        {
            _inSpeech = false;
            await TellFinalAsync(Now, isEnd: true).ConfigureAwait(false);
        }
        else if (Now - _finalTo >= FinalEvery)
        {
            await TellFinalAsync(words.Count > _final ? words[^1].End : Now).ConfigureAwait(false);
        }
        else if (_interim && (words.Count > _told || Now - _interimAt >= InterimEvery))
        {
            _interimAt = Now;
            await TellAsync(words.Skip(_final), Now, isFinal: false, isEnd: false, fromFinalize: false).ConfigureAwait(false);
        }

        _told = words.Count;
        if (_utterances < words.Count && _final == words.Count && Now - words[^1].End >= _utteranceEnd)
        {
            _utterances = words.Count;
            await Peer.SendAsync(new JsonObject { ["type"] = "UtteranceEnd", ["channel"] = Channel(), ["last_word_end"] = words[^1].End }).ConfigureAwait(false);
        }
    }

    private async Task TellFinalAsync(double to, bool isEnd = false, bool fromFinalize = false)
    {
        var words = Hearing.Words;
        await TellAsync(words.Skip(_final), to, isFinal: true, isEnd, fromFinalize).ConfigureAwait(false);
        (_final, _told, _finalTo, _interimAt) = (words.Count, words.Count, to, Now);
    }

    private Task TellAsync(IEnumerable<TimedWord> spoken, double to, bool isFinal, bool isEnd, bool fromFinalize)
    {
        var words = spoken.ToList();
        var results = new JsonObject
        {
            ["type"] = "Results",
            ["channel_index"] = Channel(),
            ["duration"] = Math.Round(to - _finalTo, 3),
            ["start"] = Math.Round(_finalTo, 3),
            ["is_final"] = isFinal,
            ["speech_final"] = isEnd,
            ["channel"] = new JsonObject
            {
                ["alternatives"] = new JsonArray(new JsonObject
                {
                    ["transcript"] = TextOf(words),
                    ["confidence"] = words.Count == 0 ? 0 : words.Average(word => word.Confidence),
                    ["words"] = WordsOf(words, word => new JsonObject { ["word"] = word.Text.ToLowerInvariant(), ["punctuated_word"] = word.Text }),
                }),
            },
            ["metadata"] = new JsonObject
            {
                ["request_id"] = Peer.RequestId,
                ["model_info"] = new JsonObject { ["name"] = parameters["model"], ["version"] = "simulated", ["arch"] = "nova-3" },
                ["model_uuid"] = Peer.RequestId,
            },
            ["from_finalize"] = fromFinalize,
        };
        return Peer.SendAsync(results);
    }

    private async Task EndAsync()
    {
        await Hearing.SettleAsync().ConfigureAwait(false);
        if (Now > _finalTo) await TellFinalAsync(Now).ConfigureAwait(false);
        await Peer.SendAsync(new JsonObject
        {
            ["type"] = "Metadata",
            ["transaction_key"] = "deprecated",
            ["request_id"] = Peer.RequestId,
            ["sha256"] = "",
            ["created"] = time.GetUtcNow().ToString("O"),
            ["duration"] = Now,
            ["channels"] = 1,
        }).ConfigureAwait(false);
        await Peer.CloseAsync(1000).ConfigureAwait(false);
    }

    private static JsonArray Channel() => [0, 1];
}
