using System.Security.Cryptography;
using System.Text.Json;
using CallActors.Simulators.Media;

namespace CallActors.Simulators.Telnyx;

/// <summary>Where a simulated call stands.</summary>
public enum SimulatedCallState
{
    Ringing,
    Active,
    Ended,
}

/// <summary>A call of the simulated Telnyx, with the person's telephone in the test's hands. Thread-safe.</summary>
public sealed partial class SimulatedTelnyxCall : IHandsetCall
{
    private const int MaxFaults = 100;

    private readonly Lock _lock = new();
    private readonly SimulatedTelnyxOptions _options;
    private readonly WebhookSender _webhooks;
    private readonly Action _changed;
    private readonly HashSet<string> _commands = new(StringComparer.Ordinal);
    private readonly List<SimulatedStream> _streams = [];
    private readonly List<string> _faults = [];
    private readonly List<Task> _runs = [];
    private readonly List<SpokenSentence> _spoken = [];
    private readonly Uri? _webhookUrl;
    private string _clientState;
    private bool _wasAnswered;
    private ITimer? _ring;

    internal SimulatedTelnyxCall(SimulatedTelnyx telnyx, TelnyxHandset phone, bool incoming, Uri? webhookUrl, string clientState)
    {
        _options = telnyx.Options;
        _webhooks = telnyx.Webhooks;
        _changed = telnyx.Changed;
        _webhookUrl = webhookUrl;
        _clientState = clientState;
        Phone = phone;
        IsIncoming = incoming;
        (From, To) = incoming ? (phone.CallerId, telnyx.Options.Number) : (telnyx.Options.Number, phone.Number);
    }

