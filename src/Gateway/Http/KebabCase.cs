using System.Collections.Frozen;

namespace CallActors.Gateway.Http;

/// <summary>The wire form of an enum's values: <c>NothingHeard</c> is <c>nothing-heard</c>.</summary>
public static class KebabCase
{
    /// <summary>The wire form of one value.</summary>
    public static string Of<TEnum>(TEnum value) where TEnum : struct, Enum => Names<TEnum>.All[value];

    private static string Convert(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));

    private static class Names<TEnum> where TEnum : struct, Enum
    {
        public static readonly FrozenDictionary<TEnum, string> All =
            Enum.GetValues<TEnum>().Distinct().ToFrozenDictionary(v => v, v => Convert(v.ToString()));
    }
}
