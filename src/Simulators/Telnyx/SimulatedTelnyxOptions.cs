namespace CallActors.Simulators.Telnyx;

/// <summary>An account with the simulated Telnyx, and how it misbehaves.</summary>
public sealed record SimulatedTelnyxOptions
{
    /// <summary>The key that requests must bear; any other gets 401 with 10009.</summary>
    public string ApiKey { get; init; } = "KEY-simulated";

    /// <summary>The account's Call Control application; calls through another get 422 with 10015.</summary>
    public string ConnectionId { get; init; } = "1000000000000000001";

    /// <summary>The account's id, which stands in TeXML's addresses.</summary>
    public string TexmlAccount { get; init; } = "19a75cea-02c6-4b9a-84fa-c9bc8341feb8";

    /// <summary>The account's TeXML application, with the same outbound profile; calls through another get 422 with 10015.</summary>
    public string TexmlApplication { get; init; } = "3000000000000000003";

    /// <summary>The account's number; calls and texts from another are refused.</summary>
    public string Number { get; init; } = "+15550001111";

    /// <summary>The application is switched on.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>The version of the application's events, as it is told: they are of version 2 always.</summary>
    public string WebhookVersion { get; init; } = "2";

    /// <summary>The application's outbound voice profile; calls of one without are refused with 403, 10010. Null for none.</summary>
    public string? OutboundProfile { get; init; } = "2000000000000000002";

    /// <summary>The profile is switched on; else calls are refused likewise.</summary>
    public bool IsOutboundEnabled { get; init; } = true;

    /// <summary>The countries that the profile admits, by two letters. Told, and not enforced.</summary>
    public IReadOnlyList<string> Destinations { get; init; } = ["US", "CA"];

    /// <summary>How the number stands: <c>active</c>, or what is in its way.</summary>
    public string NumberStatus { get; init; } = "active";

    /// <summary>The application that calls to the number go to; null for <see cref="ConnectionId"/>.</summary>
    public string? NumberConnection { get; init; }

    /// <summary>The number's messaging profile; null for none.</summary>
    public string? MessagingProfile { get; init; } = "40017f8e-49bf-4f59-b8a5-6ff5a1a3ae0c";

    /// <summary>What may be spent, in dollars.</summary>
    public decimal Credit { get; init; } = 10;

    /// <summary>Where events go that belong to no call or text with an address of its own: inbound calls and texts.</summary>
    public Uri? WebhookUrl { get; set; }

    /// <summary>Port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Decides every chance below: the same seed misbehaves alike.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The 32 bytes that the webhooks' key is made of.</summary>
    public ReadOnlyMemory<byte> SigningSeed { get; init; } = Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

    /// <summary>The share of webhooks that are delivered again with the same id, 0–1.</summary>
    public double DuplicateWebhooks { get; init; }

    /// <summary>The share of webhooks that are held back, so that later ones overtake them, 0–1.</summary>
    public double LateWebhooks { get; init; }

    /// <summary>How many places a piece of audio may come too late, 0–10; 0 keeps it in order.</summary>
    public int MediaReach { get; init; }

    /// <summary>The share of audio that is lost, 0–1.</summary>
    public double LostMedia { get; init; }

    /// <summary>Calls that may be placed in a second; more get 429. Zero for no limit.</summary>
    public int DialsPerSecond { get; init; }

    /// <summary>Audio that the carrier holds for a person at most; more is dropped and complained of.</summary>
    public TimeSpan LongestQueue { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a phone remembers what it has played.</summary>
    public TimeSpan KeepPlayed { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How the delivery of a text ends, by the number that it goes to: a status of <c>message.finalized</c>. Default
    /// <c>delivered</c>.</summary>
    public Func<string, string> TextStatus { get; init; } = _ => "delivered";

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
