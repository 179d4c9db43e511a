using System.Text.Json.Nodes;

namespace CallActors.Simulators.Deepgram;

/// <summary>One request or socket, as the vendor saw it. Thread-safe.</summary>
public sealed class SimulatedSession
{
    private readonly Lock _gate = new();
    private readonly List<JsonObject> _messages = [];
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _audio;
    private int _audioMessages;

    internal SimulatedSession(string path, IReadOnlyDictionary<string, IReadOnlyList<string>> query) => (Path, Query) = (path, query);

    /// <summary>For example <c>/v1/listen</c>.</summary>
    public string Path { get; }

    public IReadOnlyDictionary<string, IReadOnlyList<string>> Query { get; }

    /// <summary>The text messages that came, in order.</summary>
    public IReadOnlyList<JsonObject> Messages
    {
        get
        {
            lock (_gate) return [.. _messages];
        }
    }

    /// <summary>Samples of audio that came.</summary>
    public long Audio
    {
        get
        {
            lock (_gate) return _audio;
        }
    }

    /// <summary>Binary messages that came.</summary>
    public int AudioMessages
    {
        get
        {
            lock (_gate) return _audioMessages;
        }
    }

    /// <summary>The connection is gone.</summary>
    public Task Closed => _closed.Task;

    /// <summary>How many messages of a type came.</summary>
    public int Count(string type) => Messages.Count(message => (string?)message["type"] == type);

    /// <summary>Waits until something is true of it.</summary>
    /// <exception cref="TimeoutException">It did not become so.</exception>
    public async Task WhenAsync(Func<SimulatedSession, bool> condition, TimeSpan within)
    {
        using var late = new CancellationTokenSource(within);
        while (true)
        {
            Task changed;
            lock (_gate) changed = _changed.Task;
            if (condition(this)) return;
            try
            {
                await changed.WaitAsync(late.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{Path}: what was waited for did not come.");
            }
        }
    }

    internal void Received(JsonObject message)
    {
        lock (_gate) _messages.Add(message);
        Change();
    }

    internal void ReceivedAudio(int samples)
    {
        lock (_gate)
        {
            _audio += samples;
            _audioMessages++;
        }

        Change();
    }

    internal void Ended() => _closed.TrySetResult();

    private void Change()
    {
        lock (_gate)
        {
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
