namespace CallActors.Carriers.Twilio;

/// <summary>Addresses of people as Twilio writes them.</summary>
internal static class PhoneAddress
{
    /// <summary>What stands before a number on WhatsApp.</summary>
    public const string WhatsApp = "whatsapp:";

    /// <summary>A number in E.164: a plus, and 7 to 15 digits that begin with none of 0.</summary>
    public static bool IsNumber(ReadOnlySpan<char> text) =>
        text.Length is >= 8 and <= 16 && text[0] == '+' && text[1] != '0' && text[1..].IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>A number, or <see cref="WhatsApp"/> and one.</summary>
    public static bool IsTextAddress(string text) => IsNumber(IsWhatsApp(text) ? text.AsSpan(WhatsApp.Length) : text);

    public static bool IsWhatsApp(string text) => text.StartsWith(WhatsApp, StringComparison.Ordinal);
}
