using System.Text.Json.Nodes;
using CallActors.Contracts.Speech;
using CallActors.Simulators.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CallActors.Simulators.ElevenLabs;

/// <summary>
/// ElevenLabs' text to speech on loopback: both sockets and both HTTP streams, with the vendor's refusals. What is spoken is spoken by a
/// voice that it is given.
/// </summary>
public sealed class ElevenLabsSimulator : IAsyncDisposable
{
    private readonly ISpeechSynthesizer _voice;
    private readonly Lock _gate = new();
    private readonly List<JsonObject> _messages = [];
    private readonly List<string> _requests = [];
    private int _generations;
    private int _sockets;

    private ElevenLabsSimulator(ElevenLabsSimulatorOptions options, ISpeechSynthesizer voice, TimeProvider time) => (Options, _voice, Time) = (options, voice, time);

    public ElevenLabsSimulatorOptions Options { get; }

    /// <summary>The server, with its address and its faults. Paths begin with <c>/v1/text-to-speech/</c>.</summary>
    public SimulatorServer Server { get; private set; } = null!;

    /// <summary>Handshakes that were accepted so far.</summary>
    public int Handshakes { get; private set; }

    /// <summary>Sockets that are open.</summary>
    public int OpenSockets
    {
        get
        {
            lock (_gate) return _sockets;
        }
    }

    /// <summary>Most contexts that were open on one socket.</summary>
    public int MostContexts { get; private set; }

    /// <summary>Generations at work.</summary>
    public int Generations
    {
        get
        {
            lock (_gate) return _generations;
        }
    }

    /// <summary>Messages that came in on sockets, in order.</summary>
    public IReadOnlyList<JsonObject> Messages
    {
        get
        {
            lock (_gate) return [.. _messages];
        }
    }

    /// <summary>Path and query of every request and handshake, in order.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_gate) return [.. _requests];
        }
    }

    internal TimeProvider Time { get; }

    /// <summary>Starts it.</summary>
    /// <param name="voice">Says what is asked for.</param>
    /// <param name="time">Clock of its delays and of inactive sockets.</param>
    /// <param name="port">0 takes a free one.</param>
    public static async Task<ElevenLabsSimulator> StartAsync(ElevenLabsSimulatorOptions options, ISpeechSynthesizer voice, TimeProvider time, int port = 0)
    {
        var simulator = new ElevenLabsSimulator(options, voice, time);
        simulator.Server = await SimulatorServer.StartAsync(simulator.Map, port, time).ConfigureAwait(false);
        return simulator;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Server.DisposeAsync();

    internal Refusal? TryBeginGeneration()
    {
        lock (_gate)
        {
            if (_generations >= Options.Concurrency)
                return new Refusal(429, "too_many_concurrent_requests", "Too many concurrent requests for this plan.");
            _generations++;
            return null;
        }
    }

    internal void EndGeneration()
    {
        lock (_gate) _generations--;
    }

    internal void Note(JsonObject message)
    {
        lock (_gate) _messages.Add((JsonObject)message.DeepClone());
    }

    internal void NoteContexts(int count)
    {
        lock (_gate) MostContexts = Math.Max(MostContexts, count);
    }

    internal async Task<IReadOnlyList<SpokenPiece>> SpeakAsync(string text, string? language, double speed, CancellationToken cancellationToken)
    {
        if (Options.FirstAudioAfter > TimeSpan.Zero) await Task.Delay(Options.FirstAudioAfter, Time, cancellationToken).ConfigureAwait(false);
        var request = new SpeechRequest(text, "", string.IsNullOrEmpty(language) ? "en" : language, speed);
        return await SpokenPieces.OfAsync(_voice, request, Options.Piece, cancellationToken).ConfigureAwait(false);
    }

    internal Task PauseAsync(CancellationToken cancellationToken) =>
        Options.BetweenPieces > TimeSpan.Zero ? Task.Delay(Options.BetweenPieces, Time, cancellationToken) : Task.CompletedTask;

    private void Map(WebApplication app)
    {
        app.Use((http, next) =>
        {
            lock (_gate) _requests.Add(http.Request.Path + http.Request.QueryString);
            return next(http);
        });
        app.MapGet("/v1/text-to-speech/{voice}/stream-input", (HttpContext http, string voice) => ServeSocketAsync(http, voice, isMulti: false));
        app.MapGet("/v1/text-to-speech/{voice}/multi-stream-input", (HttpContext http, string voice) => ServeSocketAsync(http, voice, isMulti: true));
        app.MapPost("/v1/text-to-speech/{voice}/stream", (HttpContext http, string voice) => new ElevenLabsDownloads(this).ServeAsync(http, voice, tellsTimes: false));
        app.MapPost("/v1/text-to-speech/{voice}/stream/with-timestamps", (HttpContext http, string voice) => new ElevenLabsDownloads(this).ServeAsync(http, voice, tellsTimes: true));
    }

    private async Task ServeSocketAsync(HttpContext http, string voice, bool isMulti)
    {
        var query = http.Request.Query;
        if (!http.WebSockets.IsWebSocketRequest)
        {
            await ElevenLabsDownloads.RefuseAsync(http, new Refusal(400, "websocket_expected", "This endpoint takes WebSockets.")).ConfigureAwait(false);
            return;
        }

        var key = http.Request.Headers["xi-api-key"].ToString();
        var inactivity = ElevenLabsRules.InactivityOf(http.Request);
        var refusal = (key.Length > 0 ? ElevenLabsRules.OfKey(key, Options) : null)
            ?? (inactivity is null ? new Refusal(422, "less_than_equal", "inactivity_timeout must be between 1 and 180.") : null)
            ?? ElevenLabsRules.OfPlace(voice, query["model_id"], query["output_format"], query["language_code"], Options);
        if (refusal is not null)
        {
            await ElevenLabsDownloads.RefuseAsync(http, refusal).ConfigureAwait(false);
            return;
        }

        using var socket = await http.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        lock (_gate) (Handshakes, _sockets) = (Handshakes + 1, _sockets + 1);
        try
        {
            await new ElevenLabsSocketSession(
                socket, this, isMulti, query["language_code"], query["sync_alignment"] == "true", inactivity!.Value, SimulatedFaults.BreaksAfter(http), key.Length > 0)
                .RunAsync().ConfigureAwait(false);
        }
        finally
        {
            lock (_gate) _sockets--;
        }
    }
}
