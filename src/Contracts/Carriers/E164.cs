using System.Buffers;

namespace CallActors.Contracts.Carriers;

/// <summary>The international form of phone numbers: a plus, the country's code and the number, 7 to 15 digits (ITU-T E.164).</summary>
public static class E164
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    /// <summary>Whether a text has this form.</summary>
    public static bool IsNumber(ReadOnlySpan<char> text) =>
        text.Length is >= 8 and <= 16 && text[0] == '+' && text[1] is not '0' && !text[1..].ContainsAnyExcept(Digits);
}
