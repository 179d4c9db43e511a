using System.Globalization;
using System.Text.RegularExpressions;
using CallActors.Speech.Text.Languages;

namespace CallActors.Speech.Text.Rules;

/// <summary>Numbers with what belongs to them: versions, money, units, ranges, signs. Plain numbers stay digits: voices read them right.</summary>
internal static partial class NumberRules
{
    private const string Amount = @"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)";

    private const string Units = @"ns|[µμu]s|ms|mins?|secs?|hrs?|[KMGT]iB?|[kK]B|MB|GB|TB|PB|[kK]bit|Mbit|Gbit|[kK]bps|Mbps|Gbps|kHz|MHz|GHz|Hz|px|pt|rem"
        + @"|°\s?C|°\s?F|°|℃|℉|mm|cm|km|kg|kWh|kW|mAh|mA|dBFS|dB|fps|rpm|rps|req|ops?|LOC|bits?|%|[smhdwBVW]";

    public static IReadOnlyList<SpeechRule> Versions { get; } =
    [
        new(SpeechRule.Digits, Version(), SayVersion),
        new(SpeechRule.Digits, MajorVersion(), (m, w) => w.Version(m.Groups["n"].Value)),
    ];

    public static IReadOnlyList<SpeechRule> All { get; } =
    [
        SpeechRule.For("$€£¥", MoneyRange(), (_, w) => $" {w.Signs.To} "),
        new(SpeechRule.Digits, Money(), SayMoney),
        new(SpeechRule.Digits, MoneyBehind(), SayMoney),
        new(SpeechRule.Digits, Size(), (m, w) => $"{m.Groups["a"].Value} {w.Signs.By} {m.Groups["b"].Value}"),
        new(SpeechRule.Digits, Range(), SayRange),
        new(SpeechRule.Digits, Measure(), SayMeasure),
        new(SpeechRule.Digits, Magnitude(), (m, w) => Signed(m, $"{m.Groups["n"].Value} {MagnitudeName(m.Groups["mag"].Value, w)}", w)),
        new(SpeechRule.Digits, Multiple(), (m, w) => $"{m.Groups["n"].Value} {w.Signs.Times}"),
        SpeechRule.For("^", Power(), (m, w) => $" {w.Power(m.Groups["n"].Value.Replace("-", w.Signs.Minus + " ", StringComparison.Ordinal))}"),
        new(SpeechRule.Digits, Sign(), (m, w) => $"{SignName(m.Value.Trim(), w)} "),
    ];

    /// <summary>Without the commas between thousands.</summary>
    public static string Plain(string number) => number.Replace(",", "", StringComparison.Ordinal);

    /// <summary>Of at least three parts, or with a v, or after a caret: other dotted numbers are decimals.</summary>
    private static string? SayVersion(Match m, SpokenWords words)
    {
        var isCertain = m.Groups["v"].Success || m.Groups["pre"].Success || m.Groups["op"].Value == "^" || m.Groups["said"].Length > 0
            || m.Groups["core"].ValueSpan.Count('.') > 1;
        return isCertain ? SayVersion(m.Value, words, named: m.Groups["v"].Success && m.Groups["said"].Length == 0) : null;
    }

    /// <param name="named">With the word for it before.</param>
    public static string SayVersion(string version, SpokenWords words, bool named)
    {
        var prefix = version[0] switch { '^' => words.Signs.Caret + " ", '~' => words.Signs.Tilde + " ", _ => "" };
        version = version.TrimStart('^', '~', 'v', 'V');
        var cut = version.IndexOfAny(['-', '+']);
        var said = string.Join($" {words.Signs.Point} ", (cut < 0 ? version : version[..cut]).Split('.'));
        if (cut >= 0)
        {
            foreach (Match part in VersionPart().Matches(version[cut..]))
                said += " " + (part.Length <= 2 && char.IsAsciiLetter(part.Value[0]) ? Spelling.Spell(part.Value) : part.Value);
        }

        return prefix + (named ? words.Version(said) : said);
    }

