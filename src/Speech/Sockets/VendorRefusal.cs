using System.Net;
using System.Net.Http.Headers;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.Sockets;

/// <summary>A vendor's error status.</summary>
/// <param name="Vendor">Its name, for messages.</param>
/// <param name="RetryAfter">When it may be asked again, where it says so.</param>
/// <param name="Word">The vendor's own word for it; empty where it has none. Never a sentence, which may quote what was sent.</param>
internal sealed record VendorRefusal(string Vendor, HttpStatusCode Status, TimeSpan? RetryAfter = null, string Word = "")
{
    /// <summary>What it means for a call, and what to mend. Vendors that mean something else by a status say so before they ask here.</summary>
    public SpeechException Of()
    {
        var (reason, mend) = (int)Status switch
        {
            < 300 => (SpeechFailure.Broken, "that is no answer to what was asked: check the address"),
            400 or 422 => (SpeechFailure.Refused, "check the configured model, voice, language and options"),
            401 => (SpeechFailure.Refused, "the key is not valid: check it"),
            402 => (SpeechFailure.Refused, "the account has no credit left"),
            403 => (SpeechFailure.Refused, "the key may not use this model or endpoint, or not from this region"),
            404 => (SpeechFailure.Refused, "there is no such model, voice or endpoint: check the address and the model"),
            408 or 504 => (SpeechFailure.TimedOut, "it was too slow"),
            413 => (SpeechFailure.Refused, "the text is too long"),
            429 => (SpeechFailure.Busy, "too many requests or sockets at once for this account"),
            >= 500 => (SpeechFailure.Broken, "the service has a fault of its own"),
            _ => (SpeechFailure.Refused, "it was not accepted"),
        };
        return new SpeechException(reason, $"{Vendor} answered with HTTP {(int)Status}{(Word.Length > 0 ? $" ({Word})" : "")}: {mend}.");
    }

    /// <summary>The wait that an answer asks for: by <c>retry-after-ms</c>, which is exact, or by <c>Retry-After</c>. Null when by neither.</summary>
    public static TimeSpan? WaitOf(HttpResponseHeaders headers, DateTimeOffset now) =>
        WaitOf(name => headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null, now);

    /// <param name="header">Finds a header by its name; null when there is none.</param>
    public static TimeSpan? WaitOf(Func<string, string?> header, DateTimeOffset now)
    {
        if (int.TryParse(header("retry-after-ms"), out var milliseconds)) return TimeSpan.FromMilliseconds(Math.Max(0, milliseconds));
        if (!RetryConditionHeaderValue.TryParse(header("Retry-After"), out var value)) return null;
        var wait = value.Delta ?? value.Date - now;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
