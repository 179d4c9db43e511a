using System.Globalization;
using System.Text;
using CallActors.Contracts.Speech;
using CallActors.Speech.Sockets;

namespace CallActors.Speech.Deepgram;

/// <summary>The way to an account: addresses, key, and what its refusals and closes mean.</summary>
internal sealed class DeepgramConnection
{
    public const string Vendor = "Deepgram";

    private readonly DeepgramOptions _options;
    private readonly HttpMessageInvoker _http;
    private readonly RetryGate _gate;

    /// <param name="handler">Makes the connections; not disposed of. Null: one of its own.</param>
    public DeepgramConnection(DeepgramOptions options, TimeProvider time, HttpMessageHandler? handler)
    {
        options.Validate();
        (_options, Time) = (options, time);
        _http = new HttpMessageInvoker(handler ?? new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }, disposeHandler: handler is null);
        _gate = new RetryGate(Vendor, time);
    }

    public TimeProvider Time { get; }

    public SocketLimits Limits => SocketLimits.Default with { ConnectWithin = _options.ConnectWithin, Queue = 512 };

    /// <exception cref="SpeechException">The account or the service refuses.</exception>
    public Task<VendorSocket> ConnectAsync(string path, Query query, CancellationToken cancellation)
    {
        _gate.Enter();
        var target = new SocketTarget(Vendor, AddressOf(path, query, socket: true), [new("Authorization", Authorization)]) { Failed = failed => failed.Refusal is { } refusal ? Refused(refusal) : null };
        return VendorSocket.ConnectAsync(target, Limits, Time, _http, cancellation);
    }

    /// <summary>Posts a request and returns the answer when its headers are there.</summary>
    /// <exception cref="SpeechException">The account or the service refuses, cannot be reached, or is too slow.</exception>
    public async Task<HttpResponseMessage> PostAsync(string path, Query query, HttpContent content, CancellationToken cancellation)
    {
        _gate.Enter();
        using var request = new HttpRequestMessage(HttpMethod.Post, AddressOf(path, query, socket: false)) { Content = content };
        request.Headers.TryAddWithoutValidation("Authorization", Authorization);
        using var late = new CancellationTokenSource(_options.ConnectWithin, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, either.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw late.IsCancellationRequested
                ? new SpeechException(SpeechFailure.TimedOut, $"{Vendor} did not answer within {_options.ConnectWithin.TotalSeconds:0.#} s.", fault)
                : new SpeechException(SpeechFailure.Broken, $"{Vendor} cannot be reached at {_options.BaseUrl.Authority}.", fault);
        }

        if (response.IsSuccessStatusCode) return response;
        var retryAfter = VendorRefusal.WaitOf(response.Headers, Time.GetUtcNow());
        response.Dispose();
        throw Refused(new VendorRefusal(Vendor, response.StatusCode, retryAfter));
    }

    /// <summary>What it means that a socket has ended that was wanted.</summary>
    public static SpeechException Lost(SocketEnd end)
    {
        var code = CodeOf(end.Description);
        return (int?)end.Status switch
        {
            null when end.IsTooLong => new SpeechException(SpeechFailure.Broken, $"{Vendor} sent a message without an end."),
            null when end.IsTimeout => new SpeechException(SpeechFailure.TimedOut, $"{Vendor} took and gave nothing any more."),
            null => new SpeechException(SpeechFailure.Broken, $"The connection to {Vendor} was lost."),
            1008 => new SpeechException(SpeechFailure.Refused, $"{Vendor} did not accept what it was sent ({code})."),
            1011 when code.StartsWith("NET-", StringComparison.Ordinal) => new SpeechException(SpeechFailure.TimedOut, $"{Vendor} says that nothing came in time ({code})."),
            var status => new SpeechException(SpeechFailure.Broken, $"{Vendor} closed the connection ({status}, {code})."),
        };
    }

    /// <summary>The vendor's code for a fault, for example <c>NET-0001</c>: all that is taken from texts of its, which may repeat what it was
    /// sent.</summary>
    public static string CodeOf(string text)
    {
        var length = 0;
        while (length < Math.Min(text.Length, 40) && (char.IsAsciiLetterUpper(text[length]) || char.IsAsciiDigit(text[length]) || text[length] is '-' or '_')) length++;
        return length >= 3 ? text[..length] : "no code";
    }

    private string Authorization => $"Token {_options.ApiKey}";

    private SpeechException Refused(VendorRefusal refusal)
    {
        _gate.Note(refusal);
        return refusal.Of();
    }

    private Uri AddressOf(string path, Query query, bool socket)
    {
        var address = new UriBuilder(_options.BaseUrl) { Query = query.ToString() };
        address.Path = $"{address.Path.TrimEnd('/')}/{path}";
        if (socket) address.Scheme = address.Scheme == "https" ? "wss" : "ws";
        return address.Uri;
    }
}

/// <summary>The query of a request.</summary>
internal sealed class Query
{
    private readonly StringBuilder _text = new();

    public Query Add(string name, string value)
    {
        _text.Append(_text.Length > 0 ? "&" : "").Append(name).Append('=').Append(Uri.EscapeDataString(value));
        return this;
    }

    public Query Add(string name, IFormattable value) => Add(name, value.ToString(null, CultureInfo.InvariantCulture));

    public Query AddAll(string name, IEnumerable<string> values)
    {
        foreach (var value in values) Add(name, value);
        return this;
    }

    public Query AddIf(bool condition, string name, string value) => condition ? Add(name, value) : this;

    public override string ToString() => _text.ToString();
}