    private static string? SayMoney(Match m, SpokenWords words)
    {
        if (words.Currency(m.Groups["c"].Value) is not { } currency) return null;
        var (whole, cents, magnitude) = (m.Groups["whole"].Value, m.Groups["cents"].Value, m.Groups["mag"].Value);
        string said;
        if (magnitude.Length > 0) said = $"{whole}{(cents.Length > 0 ? "." + cents : "")} {MagnitudeName(magnitude, words)} {currency.Many}";
        else if (cents.Length == 0 || cents.Trim('0').Length == 0) said = words.Amount(whole, currency);
        else if (cents.Length == 2 && currency.Hundredth.Length > 0) said = words.Money(whole, cents.TrimStart('0'), currency);
        else said = $"{whole}.{cents} {currency.Many}";
        said = Signed(m, said, words);
        return m.Groups["per"].Length > 0 ? words.Per(said, PerName(m.Groups["per"].Value, words)) : said;
    }

    private static string? SayRange(Match m, SpokenWords words)
    {
        var (a, b) = (m.Groups["a"].Value, m.Groups["b"].Value);
        var isHyphen = m.Groups["dash"].ValueSpan is "-";
        if (isHyphen && !IsAscending(a, b)) return null;
        var end = m.Groups["u"].Length > 0 ? Measured(b, m, words) : b;
        if (end is null) return null;
        return $"{a} {words.Signs.To} {end}";
    }

    // 555-1234 and 2026-11 are no ranges.
    private static bool IsAscending(string a, string b) =>
        (a.Length, b.Length) is not (3, 4) && a.Length <= 4 && b.Length <= 4 && !(a.Length > 1 && a[0] == '0') && !(b.Length > 1 && b[0] == '0' && b[1] != '.')
        && double.TryParse(a, CultureInfo.InvariantCulture, out var from) && double.TryParse(b, CultureInfo.InvariantCulture, out var to) && from < to;

    private static string? SayMeasure(Match m, SpokenWords words)
    {
        // "5 m" could be metres, "3 d" and "2 B" anything: single letters count when they touch the number; of seconds and hours always.
        var unit = m.Groups["u"].Value;
        if (unit is [not ('s' or 'h' or '%' or '°')] && m.Groups["gap"].Length > 0) return null;
        // 7B is billions, 512B bytes.
        if (unit is "B" && m.Groups["n"].Value.Length < 3) return null;
        return Measured(m.Groups["n"].Value, m, words) is { } said ? Signed(m, said, words) : null;
    }

    private static string? Measured(string amount, Match m, SpokenWords words)
    {
        var symbol = m.Groups["u"].Value;
        var per = m.Groups["per"].Value;
        if (symbol.EndsWith("bps", StringComparison.Ordinal)) (symbol, per) = (symbol[..^2] + "it", "s");
        symbol = TimeRules.Symbol(symbol).Replace(" ", "", StringComparison.Ordinal) switch
        {
            "kB" => "KB",
            "Kbit" => "kbit",
            "bits" => "bit",
            "ops" => "op",
            [_, 'i'] => symbol + "B",
            "℃" => "°C",
            "℉" => "°F",
            var other => other,
        };
        if (words.Unit(symbol) is not { } unit) return null;
        var said = words.Amount(amount, unit);
        return per.Length > 0 ? words.Per(said, PerName(per, words)) : said;
    }

    private static string PerName(string per, SpokenWords words) => words.Unit(TimeRules.Symbol(per) switch
    {
        "day" => "d",
        "week" => "w",
        "mo" => "month",
        "yr" or "year" => "y",
        var other => other,
    })?.One ?? Spelling.Name(per);

    private static string MagnitudeName(string magnitude, SpokenWords words) => magnitude switch
    {
        "k" or "K" or "thousand" => words.Signs.Thousand,
        "M" or "m" or "mn" or "million" => words.Signs.Million,
        _ => words.Signs.Billion,
    };

    private static string Signed(Match m, string said, SpokenWords words) =>
        m.Groups["sign"].Length > 0 ? $"{SignName(m.Groups["sign"].Value, words)} {said}" : said;

