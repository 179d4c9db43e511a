using System.Buffers;
using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Softphone;

/// <summary>What the fields of a line's messages may hold.</summary>
internal static class LineFields
{
    public const int MaxName = 60;
    public const int MaxWords = 2000;

    private const int MaxEcho = 40;
    private const int MaxNumber = 32;

    private static readonly SearchValues<char> Key = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
    private static readonly SearchValues<char> Number = SearchValues.Create("0123456789*#+");

    /// <summary>Also the form of a leg: both are random texts of at least 128 bits.</summary>
    public static bool IsLineKey(string? text) => text is { Length: >= 22 and <= 64 } && !text.AsSpan().ContainsAnyExcept(Key);

    public static bool IsNumber(string? text) => text is { Length: >= 1 and <= MaxNumber } && !text.AsSpan().ContainsAnyExcept(Number);

    public static bool IsPlainText(string? text, int maxLength) => text is not null && text.Length <= maxLength && !text.Any(char.IsControl);

    public static bool TryLeg(string? text, out LegId leg)
    {
        leg = IsLineKey(text) ? new LegId(text!) : default;
        return leg != default;
    }

    /// <summary>The event that is being refused, cut and without control characters.</summary>
    public static string Echo(string? name) =>
        name is null ? "" : string.Concat((name.Length <= MaxEcho ? name : name[..MaxEcho]).Where(c => c is > ' ' and <= '~'));
}
