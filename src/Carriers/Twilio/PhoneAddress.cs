using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Twilio;

/// <summary>Addresses of people as Twilio writes them.</summary>
internal static class PhoneAddress
{
    /// <summary>What stands before a number on WhatsApp.</summary>
    public const string WhatsApp = "whatsapp:";

    /// <summary>A number, or <see cref="WhatsApp"/> and one.</summary>
    public static bool IsTextAddress(string text) => E164.IsNumber(IsWhatsApp(text) ? text.AsSpan(WhatsApp.Length) : text);

    public static bool IsWhatsApp(string text) => text.StartsWith(WhatsApp, StringComparison.Ordinal);
}
