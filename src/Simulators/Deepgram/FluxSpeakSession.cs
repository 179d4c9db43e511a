using System.Text.Json.Nodes;
using CallActors.Contracts.Audio;

namespace CallActors.Simulators.Deepgram;

/// <summary>One socket on <c>/v2/speak</c>: turns, each ended by a <c>Flush</c> or cut off by an <c>Interrupt</c>. Positions are of all the
/// session's audio; what was interrupted counts as far as it was played.</summary>
internal sealed class FluxSpeakSession(Peer peer, Parameters parameters, DeepgramSimulatorOptions options, TimeProvider time)
    : SpeakSession(peer, parameters, options, time)
{
    private readonly bool _interrupts = options.Interrupts;
    private string? _speech;
    private string _text = "";
    private int _turns;
    private long _turnFrom;
    private long _made;
    private long _interruptedAt;
    private bool _isConfirmed;

    private long Made => Interlocked.Read(ref _made);

    protected override Task BeginAsync() => Peer.SendAsync(new JsonObject
    {
        ["type"] = "Connected",
        ["request_id"] = Peer.RequestId,
        ["model_name"] = Parameters["model"],
        ["model_version"] = "simulated",
        ["model_uuids"] = new JsonArray(Peer.RequestId),
    });

    protected override async Task<bool> OnOwnAsync(JsonObject? message)
    {
        if (_interrupts && (string?)message?["type"] is "Interrupt")
        {
            await InterruptAsync(message["playback_offset"] as JsonObject).ConfigureAwait(false);
            return true;
        }

        // Clear too: there is none on this endpoint.
        await Peer.SendAsync(new JsonObject { ["type"] = "Error", ["code"] = "MESSAGE-0000", ["description"] = "Not understood." }).ConfigureAwait(false);
        await Peer.CloseAsync(1008, "MESSAGE-0000").ConfigureAwait(false);
        return false;
    }

    protected override async Task<bool> MayFlushAsync(string text)
    {
        if (text.Length > 0) return true;
        await WarnAsync("NO_ACTIVE_SPEECH").ConfigureAwait(false);
        return false;
    }

    protected override Task OnBegunAsync(string text)
    {
        (_text, _turnFrom, _isConfirmed, _speech) = (text, Made, false, $"dg_sp_{++_turns:x12}");
        return Peer.SendAsync(new JsonObject { ["type"] = "SpeechStarted", ["speech_id"] = _speech });
    }

    protected override void OnAudio(int samples) => Interlocked.Add(ref _made, samples);

    protected override async Task OnSpokenAsync(string text)
    {
        await Peer.SendAsync(new JsonObject { ["type"] = "Flushed", ["speech_id"] = _speech }).ConfigureAwait(false);
        var metadata = Metadata();
        metadata.Insert(0, "type", "SpeechMetadata");
        _isConfirmed = true;
        await Peer.SendAsync(metadata).ConfigureAwait(false);
    }

    private async Task InterruptAsync(JsonObject? offset)
    {
        if (Made == 0)
        {
            await WarnAsync("NO_AUDIO_GENERATED").ConfigureAwait(false);
            return;
        }

        await StopAsync().ConfigureAwait(false);
        if (_speech is null || _isConfirmed)
        {
            await WarnAsync("NO_ACTIVE_SPEECH").ConfigureAwait(false);
            return;
        }

        var at = (long?)offset?["value"] * AudioFormat.SampleRate / 1000;
        if (at <= _interruptedAt)
        {
            await WarnAsync("INVALID_INTERRUPT_OFFSET").ConfigureAwait(false);
            return;
        }

        var played = Math.Min(at ?? Made, Made);
        var answer = new JsonObject { ["type"] = "SpeechInterrupted", ["audio_played_ms"] = (long?)offset?["value"] ?? MillisecondsOf(played) };
        if (at is not null)
        {
            var heard = (int)((played - _turnFrom) * _text.Length / Math.Max(1, Made - _turnFrom));
            (answer["text_spoken"], answer["text_remaining"]) = (_text[..Math.Clamp(heard, 0, _text.Length)], _text[Math.Clamp(heard, 0, _text.Length)..]);
        }

        answer["metadata"] = Metadata();
        Interlocked.Exchange(ref _made, played);
        (_interruptedAt, _speech) = (played, null);
        await Peer.SendAsync(answer).ConfigureAwait(false);
    }

    private JsonObject Metadata() => new()
    {
        ["speech_id"] = _speech,
        ["audio_duration_ms"] = MillisecondsOf(Made - _turnFrom),
        ["input_character_count"] = _text.Length,
        ["billable_character_count"] = _text.Length,
        ["controls_applied"] = new JsonObject { ["pronunciations_applied"] = 0, ["breaks_applied"] = 0, ["pronunciation_warnings"] = 0 },
    };

    private Task WarnAsync(string code) =>
        Peer.SendAsync(new JsonObject { ["type"] = "Warning", ["code"] = code, ["description"] = "See the code." });

    private static long MillisecondsOf(long samples) => samples * 1000 / AudioFormat.SampleRate;
}
