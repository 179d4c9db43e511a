using System.Net.WebSockets;
using System.Text.Json.Nodes;
using CallActors.Contracts.Audio;

namespace CallActors.Simulators.Deepgram;

/// <summary>One socket on <c>/v1/listen</c>. All times are of the audio that was received.</summary>
internal sealed class NovaSession(Peer peer, Parameters parameters, IHearing hearing, DeepgramSimulatorOptions options, TimeProvider time) : IAsyncDisposable
{
    private const double InterimEvery = 1;
    private const double FinalEvery = 4;

    private readonly bool _interim = parameters.Is("interim_results");
    private readonly double _endpointing = parameters["endpointing"] == "false" ? double.MaxValue : parameters.Number("endpointing", 10) / 1000;
    private readonly double _utteranceEnd = parameters.Number("utterance_end_ms", double.MaxValue) / 1000;
    private ITimer? _quiet;
    private long _samples;
    private double _finalTo;
    private double _interimAt;
    private int _final;
    private int _told;
    private int _utterances;
    private bool _inSpeech;

    private double Now => (double)_samples / AudioFormat.SampleRate;

    public async Task RunAsync()
    {
        _quiet = time.CreateTimer(_ => _ = peer.CloseAsync(1011, "NET-0001"), null, options.QuietAtMost, Timeout.InfiniteTimeSpan);
        while (await peer.ReadAsync().ConfigureAwait(false) is { } type)
        {
            var goesOn = type is WebSocketMessageType.Text ? await OnTextAsync().ConfigureAwait(false) : await OnAudioAsync(peer.Content).ConfigureAwait(false);
            if (!goesOn) break;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _quiet?.Dispose();
        await hearing.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<bool> OnTextAsync()
    {
        switch ((string?)peer.ReadObject()?["type"])
        {
            case "KeepAlive":
                // Before the first audio it does not count.
                if (_samples > 0) StayAwake();
                return true;
            case "Finalize":
                await hearing.SettleAsync().ConfigureAwait(false);
                if (Now - _finalTo >= options.FinalizeNeeds.TotalSeconds) await TellFinalAsync(Now, fromFinalize: true).ConfigureAwait(false);
                return true;
            case "CloseStream":
                await EndAsync().ConfigureAwait(false);
                return false;
            default:
                await peer.CloseAsync(1008, "DATA-0000").ConfigureAwait(false);
                return false;
        }
    }

    private async Task<bool> OnAudioAsync(ReadOnlyMemory<byte> audio)
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

    private void StayAwake() => _quiet!.Change(options.QuietAtMost, Timeout.InfiniteTimeSpan);

    private async Task StepAsync()
    {
        var words = hearing.Words;
        if (words.Count > _told && !_inSpeech)
        {
            _inSpeech = true;
            if (parameters.Is("vad_events"))
                await peer.SendAsync(new JsonObject { ["type"] = "SpeechStarted", ["channel"] = Channel(), ["timestamp"] = words[_told].Start }).ConfigureAwait(false);
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
            await peer.SendAsync(new JsonObject { ["type"] = "UtteranceEnd", ["channel"] = Channel(), ["last_word_end"] = words[^1].End }).ConfigureAwait(false);
        }
    }

    private async Task TellFinalAsync(double to, bool isEnd = false, bool fromFinalize = false)
    {
        var words = hearing.Words;
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
                    ["transcript"] = string.Join(' ', words.Select(word => word.Text)),
                    ["confidence"] = words.Count == 0 ? 0 : words.Average(word => word.Confidence),
                    ["words"] = new JsonArray([.. words.Select(WordOf)]),
                }),
            },
            ["metadata"] = new JsonObject
            {
                ["request_id"] = peer.RequestId,
                ["model_info"] = new JsonObject { ["name"] = parameters["model"], ["version"] = "simulated", ["arch"] = "nova-3" },
                ["model_uuid"] = peer.RequestId,
            },
            ["from_finalize"] = fromFinalize,
        };
        return peer.SendAsync(results);
    }

    private async Task EndAsync()
    {
        await hearing.SettleAsync().ConfigureAwait(false);
        if (Now > _finalTo) await TellFinalAsync(Now).ConfigureAwait(false);
        await peer.SendAsync(new JsonObject
        {
            ["type"] = "Metadata",
            ["transaction_key"] = "deprecated",
            ["request_id"] = peer.RequestId,
            ["sha256"] = "",
            ["created"] = time.GetUtcNow().ToString("O"),
            ["duration"] = Now,
            ["channels"] = 1,
        }).ConfigureAwait(false);
        await peer.CloseAsync(1000).ConfigureAwait(false);
    }

    private static JsonArray Channel() => [0, 1];

    private static JsonObject WordOf(TimedWord word) => new()
    {
        ["word"] = word.Text.ToLowerInvariant(),
        ["start"] = word.Start,
        ["end"] = word.End,
        ["confidence"] = word.Confidence,
        ["punctuated_word"] = word.Text,
    };
}
