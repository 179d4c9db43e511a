using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace CallActors.Simulators.ElevenLabs;

/// <summary>A context of a socket, or the only one of a socket that has no names for them: collects text until there is enough of it to
/// speak, or until it is flushed.</summary>
internal sealed class SimulatedContext
{
    private readonly Channel<string> _generations = Channel.CreateUnbounded<string>();
    private readonly StringBuilder _buffer = new();
    private readonly ElevenLabsSocketSession _session;
    private readonly JsonNode? _settings;
    private readonly int[] _schedule;
    private int _generated;

    public SimulatedContext(string id, JsonNode? settings, int[] schedule, ElevenLabsSocketSession session)
    {
        (Id, _settings, _schedule, _session) = (id, settings?.DeepClone(), schedule, session);
        Work = RunAsync();
    }

    public string Id { get; }

    /// <summary>Done when everything that was to be spoken is sent, and the message that says so.</summary>
    public Task Work { get; }

    public bool HasSettings(JsonNode settings) => JsonNode.DeepEquals(settings, _settings);

    /// <summary>Takes text: it is spoken when the schedule's length is reached.</summary>
    public void Add(string text, bool flush)
    {
        _buffer.Append(text);
        while (Trimmed.Length >= _schedule[Math.Min(_generated, _schedule.Length - 1)]) Generate();
        if (flush) Generate();
    }

    /// <summary>No more text comes. What was not flushed is dropped: that is how a shared socket is told of an interruption.</summary>
    /// <param name="speaksRest">Speaks it all the same: a socket of a single request is ended so.</param>
    public void Close(bool speaksRest)
    {
        if (speaksRest) Generate();
        _generations.Writer.TryComplete();
    }

    private string Trimmed => _buffer.ToString().Trim();

    private void Generate()
    {
        var text = _buffer.ToString().TrimStart();
        _buffer.Clear();
        if (string.IsNullOrWhiteSpace(text)) return;
        _generated++;
        _generations.Writer.TryWrite(text);
    }

    private async Task RunAsync()
    {
        await foreach (var text in _generations.Reader.ReadAllAsync().ConfigureAwait(false))
            if (!await _session.SpeakAsync(this, text, ElevenLabsRules.SpeedOf(_settings)).ConfigureAwait(false)) return;
        await _session.FinishAsync(this).ConfigureAwait(false);
    }
}
