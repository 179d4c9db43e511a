using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace CallActors.Simulators.Server;

/// <summary>Something that a vendor's server does to one request.</summary>
public abstract record SimulatedFault
{
    private SimulatedFault() { }

    /// <summary>Answers with an error status and the vendor's body for it.</summary>
    public sealed record Status(int Code, string Body = "", TimeSpan? RetryAfter = null, string ContentType = "application/json") : SimulatedFault;

    /// <summary>Answers as usual, but so much later.</summary>
    public sealed record Slow(TimeSpan By) : SimulatedFault;

    /// <summary>Resets the connection without a word.</summary>
    public sealed record Reset : SimulatedFault;

    /// <summary>Takes the request and never answers; nor does it end the connection.</summary>
    public sealed record HalfOpen : SimulatedFault;

    /// <summary>Serves the request or socket and breaks it off after so many messages or pieces of its body: see
    /// <see cref="SimulatedFaults.BreaksAfter"/>.</summary>
    /// <param name="CloseStatus">A WebSocket's close status; null resets the connection.</param>
    public sealed record Break(int After, int? CloseStatus = null) : SimulatedFault;
}

/// <summary>The faults that are due, in order: each is used up by one request.</summary>
public sealed class SimulatedFaults(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<(string Path, SimulatedFault Fault)> _due = [];
    private readonly CancellationTokenSource _released = new();

    /// <summary>The next request whose path begins so meets this fault.</summary>
    public void Next(string path, SimulatedFault fault)
    {
        lock (_lock) _due.Add((path, fault));
    }

    /// <summary>The fault that an endpoint has to carry out itself.</summary>
    public static SimulatedFault.Break? BreaksAfter(HttpContext http) => http.Items.TryGetValue(typeof(SimulatedFault.Break), out var fault) ? fault as SimulatedFault.Break : null;

    internal void ReleaseAll() => _released.Cancel();

    internal async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        switch (Take(http.Request.Path))
        {
            case SimulatedFault.Status status:
                http.Response.StatusCode = status.Code;
                if (status.RetryAfter is { } after) http.Response.Headers.RetryAfter = Math.Ceiling(after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                http.Response.ContentType = status.ContentType;
                await http.Response.WriteAsync(status.Body, http.RequestAborted).ConfigureAwait(false);
                return;
            case SimulatedFault.Slow slow:
                await Task.Delay(slow.By, time, http.RequestAborted).ConfigureAwait(false);
                break;
            case SimulatedFault.Reset:
                http.Abort();
                return;
            case SimulatedFault.HalfOpen:
                await HoldAsync(http).ConfigureAwait(false);
                return;
            case SimulatedFault.Break broken:
                http.Items[typeof(SimulatedFault.Break)] = broken;
                break;
        }

        await next(http).ConfigureAwait(false);
    }

    private SimulatedFault? Take(PathString path)
    {
        lock (_lock)
        {
            var at = _due.FindIndex(due => path.Value?.StartsWith(due.Path, StringComparison.Ordinal) is true);
            if (at < 0) return null;
            var fault = _due[at].Fault;
            _due.RemoveAt(at);
            return fault;
        }
    }

    private async Task HoldAsync(HttpContext http)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, _released.Token);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            http.Abort();
        }
    }
}
