using CallActors.Simulators.Media;
using CallActors.Simulators.Server;

namespace CallActors.Simulators.Twilio;

/// <summary>
/// Twilio on loopback: the REST API as its clients know it, signed webhooks, TwiML, media streams, and the phone network behind it, whose
/// phones a test or a rehearsal holds in its hands. Refuses what Twilio refuses, and remembers it: <see cref="Alerts"/>. Thread-safe.
/// </summary>
public sealed partial class TwilioSimulator : IAsyncDisposable
{
    private const int MaxRemembered = 10_000;

    private readonly CancellationTokenSource _off = new();
    private readonly Dictionary<string, TwilioHandset> _handsets = [];
    private readonly List<TwilioCall> _calls = [];
    private readonly List<TwilioAlert> _alerts = [];
    private readonly List<MadeRequest> _made = [];
    private SimulatorServer _server = null!;
    private int _numbers;

    private TwilioSimulator(TwilioSimulatorOptions options)
    {
        Options = options;
        Queue = new CallQueue(options);
        Webhooks = new TwilioWebhooks(options, made => Watch.Change(() => Remember(_made, made)));
    }

    /// <summary>The account and its ways.</summary>
    public TwilioSimulatorOptions Options { get; }

    /// <summary>The REST API's base: what <c>https://api.twilio.com/</c> is.</summary>
    public Uri Address => _server.Address;

    /// <summary>What goes wrong next at the REST API.</summary>
    public SimulatedFaults Faults => _server.Faults;

    /// <summary>Everything that the application did wrong; the first 10,000. A test of an application that does right finds it empty.</summary>
    public IReadOnlyList<TwilioAlert> Alerts => Watch.Read(() => _alerts.ToArray());

    /// <summary>The calls, oldest first.</summary>
    public IReadOnlyList<TwilioCall> Calls => Watch.Read(() => _calls.ToArray());

    /// <summary>The requests that were made of the application, in the order of their answers; the first 10,000.</summary>
    public IReadOnlyList<MadeRequest> Made => Watch.Read(() => _made.ToArray());

    /// <summary>Guards the state. Waits have real deadlines: the clock of the options is the network's.</summary>
    internal PhoneWatch Watch { get; } = new(TimeProvider.System);

    internal TwilioWebhooks Webhooks { get; }

    internal CallQueue Queue { get; }

    /// <summary>Cancelled when the simulator ends.</summary>
    internal CancellationToken Off => _off.Token;

    /// <summary>Starts.</summary>
    public static async Task<TwilioSimulator> StartAsync(TwilioSimulatorOptions options)
    {
        var twilio = new TwilioSimulator(options);
        twilio._server = await SimulatorServer.StartAsync(new RestApi(twilio).Map, options.Port, options.Time).ConfigureAwait(false);
        return twilio;
    }

    /// <summary>Brings a phone into the network. Numbers without one do not exist.</summary>
    /// <param name="number">E.164.</param>
    /// <param name="plan">What it does when it is called; rings by default.</param>
    public TwilioHandset AddHandset(string number, HandsetPlan? plan = null)
    {
        var handset = new TwilioHandset(this, number, plan ?? new HandsetPlan.Rings());
        Watch.Change(() => _handsets.Add(number, handset));
        return handset;
    }

    /// <summary>Waits for a call that fits; those that were made before count.</summary>
    public async Task<TwilioCall> WaitForCallAsync(Func<TwilioCall, bool> fits, TimeSpan within, CancellationToken cancellationToken = default)
    {
        TwilioCall? found = null;
        await Watch.UntilAsync(() => (found = _calls.FirstOrDefault(fits)) is not null, within, "a call that fits is made", cancellationToken).ConfigureAwait(false);
        return found!;
    }

    /// <summary>Waits for an answered webhook that fits; those that were answered before count.</summary>
    public async Task<MadeRequest> WaitForWebhookAsync(Func<MadeRequest, bool> fits, TimeSpan within, CancellationToken cancellationToken = default)
    {
        MadeRequest? found = null;
        await Watch.UntilAsync(() => (found = _made.FirstOrDefault(fits)) is not null, within, "a webhook that fits is answered", cancellationToken).ConfigureAwait(false);
        return found!;
    }

    /// <summary>Waits for an alert; those that were raised before count.</summary>
    public async Task<TwilioAlert> WaitForAlertAsync(int code, TimeSpan within, CancellationToken cancellationToken = default)
    {
        TwilioAlert? found = null;
        await Watch.UntilAsync(() => (found = _alerts.FirstOrDefault(alert => alert.Code == code)) is not null, within, $"the alert {code} is raised", cancellationToken).ConfigureAwait(false);
        return found!;
    }

    /// <summary>Ends it: calls end without a word.</summary>
    public async ValueTask DisposeAsync()
    {
        await _off.CancelAsync().ConfigureAwait(false);
        foreach (var call in Calls) call.End("completed");
        await _server.DisposeAsync().ConfigureAwait(false);
        Webhooks.Dispose();
    }

    internal TwilioHandset? Find(string number) => Watch.Read(() => _handsets.GetValueOrDefault(number));

    internal int NextNumber() => Interlocked.Increment(ref _numbers);

    internal void Add(TwilioCall call) => Watch.Change(() => _calls.Add(call));

    internal void Forget(TwilioCall call) => Watch.Change(() => _calls.Remove(call));

    internal void Alert(int code, string what, string sid) => Watch.Change(() => Remember(_alerts, new TwilioAlert(Options.Time.GetUtcNow(), code, what, sid)));

    private static void Remember<T>(List<T> list, T one)
    {
        if (list.Count < MaxRemembered) list.Add(one);
    }
}
