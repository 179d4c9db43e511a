using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Contracts.Texts;

/// <summary>Where a person gets texts: a number in E.164, or <c>whatsapp:</c> and one.</summary>
[JsonConverter(typeof(TextAddressJsonConverter))]
public readonly record struct TextAddress
{
    /// <summary>What stands before a number on WhatsApp.</summary>
    public const string WhatsApp = "whatsapp:";

    private readonly string? _value;

    private TextAddress(string value) => _value = value;

    /// <summary>The text form.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This address was never set.");

    /// <summary>The number in E.164.</summary>
    public string Phone => Value.StartsWith(WhatsApp, StringComparison.Ordinal) ? Value[WhatsApp.Length..] : Value;

    /// <summary>Names the address's thread, without telling the number.</summary>
    public string ThreadId => "texts-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Value)).AsSpan(0, 16));

    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">It is not an address.</exception>
    public static TextAddress Parse(string text) => TryParse(text, out var address) ? address : throw new FormatException("Not an address for texts.");

    /// <summary>Reads the text form; false for anything else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TextAddress address)
    {
        address = default;
        if (text is null || !E164.IsNumber(text.StartsWith(WhatsApp, StringComparison.Ordinal) ? text.AsSpan(WhatsApp.Length) : text)) return false;
        address = new TextAddress(text);
        return true;
    }

    /// <summary>Not the number: addresses get into logs.</summary>
    public override string ToString() => _value is null ? "texts-?" : ThreadId;
}

/// <summary>Writes an address as its text.</summary>
public sealed class TextAddressJsonConverter()
    : TextJsonConverter<TextAddress>(text => TextAddress.TryParse(text, out var address) ? address : null, address => address.Value);
