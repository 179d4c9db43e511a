namespace CallActors.Speech.Deepgram;

/// <summary>An account at Deepgram.</summary>
public sealed record DeepgramOptions
{
    /// <summary>Its API key. A secret: it goes into the <c>Authorization</c> header and nowhere else.</summary>
    public required string ApiKey { get; init; }

    /// <summary>Where Deepgram, or a server of its kind, is: scheme <c>http</c> or <c>https</c>, no query. Default
    /// <c>https://api.deepgram.com/</c>.</summary>
    public Uri BaseUrl { get; init; } = new("https://api.deepgram.com/");

    /// <summary>A connection must stand within this. Range 0.5–30 s, default 5 s: later the next recogniser or voice is the better one.</summary>
    public TimeSpan ConnectWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <exception cref="ArgumentException">A value cannot be used; the message names it, and never the key.</exception>
    internal void Validate()
    {
        if (string.IsNullOrWhiteSpace(ApiKey) || ApiKey.Any(c => c is <= ' ' or > '~'))
            throw new ArgumentException("Deepgram's API key must be printable ASCII without spaces.", nameof(ApiKey));
        if (!BaseUrl.IsAbsoluteUri || BaseUrl.Scheme is not ("http" or "https") || BaseUrl.Query.Length > 0)
            throw new ArgumentException("Deepgram's base URL must be absolute, http or https, without a query.", nameof(BaseUrl));
        OptionRange.Check(ConnectWithin, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30), nameof(ConnectWithin), "Deepgram's");
    }
}
