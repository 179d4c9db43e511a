using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using CallActors.Simulators.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CallActors.Simulators.Claude;

/// <summary>
/// The Messages API on loopback, streamed and not. It refuses what the vendor refuses: unknown versions, keys and models, tools that were not
/// answered, blank texts, thinking that was changed. What it answers is scripted.
/// </summary>
public sealed class ClaudeSimulator : IAsyncDisposable
{
    private const int MostBytes = 32 * 1024 * 1024;

    private readonly ClaudeSimulatorOptions _options;
    private readonly ConcurrentQueue<Func<JsonObject, ClaudeAnswer>> _script = new();
    private readonly ConcurrentDictionary<string, byte> _cached = new();
    private SimulatorServer _server = null!;
    private int _messages;
    private int _open;

    private ClaudeSimulator(ClaudeSimulatorOptions options) => _options = options;

    /// <summary>What goes wrong next; for the vendor's own errors see <see cref="RefuseNext"/>.</summary>
    public SimulatedFaults Faults => _server.Faults;

    /// <summary>Where it listens.</summary>
    public Uri Address => _server.Address;

    /// <summary>The bodies of requests that were JSON, refused ones too.</summary>
    public ConcurrentQueue<JsonObject> Requests { get; } = new();

    /// <summary>Headers of the requests, in the same order.</summary>
    public ConcurrentQueue<IReadOnlyDictionary<string, string>> Headers { get; } = new();

    /// <summary>Responses that are being sent.</summary>
    public int Open => _open;

    /// <summary>Starts one.</summary>
    /// <param name="port">0 takes a free one.</param>
    public static async Task<ClaudeSimulator> StartAsync(ClaudeSimulatorOptions? options = null, int port = 0)
    {
        var simulator = new ClaudeSimulator(options ?? new ClaudeSimulatorOptions());
        simulator._server = await SimulatorServer.StartAsync(simulator.Map, port, simulator._options.Time).ConfigureAwait(false);
        return simulator;
    }

    /// <summary>What it answers next, in order. Without anything it says hello.</summary>
    public void Answers(params IEnumerable<ClaudeAnswer> answers)
    {
        foreach (var answer in answers) _script.Enqueue(_ => answer);
    }

    /// <summary>The next answer is made of its request.</summary>
    public void AnswersBy(Func<JsonObject, ClaudeAnswer> model) => _script.Enqueue(model);

    /// <summary>The next request is refused by this status, in the vendor's words: 429, 529, 500, …</summary>
    public void RefuseNext(int status, TimeSpan? retryAfter = null, string message = "Simulated.") =>
        Faults.Next("/v1/messages", new SimulatedFault.Status(status, new ClaudeError(status, ClaudeError.TypeOf(status), message).ToJson().ToJsonString(), retryAfter));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private void Map(WebApplication app)
    {
        app.MapPost("/v1/messages", ServeAsync);
        app.MapFallback(http => new ClaudeError(404, "not_found_error", "Not found").WriteAsync(http));
    }

    private async Task ServeAsync(HttpContext http)
    {
        Interlocked.Increment(ref _open);
        try
        {
            Headers.Enqueue(http.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString()));
            CheckHeaders(http.Request);
            var request = await ReadAsync(http).ConfigureAwait(false);
            Requests.Enqueue(request.DeepClone().AsObject());
            MessageRules.Check(request, _options);
            var answer = _script.TryDequeue(out var next) ? next(request) : ClaudeAnswer.Saying("Hello from the simulated model.");
            var response = new MessageStream(http, request, answer, _options, $"msg_{Interlocked.Increment(ref _messages)}", IsCached(request));
            await response.WriteAsync().ConfigureAwait(false);
        }
        catch (ClaudeRefusal refusal)
        {
            await refusal.Error.WriteAsync(http).ConfigureAwait(false);
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

    private void CheckHeaders(HttpRequest request)
    {
        // The vendor takes its keys in either header; its SDKs have sent the one, and now send the other.
        var (key, bearer) = (request.Headers["x-api-key"].ToString(), request.Headers.Authorization.ToString());
        if (key.Length == 0 && bearer.StartsWith("Bearer ", StringComparison.Ordinal)) key = bearer["Bearer ".Length..];
        if (key.Length == 0) throw new ClaudeRefusal(new ClaudeError(401, "authentication_error", "x-api-key header is required"));
        if (key != _options.ApiKey) throw new ClaudeRefusal(new ClaudeError(401, "authentication_error", "invalid x-api-key"));
        var version = request.Headers["anthropic-version"].ToString();
        if (version.Length == 0) throw new ClaudeRefusal(ClaudeError.Invalid("anthropic-version: header is required"));
        if (!_options.Versions.Contains(version)) throw new ClaudeRefusal(ClaudeError.Invalid($"anthropic-version: \"{version}\" is not a valid version"));
    }

    private static async Task<JsonObject> ReadAsync(HttpContext http)
    {
        if (http.Request.ContentLength > MostBytes) throw new ClaudeRefusal(new ClaudeError(413, "request_too_large", "Request exceeds the maximum size"));
        try
        {
            if (await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted).ConfigureAwait(false) is JsonObject request) return request;
        }
        catch (JsonException)
        {
            // Refused below.
        }

        throw new ClaudeRefusal(ClaudeError.Invalid("The request body is not valid JSON"));
    }

    /// <summary>Null where nothing is marked to be cached; else whether it was before.</summary>
    private bool? IsCached(JsonObject request)
    {
        if (!request.ToJsonString().Contains("\"cache_control\"", StringComparison.Ordinal)) return null;
        // What is behind the last mark is no part of it.
        var system = request["system"] is JsonArray blocks
            ? string.Concat(blocks.Take(blocks.ToList().FindLastIndex(b => b!["cache_control"] is not null) + 1).Select(b => b!.ToJsonString()))
            : request["system"]?.ToJsonString();
        return !_cached.TryAdd($"{request["model"]}|{request["tools"]?.ToJsonString()}|{system}", 0);
    }
}
