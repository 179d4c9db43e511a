using System.Text.Json;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Softphone;

/// <summary>
/// The softphone carrier: rings the phones that are registered over <c>/phone/line</c>, gives the call to the first that answers, and
/// brings in what they dial. The protocol is docs/protocols/softphone-line.md. Thread-safe: one lock guards lines and legs, private
/// methods run under it unless they are asynchronous, and nothing outside is called while it is held.
/// </summary>
public sealed partial class SoftphoneExchange : ICarrier, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Outbox _outbox;
    private readonly Func<ICallDesk> _desk;
    private readonly SoftphoneOptions _options;
    private readonly TimeProvider _time;
    private readonly IInboundPolicy? _inbound;
    private readonly HashSet<LineSession> _sessions = [];
    private readonly Dictionary<string, PhoneLine> _lines = new(StringComparer.Ordinal);
    private readonly Dictionary<LegId, PhoneLeg> _legs = [];
    private readonly Dictionary<CallId, PhoneLeg> _calls = [];
    private readonly EndedLegs _ended = new();
    private bool _stopped;

    /// <param name="desk">The engine's side; asked for when it is first needed, because the two are made in a circle.</param>
    /// <param name="time"><see cref="TimeProvider.System"/> when null.</param>
    /// <param name="inbound">Says whose phone it is. Whom it does not admit may check the sound all the same: no phone of a stranger's gets as
    /// far as the line.</param>
    public SoftphoneExchange(Func<ICallDesk> desk, SoftphoneOptions? options = null, TimeProvider? time = null, IInboundPolicy? inbound = null)
    {
        _inbound = inbound;
        _desk = desk;
        _options = options ?? new SoftphoneOptions();
        _time = time ?? TimeProvider.System;
        _outbox = new Outbox(_lock);
    }

    /// <inheritdoc/>
    /// <summary>The exchange itself rings: what it rang dies with it.</summary>
    public bool LegsOutliveProcess => false;

    /// <inheritdoc/>
    public bool Reaches(Callee callee) => callee.Address == Name;

    public string Name => "softphone";

    /// <summary>Phones that are registered now, those that are away with a call included.</summary>
    public int LineCount
    {
        get
        {
            lock (_lock) return _lines.Count;
        }
    }

    /// <summary>Rings every free phone, and those that register while it rings, whatever the address. News: Ringing when a phone really
    /// rings; then Answered, Declined (by all), Busy (all are in a call) or NoAnswer.</summary>
    /// <exception cref="CarrierException">The exchange is stopping.</exception>
    public Task<LegId> DialAsync(DialOrder order, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LegId id;
        lock (_lock)
        {
            if (_stopped) return Task.FromException<LegId>(new CarrierException("The softphone is stopping: no call can be placed any more."));
            id = _calls.TryGetValue(order.CallId, out var known) ? known.Id
                : _ended.TryGetLeg(order.CallId, out var ended) ? ended
                : Place(order);
        }
        _outbox.Deliver();
        return Task.FromResult(id);
    }

    /// <inheritdoc/>
    public Task HangUpAsync(LegId leg, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_legs.TryGetValue(leg, out var known))
                End(known, known.State == LegState.Ringing ? "cancelled" : "agent-ended");
        }
        _outbox.Deliver();
        return Task.CompletedTask;
    }

    /// <summary>Closes every line. Calls are left to the engine: they may outlive this process.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _stopped = true;
            foreach (var leg in _legs.Values) leg.RingLimit?.Dispose();
            foreach (var line in _lines.Values) line.KeepCall?.Dispose();
            foreach (var session in _sessions.ToArray()) CloseNow(session, LineClosing.Shutdown);
            _legs.Clear();
            _calls.Clear();
            _lines.Clear();
        }
        _outbox.Deliver();
        return ValueTask.CompletedTask;
    }

    private void Report(PhoneLeg leg, LegNews news) =>
        _outbox.Add(() => _desk().Report(new CallCommands.ReportLeg(leg.CallId, leg.Id, news)));

    private void Tell(PhoneLine? line, LineMessage message)
    {
        if (line?.Session is { } session) Tell(session, message);
    }

    private void Tell(LineSession session, LineMessage message)
    {
        var frame = JsonSerializer.SerializeToUtf8Bytes(message, LineJson.Default.LineMessage);
        _outbox.Add(() =>
        {
            if (!session.Outlet.Send(frame)) session.Outlet.Close(LineClosing.TooSlow);
        });
    }

    /// <summary>Runs a timer's work under the lock. A timer that was disposed too late finds its state changed and does nothing.</summary>
    private ITimer After(TimeSpan due, Action work) => _time.CreateTimer(
        _ =>
        {
            lock (_lock)
            {
                if (!_stopped) work();
            }
            _outbox.Deliver();
        },
        null,
        due,
        Timeout.InfiniteTimeSpan);
}
