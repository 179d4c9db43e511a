using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Telnyx;

/// <summary>
/// Telnyx' REST API (v2): sends requests, and sends them again where that can do no harm. What was refused, or could not be delivered,
/// is a <see cref="CarrierException"/> with a sentence for the agent.
/// </summary>
/// <param name="http">Its own time limit is not used.</param>
/// <param name="chance">0 to 1, for waits between attempts.</param>
public sealed class TelnyxClient(HttpClient http, TelnyxOptions options, TimeProvider time, Func<double> chance)
{
    private const int MaxReplyBytes = 256 * 1024;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(4);

    /// <summary>Longer than this nobody waits at the telephone: the request fails instead.</summary>
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromSeconds(10);

    private readonly Uri _base = TelnyxOptions.Under(options.BaseUrl);

    /// <summary>A client for the API whose failures say whether anything was sent; what the API redirects is not followed, because numbers and
    /// the key would go along.</summary>
    public static HttpClient NewHttp(TelnyxOptions options) => new(new SocketsHttpHandler
    {
        // Shorter than a request may take, so that it is known of a connection that never came about.
        ConnectTimeout = options.RequestWithin * 0.6,
        // Addresses change; a connection that lives for ever would never learn of it.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        AllowAutoRedirect = false,
        UseCookies = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>How often a request may be sent.</summary>
    internal enum Repeat
    {
        /// <summary>Again after any failure: it names itself, or means the same when it comes twice.</summary>
        Always,

        /// <summary>Again only when Telnyx has certainly not taken it: too many requests, or no connection.</summary>
        WhenNotTaken,
    }

    /// <summary>Posts a request.</summary>
    /// <param name="what">What it is for, as it stands behind "did not".</param>
    /// <returns>The answer's body; null when the call has ended already.</returns>
    internal Task<byte[]?> PostAsync<T>(string path, T body, JsonTypeInfo<T> type, string what, Repeat repeat, CancellationToken cancellationToken) =>
        PostAsync(path, () => Json(JsonSerializer.SerializeToUtf8Bytes(body, type)), what, repeat, cancellationToken);

    /// <inheritdoc cref="PostAsync{T}"/>
    internal Task<byte[]?> PostFormAsync(string path, IReadOnlyDictionary<string, string> form, string what, CancellationToken cancellationToken) =>
        PostAsync(path, () => new FormUrlEncodedContent(form), what, Repeat.Always, cancellationToken);

    /// <summary>Reads something.</summary>
    /// <returns>What was read, or why not: one of the two.</returns>
    internal async Task<(T? Read, TelnyxFailure? Failure)> GetAsync<T>(string path, JsonTypeInfo<T> type, string what, CancellationToken cancellationToken) where T : class
    {
        var (reply, failure) = await SendAsync(HttpMethod.Get, path, () => null, what, Repeat.Always, cancellationToken).ConfigureAwait(false);
        if (failure is not null) return (null, failure);
        return reply is not null && Read(reply, type) is { } read ? (read, null) : (null, new TelnyxFailure(TelnyxFaults.NotUnderstood(what)));
    }

    internal static T? Read<T>(byte[] body, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body, type);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Posts a request whose failure is looked at by whoever asked.</summary>
    internal Task<(byte[]? Reply, TelnyxFailure? Failure)> TryPostAsync<T>(string path, T body, JsonTypeInfo<T> type, string what, Repeat repeat, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, () => Json(JsonSerializer.SerializeToUtf8Bytes(body, type)), what, repeat, cancellationToken);

    private async Task<byte[]?> PostAsync(string path, Func<HttpContent> body, string what, Repeat repeat, CancellationToken cancellationToken)
    {
        var (reply, failure) = await SendAsync(HttpMethod.Post, path, body, what, repeat, cancellationToken).ConfigureAwait(false);
        return failure is null ? reply : throw failure.Exception;
    }

    private async Task<(byte[]? Reply, TelnyxFailure? Failure)> SendAsync(
        HttpMethod method, string path, Func<HttpContent?> body, string what, Repeat repeat, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (reply, failure, wait) = await TryAsync(method, path, body, what, repeat, cancellationToken).ConfigureAwait(false);
            if (failure is null || wait is null || attempt >= options.MaxAttempts) return (reply, failure);
            await Task.Delay(wait.Value > TimeSpan.Zero ? wait.Value : Backoff(attempt), time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sends it once. A wait says that it may be sent again, after so long; zero leaves the wait to us.</summary>
    private async Task<(byte[]? Reply, TelnyxFailure? Failure, TimeSpan? Wait)> TryAsync(
        HttpMethod method, string path, Func<HttpContent?> body, string what, Repeat repeat, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.RequestWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        TimeSpan? again = repeat is Repeat.Always ? TimeSpan.Zero : null;
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(_base, path)) { Content = body() };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            await response.Content.LoadIntoBufferAsync(MaxReplyBytes, either.Token).ConfigureAwait(false);
            var reply = await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
            if (response.IsSuccessStatusCode) return (reply, null, null);
            var (status, code) = ((int)response.StatusCode, TelnyxFaults.CodeOf(reply));
            if (code == TelnyxFaults.CallEnded) return (null, null, null);
            return (null, new TelnyxFailure(TelnyxFaults.Refused(what, status, code), status, code, MayBeTaken: status >= 500), status == 429 ? RetryAfter(response) : status >= 500 ? again : null);
        }
        catch (HttpRequestException e)
        {
            // A connection is made before anything is sent; whatever breaks later may have reached Telnyx.
            var notTaken = e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
            return (null, new TelnyxFailure(TelnyxFaults.Unreachable(what, e), MayBeTaken: !notTaken), notTaken ? TimeSpan.Zero : again);
        }
        catch (IOException e)
        {
            return (null, new TelnyxFailure(TelnyxFaults.Unreachable(what, e), MayBeTaken: true), again);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            // The handler's own time-out is the connection's.
            if (e.InnerException is TimeoutException && !limit.IsCancellationRequested) return (null, new TelnyxFailure(TelnyxFaults.Unreachable(what, e)), TimeSpan.Zero);
            return (null, new TelnyxFailure(TelnyxFaults.Late(what), MayBeTaken: true), again);
        }
    }

    /// <summary>Null when it is longer than anybody waits.</summary>
    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var after = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => TimeSpan.Zero,
        };
        return after > LongestRetryAfter ? null : after > TimeSpan.Zero ? after : TimeSpan.Zero;
    }

    /// <summary>Between half and all of a time that doubles, so that those who were refused together do not come back together.</summary>
    private TimeSpan Backoff(int attempt)
    {
        var longest = FirstWait * Math.Pow(2, attempt - 1);
        return (longest < LongestWait ? longest : LongestWait) * (0.5 + 0.5 * chance());
    }

    private static ByteArrayContent Json(byte[] body) => new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
}
