using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CallActors.Contracts.Switchboard;

/// <summary>
/// What is kept of a PIN: a hash that is slow to make (PBKDF2 with SHA-256, RFC 8018). Its text is
/// <c>pbkdf2-sha256$ITERATIONS$SALT$HASH</c>, salt and hash in base64. Prints without it.
/// </summary>
public sealed class PinHash
{
    /// <summary>Shortest PIN, in digits.</summary>
    public const int ShortestPin = 4;

    /// <summary>Longest PIN, in digits.</summary>
    public const int LongestPin = 12;

    /// <summary>Iterations where nothing else is asked for.</summary>
    public const int UsualIterations = 600_000;

    /// <summary>Fewest iterations that are taken.</summary>
    public const int FewestIterations = 1_000;

    /// <summary>Most iterations that are taken: some seconds of work.</summary>
    public const int MostIterations = 10_000_000;

    private const string Scheme = "pbkdf2-sha256";
    private const int SaltBytes = 16;
    private const int MostSaltBytes = 64;
    private const int HashBytes = 32;
    private const int LongestText = 256;

    private readonly int _iterations;
    private readonly byte[] _salt;
    private readonly byte[] _hash;

    private PinHash(int iterations, byte[] salt, byte[] hash) => (_iterations, _salt, _hash) = (iterations, salt, hash);

    /// <summary>A hash that no PIN has: comparing with it takes as long as comparing with one of the usual iterations. Stands where there is
    /// nothing to compare with.</summary>
    public static PinHash Decoy { get; } = new(UsualIterations, RandomNumberGenerator.GetBytes(SaltBytes), RandomNumberGenerator.GetBytes(HashBytes));

    /// <summary>The text form: to be kept where only its owner reads it. A short PIN can be found from it by trying all.</summary>
    public string Text => string.Create(
        CultureInfo.InvariantCulture, $"{Scheme}${_iterations}${Convert.ToBase64String(_salt)}${Convert.ToBase64String(_hash)}");

    /// <summary>Whether a text is a PIN: 4 to 12 ASCII digits.</summary>
    public static bool IsPin([NotNullWhen(true)] string? text) => text is { Length: >= ShortestPin and <= LongestPin } && text.All(char.IsAsciiDigit);

    /// <exception cref="ArgumentException">Not a PIN; the message does not repeat it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Not so many iterations.</exception>
    public static PinHash Make(string pin, int iterations = UsualIterations)
    {
        if (!IsPin(pin)) throw new ArgumentException($"A PIN has {ShortestPin} to {LongestPin} digits.", nameof(pin));
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, FewestIterations);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(iterations, MostIterations);
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return new PinHash(iterations, salt, Derive(pin, salt, iterations));
    }

    /// <summary>Reads the text form.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out PinHash? hash)
    {
        hash = null;
        if (text is not { Length: <= LongestText } || text.Split('$') is not [Scheme, var count, var salt, var derived]) return false;
        if (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations) || iterations is < FewestIterations or > MostIterations) return false;
        if (Bytes(salt) is not { Length: >= SaltBytes and <= MostSaltBytes } saltBytes || Bytes(derived) is not { Length: HashBytes } hashBytes) return false;
        hash = new PinHash(iterations, saltBytes, hashBytes);
        return true;
    }

    /// <summary>Whether these digits are the PIN. Takes a tenth of a second of processor time, or some, whatever the digits are: not on an actor's
    /// thread.</summary>
    public bool Verify(string digits)
    {
        // What is no PIN is no reason to be quicker, nor, when it is very long, to be slower.
        var isPin = IsPin(digits);
        var isSame = CryptographicOperations.FixedTimeEquals(Derive(isPin ? digits : "", _salt, _iterations), _hash);
        return isPin & isSame;
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(PinHash);

    private static byte[] Derive(string pin, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.ASCII.GetBytes(pin), salt, iterations, HashAlgorithmName.SHA256, HashBytes);

    private static byte[]? Bytes(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }
}
