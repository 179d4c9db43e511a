using System.Security.Cryptography;

namespace CallActors.Simulators.Twilio;

/// <summary>What a simulated Twilio account has, and how it behaves.</summary>
public sealed record TwilioSimulatorOptions
{
    /// <summary>AC and 32 hex digits. Random by default.</summary>
    public string AccountSid { get; init; } = TwilioSid.New("AC");

    /// <summary>The account's token: the password of the REST API and the key of every signature. Random by default.</summary>
    public string AuthToken { get; init; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>API keys, by their sid (SK…), with their secrets: another way to log in to the REST API; they sign nothing.</summary>
    public IReadOnlyDictionary<string, string> ApiKeys { get; init; } = new Dictionary<string, string>();

    /// <summary>The account's phone numbers.</summary>
    public IReadOnlyList<TwilioNumber> Numbers { get; init; } = [];

    /// <summary>Numbers of others that may be shown as the caller, and that a trial account may ring.</summary>
    public IReadOnlyList<string> VerifiedNumbers { get; init; } = [];

    /// <summary>A trial account: it reaches verified numbers only, five calls at once.</summary>
    public bool Trial { get; init; }

    /// <summary>Prefixes of numbers that the account has no permission to ring, for example <c>+881</c>.</summary>
    public IReadOnlyList<string> NotPermitted { get; init; } = [];

    /// <summary>Outbound calls that are started each second; more wait as <c>queued</c>. Default 1, as a new account's.</summary>
    public double CallsPerSecond { get; init; } = 1;

    /// <summary>How long a webhook may take before the fallback is asked. Default 15 s.</summary>
    public TimeSpan WebhookTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a media stream's handshake may take. Default 10 s.</summary>
    public TimeSpan StreamConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Most audio that a stream holds for the person; more is dropped, with error 31930. Default 10 min.</summary>
    public TimeSpan LongestPlayback { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How much each handset keeps of what it has played. Default 10 min.</summary>
    public TimeSpan KeepPlayed { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>What comes twice, late or not at all.</summary>
    public TwilioDisorder Disorder { get; init; } = new();

    /// <summary>Speaks a text for <c>Say</c>: µ-law, 8 kHz. Without it a text takes its time in silence.</summary>
    public Func<string, ReadOnlyMemory<byte>>? Voice { get; init; }

    /// <summary>Where public names lead, by authority as in <c>calls.example.com</c> or <c>calls.example.com:8443</c>: requests to them are
    /// signed as public, and sent to the address here with the public name as their host, as a tunnel does.</summary>
    public IReadOnlyDictionary<string, Uri> Tunnels { get; init; } = new Dictionary<string, Uri>();

    /// <summary>The REST API's port on loopback; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The simulator's clock: of calls, time-outs and audio.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>A phone number of the account.</summary>
/// <param name="Number">E.164.</param>
public sealed record TwilioNumber(string Number)
{
    /// <summary>Asked for TwiML when somebody calls the number.</summary>
    public Uri? VoiceUrl { get; init; }

    /// <summary>GET or POST.</summary>
    public string VoiceMethod { get; init; } = "POST";

    /// <summary>Asked when <see cref="VoiceUrl"/> fails.</summary>
    public Uri? VoiceFallbackUrl { get; init; }

    /// <summary>Told when a call to the number is over.</summary>
    public Uri? StatusCallback { get; init; }

    /// <summary>Told of text messages to the number.</summary>
    public Uri? SmsUrl { get; init; }

    /// <summary>The number can send texts.</summary>
    public bool Sms { get; init; } = true;
}

/// <summary>The disorder of a real network, the same for the same seed. Everything is off by default.</summary>
public sealed record TwilioDisorder
{
    /// <summary>Chooses what happens when.</summary>
    public int Seed { get; init; }

    /// <summary>Probability that a status callback is sent twice.</summary>
    public double DuplicateCallbacks { get; init; }

    /// <summary>Probability that a status callback is sent after the one that follows it.</summary>
    public double LateCallbacks { get; init; }

    /// <summary>Probability, for each silent frame, that the phone sends nothing for up to 200 ms (discontinuous transmission).</summary>
    public double Gaps { get; init; }

    /// <summary>Probability, for each frame, that the line is held up for up to 100 ms; what was held comes in a burst.</summary>
    public double Jitter { get; init; }

    /// <summary>The verdict of asynchronous machine detection is told even if the call is over by then.</summary>
    public bool LateDetection { get; init; }

    /// <summary>The seed of one call's chances.</summary>
    internal int ChanceOf(int call) => unchecked((Seed * 486187739) + call);
}

internal static class TwilioSid
{
    public static string New(string prefix) => prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
