using System.Text.Json;
using System.Text.Json.Nodes;
using CallActors.Contracts.Speech;
using CallActors.Simulators.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CallActors.Simulators.Deepgram;

/// <summary>
/// Deepgram on loopback: <c>/v1/listen</c>, <c>/v2/listen</c> and <c>/v1/speak</c> and <c>/v2/speak</c> as sockets and requests, refusing what the vendor refuses.
/// It hears by a script or by a recogniser, and speaks by a voice, that it is given.
/// </summary>
public sealed class DeepgramSimulator : IAsyncDisposable
{
    private const int LongestText = 2000;
    private const int LongestBody = 64 * 1024;

    private readonly DeepgramSimulatorOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly List<SimulatedSession> _sessions = [];
    private readonly CancellationTokenSource _released = new();
    private SimulatorServer _server = null!;
    private int _toHold;

    private DeepgramSimulator(DeepgramSimulatorOptions options, TimeProvider time) => (_options, _time) = (options, time);

    /// <summary>Where it listens.</summary>
    public Uri Address => _server.Address;

    /// <summary>What goes wrong next.</summary>
    public SimulatedFaults Faults => _server.Faults;

    /// <summary>The requests and sockets that it has accepted, in order.</summary>
    public IReadOnlyList<SimulatedSession> Sessions
    {
        get
        {
            lock (_gate) return [.. _sessions];
        }
    }

    /// <summary>Sockets that are open.</summary>
    public int Open => Sessions.Count(session => !session.Closed.IsCompleted);

    public static async Task<DeepgramSimulator> StartAsync(DeepgramSimulatorOptions? options = null, TimeProvider? time = null)
    {
        var simulator = new DeepgramSimulator(options ?? new DeepgramSimulatorOptions(), time ?? TimeProvider.System);
        simulator._server = await SimulatorServer.StartAsync(simulator.Map, simulator._options.Port, simulator._time).ConfigureAwait(false);
        return simulator;
    }

