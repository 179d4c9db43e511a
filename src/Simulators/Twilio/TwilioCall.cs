using System.Globalization;
using CallActors.Simulators.Media;

namespace CallActors.Simulators.Twilio;

/// <summary>One call, from the request to its end, as Twilio leads it. Thread-safe.</summary>
public sealed partial class TwilioCall : IHandsetCall
{
    private readonly TwilioSimulator _twilio;
    private readonly PhoneWatch _watch;
    private readonly CallOrder _order;
    private readonly CancellationTokenSource _over = new();
    private readonly TaskCompletionSource<RingOutcome> _ring = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<TwimlVerb> _verbs = [];
    private readonly List<TwilioStream> _streams = [];
    private TwilioHandset? _handset;
    private CallAudio? _audio;
    private int _reports;

    internal TwilioCall(TwilioSimulator twilio, CallOrder order, TwilioHandset? caller = null)
    {
        _twilio = twilio;
        _watch = twilio.Watch;
        _order = order;
        _handset = caller;
        Created = twilio.Options.Time.GetUtcNow();
        Number = twilio.NextNumber();
        Callbacks = new StatusCallbacks(twilio, Sid, Number);
    }

    /// <summary>CA and 32 hex digits.</summary>
    public string Sid { get; } = TwilioSid.New("CA");

    public string To => _order.To;

    public string From => _order.From;

    /// <summary>outbound-api or inbound.</summary>
    public string Direction => _order.Direction;

    /// <summary>queued, ringing, in-progress, completed, busy, failed, no-answer or canceled.</summary>
    public string Status { get; private set; } = "queued";

    /// <summary>What machine detection said; null before, and when nobody asked.</summary>
    public string? AnsweredBy { get; private set; }

    /// <summary>The verbs that were carried out, in order.</summary>
    public IReadOnlyList<TwimlVerb> Verbs => _watch.Read(() => _verbs.ToArray());

    /// <summary>The call's streams, oldest first.</summary>
    public IReadOnlyList<TwilioStream> Streams => _watch.Read(() => _streams.ToArray());

    /// <inheritdoc/>
    public bool IsRinging => Direction != "inbound" && Status == "ringing" && !_ring.Task.IsCompleted;

    /// <inheritdoc/>
    public bool IsInProgress => Status == "in-progress";

    /// <inheritdoc/>
    public bool IsOver => Ended is not null;

    /// <inheritdoc/>
    public string Outcome => Status;

    /// <inheritdoc/>
    public int StreamsOpened => Streams.Count(stream => stream.IsOpen || stream.Ended is not null);

    internal DateTimeOffset Created { get; }

    internal DateTimeOffset? Started { get; private set; }

    internal DateTimeOffset? Ended { get; private set; }

    internal TimeSpan Queued { get; private set; }

    /// <summary>Counts the simulator's calls.</summary>
    internal int Number { get; }

    internal StatusCallbacks Callbacks { get; }


    /// <summary>Waits for a status.</summary>
    public Task WaitForStatusAsync(Func<string, bool> fits, TimeSpan within, CancellationToken cancellationToken = default) =>
        _watch.UntilAsync(() => fits(Status), within, $"the call's status fits (it is {Status})", cancellationToken);

    /// <summary>Waits until a stream beyond the first so many is open.</summary>
    /// <param name="index">0 for the first.</param>
    public async Task<TwilioStream> WaitForStreamAsync(TimeSpan within, int index = 0, CancellationToken cancellationToken = default)
    {
        TwilioStream? found = null;
        await _watch.UntilAsync(() => (found = _streams.ElementAtOrDefault(index)) is { IsOpen: true } or { Ended: not null }, within, "a media stream is open", cancellationToken).ConfigureAwait(false);
        return found!;
    }

    /// <summary>Waits until a verb that fits has been begun.</summary>
    public async Task<T> WaitForVerbAsync<T>(TimeSpan within, Func<T, bool>? fits = null, CancellationToken cancellationToken = default) where T : TwimlVerb
    {
        T? found = null;
        await _watch.UntilAsync(
            () => (found = _verbs.OfType<T>().FirstOrDefault(verb => fits?.Invoke(verb) ?? true)) is not null, within, $"the call comes to a {typeof(T).Name}", cancellationToken).ConfigureAwait(false);
        return found!;
    }

    /// <inheritdoc/>
    public void DropStreams()
    {
        foreach (var stream in Streams) stream.Drop();
    }

    internal void Start() => _ = RunAsync();

