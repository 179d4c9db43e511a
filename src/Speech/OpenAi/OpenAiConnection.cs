namespace CallActors.Speech.OpenAi;

/// <summary>How a server that speaks OpenAI's API is reached, and how long it is waited for.</summary>
public sealed record OpenAiConnection
{
    /// <summary>Sent as a bearer token; empty for a local server that asks for none.</summary>
    public string ApiKey { get; init; } = "";

    /// <summary>See <see cref="OpenAiAddress.Parse"/>. Default: the vendor.</summary>
    public string BaseUrl { get; init; } = OpenAiAddress.Vendor;

    /// <summary>A socket must be open and set up, or a request must have been answered with its first byte, within this. Range 0.5–60 s,
    /// default 10 s. The engine's own limits on a voice and on a recogniser's text are shorter; this one ends what they have given up.</summary>
    public TimeSpan OpenWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest silence in the middle of an answer, and longest time that a piece of audio may take to be sent. Range 0.5–60 s,
    /// default 5 s.</summary>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A request that is answered by 408, 409, 429 or 5xx, or whose connection breaks before an answer, is made once more when the
    /// server asks for no longer a wait than this. Range 0–5 s, default 500 ms: somebody is on the phone.</summary>
    public TimeSpan RetryWithin { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    /// <exception cref="FormatException"><see cref="BaseUrl"/> is none.</exception>
    internal OpenAiAddress Validate()
    {
        OptionRange.Check(OpenWithin, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(60), nameof(OpenWithin));
        OptionRange.Check(StallLimit, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(60), nameof(StallLimit));
        OptionRange.Check(RetryWithin, TimeSpan.Zero, TimeSpan.FromSeconds(5), nameof(RetryWithin));
        if (ApiKey.Any(c => c is <= ' ' or > '~')) throw new FormatException("An OpenAI key has no spaces and no characters beyond ASCII.");
        return OpenAiAddress.Parse(BaseUrl);
    }
}
