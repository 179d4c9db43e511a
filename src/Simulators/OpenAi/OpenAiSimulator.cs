using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CallActors.Simulators.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CallActors.Simulators.OpenAi;

/// <summary>
/// OpenAI's speech on loopback, or that of a local server of the same kind: realtime transcription, transcription, speech, models. It
/// refuses what the vendor refuses. It hears by a script or a recogniser, and speaks by a voice that it is given.
/// </summary>
public sealed class OpenAiSimulator : IAsyncDisposable
{
    private static readonly string[] Models =
        ["gpt-4o-transcribe", "gpt-4o-mini-transcribe", "gpt-transcribe", "gpt-live-transcribe", "gpt-realtime-whisper", "whisper-1", "gpt-4o-mini-tts", "tts-1", "tts-1-hd"];

    private readonly OpenAiSimulatorOptions _options;
    private readonly SimulatedEar _ear;
    private readonly ConcurrentQueue<int> _stalls = new();
    private SimulatorServer _server = null!;

    private OpenAiSimulator(OpenAiSimulatorOptions options) => (_options, _ear) = (options, new SimulatedEar(options));

    /// <summary>What goes wrong next.</summary>
    public SimulatedFaults Faults => _server.Faults;

    /// <summary>Where it listens: a base address without <c>/v1</c>.</summary>
    public Uri Address => _server.Address;

    /// <summary>The bodies of requests, in the order of their coming: speech as it was sent, of a transcription the fields beside the file,
    /// of the realtime socket what set up a session.</summary>
    public ConcurrentQueue<JsonObject> Requests { get; } = new();

    /// <summary>Realtime sessions that were opened.</summary>
    public int Sessions => _sessions;

    private int _sessions;

    /// <summary>Realtime sessions and requests that are being served.</summary>
    public int Open => _open;

    private int _open;

    /// <summary>Starts one.</summary>
    /// <param name="port">0 takes a free one.</param>
    public static async Task<OpenAiSimulator> StartAsync(OpenAiSimulatorOptions options, int port = 0)
    {
        var simulator = new OpenAiSimulator(options);
        simulator._server = await SimulatorServer.StartAsync(simulator.Map, port, options.Time).ConfigureAwait(false);
        return simulator;
    }

    /// <summary>What it hears in the stretches of audio to come, in their order; null in one that cannot be transcribed.</summary>
    public void Hears(params IEnumerable<string?> texts) => _ear.Script(texts);

    /// <summary>The next speech stops after so many pieces of its body, and the connection stays.</summary>
    public void StallNextSpeech(int after) => _stalls.Enqueue(after);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    internal int? TakeStall() => _stalls.TryDequeue(out var after) ? after : null;

    internal void Note(JsonObject request) => Requests.Enqueue(request);

    private void Map(WebApplication app)
    {
        var speech = new SpeechEndpoint(_options, this);
        if (_options.Dialect is not OpenAiDialect.Kokoro)
        {
            app.Map("/v1/realtime", http => ServeAsync(http, ListenAsync));
            app.MapPost("/v1/audio/transcriptions", http => ServeAsync(http, new TranscriptionEndpoint(_options, _ear, this).TranscribeAsync));
        }

        if (_options.Dialect is OpenAiDialect.Kokoro && _options.HasCaptions) app.MapPost("/dev/captioned_speech", http => ServeAsync(http, speech.CaptionAsync));
        app.MapPost("/v1/audio/speech", http => ServeAsync(http, speech.SpeakAsync));
        app.MapGet("/v1/models", http => ServeAsync(http, ListModelsAsync));
    }

    private async Task ServeAsync(HttpContext http, Func<HttpContext, Task> endpoint)
    {
        Interlocked.Increment(ref _open);
        try
        {
            var given = http.Request.Headers.Authorization.ToString();
            if (_options.ApiKey.Length > 0 && given != $"Bearer {_options.ApiKey}")
                throw new VendorRefusal(given.Length == 0 ? VendorError.NoKey : VendorError.WrongKey(given["Bearer ".Length..]));
            await endpoint(http).ConfigureAwait(false);
        }
        catch (VendorRefusal refusal)
        {
            await refusal.Error.WriteAsync(http, _options.Dialect).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The client has left, or the connection was broken off.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task ListenAsync(HttpContext http)
    {
        if (!http.WebSockets.IsWebSocketRequest) throw new VendorRefusal(new VendorError(400, "Expected a WebSocket upgrade."));
        var shape = SessionShape.Of(http, _options);
        var socket = await http.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        Interlocked.Increment(ref _sessions);
        await new RealtimeConversation(_options, _ear, this, socket, shape, SimulatedFaults.BreaksAfter(http), http.Abort).RunAsync(http.RequestAborted).ConfigureAwait(false);
    }

    private static Task ListModelsAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        var data = new JsonArray([.. Models.Select(id => (JsonNode)new JsonObject { ["id"] = id, ["object"] = "model", ["created"] = 0, ["owned_by"] = "simulator" })]);
        return http.Response.WriteAsync(new JsonObject { ["object"] = "list", ["data"] = data }.ToJsonString(), http.RequestAborted);
    }
}
