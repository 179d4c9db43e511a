using System.Globalization;

namespace CallActors.Engine.Assistants.Tools;

/// <summary>Times as a model tells them, and is told them.</summary>
internal static class TimeWords
{
    private static readonly string[] WithOffset = ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    private static readonly string[] Local = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];

    /// <summary>What a model has to know to understand "tomorrow at nine".</summary>
    public static string Moment(DateTimeOffset now, TimeZoneInfo zone) =>
        $"It is {Of(now, zone)}. The person's time zone is {zone.Id}; times that they tell are meant there.";

    /// <summary>"Sunday 22 November 2026, 09:00 (UTC+01:00)".</summary>
    public static string Of(DateTimeOffset time, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(time, zone).ToString("dddd d MMMM yyyy, HH:mm '(UTC'zzz')'", CultureInfo.InvariantCulture);

    /// <summary>Reads a time of ISO 8601; one without an offset is the zone's.</summary>
    public static bool TryParse(string text, TimeZoneInfo zone, out DateTimeOffset time)
    {
        text = text.Trim();
        if (text.EndsWith('Z') || text.EndsWith('z')) text = text[..^1] + "+00:00";
        if (DateTimeOffset.TryParseExact(text, WithOffset, CultureInfo.InvariantCulture, DateTimeStyles.None, out time)) return true;
        if (!DateTime.TryParseExact(text, Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return false;
        try
        {
            time = new DateTimeOffset(local, zone.GetUtcOffset(local));
            return true;
        }
        catch (ArgumentOutOfRangeException)
        {
            // At the ends of the calendar.
            return false;
        }
    }

    /// <summary>"in 20 minutes".</summary>
    public static string In(TimeSpan wait) => wait switch
    {
        { TotalMinutes: < 1 } => $"in {Math.Max(0, (int)wait.TotalSeconds)} seconds",
        { TotalMinutes: < 120 } => $"in {(int)Math.Round(wait.TotalMinutes)} minutes",
        { TotalHours: < 48 } => $"in {(int)Math.Round(wait.TotalHours)} hours",
        _ => $"in {(int)Math.Round(wait.TotalDays)} days",
    };
}