    /// <summary>The call control id.</summary>
    public string Id { get; } = "v3:" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(33)).Replace('+', '-').Replace('/', '_');

    public string SessionId { get; } = Guid.NewGuid().ToString();

    public string LegId { get; } = Guid.NewGuid().ToString();

    /// <summary>A person rings us.</summary>
    public bool IsIncoming { get; }

    public string From { get; }

    public string To { get; }

    /// <summary>What the call was asked to find out about who picks up; null for nothing.</summary>
    public string? Detection { get; internal init; }

    public SimulatedCallState State { get; private set; }

    /// <summary>Why it ended; empty before.</summary>
    public string HangupCause { get; private set; } = "";

    /// <inheritdoc/>
    public bool IsRinging => State is SimulatedCallState.Ringing && !IsIncoming;

    /// <inheritdoc/>
    public bool IsInProgress => State is SimulatedCallState.Active;

    /// <inheritdoc/>
    public bool IsOver => State is SimulatedCallState.Ended;

    /// <inheritdoc/>
    public string Outcome => State is SimulatedCallState.Ended ? HangupCause : State.ToString();

    /// <inheritdoc/>
    public int StreamsOpened { get; private set; }

    /// <summary>Whether a media socket is open.</summary>
    public bool IsStreaming => Locked(() => _streams.Count > 0);

    /// <summary>Tones that were sent to the person.</summary>
    public string Tones { get; private set; } = "";

    /// <summary>What Telnyx' own voice has said to the person.</summary>
    public IReadOnlyList<SpokenSentence> Spoken => Locked(() => _spoken.ToArray());

    /// <summary>What was done that Telnyx would not take, or would take without effect; the first 100.</summary>
    public IReadOnlyList<string> Faults => Locked(() => _faults.ToArray());

    /// <summary>The person picks up; for a call that comes in, we do.</summary>
    public void PickUp() => TryPickUp();

    /// <summary>The person declines.</summary>
    public void Decline() => End("call_rejected", "callee", "603");

    /// <summary>The line is engaged.</summary>
    public void BeBusy() => End("user_busy", "callee", "486");

    /// <summary>The number leads nowhere.</summary>
    public void BeUnknown() => End("not_found", "unknown", "404");

    /// <summary>The person hangs up; a caller who still rings gives up.</summary>
    public void HangUp() => End(State is SimulatedCallState.Active ? "normal_clearing" : IsIncoming ? "originator_cancel" : "call_rejected", IsIncoming ? "caller" : "callee", "200");

    /// <summary>The person presses a key.</summary>
    public void Press(char key)
    {
        foreach (var stream in Streams()) stream.Press(key);
        Tell("call.dtmf.received", new { digit = key.ToString() });
    }

    /// <inheritdoc/>
    public void DropStreams()
    {
        foreach (var stream in Streams()) stream.Drop();
    }

    internal void AddFault(string what)
    {
        lock (_lock)
        {
            if (_faults.Count < MaxFaults) _faults.Add(what);
        }
        _changed();
    }

    internal void Ring(TimeSpan within)
    {
        TellProgress("initiated", "initiated");
        var state = IsIncoming ? "parked" : "bridging";
        if (IsIncoming && Phone.Attestation is { } letter) Tell("call.initiated", new { direction = "incoming", state, shaken_stir_attestation = letter, shaken_stir_validated = Phone.IsAttestationValid });
        else Tell("call.initiated", new { direction = IsIncoming ? "incoming" : "outgoing", state });
        lock (_lock)
        {
            if (State is SimulatedCallState.Ringing) _ring = _options.Time.CreateTimer(_ => End("timeout", "unknown", "487"), null, within, Timeout.InfiniteTimeSpan);
        }
        if (!IsIncoming) RingPhone();
    }

    /// <summary>Waits for what is under way.</summary>
    internal async Task StopAsync()
    {
        End("normal_clearing", "unknown", "200");
        DropStreams();
        Task[] runs;
        lock (_lock) runs = [.. _runs];
        await Task.WhenAll(runs).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private bool TryPickUp()
    {
        if (!Advance(SimulatedCallState.Active)) return false;
        TellProgress("answered", "in-progress");
        Tell("call.answered", new { state = "answered" });
        if (Order is not null) FollowDocuments(Order.Url);
        return true;
    }

    private bool Advance(SimulatedCallState state)
    {
        lock (_lock)
        {
            if (State >= state) return false;
            State = state;
            _wasAnswered |= state is SimulatedCallState.Active;
            _ring?.Dispose();
            _ring = null;
        }
        if (state is SimulatedCallState.Active) BeginTalk();
        _changed();
        return true;
    }

    private void End(string cause, string source, string sip)
    {
        lock (_lock)
        {
            if (State is SimulatedCallState.Ended) return;
            HangupCause = cause;
        }
        if (!Advance(SimulatedCallState.Ended)) return;
        EndTalk();
        foreach (var stream in Streams()) Run(stream.StopAsync);
        if (IsTexml) TellEnd(cause, source);
        Tell("call.hangup", new { hangup_cause = cause, hangup_source = source, sip_hangup_cause = sip, state = "hangup" });
    }

    private SimulatedStream[] Streams() => Locked(() => _streams.ToArray());

    private T Locked<T>(Func<T> read)
    {
        lock (_lock) return read();
    }

    private void Run(Func<Task> work)
    {
        lock (_lock) _runs.Add(Task.Run(work));
    }

    private void Tell<T>(string type, T more, string? clientState = null)
    {
        // A call of documents has no events; its documents are asked for.
        if (IsTexml) return;
        var payload = new Dictionary<string, object?>
        {
            ["call_control_id"] = Id,
            ["call_leg_id"] = LegId,
            ["call_session_id"] = SessionId,
            ["connection_id"] = _options.ConnectionId,
            ["client_state"] = (clientState ?? Locked(() => _clientState)) is { Length: > 0 } state ? state : null,
            ["from"] = From,
            ["to"] = To,
        };
        foreach (var field in JsonSerializer.SerializeToElement(more).EnumerateObject()) payload[field.Name] = field.Value;
        _webhooks.Send(_webhookUrl, Id, type, payload);
    }
}

/// <summary>A sentence of Telnyx' own voice.</summary>
public sealed record SpokenSentence(string Text, string Language);
