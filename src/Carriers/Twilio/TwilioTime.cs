using System.Globalization;

namespace CallActors.Carriers.Twilio;

/// <summary>Times as Twilio writes them in its REST answers: RFC 2822.</summary>
internal static class TwilioTime
{
    private static readonly string[] Forms = ["ddd, dd MMM yyyy HH:mm:ss zzz", "ddd, d MMM yyyy HH:mm:ss zzz"];

    /// <summary>Whether something is no older; what has no time that can be read counts as new.</summary>
    public static bool IsSince(string? text, DateTimeOffset since) =>
        !DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) || time >= since;
}
