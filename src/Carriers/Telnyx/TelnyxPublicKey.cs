using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace CallActors.Carriers.Telnyx;

/// <summary>The public key that an account's webhooks are signed for (portal: Account settings, Keys &amp; credentials, Public key).</summary>
public sealed class TelnyxPublicKey
{
    /// <summary>Length of a signature, in bytes.</summary>
    public const int SignatureLength = 64;

    private const int KeyLength = 32;

    /// <summary>What stands before the 32 bytes in a SubjectPublicKeyInfo (RFC 8410 section 4).</summary>
    private static readonly byte[] InfoPrefix = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00];

    private readonly byte[] _key;

    private TelnyxPublicKey(byte[] key) => _key = key;

    /// <summary>Reads a key: base64 of the 32 bytes, as the portal shows it, or PEM.</summary>
    /// <exception cref="FormatException">It is neither; the message says what a key looks like.</exception>
    public static TelnyxPublicKey Parse(string text) =>
        TryParse(text, out var key) ? key : throw new FormatException("Telnyx' public key is base64 of 32 bytes (44 characters), or PEM with BEGIN PUBLIC KEY.");

    /// <inheritdoc cref="Parse"/>
    /// <returns>False for anything else.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out TelnyxPublicKey? key)
    {
        key = null;
        if (string.IsNullOrWhiteSpace(text) || text.Length > 1000) return false;
        // A PEM in an environment variable often has its line ends written out.
        var bytes = text.Contains("-----BEGIN", StringComparison.Ordinal) ? FromPem(text.Replace("\\n", "\n")) : FromBase64(text.Trim());
        if (bytes is not { Length: KeyLength }) return false;
        key = new TelnyxPublicKey(bytes);
        return true;
    }

    /// <summary>Whether the signature was made for the message with the key's other half.</summary>
    /// <exception cref="DllNotFoundException">There is no libcrypto.</exception>
    public bool Verify(ReadOnlySpan<byte> signature, ReadOnlySpan<byte> message) =>
        signature.Length == SignatureLength && Libcrypto.Instance.VerifyEd25519(_key, signature, message);

    /// <summary>Whether signatures can be checked on this machine.</summary>
    /// <exception cref="DllNotFoundException">There is no libcrypto; the message has the mend.</exception>
    public static void EnsureCanVerify() => _ = Libcrypto.Instance;

    private static byte[]? FromBase64(string text)
    {
        if (text.AsSpan().ContainsAny(" \t\r\n") || !Base64.IsValid(text)) return null;
        return Convert.FromBase64String(text);
    }

    private static byte[]? FromPem(string text)
    {
        if (!PemEncoding.TryFind(text, out var found) || !text.AsSpan()[found.Label].SequenceEqual("PUBLIC KEY")) return null;
        var info = new byte[found.DecodedDataLength];
        if (!Convert.TryFromBase64Chars(text.AsSpan()[found.Base64Data], info, out var written)) return null;
        var der = info.AsSpan(0, written);
        return der.Length == InfoPrefix.Length + KeyLength && der.StartsWith(InfoPrefix) ? der[InfoPrefix.Length..].ToArray() : null;
    }
}
