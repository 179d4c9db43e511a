using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace CallActors.Simulators.Cmux;

/// <summary>The events of one run of cmux: numbered, the latest kept for replay, told to who listens. Thread-safe.</summary>
internal sealed class EventRing(CmuxSimulatorOptions options, string bootId)
{
    private readonly Lock _lock = new();
    private readonly Queue<(long Seq, string Frame)> _frames = new();
    private readonly List<Channel<string>> _listeners = [];
    private long _lastSeq;

    /// <summary>How many listen.</summary>
    public int Listeners
    {
        get
        {
            lock (_lock) return _listeners.Count;
        }
    }

    public void Publish(string name, Guid? tab, Guid? surface)
    {
        lock (_lock)
        {
            var seq = ++_lastSeq;
            var frame = new JsonObject
            {
                ["type"] = "event",
                ["seq"] = seq,
                ["id"] = $"{bootId}-{seq.ToString(CultureInfo.InvariantCulture)}",
                ["name"] = name,
                ["category"] = name.Split('.')[0],
                ["source"] = "simulator",
                ["occurred_at"] = "2026-11-01T12:00:00Z",
                ["workspace_id"] = Id(tab),
                ["surface_id"] = Id(surface),
                ["pane_id"] = null,
                ["window_id"] = null,
                ["payload"] = new JsonObject(),
            }.ToJsonString();
            _frames.Enqueue((seq, frame));
            while (_frames.Count > options.EventRing) _frames.Dequeue();
            foreach (var listener in _listeners.ToArray())
            {
                if (listener.Writer.TryWrite(frame)) continue;
                listener.Writer.TryComplete();
                _listeners.Remove(listener);
            }
        }
    }

    /// <summary>Begins to listen. The first frame is the acknowledgement, then what is replayed.</summary>
    /// <param name="after">The last event that was seen; negative for none.</param>
    public Channel<string> Listen(long after)
    {
        lock (_lock)
        {
            var replay = after < 0 ? [] : _frames.Where(frame => frame.Seq > after).Select(frame => frame.Frame).ToArray();
            var oldest = _frames.Count > 0 ? _frames.Peek().Seq : _lastSeq + 1;
            var ack = new JsonObject
            {
                ["type"] = "ack",
                ["protocol"] = "cmux-events",
                ["version"] = 1,
                ["boot_id"] = bootId,
                ["subscription_id"] = $"s{_listeners.Count + 1}",
                ["heartbeat_interval_seconds"] = 15,
                ["replay_count"] = replay.Length,
                ["resume"] = new JsonObject
                {
                    ["after_seq"] = after < 0 ? null : after,
                    ["oldest_seq"] = oldest,
                    ["latest_seq"] = _lastSeq,
                    ["next_seq"] = _lastSeq + 1,
                    ["gap"] = after >= 0 && after + 1 < oldest,
                },
                ["filters"] = new JsonObject(),
            }.ToJsonString();
            var listener = Channel.CreateBounded<string>(options.SlowestConsumer + replay.Length + 1);
            foreach (var frame in replay.Prepend(ack)) listener.Writer.TryWrite(frame);
            _listeners.Add(listener);
            return listener;
        }
    }

    public void Heartbeat()
    {
        lock (_lock)
            foreach (var listener in _listeners)
                listener.Writer.TryWrite(new JsonObject { ["type"] = "heartbeat", ["latest_seq"] = _lastSeq }.ToJsonString());
    }

    public void Leave(Channel<string> listener)
    {
        lock (_lock) _listeners.Remove(listener);
    }

    private static string? Id(Guid? id) => id?.ToString("D").ToUpperInvariant();
}
