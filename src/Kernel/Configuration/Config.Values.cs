using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Kernel.Configuration.Hocon;

namespace Kernel.Configuration;

public partial class Config
{
    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;
    private const NumberStyles Real = NumberStyles.Float;

    private delegate bool TryRead<T>(string text, [MaybeNullWhen(false)] out T value);

    [return: NotNullIfNotNull(nameof(@default))]
    public virtual string? GetString(string path, string? @default = null) => GetValue(path) switch
    {
        null => @default,
        HoconText text => text.Text,
        var other => throw Wrong(path, other, "a text"),
    };

    public virtual bool GetBoolean(string path, bool @default = false) => Read(path, @default, TryBoolean, "true, false, on, off, yes or no");

    public virtual int GetInt(string path, int @default = 0) => Read(path, @default, TryInt, "a whole number (32 bits)");

    public virtual long GetLong(string path, long @default = 0) => Read(path, @default, TryLong, "a whole number (64 bits)");

    public virtual float GetFloat(string path, float @default = 0) => Read(path, @default, TryFloat, "a number");

    public virtual double GetDouble(string path, double @default = 0) => Read(path, @default, TryDouble, "a number");

    public virtual decimal GetDecimal(string path, decimal @default = 0) => Read(path, @default, TryDecimal, "a number");

    /// <returns>Bytes; null when the key is absent.</returns>
    public virtual long? GetByteSize(string path) =>
        GetValue(path) is null ? null : Read(path, 0L, HoconUnits.TrySize, "a size such as 64KiB, 1 MB or a number of bytes");

    /// <summary>Reads <c>500ms</c>, <c>3 s</c>, <c>2 minutes</c> …; a number without a unit is milliseconds.</summary>
    /// <param name="path">The key.</param>
    /// <param name="default">Answered when the key is absent; zero when not given.</param>
    /// <param name="allowInfinite">Whether <c>infinite</c> (<see cref="Timeout.InfiniteTimeSpan"/>) is accepted.</param>
    public virtual TimeSpan GetTimeSpan(string path, TimeSpan? @default = null, bool allowInfinite = true)
    {
        const string Expected = "a duration such as 500ms, 3 s or 2 minutes";
        var value = Read(path, @default.GetValueOrDefault(), HoconUnits.TryDuration, Expected);
        return value == Timeout.InfiniteTimeSpan && !allowInfinite && GetValue(path) is { } infinite
            ? throw Wrong(path, infinite, $"{Expected}, and not infinite")
            : value;
    }

    /// <returns>The items; empty when the key is absent.</returns>
    public virtual IList<string> GetStringList(string path) =>
        ReadList(path, static (string text, [MaybeNullWhen(false)] out string value) => (value = text) is not null, "texts");

    public virtual IList<bool> GetBooleanList(string path) => ReadList<bool>(path, TryBoolean, "booleans");

    public virtual IList<int> GetIntList(string path) => ReadList<int>(path, TryInt, "whole numbers");

    public virtual IList<long> GetLongList(string path) => ReadList<long>(path, TryLong, "whole numbers");

    public virtual IList<float> GetFloatList(string path) => ReadList<float>(path, TryFloat, "numbers");

    public virtual IList<double> GetDoubleList(string path) => ReadList<double>(path, TryDouble, "numbers");

    public virtual IList<decimal> GetDecimalList(string path) => ReadList<decimal>(path, TryDecimal, "numbers");

    private static bool TryInt(string text, out int value) => int.TryParse(text, Whole, CultureInfo.InvariantCulture, out value);

    private static bool TryLong(string text, out long value) => long.TryParse(text, Whole, CultureInfo.InvariantCulture, out value);

    private static bool TryFloat(string text, out float value) => float.TryParse(text, Real, CultureInfo.InvariantCulture, out value);

    private static bool TryDouble(string text, out double value) => double.TryParse(text, Real, CultureInfo.InvariantCulture, out value);

    private static bool TryDecimal(string text, out decimal value) => decimal.TryParse(text, Real, CultureInfo.InvariantCulture, out value);

    private static bool TryBoolean(string text, out bool value)
    {
        value = text is "true" or "on" or "yes";
        return value || text is "false" or "off" or "no";
    }

    private T Read<T>(string path, T @default, TryRead<T> tryRead, string expected) => GetValue(path) switch
    {
        null => @default,
        HoconText text when tryRead(text.Text, out var value) => value,
        var other => throw Wrong(path, other, expected),
    };

    private List<T> ReadList<T>(string path, TryRead<T> tryRead, string expected)
    {
        if (GetValue(path) is not { } value) return [];
        return ItemsOf(path, value).Select(item => item is HoconText text && tryRead(text.Text, out var read)
            ? read
            : throw Wrong(path, item, $"a list of {expected}")).ToList();
    }

    private static IEnumerable<HoconValue> ItemsOf(string path, HoconValue value) => value switch
    {
        HoconList list => list.Items,
        // a.0 = x, a.1 = y: how a list is written where only keys and values exist (environment, command line).
        HoconObject numbered when numbered.Items.Keys.All(key => TryInt(key, out _)) =>
            numbered.Items.OrderBy(item => int.Parse(item.Key, CultureInfo.InvariantCulture)).Select(item => item.Value),
        _ => throw Wrong(path, value, "a list"),
    };
}
