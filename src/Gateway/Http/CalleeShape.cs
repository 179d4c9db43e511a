using System.Buffers;

namespace CallActors.Gateway.Http;

/// <summary>What may stand for a person to ring: <c>softphone</c>, or a phone number; whether a carrier reaches it is the
/// carrier's to say.</summary>
public static class CalleeShape
{
    /// <summary>The address of every open phone page.</summary>
    public const string Softphone = "softphone";

    /// <summary>Longest number, in characters.</summary>
    public const int MaxLength = 32;

    private static readonly SearchValues<char> Keys = SearchValues.Create("0123456789*#");

    /// <summary>Whether a text has the shape of an address.</summary>
    public static bool IsValid(string text) =>
        text == Softphone
        || (text.Length is > 0 and <= MaxLength
            && text.AsSpan(text[0] == '+' ? 1 : 0) is { Length: > 0 } digits
            && !digits.ContainsAnyExcept(Keys));
}
