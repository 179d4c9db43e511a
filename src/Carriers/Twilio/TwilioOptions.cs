namespace CallActors.Carriers.Twilio;

/// <summary>Whether Twilio listens for answering machines.</summary>
public enum MachineDetection
{
    /// <summary>It does not.</summary>
    Off,

    /// <summary>It says as soon as it can whether a person or a machine picked up.</summary>
    Detect,

    /// <summary>The same for a person; for a machine it says so when the greeting has ended, which is when a message can be left.</summary>
    DetectMessageEnd,
}

/// <summary>A Twilio account and how it is used. Holds secrets: prints without them.</summary>
public sealed record TwilioOptions
{
    /// <summary>Twilio's public address for REST requests.</summary>
    public const string DefaultBaseUrl = "https://api.twilio.com";

    /// <summary>The account: <c>AC</c> and 32 hexadecimal digits.</summary>
    public required string AccountSid { get; init; }

    /// <summary>The account's auth token: proves Twilio's requests to us, and ours to Twilio when there is no API key. A secret.</summary>
    public required string AuthToken { get; init; }

    /// <summary>An API key for requests to Twilio, <c>SK</c> and 32 hexadecimal digits; empty uses account and auth token.</summary>
    public string ApiKeySid { get; init; } = "";

    /// <summary>The API key's secret.</summary>
    public string ApiKeySecret { get; init; } = "";

    /// <summary>The number that calls and SMS come from, in E.164.</summary>
    public required string From { get; init; }

    /// <summary>The sender of WhatsApp messages, <c>whatsapp:</c> and a number in E.164; empty when there is none.</summary>
    public string WhatsAppFrom { get; init; } = "";

    /// <summary>The addresses by which Twilio reaches us, scheme and host and perhaps a path, no trailing slash needed: 1–8. The first is
    /// given to Twilio; requests to any of them are accepted.</summary>
    public required IReadOnlyList<string> PublicUrls { get; init; }

    /// <summary>Where REST requests go; <see cref="BaseUrlOf"/> has the regional ones.</summary>
    public string BaseUrl { get; init; } = DefaultBaseUrl;

    /// <summary>Default <see cref="MachineDetection.DetectMessageEnd"/>.</summary>
    public MachineDetection Detection { get; init; } = MachineDetection.DetectMessageEnd;

    /// <summary>How long Twilio listens for a machine, 3–59 s, default 30 s; then the answer is unknown.</summary>
    public TimeSpan DetectionTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Calls that Twilio starts for this account each second, more than 0; 1 for an account that has not asked for more. Those above
    /// it wait here, where they can still be given up.</summary>
    public double CallsPerSecond { get; init; } = 1;

    /// <summary>How long one REST request may take, 1–60 s, default 5 s.</summary>
    public TimeSpan RequestWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an order for a call or a text may take in all, its turn, retries and look-ups included, 1–60 s, default 13 s: a little
    /// less than a call waits for its carrier.</summary>
    public TimeSpan OrderWithin { get; init; } = TimeSpan.FromSeconds(13);

    /// <summary>How often one request is sent at most when Twilio is busy or cannot be reached, 1–10, default 4.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>The public address that Twilio is given, without a trailing slash.</summary>
    internal string PublicUrl => PublicUrls[0].TrimEnd('/');

    /// <summary>The REST address of a region and edge, for example <c>ie1</c> and <c>dublin</c>; empty ones mean Twilio's default, and an edge
    /// without a region means <c>us1</c>.</summary>
    public static string BaseUrlOf(string region, string edge)
    {
        if (region.Length == 0 && edge.Length > 0) region = "us1";
        var parts = new[] { "api", edge, region, "twilio.com" }.Where(part => part.Length > 0);
        return "https://" + string.Join('.', parts);
    }

    /// <summary>Prints without the secrets and the numbers.</summary>
    public override string ToString() => $"TwilioOptions {{ {BaseUrl}, detection {Detection}, {CallsPerSecond} calls/s }}";
}
