using System.Globalization;
using System.Text;
using CallActors.Contracts.Schedules;

namespace CallActors.Engine.Assistants.Tools;

/// <summary>Scheduled calls in words for a model.</summary>
internal static class ScheduleWords
{
    private const int MostPastListed = 10;

    /// <summary>When the call is to be, or what is wrong with the order as a sentence for the model.</summary>
    public static (DateTimeOffset Due, string Fault) Due(ToolOrder.ScheduleCall order, DateTimeOffset now, TimeZoneInfo zone) => order switch
    {
        { In: { } wait, At: null } => (now + wait, ""),
        { In: null, At: { } at } => TimeWords.TryParse(at, zone, out var due) ? (due, "") : (default, "'at' must be a date and time by ISO 8601, such as 2026-11-22T09:00+01:00."),
        _ => (default, "Give either 'at' or 'in_minutes'."),
    };

    public static string Noted(ScheduledCall call, DateTimeOffset now, TimeZoneInfo zone) =>
        $"The call is noted for {TimeWords.Of(call.Due, zone)}, {TimeWords.In(call.Due - now)}. Its id is {call.CallId}.";

    public static string Cancelled(ScheduledCall call, TimeZoneInfo zone) => $"The call of {TimeWords.Of(call.Due, zone)} is cancelled.";

    public static string Of(ScheduleReplies.Listing listing, DateTimeOffset now, TimeZoneInfo zone)
    {
        var words = new StringBuilder();
        var pending = listing.Calls.Where(c => c.State is ScheduledCallState.Pending).ToList();
        if (pending.Count == 0) words.AppendLine("No calls are scheduled.");
        foreach (var call in pending)
            words.AppendLine(CultureInfo.InvariantCulture, $"{TimeWords.Of(call.Due, zone)}, {TimeWords.In(call.Due - now)} (id {call.CallId}): {call.About}");
        foreach (var call in listing.Calls.Where(c => c.State is not ScheduledCallState.Pending).Take(MostPastListed))
            words.AppendLine(CultureInfo.InvariantCulture, $"{How(call.State)}, {TimeWords.Of(call.Due, zone)}: {call.About}");
        return words.ToString().TrimEnd();
    }

    private static string How(ScheduledCallState state) => state switch
    {
        ScheduledCallState.Rung => "Called",
        ScheduledCallState.Missed => "Missed",
        _ => "Cancelled",
    };
}