    /// <summary>False when it does not ring any more.</summary>
    internal bool PickUp()
    {
        var picked = false;
        _watch.Change(() =>
        {
            if (!_ring.TrySetResult(new RingOutcome.Answered())) return;
            picked = true;
            Started = _twilio.Options.Time.GetUtcNow();
            _audio = new CallAudio(_handset!, _twilio.Options.Time);
            Status = "in-progress";
            // Before anybody can end the call: its news come in the order of what happened.
            if (Direction != "inbound") Report("answered", Status);
        });
        return picked;
    }

    internal void Settle(RingOutcome outcome) => _ring.TrySetResult(outcome);

    bool IHandsetCall.PickUp() => PickUp();

    void IHandsetCall.Decline() => Settle(_handset!.Declined);

    void IHandsetCall.HangUp() => End(IsInProgress ? "completed" : "canceled");

    void IHandsetCall.Press(char key)
    {
        // For the gather that waits, else for the stream.
        if (_keys is { } keys) keys.Writer.TryWrite(key);
        else _audio?.Stream?.Press(key);
    }

    /// <summary>Ends the call, if it is not over yet.</summary>
    internal void End(string status, int sipCode = 200)
    {
        var ended = false;
        _watch.Change(() =>
        {
            if (Ended is not null) return;
            ended = true;
            Ended = _twilio.Options.Time.GetUtcNow();
            Status = status;
            _ring.TrySetResult(new RingOutcome.Failed(status, sipCode));
        });
        if (!ended) return;
        _over.Cancel();
        _audio?.Dispose();
        _handset?.Free(this);
        Report("completed", status, sipCode);
    }

    /// <summary>What a webhook about the call says of it.</summary>
    internal List<KeyValuePair<string, string>> Fields(string status)
    {
        List<KeyValuePair<string, string>> fields =
        [
            new("AccountSid", _twilio.Options.AccountSid), new("ApiVersion", "2010-04-01"), new("CallSid", Sid), new("CallStatus", status),
            new("Called", To), new("CalledCity", ""), new("CalledCountry", "US"), new("CalledState", ""), new("CalledZip", ""),
            new("Caller", From), new("CallerCity", ""), new("CallerCountry", "US"), new("CallerState", ""), new("CallerZip", ""),
            new("Direction", Direction), new("From", From), new("FromCity", ""), new("FromCountry", "US"), new("FromState", ""), new("FromZip", ""),
            new("To", To), new("ToCity", ""), new("ToCountry", "US"), new("ToState", ""), new("ToZip", ""),
        ];
        if (Direction == "inbound" && _handset?.Verification is { } verification) fields.Add(new KeyValuePair<string, string>("StirVerstat", verification));
        if (AnsweredBy is { } answeredBy) fields.Add(new KeyValuePair<string, string>("AnsweredBy", answeredBy));
        return fields;
    }

    /// <summary>How long it was talked, in whole seconds.</summary>
    internal int Seconds => Started is { } from && Ended is { } to ? (int)Math.Ceiling((to - from).TotalSeconds) : 0;

    internal void ChangeStatusCallback(Uri url, string method)
    {
        _order.StatusCallback = url;
        _order.StatusCallbackMethod = method;
    }

    private void Report(string callEvent, string status, int sipCode = 200) => _watch.Change(() =>
    {
        // What was about to be told when the call ended did not happen.
        if (IsOver && callEvent != "completed") return;
        var number = _reports++;
        if (_order.StatusCallback is not { } url || !_order.StatusCallbackEvents.Contains(callEvent)) return;
        var fields = Fields(status);
        fields.Add(new KeyValuePair<string, string>("Timestamp", RestResources.Rfc2822(_twilio.Options.Time.GetUtcNow())));
        fields.Add(new KeyValuePair<string, string>("CallbackSource", "call-progress-events"));
        fields.Add(new KeyValuePair<string, string>("SequenceNumber", number.ToString(CultureInfo.InvariantCulture)));
        if (callEvent == "completed")
        {
            fields.Add(new KeyValuePair<string, string>("CallDuration", Seconds.ToString(CultureInfo.InvariantCulture)));
            fields.Add(new KeyValuePair<string, string>("Duration", ((Seconds + 59) / 60).ToString(CultureInfo.InvariantCulture)));
            fields.Add(new KeyValuePair<string, string>("SipResponseCode", sipCode.ToString(CultureInfo.InvariantCulture)));
        }
        Callbacks.Send(url, _order.StatusCallbackMethod, fields, last: callEvent == "completed");
    });
}