    /// <summary>The next socket is accepted, and then neither read, nor answered, nor closed: its other side is gone without a word.</summary>
    public void HoldNext() => Interlocked.Increment(ref _toHold);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _released.CancelAsync().ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
        _released.Dispose();
    }

    private void Map(WebApplication app)
    {
        app.MapGet("/v1/listen", http => ServeAsync(http, p => p.NovaFault(), async (peer, parameters) =>
        {
            await using var session = new NovaSession(peer, parameters, await _options.Hears(parameters["language"]).ConfigureAwait(false), _options, _time);
            await session.RunAsync().ConfigureAwait(false);
        }));
        app.MapGet("/v2/listen", http => ServeAsync(http, p => p.FluxFault(), async (peer, parameters) =>
        {
            var language = parameters["language_hint"] is { Length: > 0 } hint ? hint : "en";
            await using var session = new FluxSession(peer, parameters, await _options.Hears(language).ConfigureAwait(false));
            await session.RunAsync().ConfigureAwait(false);
        }));
        app.MapGet("/v1/speak", http => ServeAsync(http, p => p.SpeakFault(isSocket: true), async (peer, parameters) =>
        {
            await using var session = new AuraSpeakSession(peer, parameters, _options, _time);
            await session.RunAsync().ConfigureAwait(false);
        }));
        app.MapGet("/v2/speak", http => ServeAsync(http, p => p.FluxSpeakFault(isSocket: true), async (peer, parameters) =>
        {
            await using var session = new FluxSpeakSession(peer, parameters, _options, _time);
            await session.RunAsync().ConfigureAwait(false);
        }));
        app.MapPost("/v1/speak", http => SpeakAsync(http, p => p.SpeakFault(isSocket: false)));
        app.MapPost("/v2/speak", http => SpeakAsync(http, p => p.FluxSpeakFault(isSocket: false)));
    }

    private async Task ServeAsync(HttpContext http, Func<Parameters, string?> faultOf, Func<Peer, Parameters, Task> serve)
    {
        var query = QueryOf(http);
        var parameters = new Parameters(query);
        if (!await IsAllowedAsync(http, faultOf(parameters)).ConfigureAwait(false)) return;
        if (!http.WebSockets.IsWebSocketRequest)
        {
            await RefuseAsync(http, 400, "Bad Request", "A WebSocket is needed here.").ConfigureAwait(false);
            return;
        }

        var session = Begin(http, query);
        try
        {
            using var socket = await http.WebSockets.AcceptWebSocketAsync(IsBrowser(http) ? "token" : null).ConfigureAwait(false);
            if (Interlocked.Decrement(ref _toHold) >= 0)
            {
                using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, _released.Token);
                var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await using var release = either.Token.Register(released.SetResult).ConfigureAwait(false);
                await released.Task.ConfigureAwait(false);
                return;
            }

            Interlocked.Increment(ref _toHold);
            using var peer = new Peer(http, socket, session);
            await serve(peer, parameters).ConfigureAwait(false);
            // The other side may still have its close to send.
            while (await peer.ReadAsync().ConfigureAwait(false) is not null)
            {
                // Nothing counts any more.
            }
        }
        finally
        {
            session.Ended();
        }
    }

    private async Task SpeakAsync(HttpContext http, Func<Parameters, string?> faultOf)
    {
        var query = QueryOf(http);
        var parameters = new Parameters(query);
        if (!await IsAllowedAsync(http, faultOf(parameters)).ConfigureAwait(false)) return;
        if (http.Request.ContentLength is not <= LongestBody || await TextOfAsync(http).ConfigureAwait(false) is not { } text)
        {
            await RefuseAsync(http, 400, "Bad Request", "The body must be JSON with a text.").ConfigureAwait(false);
            return;
        }

        if (text.Length > LongestText)
        {
            await RefuseAsync(http, 413, "Payload Too Large", "At most 2000 characters.").ConfigureAwait(false);
            return;
        }

        var session = Begin(http, query);
        try
        {
            session.Received(new JsonObject { ["text"] = text });
            http.Response.ContentType = "audio/mulaw";
            http.Response.Headers["dg-char-count"] = text.Length.ToString(System.Globalization.CultureInfo.InvariantCulture);
            var sent = 0;
            await foreach (var piece in SimulatedVoice.SpeakAsync(_options, parameters, text, _time, http.RequestAborted).ConfigureAwait(false))
            {
                if (SimulatedFaults.BreaksAfter(http) is { } fault && sent++ >= fault.After)
                {
                    http.Abort();
                    return;
                }

                await http.Response.Body.WriteAsync(piece, http.RequestAborted).ConfigureAwait(false);
                await http.Response.Body.FlushAsync(http.RequestAborted).ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SpeechException)
        {
            if (fault is SpeechException && !http.Response.HasStarted) await RefuseAsync(http, 500, "Internal Server Error", "No voice.").ConfigureAwait(false);
            else http.Abort();
        }
        finally
        {
            session.Ended();
        }
    }

    private async Task<bool> IsAllowedAsync(HttpContext http, string? fault)
    {
        http.Response.Headers["dg-request-id"] = Guid.NewGuid().ToString();
        if (!HasKey(http))
        {
            await RefuseAsync(http, 401, "INVALID_AUTH", "Invalid credentials.").ConfigureAwait(false);
            return false;
        }

        if (fault is null) return true;
        await RefuseAsync(http, 400, "Bad Request", fault).ConfigureAwait(false);
        return false;
    }

    private SimulatedSession Begin(HttpContext http, Dictionary<string, IReadOnlyList<string>> query)
    {
        var session = new SimulatedSession(http.Request.Path, query);
        lock (_gate) _sessions.Add(session);
        return session;
    }

    private bool HasKey(HttpContext http) =>
        http.Request.Headers.Authorization.ToString() is var header && (header == $"Token {_options.ApiKey}" || header == $"token {_options.ApiKey}" || header == $"Bearer {_options.ApiKey}")
        || (IsBrowser(http) && http.WebSockets.WebSocketRequestedProtocols.Contains(_options.ApiKey));

    private static bool IsBrowser(HttpContext http) => http.WebSockets.WebSocketRequestedProtocols.Contains("token");

    private static Dictionary<string, IReadOnlyList<string>> QueryOf(HttpContext http) =>
        http.Request.Query.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)[.. pair.Value.Select(value => value ?? "")]);

    private static async Task<string?> TextOfAsync(HttpContext http)
    {
        try
        {
            return (await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted).ConfigureAwait(false))?["text"] is JsonValue value
                && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Task RefuseAsync(HttpContext http, int status, string code, string message)
    {
        http.Response.StatusCode = status;
        http.Response.Headers["dg-error"] = message;
        http.Response.ContentType = "application/json";
        var body = new JsonObject { ["err_code"] = code, ["err_msg"] = message, ["request_id"] = http.Response.Headers["dg-request-id"].ToString() };
        return http.Response.WriteAsync(body.ToJsonString(), http.RequestAborted);
    }
}