    private static string SignName(string sign, SpokenWords words) => sign switch
    {
        "+" => words.Signs.Plus,
        "±" => words.Signs.PlusMinus,
        "~" or "≈" => words.Signs.About,
        "<" => words.Signs.LessThan,
        ">" => words.Signs.GreaterThan,
        "≤" or "<=" => words.Signs.AtMost,
        "≥" or ">=" => words.Signs.AtLeast,
        _ => words.Signs.Minus,
    };

    [GeneratedRegex(@"(?<![\w.@-])(?<=(?<said>[Vv]ersione?n?\s)?)(?<op>[\^~])?(?<v>[vV])?(?<core>\d+(?:\.\d+)+)(?<pre>-(?:alpha|beta|rc|pre|preview|dev|snapshot|canary|next|nightly|post|build|SNAPSHOT|RC|a|b)(?:[.-]?[0-9A-Za-z]+)*)?(?<build>\+[0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*)?(?![\w/]|\.\d|-\w)")]
    private static partial Regex Version();

    [GeneratedRegex(@"(?<![\w./@-])v(?<n>\d{1,4})(?![\w.-]|\.\d)|(?<![\w./@-])v(?<n>\d{1,4})(?=\.(?:\s|$))")]
    private static partial Regex MajorVersion();

    [GeneratedRegex("[0-9]+|[A-Za-z]+")]
    private static partial Regex VersionPart();

    [GeneratedRegex(@"(?<![\w$])(?<sign>[-−+~≈<>])?(?:US)?(?<c>[$€£¥₹₿])\s?(?<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?<cents>\d+))?(?:\s?(?<mag>k|K|M|m|B|bn|mn|million|billion|thousand)(?!\w))?(?:/(?<per>\w+))?(?!\w)")]
    private static partial Regex Money();

    [GeneratedRegex(@"(?<=[$€£¥]\s?[\d.,]{1,12}[kKM]?)(?:-|\s?[–—]\s?)(?=[$€£¥]\s?\d)")]
    private static partial Regex MoneyRange();

    [GeneratedRegex(@"(?<=[\w)])\^(?<n>-?\d{1,3}|[a-z])(?!\w)")]
    private static partial Regex Power();

    [GeneratedRegex(@"(?<![\w.,$€£])(?<sign>[-−+~≈<>])?(?<whole>\d{1,3}(?:[,.]\d{3})+|\d+)(?:[.,](?<cents>\d\d))?\s?(?<c>€|EUR|USD|GBP|CHF|£|¥|JPY)(?:/(?<per>\w+))?(?!\w)")]
    private static partial Regex MoneyBehind();

    [GeneratedRegex(@"(?<![\w.,-])(?<a>\d{1,6})\s?[x×]\s?(?<b>\d{1,6})(?!\w|[.,]\d)")]
    private static partial Regex Size();

    [GeneratedRegex(@"(?<![\w.,:/$€£+-])(?<a>" + Amount + @")(?:\s?(?:" + Units + @"))?(?<dash>\s?[–—]\s?|-|\.\.)(?<b>" + Amount + @")(?:\s?(?<u>" + Units + @")(?:/(?<per>[a-z]+))?(?!\w))?(?![\w-]|[.,:/]\w)")]
    private static partial Regex Range();

    [GeneratedRegex(@"(?<![\w.,$€£#])(?<sign>[-−+~≈±<>≤≥]|[<>]=)?(?<n>" + Amount + @")(?<gap>\s?)(?<u>" + Units + @")(?:/(?<per>[a-z]+))?(?![\w/²]|-\w)")]
    private static partial Regex Measure();

    [GeneratedRegex(@"(?<![\w.,$€£#-])(?<sign>[-−+~≈<>])?(?<n>\d+(?:\.\d+)?)(?<mag>k|K|M|B|bn)(?![\w/-])")]
    private static partial Regex Magnitude();

    [GeneratedRegex(@"(?<![\w.,$€£#-])(?<n>\d+(?:\.\d+)?)[x×](?![\w/-])")]
    private static partial Regex Multiple();

    [GeneratedRegex(@"(?<![^\s(\[=:,""'])(?:[-−+~≈±≤≥]|[<>]=?)\s?(?=\d)(?<!\d\s?[-+<>=]\s)")]
    private static partial Regex Sign();
}
