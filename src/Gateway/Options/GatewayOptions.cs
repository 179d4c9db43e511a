using CallActors.Engine.Calls;
using CallActors.Engine.Turns;
using CallActors.Gateway.People;
using CallActors.Speech.VoiceActivity;

namespace CallActors.Gateway.Options;

/// <summary>What the gateway is told: every key of <c>hocon/reference.conf</c>. Made by
/// <see cref="GatewayOptionsReader"/> from defaults, file, environment and command line, in that order.</summary>
public sealed record GatewayOptions
{
    /// <summary>Address to listen on (<c>gateway.host</c>, <c>--host</c>): an IP address, or <c>localhost</c>.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>TCP port (<c>gateway.port</c>, <c>PORT</c>, <c>--port</c>), 0–65535; 0 takes any free port.</summary>
    public int Port { get; init; } = 3333;

    /// <summary>Where journal and key file live (<c>gateway.data</c>, <c>--data</c>); made when missing.</summary>
    public string DataFolder { get; init; } = "./var";

    /// <summary>The address by which others reach the gateway (<c>gateway.public-url</c>, <c>CALLME_PUBLIC_URL</c>,
    /// <c>--public-url</c>), without a trailing slash; empty means the address it listens on.</summary>
    public string PublicUrl { get; init; } = "";

    /// <summary>The phone page is served to those who come by the public address too (<c>gateway.phone-page</c>).</summary>
    public bool PhonePageForAll { get; init; }

    /// <summary>Certificate for https, a PEM file with its chain (<c>gateway.tls-certificate</c>); empty for http.</summary>
    public string TlsCertificate { get; init; } = "";

    /// <summary>Its private key, a PEM file (<c>gateway.tls-key</c>); empty when the certificate's file holds it.</summary>
    public string TlsKey { get; init; } = "";

    /// <summary>The configured API key (<c>gateway.api-key</c>, <c>CALLME_API_KEY</c>), 16–256 visible ASCII characters; empty means
    /// the key file in the data folder. A secret: never printed, which is why this record prints without it.</summary>
    public string ApiKey { get; init; } = "";

    /// <summary>Whom a call rings when the request names nobody (<c>gateway.callee</c>).</summary>
    public string DefaultCallee { get; init; } = "softphone";

    /// <summary>Who may be called besides the softphone and <see cref="DefaultCallee"/>.</summary>
    public IReadOnlyList<Person> People { get; init; } = [];

    /// <summary>How much a key may ask, and how often a phone may ring (<c>gateway.rate-limits</c>).</summary>
    public RateLimitOptions RateLimits { get; init; } = new();

    /// <summary>How long a phone rings (<c>gateway.ring-time</c>), 1–300 s.</summary>
    public TimeSpan RingFor { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>How long an answer is awaited (<c>gateway.listen-time</c>, <c>CALLME_TRANSCRIPT_TIMEOUT_MS</c>), 1–3,600 s.</summary>
    public TimeSpan ListenFor { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>How long live calls may take to end when the gateway stops (<c>gateway.stop-time</c>), 0–60 s.</summary>
    public TimeSpan StopWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an operation goes on after its client's connection broke, when the request bore an
    /// <c>Idempotency-Key</c> (<c>gateway.reconnect-time</c>), 0–600 s.</summary>
    public TimeSpan ReconnectWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The carrier of phone numbers (<c>phone</c>).</summary>
    public PhoneOptions Phone { get; init; } = new();

    /// <summary>Who recognises and who speaks (<c>speech</c>).</summary>
    public SpeechOptions Speech { get; init; } = new();

    /// <summary>How turns are taken (<c>conversation</c>).</summary>
    public TurnRules Turns { get; init; } = TurnRules.Default;

    /// <summary>What happens while somebody waits (<c>conversation</c>).</summary>
    public CallRules Calls { get; init; } = CallRules.Default;

    /// <summary>Longest speech for one text (<c>conversation.longest-reply</c>), 10–600 s, or zero for no bound: the rest is named.</summary>
    public TimeSpan LongestReply { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How speech is told from noise (<c>voice-activity</c>).</summary>
    public VoiceDetectionOptions VoiceActivity { get; init; } = new();

    /// <summary>Which calls are recorded (<c>recording</c>).</summary>
    public RecordingOptions Recording { get; init; } = new();

    /// <summary>Who may call in (<c>inbound</c>).</summary>
    public InboundOptions Inbound { get; init; } = new();

    /// <summary>Where the PINs are that are not in the configuration.</summary>
    public string PinFolder => Path.Combine(DataFolder, "pins");

    /// <summary>The terminals with agents in them (<c>workspaces</c>).</summary>
    public WorkspaceOptions Workspaces { get; init; } = new();
    /// <summary>The language model that a caller talks to (<c>assistant</c>).</summary>
    public AssistantOptions Assistant { get; init; } = new();

    /// <summary>Where the recordings are.</summary>
    public string RecordingFolder => Path.Combine(DataFolder, "recordings");

    /// <summary>Where the digests of the people's edge keys are.</summary>
    public string EdgeKeyFolder => Path.Combine(DataFolder, "edge-keys");

    /// <summary>Where it is kept whose an edge's name is.</summary>
    public string EdgeNameFolder => Path.Combine(DataFolder, "edge-names");

    /// <summary>The key file, used when <see cref="ApiKey"/> is empty.</summary>
    public string ApiKeyPath => Path.Combine(DataFolder, "api-key");

    /// <summary>A PostgreSQL connection string for the journal (<c>gateway.journal</c>, <c>CALLACTORS_JOURNAL</c>); empty means the
    /// SQLite file in the data folder. May hold a password: never printed.</summary>
    public string Journal { get; init; } = "";

    /// <summary>The SQLite journal, used when <see cref="Journal"/> is empty.</summary>
    public string JournalPath => Path.Combine(DataFolder, "journal.db");

    /// <summary>Prints without the secrets.</summary>
    public override string ToString() => $"GatewayOptions {{ {Host}:{Port}, data {DataFolder} }}";
}
