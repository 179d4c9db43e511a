namespace CallActors.Carriers.Telnyx;

/// <summary>What Telnyx is asked to find out about who picked up.</summary>
public enum TelnyxDetection
{
    /// <summary>Nothing; no charge.</summary>
    Off,

    /// <summary><c>detect</c>: a person or a machine.</summary>
    Detect,

    /// <summary><c>detect_beep</c>: the same, and when a machine's beep is heard.</summary>
    DetectBeep,

    /// <summary><c>detect_words</c>: a long greeting is taken for a machine's.</summary>
    DetectWords,

    /// <summary><c>greeting_end</c>: the same as <see cref="Detect"/>, and when a machine's greeting ends.</summary>
    GreetingEnd,

    /// <summary><c>premium</c>: Telnyx' own model, with facsimile and beep; charged for separately.</summary>
    Premium,
}

/// <summary>An account with Telnyx and how it is used.</summary>
public sealed record TelnyxOptions
{
    /// <summary>The address of Telnyx' API.</summary>
    public static readonly Uri DefaultBaseUrl = new("https://api.telnyx.com/v2/");

    /// <summary>The API key (v2), a secret: <c>KEY…</c>.</summary>
    public required string ApiKey { get; init; }

    /// <summary>The Call Control application (also called connection) that calls are placed through; the TeXML application when
    /// <see cref="TexmlAccount"/> is given.</summary>
    public required string ConnectionId { get; init; }

    /// <summary>The account's id, by which TeXML's addresses name it: calls are placed by TeXML. Null, the default, places them by Call
    /// Control.</summary>
    public string? TexmlAccount { get; init; }

    /// <summary>The number that calls and texts come from, in E.164.</summary>
    public required string From { get; init; }

    /// <summary>The account's public key, which signs the webhooks.</summary>
    public required TelnyxPublicKey PublicKey { get; init; }

    /// <summary>Where Telnyx reaches us, for example <c>https://calls.example.com</c>. HTTPS; webhooks go to <c>/twiml</c> and audio to
    /// <c>wss://…/media-stream</c> under it.</summary>
    public required Uri PublicUrl { get; init; }

    /// <summary>Another address of the API, with its version in the path; a simulator, for one.</summary>
    public Uri BaseUrl { get; init; } = DefaultBaseUrl;

    /// <summary>What is found out about who picked up. Default: nothing.</summary>
    public TelnyxDetection Detection { get; init; }

    /// <summary>The messaging profile that texts are sent with; null takes the number's own.</summary>
    public string? MessagingProfileId { get; init; }

    /// <summary>How long one request may take. Default 10 s.</summary>
    public TimeSpan RequestWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a call that is placed by TeXML may take until its leg is known, 1–60 s. Default 13 s: a little less than a call waits for
    /// its carrier.</summary>
    public TimeSpan OrderWithin { get; init; } = TimeSpan.FromSeconds(13);

    /// <summary>How often a request is sent at most, the first time included. Default 4, range 1–10.</summary>
    public int MaxAttempts { get; init; } = 4;

    /// <summary>How often in a row a stream may fail to come up before the leg is given up. Default 6, range 1–20.</summary>
    public int MaxStreamFailures { get; init; } = 6;

    internal Uri WebhookUrl => new(Under(PublicUrl), "twiml");

    internal Uri MediaUrl => new UriBuilder(new Uri(Under(PublicUrl), "media-stream")) { Scheme = PublicUrl.Scheme == Uri.UriSchemeHttp ? "ws" : "wss" }.Uri;

    /// <summary>An address counts as a folder, with or without its last slash.</summary>
    internal static Uri Under(Uri address) => address.AbsolutePath.EndsWith('/') ? address : new Uri(address.GetLeftPart(UriPartial.Path) + "/");
}
