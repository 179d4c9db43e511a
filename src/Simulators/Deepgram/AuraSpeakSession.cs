using System.Text.Json.Nodes;

namespace CallActors.Simulators.Deepgram;

/// <summary>One socket on <c>/v1/speak</c>: nothing is said before a <c>Flush</c>, and nothing more after a <c>Clear</c>.</summary>
internal sealed class AuraSpeakSession(Peer peer, Parameters parameters, DeepgramSimulatorOptions options, TimeProvider time)
    : SpeakSession(peer, parameters, options, time)
{
    private static readonly TimeSpan FlushWindow = TimeSpan.FromSeconds(60);

    private readonly DeepgramSimulatorOptions _options = options;
    private readonly TimeProvider _time = time;
    private readonly Queue<long> _flushes = new();
    private int _flushed;
    private int _cleared;

    protected override Task BeginAsync() => Peer.SendAsync(new JsonObject
    {
        ["type"] = "Metadata",
        ["request_id"] = Peer.RequestId,
        ["model_name"] = Parameters["model"],
        ["model_version"] = "simulated",
        ["model_uuid"] = Peer.RequestId,
    });

    protected override async Task<bool> OnOwnAsync(JsonObject? message)
    {
        if ((string?)message?["type"] is not "Clear")
        {
            await Peer.CloseAsync(1008, "DATA-0000").ConfigureAwait(false);
            return false;
        }

        await StopAsync().ConfigureAwait(false);
        await Peer.SendAsync(new JsonObject { ["type"] = "Cleared", ["sequence_id"] = _cleared++ }).ConfigureAwait(false);
        return true;
    }

    protected override async Task<bool> MayFlushAsync(string text)
    {
        while (_flushes.TryPeek(out var at) && _time.GetElapsedTime(at) >= FlushWindow) _flushes.Dequeue();
        if (_flushes.Count >= _options.FlushesPerMinute)
        {
            await Peer.SendAsync(new JsonObject { ["type"] = "Warning", ["code"] = "FLUSH_LIMIT", ["description"] = "Too many Flush messages." }).ConfigureAwait(false);
            return false;
        }

        _flushes.Enqueue(_time.GetTimestamp());
        return true;
    }

    protected override Task OnBegunAsync(string text) => Task.CompletedTask;

    protected override Task OnSpokenAsync(string text) => Peer.SendAsync(new JsonObject { ["type"] = "Flushed", ["sequence_id"] = _flushed++ });
}
