using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace CallActors.Simulators.Twilio;

/// <summary>A request that the simulator made of the application.</summary>
/// <param name="Url">As it was signed; a GET's has the fields in its query.</param>
/// <param name="Fields">The form of a POST.</param>
/// <param name="Status">The HTTP status that came back; 0 when none did.</param>
public sealed record MadeRequest(
    DateTimeOffset At, string Method, string Url, IReadOnlyList<KeyValuePair<string, string>> Fields, string Signature, int Status)
{
    /// <summary>A field's value; null when it is missing.</summary>
    public string? this[string field] => Fields.FirstOrDefault(one => one.Key == field).Value;
}

/// <summary>What came of a webhook.</summary>
internal abstract record WebhookReply
{
    /// <summary>2xx.</summary>
    public sealed record Answer(string ContentType, byte[] Content) : WebhookReply
    {
        public string Text => Encoding.UTF8.GetString(Content).TrimStart('\uFEFF');
    }

    /// <summary>No answer that Twilio takes.</summary>
    public sealed record Failure(int Code, string What) : WebhookReply;
}

/// <summary>Calls the application's URLs as Twilio does: signed, with a deadline.</summary>
internal sealed class TwilioWebhooks(TwilioSimulatorOptions options, Action<MadeRequest> made) : IDisposable
{
    /// <summary>Longest TwiML that Twilio takes, in bytes.</summary>
    private const int MaxAnswerBytes = 64 * 1024;

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Asks.</summary>
    /// <param name="occasion">The same for a request that is repeated.</param>
    /// <param name="maxBytes">Longest answer.</param>
    /// <exception cref="OperationCanceledException">Cancelled by the caller; a time-out is a <see cref="WebhookReply.Failure"/>.</exception>
    public async Task<WebhookReply> AskAsync(
        Uri url, string method, IReadOnlyList<KeyValuePair<string, string>> fields, Guid occasion, CancellationToken cancellationToken, int maxBytes = MaxAnswerBytes)
    {
        var get = method == "GET";
        var target = WithoutFragment(get && fields.Count > 0 ? WithQuery(url, fields) : url.AbsoluteUri);
        var signature = RequestSignature.Of(options.AuthToken, target, get ? [] : fields);
        var status = 0;
        using var deadline = new CancellationTokenSource(options.WebhookTimeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var request = Request(new Uri(target), method, get ? [] : fields, signature, occasion);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            status = (int)response.StatusCode;
            if (!response.IsSuccessStatusCode) return new WebhookReply.Failure(TwilioCodes.WebhookFailed, $"{method} {url.AbsolutePath} was answered with HTTP {status}");
            var content = await ReadAsync(response.Content, maxBytes, either.Token).ConfigureAwait(false);
            return content is null
                ? new WebhookReply.Failure(TwilioCodes.TwimlTooLarge, $"{url.AbsolutePath} answered more than {maxBytes} bytes")
                : new WebhookReply.Answer(response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant() ?? "", content);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new WebhookReply.Failure(TwilioCodes.WebhookFailed, $"{url.AbsolutePath} did not answer within {options.WebhookTimeout.TotalSeconds:0.#} s");
        }
        catch (HttpRequestException failed) when (failed.HttpRequestError == HttpRequestError.NameResolutionError || failed.InnerException is SocketException { SocketErrorCode: SocketError.HostNotFound })
        {
            return new WebhookReply.Failure(TwilioCodes.WebhookBadHost, $"there is no host {url.Host}");
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException)
        {
            return new WebhookReply.Failure(TwilioCodes.WebhookConnectFailed, $"{url.AbsolutePath} could not be asked: {failed.GetType().Name}");
        }
        finally
        {
            made(new MadeRequest(options.Time.GetUtcNow(), method, target, get ? [] : fields, signature, status));
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(Uri target, string method, IReadOnlyList<KeyValuePair<string, string>> fields, string signature, Guid occasion)
    {
        var tunnelled = options.Tunnels.TryGetValue(target.Authority, out var address);
        var request = new HttpRequestMessage(new HttpMethod(method), tunnelled ? new Uri(address!, target.PathAndQuery) : target);
        if (tunnelled)
        {
            request.Headers.Host = target.Authority;
            request.Headers.Add("X-Forwarded-Proto", target.Scheme);
        }
        request.Headers.Add("X-Twilio-Signature", signature);
        request.Headers.Add("I-Twilio-Idempotency-Token", occasion.ToString());
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("TwilioProxy", "1.1"));
        request.Headers.Accept.ParseAdd("*/*");
        if (method == "GET") return request;
        request.Content = new FormUrlEncodedContent(fields);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded", "UTF-8");
        return request;
    }

    private static async Task<byte[]?> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var read = new MemoryStream();
        var buffer = new byte[8192];
        while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            read.Write(buffer, 0, count);
            if (read.Length > maxBytes) return null;
        }
        return read.ToArray();
    }

    private static string WithQuery(Uri url, IReadOnlyList<KeyValuePair<string, string>> fields) =>
        WithoutFragment(url.AbsoluteUri) + (url.Query.Length > 0 ? "&" : "?") + string.Join('&', fields.Select(field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value)}"));

    private static string WithoutFragment(string url) => url.Split('#')[0];
}
