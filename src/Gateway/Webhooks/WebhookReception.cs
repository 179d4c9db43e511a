using System.Globalization;
using System.Text;
using CallActors.Carriers.Webhooks;
using CallActors.Gateway.Http;

namespace CallActors.Gateway.Webhooks;

/// <summary>
/// Takes the carriers' requests: counts them, reads them within bounds, has the signature checked, and only then has them understood. Logs
/// hold no body and no number.
/// </summary>
public sealed partial class WebhookReception(
    IEnumerable<ICarrierWebhook> webhooks,
    RequestBodyReader bodies,
    WebhookRates rates,
    WebhookLimits limits,
    TimeProvider time,
    ILogger<WebhookReception> log)
{
    private static readonly TimeSpan LogLimitedEvery = TimeSpan.FromMinutes(1);

    private readonly ICarrierWebhook[] _webhooks = webhooks.ToArray();
    private long _limitedLoggedAt = long.MinValue;

    /// <param name="path">The address that was asked, for the log.</param>
    public async Task ServeAsync(HttpContext http, string path)
    {
        if (_webhooks.Length == 0)
        {
            await Problems.WriteAsync(http, StatusCodes.Status404NotFound, "no-carrier", "No carrier is set up here.").ConfigureAwait(false);
            return;
        }
        var source = WebhookRequests.Source(http);
        if (rates.TryEnter(source) is { } wait)
        {
            await TurnAwayAsync(http, path, wait).ConfigureAwait(false);
            return;
        }
        try
        {
            await ServeAsync(http, path, source).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The carrier waits no longer.
        }
    }

    private async Task ServeAsync(HttpContext http, string path, string source)
    {
        var request = WebhookRequests.Of(http, default);
        if (Array.Find(_webhooks, webhook => webhook.Recognizes(request)) is not { } webhook)
        {
            await RefuseAsync(http, path, "none", "no carrier's request looks like it", source).ConfigureAwait(false);
            return;
        }
        var body = await bodies.ReadBytesAsync(http).ConfigureAwait(false);
        if (body.Fault is { } fault)
        {
            rates.Refused(source);
            await fault.ExecuteAsync(http).ConfigureAwait(false);
            return;
        }
        request = request with { Body = body.Value };
        if (webhook.Refusal(request) is { } refusal)
        {
            await RefuseAsync(http, path, webhook.Carrier, refusal, source).ConfigureAwait(false);
            return;
        }
        await AnswerAsync(http, webhook, request, path).ConfigureAwait(false);
    }

    private async Task AnswerAsync(HttpContext http, ICarrierWebhook webhook, WebhookRequest request, string path)
    {
        using var deadline = new CancellationTokenSource(limits.AnswerWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, http.RequestAborted);
        WebhookAnswer answer;
        try
        {
            answer = await webhook.TakeAsync(request, either.Token).WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            LogLate(path, webhook.Carrier);
            await Problems.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, "timed-out", "The gateway did not answer in time.").ConfigureAwait(false);
            return;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(path, webhook.Carrier, e.GetType().Name, e.StackTrace ?? "");
            await Problems.WriteAsync(http, StatusCodes.Status500InternalServerError, "internal", "The gateway failed; its log says why.").ConfigureAwait(false);
            return;
        }
        http.Response.StatusCode = answer.Status;
        if (answer.ContentType.Length == 0) return;
        http.Response.ContentType = answer.ContentType;
        await http.Response.WriteAsync(answer.Body, Encoding.UTF8, http.RequestAborted).ConfigureAwait(false);
    }

    private Task RefuseAsync(HttpContext http, string path, string carrier, string reason, string source)
    {
        rates.Refused(source);
        LogRefused(path, carrier, reason);
        return Problems.WriteAsync(http, StatusCodes.Status403Forbidden, "not-genuine", "The request is not a carrier's, as far as its signature tells.");
    }

    private Task TurnAwayAsync(HttpContext http, string path, TimeSpan wait)
    {
        // One line in a while: a flood of requests must not become a flood of lines.
        var last = Interlocked.Read(ref _limitedLoggedAt);
        if ((last == long.MinValue || time.GetElapsedTime(last) >= LogLimitedEvery)
            && Interlocked.CompareExchange(ref _limitedLoggedAt, time.GetTimestamp(), last) == last) LogLimited(path);
        http.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Problems.WriteAsync(http, StatusCodes.Status429TooManyRequests, "too-many-requests", "Too many requests: come again after the time in Retry-After.");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A webhook at {Path} was refused (carrier: {Carrier}): {Reason}")]
    private partial void LogRefused(string path, string carrier, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhooks are coming too fast, at {Path} among others: some are turned away with 429")]
    private partial void LogLimited(string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "A webhook of {Carrier} at {Path} was not answered in time")]
    private partial void LogLate(string path, string carrier);

    // Without the exception's own message, which may hold what was sent.
    [LoggerMessage(Level = LogLevel.Error, Message = "A webhook of {Carrier} at {Path} failed: {Failure} {Stack}")]
    private partial void LogFailed(string path, string carrier, string failure, string stack);
}
