using System.Net;
using System.Net.Http.Headers;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.Sockets;

/// <summary>Where a socket goes to, and who says what a refusal means.</summary>
/// <param name="Vendor">Its name, for messages.</param>
/// <param name="Address">Scheme <c>ws</c> or <c>wss</c>, with its query.</param>
/// <param name="Headers">Sent with the handshake: the key, above all.</param>
/// <param name="Protocol">The subprotocol to ask for; null for none.</param>
internal sealed record SocketTarget(string Vendor, Uri Address, IReadOnlyList<KeyValuePair<string, string>> Headers, string? Protocol = null)
{
    /// <summary>What a handshake that was answered with an error status means. Default: <see cref="VendorRefusal.Of"/>.</summary>
    public Func<VendorRefusal, SpeechException>? Refused { get; init; }
}

/// <summary>A vendor's error status.</summary>
/// <param name="Vendor">Its name, for messages.</param>
/// <param name="RetryAfter">When it may be asked again, where it says so.</param>
internal sealed record VendorRefusal(string Vendor, HttpStatusCode Status, TimeSpan? RetryAfter)
{
    /// <summary>What it means for a call, and what to mend.</summary>
    public SpeechException Of()
    {
        var (reason, mend) = (int)Status switch
        {
            400 => (SpeechFailure.Refused, "check the configured model, language and options"),
            401 => (SpeechFailure.Refused, "the key is not valid: check it"),
            402 => (SpeechFailure.Refused, "the account has no credit left"),
            403 => (SpeechFailure.Refused, "the key may not use this model or endpoint"),
            404 => (SpeechFailure.Refused, "there is no such model or endpoint: check the address and the model"),
            408 or 504 => (SpeechFailure.TimedOut, "it was too slow"),
            413 => (SpeechFailure.Refused, "the text is too long"),
            429 => (SpeechFailure.Busy, "too many requests or sockets at once for this account"),
            >= 500 => (SpeechFailure.Broken, "the service has a fault of its own"),
            _ => (SpeechFailure.Refused, "it was not accepted"),
        };
        return new SpeechException(reason, $"{Vendor} answered {(int)Status}: {mend}.");
    }

    /// <summary>The wait that a <c>Retry-After</c> header asks for.</summary>
    public static TimeSpan? WaitOf(string? retryAfter, DateTimeOffset now)
    {
        if (!RetryConditionHeaderValue.TryParse(retryAfter, out var value)) return null;
        var wait = value.Delta ?? value.Date - now;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
