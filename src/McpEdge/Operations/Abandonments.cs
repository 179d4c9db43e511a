using System.Collections.Concurrent;
using CallActors.McpEdge.Gateway;

namespace CallActors.McpEdge.Operations;

/// <summary>Tells the gateway that nobody waits for an operation any more, so that a phone stops ringing for an agent that has
/// turned to something else. Goes on behind the tool call, which is over at once.</summary>
internal sealed class Abandonments(GatewayHttp http, Clock clock, Action<string> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<string, Task> _underway = new(StringComparer.Ordinal);

    /// <summary>Begins to abandon the operation with this key; ends by itself within 5 s.</summary>
    /// <param name="callId">The call it was ordered for; null for a call that was to be placed.</param>
    public void Begin(string key, string? callId)
    {
        var work = AbandonAsync(key, callId);
        _underway[key] = work;
        _ = work.ContinueWith(_ => _underway.TryRemove(key, out var _), TaskScheduler.Default);
    }

    /// <summary>Waits for what has begun. For the end of the process.</summary>
    public Task CompleteAsync() => Task.WhenAll(_underway.Values);

    private async Task AbandonAsync(string key, string? callId)
    {
        using var deadline = clock.Deadline(Patience);
        var request = new GatewayRequest(HttpMethod.Delete, GatewayPaths.Operation(callId, key), null, null, Patience);
        try
        {
            // The order to begin may still be on its way on another connection: a gateway that does not know the key yet, or
            // that is just coming back, is asked again.
            while (await http.SendAsync(request, deadline.Token) is Exchange.Answered { Status: 404 or >= 500 } or Exchange.Unreachable)
                await clock.Wait(Pause, deadline.Token);
        }
        catch (OperationCanceledException)
        {
            log($"operation {key} could not be abandoned within {Patience.TotalSeconds:0} s");
        }
    }
}
