using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Twilio;

/// <summary>
/// Twilio's REST API, as much of it as calls and texts need. What may be sent again without harm (a look-up, an end, a redirect) is sent
/// again when Twilio is busy, faulty or silent; what may not (a new call, a new text) is sent once, and the caller decides by the reply.
/// </summary>
public sealed class TwilioRest : IDisposable
{
    private const int LongestAnswer = 1024 * 1024;

    private readonly HttpClient _http;
    private readonly TwilioOptions _options;
    private readonly RetryPace _pace;
    private readonly TimeProvider _time;
    private readonly string _account;
    private readonly AuthenticationHeaderValue _authorization;

    /// <param name="handler">Sends, and is disposed with this; null for one of its own.</param>
    /// <param name="time"><see cref="TimeProvider.System"/> when null.</param>
    /// <param name="chance">0 to 1, spreads the retries; <see cref="Random.Shared"/> when null.</param>
    public TwilioRest(TwilioOptions options, HttpMessageHandler? handler = null, TimeProvider? time = null, Func<double>? chance = null)
    {
        _options = options;
        _time = time ?? TimeProvider.System;
        _pace = new RetryPace(_time, chance ?? Random.Shared.NextDouble);
        _http = new HttpClient(handler ?? NewHandler(options.RequestWithin * 0.6)) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LongestAnswer };
        _account = $"{options.BaseUrl.TrimEnd('/')}/2010-04-01/Accounts/{Uri.EscapeDataString(options.AccountSid)}";
        var (user, secret) = options.ApiKeySid.Length > 0 ? (options.ApiKeySid, options.ApiKeySecret) : (options.AccountSid, options.AuthToken);
        _authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{secret}")));
    }

    /// <summary>A handler whose failures say whether anything was sent.</summary>
    /// <param name="connectWithin">Shorter than a request may take, so that it is known of a connection that never came about.</param>
    private static SocketsHttpHandler NewHandler(TimeSpan connectWithin) => new()
    {
        ConnectTimeout = connectWithin,
        // Addresses change; a connection that lives for ever would never learn of it.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        AllowAutoRedirect = false,
        UseCookies = false,
    };

    /// <summary>Asks whether Twilio accepts the account and its key.</summary>
    /// <returns>Null when it does; otherwise what is wrong, in a sentence.</returns>
    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        var reply = await SendAsync(HttpMethod.Get, ".json", [], cancellationToken).ConfigureAwait(false);
        if (reply is not TwilioReply.Done done) return reply.Failure;
        return Read(done, TwilioJson.Default.TwilioAccount).Status == "active" ? null : TwilioErrors.Describe(20005);
    }

    /// <summary>The account's numbers in which these digits are.</summary>
    /// <exception cref="CarrierException">Twilio did not say; the message says why.</exception>
    internal async Task<IReadOnlyList<TwilioNumber>> ListNumbersAsync(string digits, CancellationToken cancellationToken) =>
        (await ListAsync($"/IncomingPhoneNumbers.json?PhoneNumber={Uri.EscapeDataString(digits)}", cancellationToken).ConfigureAwait(false)).IncomingPhoneNumbers ?? [];

    /// <summary>The numbers of others that are verified for the account, in which these digits are.</summary>
    /// <exception cref="CarrierException">Twilio did not say; the message says why.</exception>
    internal async Task<IReadOnlyList<TwilioNumber>> ListVerifiedAsync(string digits, CancellationToken cancellationToken) =>
        (await ListAsync($"/OutgoingCallerIds.json?PhoneNumber={Uri.EscapeDataString(digits)}", cancellationToken).ConfigureAwait(false)).OutgoingCallerIds ?? [];

    /// <summary>Orders a call, once.</summary>
    internal Task<TwilioReply> PlaceCallAsync(IReadOnlyList<KeyValuePair<string, string>> order, CancellationToken cancellationToken) =>
        SendOnceAsync(HttpMethod.Post, "/Calls.json", order, cancellationToken);

    /// <summary>Changes a live call: <c>Status</c>, or <c>Url</c> for what it shall do instead.</summary>
    internal Task<TwilioReply> UpdateCallAsync(LegId call, string field, string value, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, CallPath(call), [new(field, value)], cancellationToken);

    /// <summary>Looks up one call.</summary>
    internal Task<TwilioReply> GetCallAsync(LegId call, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, CallPath(call), [], cancellationToken);

    /// <summary>The latest calls between two numbers, newest first.</summary>
    internal Task<TwilioReply> ListCallsAsync(string to, string from, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, $"/Calls.json?To={Uri.EscapeDataString(to)}&From={Uri.EscapeDataString(from)}&PageSize=50", [], cancellationToken);

    /// <summary>Orders a text, once.</summary>
    internal Task<TwilioReply> SendMessageAsync(IReadOnlyList<KeyValuePair<string, string>> order, CancellationToken cancellationToken) =>
        SendOnceAsync(HttpMethod.Post, "/Messages.json", order, cancellationToken);

    /// <summary>The latest texts between two addresses, newest first.</summary>
    internal Task<TwilioReply> ListMessagesAsync(string to, string from, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, $"/Messages.json?To={Uri.EscapeDataString(to)}&From={Uri.EscapeDataString(from)}&PageSize=50", [], cancellationToken);

    /// <summary>Waits before something is sent again.</summary>
    /// <param name="attempt">How often it was sent, from 1.</param>
    internal Task PauseAsync(TwilioReply reply, int attempt, CancellationToken cancellationToken) => _pace.WaitAsync(reply, attempt, cancellationToken);

    /// <summary>Reads what Twilio answered.</summary>
    /// <exception cref="CarrierException">It is not what it should be.</exception>
    internal static T Read<T>(TwilioReply.Done done, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(done.Body, type) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new CarrierException("Twilio's answer cannot be read: is the base URL Twilio's?");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static string CallPath(LegId call) => $"/Calls/{Uri.EscapeDataString(call.Value)}.json";

    private async Task<TwilioNumberPage> ListAsync(string path, CancellationToken cancellationToken)
    {
        var reply = await SendAsync(HttpMethod.Get, path, [], cancellationToken).ConfigureAwait(false);
        return reply is TwilioReply.Done done ? Read(done, TwilioJson.Default.TwilioNumberPage) : throw new CarrierException(reply.Failure);
    }

    private async Task<TwilioReply> SendAsync(
        HttpMethod method, string path, IReadOnlyList<KeyValuePair<string, string>> form, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var reply = await SendOnceAsync(method, path, form, cancellationToken).ConfigureAwait(false);
            if (reply is TwilioReply.Done or TwilioReply.Refused || attempt >= _options.Attempts) return reply;
            await _pace.WaitAsync(reply, attempt, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<TwilioReply> SendOnceAsync(
        HttpMethod method, string path, IReadOnlyList<KeyValuePair<string, string>> form, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, _account + path);
        request.Headers.Authorization = _authorization;
        if (form.Count > 0) request.Content = new FormUrlEncodedContent(form);
        using var deadline = new CancellationTokenSource(_options.RequestWithin, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token).ConfigureAwait(false);
            return await ReplyOfAsync(response).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            // A connection is made before anything is sent; whatever breaks later may have reached Twilio.
            return e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
                ? new TwilioReply.NotSent() : new TwilioReply.Unanswered();
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            // The handler's own time-out is the connection's.
            return e.InnerException is TimeoutException && !deadline.IsCancellationRequested ? new TwilioReply.NotSent() : new TwilioReply.Unanswered();
        }
    }

    private async Task<TwilioReply> ReplyOfAsync(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (status is >= 200 and < 300) return new TwilioReply.Done(await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false), response.Headers.Date);
        var after = response.Headers.RetryAfter is { } told ? told.Delta ?? told.Date - _time.GetUtcNow() : null;
        if (status == 429) return new TwilioReply.Busy(after);
        if (status >= 500) return new TwilioReply.Faulty(status, after);
        return new TwilioReply.Refused(status, await CodeOfAsync(response).ConfigureAwait(false));
    }

    private static async Task<int> CodeOfAsync(HttpResponseMessage response)
    {
        try
        {
            var body = await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
            return JsonSerializer.Deserialize(body, TwilioJson.Default.TwilioError)?.Code ?? 0;
        }
        catch (JsonException)
        {
            // Something between us and Twilio answered: its status has to do.
            return 0;
        }
    }
}
