using CallActors.Contracts.Speech;

namespace CallActors.Speech.ElevenLabs;

/// <summary>By which of its doors ElevenLabs is asked.</summary>
public enum ElevenLabsRoute
{
    /// <summary>One socket serves several requests, one after another and side by side (<c>multi-stream-input</c>): only the first pays a
    /// handshake.</summary>
    SharedSocket,

    /// <summary>A socket of its own for each request (<c>stream-input</c>).</summary>
    SocketPerRequest,

    /// <summary>One HTTP request each (<c>stream/with-timestamps</c>): for networks that let no WebSocket through.</summary>
    Http,
}

/// <summary>One voice of an ElevenLabs account.</summary>
/// <param name="Id">The vendor's id, for example <c>JBFqnCBsd6RMkjVDRZzb</c>.</param>
/// <param name="Profile">The name that requests use for it, and how it sounds.</param>
public sealed record ElevenLabsVoice(string Id, VoiceProfile Profile);

/// <summary>How ElevenLabs speaks.</summary>
public sealed record ElevenLabsOptions
{
    /// <summary>The vendor keeps an unused socket no longer than this.</summary>
    internal static readonly TimeSpan LongestInactivity = TimeSpan.FromSeconds(180);

    internal const int ContextsOfVendor = 5;

    /// <summary>The API key. Required. Sent in the header <c>xi-api-key</c> and never told to anybody else.</summary>
    public required string ApiKey { get; init; }

    /// <summary>Where the API is, default <c>https://api.elevenlabs.io/</c>; sockets go to the same place by <c>wss</c> (<c>ws</c> for
    /// <c>http</c>). The regional hosts of residency accounts are given here.</summary>
    public Uri BaseAddress { get; init; } = new("https://api.elevenlabs.io/");

    /// <summary>The model, default <c>eleven_flash_v2_5</c>: the one with the shortest wait, in 32 languages.</summary>
    public string Model { get; init; } = "eleven_flash_v2_5";

    /// <summary>Voice for requests that name none: the name of one of <see cref="Voices"/>, or an id. Default <c>George</c>.</summary>
    public string Voice { get; init; } = "George";

    /// <summary>Voices that requests may name. Default: four of those that every account has. An id is understood without being listed.</summary>
    public IReadOnlyList<ElevenLabsVoice> Voices { get; init; } = ElevenLabsVoices.OfEveryAccount;

    /// <summary>How steadily the voice speaks, 0–1; less is livelier. Null leaves the voice's own setting.</summary>
    public double? Stability { get; init; }

    /// <summary>How closely it keeps to the original speaker, 0–1. Null leaves the voice's own setting.</summary>
    public double? SimilarityBoost { get; init; }

    /// <summary>How much its manner is exaggerated, 0–1; costs time above 0. Null leaves the voice's own setting.</summary>
    public double? Style { get; init; }

    /// <summary>Nearer to the original speaker for more computing, which costs time. Null leaves the voice's own setting.</summary>
    public bool? UseSpeakerBoost { get; init; }

    /// <summary>By which door, default <see cref="ElevenLabsRoute.SharedSocket"/>. Sockets that a network does not let through are replaced
    /// by HTTP requests for <see cref="HttpFor"/>.</summary>
    public ElevenLabsRoute Route { get; init; } = ElevenLabsRoute.SharedSocket;

    /// <summary>Requests side by side on one shared socket, 1–5, default 5: the vendor takes no more.</summary>
    public int ContextsPerSocket { get; init; } = ContextsOfVendor;

    /// <summary>Sockets at once, 1–1,000, default 20. A request that finds none free is refused as busy.</summary>
    public int MaximumSockets { get; init; } = 20;

    /// <summary>How long an unused shared socket is kept for the next request, 0–170 s, default 120 s: an agent's turns are seldom further
    /// apart. The vendor is told to keep it a little longer than that (its limit is 180 s).</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Longest wait for a connection with its handshake, or for the answer to an HTTP request, 0.5–10 s, default 2 s.</summary>
    public TimeSpan ConnectWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest wait for the next audio of a request, 0.5–30 s, default 4 s. A socket on which one waited for so long takes no more
    /// requests.</summary>
    public TimeSpan AudioWithin { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long HTTP is used after a network has not let a socket through, 0–3,600 s, default 60 s.</summary>
    public TimeSpan HttpFor { get; init; } = TimeSpan.FromSeconds(60);

    /// <exception cref="ArgumentException">A value is missing or outside its range; the message names it and holds no key.</exception>
    internal void Validate()
    {
        if (string.IsNullOrWhiteSpace(ApiKey)) throw new ArgumentException("ElevenLabs needs its API key.", nameof(ApiKey));
        if (ApiKey.Any(c => c is < '!' or > '~')) throw new ArgumentException("ElevenLabs' API key holds a character that no key has.", nameof(ApiKey));
        ArgumentException.ThrowIfNullOrWhiteSpace(Model);
        ArgumentException.ThrowIfNullOrWhiteSpace(Voice);
        if (BaseAddress is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            throw new ArgumentException("ElevenLabs' address must begin with https:// or http://.", nameof(BaseAddress));
        OptionRange.Check(Stability ?? 0, 0, 1, nameof(Stability), "ElevenLabs'");
        OptionRange.Check(SimilarityBoost ?? 0, 0, 1, nameof(SimilarityBoost), "ElevenLabs'");
        OptionRange.Check(Style ?? 0, 0, 1, nameof(Style), "ElevenLabs'");
        OptionRange.Check(ContextsPerSocket, 1, ContextsOfVendor, nameof(ContextsPerSocket), "ElevenLabs'");
        OptionRange.Check(MaximumSockets, 1, 1000, nameof(MaximumSockets), "ElevenLabs'");
        OptionRange.Check(KeepFor, TimeSpan.Zero, TimeSpan.FromSeconds(170), nameof(KeepFor), "ElevenLabs'");
        OptionRange.Check(ConnectWithin, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(10), nameof(ConnectWithin), "ElevenLabs'");
        OptionRange.Check(AudioWithin, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30), nameof(AudioWithin), "ElevenLabs'");
        OptionRange.Check(HttpFor, TimeSpan.Zero, TimeSpan.FromSeconds(3600), nameof(HttpFor), "ElevenLabs'");
    }
}
