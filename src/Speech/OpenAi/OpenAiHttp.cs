using System.Net.Http.Headers;
using CallActors.Contracts.Speech;
using CallActors.Speech.Sockets;

namespace CallActors.Speech.OpenAi;

/// <summary>Requests to the HTTP API: the key, the deadline, one more try where it is of use, and errors in the engine's terms.</summary>
internal sealed class OpenAiHttp
{
    private const int MostErrorBytes = 64 * 1024;
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(200);

    private readonly OpenAiConnection _connection;
    private readonly OpenAiFaults _faults;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;
    private readonly RetryGate _gate;

    /// <param name="handler">Shared, and not disposed here.</param>
    public OpenAiHttp(OpenAiConnection connection, OpenAiFaults faults, TimeProvider time, HttpMessageHandler handler)
    {
        (_connection, _faults, _time) = (connection, faults, time);
        _gate = new RetryGate(faults.Name, time);
        _client = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        if (connection.ApiKey.Length > 0) _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", connection.ApiKey);
    }

    /// <summary>Posts, and returns when the answer's head is there. The guard's token governs the body too.</summary>
    /// <param name="content">Makes the body, for each try.</param>
    /// <exception cref="SpeechException">It failed.</exception>
    /// <exception cref="OpenAiRefusal">It was refused by a status that the caller may have an answer to: 400, 404, 405, 422.</exception>
    public async Task<HttpResponseMessage> PostAsync(Uri address, Func<HttpContent> content, StallGuard guard, CancellationToken cancellationToken)
    {
        _gate.Enter();
        try
        {
            guard.Begin(_connection.OpenWithin);
            var response = await TryAsync(address, content, guard.Token).ConfigureAwait(false);
            if (RetryAfter(response) is { } wait)
            {
                response?.Dispose();
                await Task.Delay(wait, _time, guard.Token).ConfigureAwait(false);
                response = await AskAsync(address, content, guard.Token).ConfigureAwait(false);
            }

            if (!response!.IsSuccessStatusCode) throw await FaultOfAsync(response, guard.Token).ConfigureAwait(false);
            guard.End();
            return response;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && guard.IsLate)
        {
            throw _faults.NotOpened(_connection.OpenWithin);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw _faults.OfTransport(e);
        }
    }

    /// <summary>Null when the connection broke before an answer, which is worth another try; not when there is none.</summary>
    private async Task<HttpResponseMessage?> TryAsync(Uri address, Func<HttpContent> content, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(address, content, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e) when (e.HttpRequestError is not (HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError))
        {
            if (_connection.RetryWithin == TimeSpan.Zero) throw;
            return null;
        }
    }

    private async Task<HttpResponseMessage> AskAsync(Uri address, Func<HttpContent> content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content() };
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
    }

    private TimeSpan? RetryAfter(HttpResponseMessage? response)
    {
        if (response is null) return TimeSpan.Zero;
        if ((int)response.StatusCode is not (408 or 409 or 429 or >= 500)) return null;
        var wait = VendorRefusal.WaitOf(response.Headers, _time.GetUtcNow()) ?? FirstRetry;
        return wait <= _connection.RetryWithin ? wait : null;
    }

    private async Task<Exception> FaultOfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using (response)
        {
            var status = (int)response.StatusCode;
            _gate.Note(new VendorRefusal(_faults.Name, response.StatusCode, VendorRefusal.WaitOf(response.Headers, _time.GetUtcNow())));
            var error = await ReadErrorAsync(response, cancellationToken).ConfigureAwait(false);
            var fault = _faults.OfStatus(status, error);
            return status is 400 or 404 or 405 or 422 ? new OpenAiRefusal(status, error, fault) : fault;
        }
    }

    /// <summary>What the body of an error says; as much of it as may be an error.</summary>
    internal static async Task<OpenAiErrorCode> ReadErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            var bytes = new byte[MostErrorBytes];
            var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return OpenAiErrorCode.Parse(bytes.AsMemory(0, length));
        }
    }
}

/// <summary>A request that the server does not take as it is: the caller may know another form of it.</summary>
internal sealed class OpenAiRefusal(int status, OpenAiErrorCode error, SpeechException fault) : Exception(fault.Message, fault)
{
    public int Status => status;

    public OpenAiErrorCode Error => error;

    /// <summary>What it is when there is no other form.</summary>
    public SpeechException Fault => fault;
}
