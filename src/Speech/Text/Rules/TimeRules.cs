using System.Globalization;
using System.Text.RegularExpressions;
using CallActors.Speech.Text.Languages;

namespace CallActors.Speech.Text.Rules;

/// <summary>Dates, times of day and durations.</summary>
internal static partial class TimeRules
{
    public static IReadOnlyList<SpeechRule> All { get; } =
    [
        new(SpeechRule.Digits, Timestamp(), SayTimestamp),
        new(SpeechRule.Digits, ClockDuration(), SayClock),
        new(SpeechRule.Digits, MixedDuration(), SayDuration),
        new(SpeechRule.Digits, HalfDay(), (m, _) => $"{m.Groups["time"].Value} {m.Groups["half"].Value.ToLowerInvariant()}"),
    ];

    private static string? SayTimestamp(Match m, SpokenWords words)
    {
        var (year, month, day) = (Number(m, "year"), Number(m, "month"), Number(m, "day"));
        if (month is < 1 or > 12 || day < 1 || year < 1 || day > DateTime.DaysInMonth(year, month)) return null;
        var date = words.Date(year, month, day);
        return m.Groups["time"].Length == 0 ? date : words.Moment(date, m.Groups["time"].Value, Zone(m.Groups["zone"].Value, words));
    }

    private static string Zone(string zone, SpokenWords words)
    {
        if (zone is "") return "";
        if (zone is "Z" or "UTC" or "GMT" || zone.Trim('+', '-', '0', ':').Length == 0) return "UTC";
        var hours = zone[1..3].TrimStart('0');
        var minutes = zone[^2..];
        return $"UTC {(zone[0] == '-' ? words.Signs.Minus : words.Signs.Plus)} {(hours.Length == 0 ? "0" : hours)}{(minutes == "00" || zone.Length < 5 ? "" : ":" + minutes)}";
    }

    /// <summary>00:01:23 is a duration; 14:05:09 a time of day, of which the seconds are said when there are any.</summary>
    private static string SayClock(Match m, SpokenWords words)
    {
        var (hours, minutes, seconds) = (Number(m, "h"), Number(m, "m"), Number(m, "s"));
        if (hours > 0)
        {
            var time = $"{m.Groups["h"].Value}:{m.Groups["m"].Value}";
            return seconds == 0 ? time : $"{time} {words.Signs.And} {Amount(seconds, "s", words)}";
        }

        var parts = new List<string>();
        if (minutes > 0) parts.Add(Amount(minutes, "min", words));
        // Two places after the point are as much as an ear takes in.
        var fraction = m.Groups["fraction"].Value;
        fraction = fraction[..Math.Min(2, fraction.Length)].TrimEnd('0');
        if (fraction.Length > 0) parts.Add(words.Amount($"{seconds}.{fraction}", words.Unit("s")!.Value));
        else if (seconds > 0 || parts.Count == 0) parts.Add(Amount(seconds, "s", words));

        return string.Join(' ', parts);
    }

    private static string SayDuration(Match m, SpokenWords words)
    {
        var parts = new List<string>();
        var (numbers, units) = (m.Groups["n"].Captures, m.Groups["u"].Captures);
        for (var i = 0; i < numbers.Count; i++)
            parts.Add(words.Amount(NumberRules.Plain(numbers[i].Value), words.Unit(Symbol(units[i].Value))!.Value));
        return string.Join(' ', parts);
    }

    /// <summary>Units of time as they are abbreviated.</summary>
    internal static string Symbol(string unit) => unit switch
    {
        "m" or "mins" or "minutes" or "minute" => "min",
        "sec" or "secs" or "seconds" or "second" => "s",
        "hr" or "hrs" or "hours" or "hour" => "h",
        "us" or "μs" => "µs",
        _ => unit,
    };

    private static string Amount(int amount, string unit, SpokenWords words) =>
        words.Amount(amount.ToString(CultureInfo.InvariantCulture), words.Unit(unit)!.Value);

    private static int Number(Match m, string group) => int.Parse(m.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<![\w-])(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)(?:(?:[T_]|\s)(?<time>[0-2]?\d:[0-5]\d)(?::[0-5]\d(?:[.,]\d{1,9})?)?(?:\s?(?<zone>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?))?)?(?![\w-]|:\d)")]
    private static partial Regex Timestamp();

    [GeneratedRegex(@"(?<![\w:.])(?<h>\d{1,2}):(?<m>[0-5]\d):(?<s>[0-5]\d)(?:[.,](?<fraction>\d{1,9}))?(?![\w:])")]
    private static partial Regex ClockDuration();

    [GeneratedRegex(@"(?<![\w.,])(?:(?<n>\d{1,6}(?:\.\d{1,3})?) ?(?<u>d|hrs?|h|mins?|ms|m|secs?|s|µs|μs|us|ns) ?){1,5}(?<n>\d{1,6}(?:\.\d{1,3})?) ?(?<u>hrs?|h|mins?|ms|m|secs?|s|µs|μs|us|ns)(?!\w)")]
    private static partial Regex MixedDuration();

    [GeneratedRegex(@"(?<![\w:.])(?<time>\d{1,2}(?::[0-5]\d)?)(?<half>[ap]m|[AP]M)(?!\w)")]
    private static partial Regex HalfDay();
}
