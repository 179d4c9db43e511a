using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Kernel.Configuration.Hocon;

/// <summary>Durations and sizes of the HOCON specification: a number, optionally blanks, a unit.</summary>
internal static class HoconUnits
{
    private static readonly Dictionary<string, double> Milliseconds = new(StringComparer.Ordinal)
    {
        [""] = 1,
        ["ns"] = 1e-6,
        ["nano"] = 1e-6,
        ["nanos"] = 1e-6,
        ["nanosecond"] = 1e-6,
        ["nanoseconds"] = 1e-6,
        ["us"] = 1e-3,
        ["micro"] = 1e-3,
        ["micros"] = 1e-3,
        ["microsecond"] = 1e-3,
        ["microseconds"] = 1e-3,
        ["ms"] = 1,
        ["milli"] = 1,
        ["millis"] = 1,
        ["millisecond"] = 1,
        ["milliseconds"] = 1,
        ["s"] = 1e3,
        ["second"] = 1e3,
        ["seconds"] = 1e3,
        ["m"] = 6e4,
        ["minute"] = 6e4,
        ["minutes"] = 6e4,
        ["h"] = 3.6e6,
        ["hour"] = 3.6e6,
        ["hours"] = 3.6e6,
        ["d"] = 8.64e7,
        ["day"] = 8.64e7,
        ["days"] = 8.64e7,
    };

    private static readonly string[] DecimalSizes = ["kilo", "mega", "giga", "tera", "peta", "exa"];
    private static readonly string[] BinarySizes = ["kibi", "mebi", "gibi", "tebi", "pebi", "exbi"];

    public static bool TryDuration(string text, out TimeSpan duration)
    {
        duration = default;
        if (text is "infinite")
        {
            duration = Timeout.InfiniteTimeSpan;
            return true;
        }

        if (!TrySplit(text, out var number, out var unit) || !Milliseconds.TryGetValue(unit, out var factor)) return false;
        var ticks = number * factor * TimeSpan.TicksPerMillisecond;
        if (Math.Abs(ticks) >= long.MaxValue) return false;
        duration = TimeSpan.FromTicks((long)Math.Round(ticks));
        return true;
    }

    public static bool TrySize(string text, out long bytes)
    {
        bytes = 0;
        if (!TrySplit(text, out var number, out var unit) || !TryFactor(unit, out var factor)) return false;
        var size = number * factor;
        if (size < 0 || size >= long.MaxValue) return false;
        bytes = (long)size;
        return true;
    }

    private static bool TryFactor(string unit, out double factor)
    {
        factor = 1;
        if (unit is "" or "B" or "b" or "byte" or "bytes") return true;
        for (var i = 0; i < DecimalSizes.Length; i++)
        {
            var letter = "KMGTPE"[i];
            // One letter alone means a power of two, as Java's -Xmx does: the specification says so.
            if (unit == $"{letter}" || (unit.Length == 1 && unit[0] == char.ToLowerInvariant(letter))
                || unit == $"{letter}i" || unit == $"{letter}iB" || Named(unit, BinarySizes[i]))
            {
                factor = Math.Pow(1024, i + 1);
                return true;
            }

            if (unit == $"{letter}B" || (i == 0 && unit == "kB") || Named(unit, DecimalSizes[i]))
            {
                factor = Math.Pow(1000, i + 1);
                return true;
            }
        }

        return false;
    }

    private static bool Named(string unit, string prefix) => unit == $"{prefix}byte" || unit == $"{prefix}bytes";

    private static bool TrySplit(string text, out double number, [NotNullWhen(true)] out string? unit)
    {
        text = text.Trim();
        var split = text.Length;
        while (split > 0 && char.IsAsciiLetter(text[split - 1])) split--;
        unit = text[split..];
        return double.TryParse(text[..split].TrimEnd(), NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }
}
