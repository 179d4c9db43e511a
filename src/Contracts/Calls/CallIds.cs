using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace CallActors.Contracts.Calls;

/// <summary>Names one call, for ever. Text form: <c>call-</c> and 26 lower-case letters or digits.</summary>
[JsonConverter(typeof(CallIdJsonConverter))]
public readonly record struct CallId
{
    /// <summary>What every call id starts with.</summary>
    public const string Prefix = "call-";

    private const int BodyLength = 26;
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    private readonly string? _value;

    private CallId(string value) => _value = value;

    /// <summary>The text form.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This call id was never set.");

    /// <summary>A new random id.</summary>
    public static CallId New() => FromBytes(RandomNumberGenerator.GetBytes(17));

    /// <summary>The id that belongs to a client's idempotency key: the same key always names the same call.</summary>
    public static CallId ForIdempotencyKey(string key) => FromBytes(SHA256.HashData(Encoding.UTF8.GetBytes("call:" + key)));

    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">It is not a call id.</exception>
    public static CallId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("Not a call id.");

    /// <summary>Reads the text form; false for anything else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CallId id)
    {
        id = default;
        if (text is null || text.Length != Prefix.Length + BodyLength || !text.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        foreach (var c in text.AsSpan(Prefix.Length))
            if (!Alphabet.Contains(c)) return false;
        id = new CallId(text);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => _value ?? "call-?";

    private static CallId FromBytes(ReadOnlySpan<byte> bytes)
    {
        Span<char> body = stackalloc char[BodyLength];
        for (var i = 0; i < BodyLength; i++)
        {
            var bit = i * 5;
            var window = (bytes[bit / 8] << 8) | bytes[bit / 8 + 1];
            body[i] = Alphabet[(window >> (11 - bit % 8)) & 31];
        }
        return new CallId(string.Concat(Prefix, body));
    }
}

/// <summary>Names one thing that an agent asked of a call (place, continue, speak, end). A client that repeats a request under
/// the same id joins the running operation or gets the finished one's result: nothing is said twice. 1–64 characters.</summary>
[JsonConverter(typeof(OperationIdJsonConverter))]
public readonly record struct OperationId
{
    /// <summary>Longest id, in characters.</summary>
    public const int MaxLength = 64;

    private readonly string? _value;

    /// <exception cref="ArgumentException">Empty, or longer than <see cref="MaxLength"/>.</exception>
    public OperationId(string value)
    {
        if (string.IsNullOrWhiteSpace(value) || value.Length > MaxLength)
            throw new ArgumentException($"An operation id has 1 to {MaxLength} characters.", nameof(value));
        _value = value;
    }

    /// <summary>The text form.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This operation id was never set.");

    /// <summary>A new random id.</summary>
    public static OperationId New() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12)));

    /// <inheritdoc/>
    public override string ToString() => _value ?? "?";
}

/// <summary>Writes a call id as its text.</summary>
public sealed class CallIdJsonConverter() : TextJsonConverter<CallId>(text => CallId.TryParse(text, out var id) ? id : null, id => id.Value);

/// <summary>Writes an operation id as its text.</summary>
public sealed class OperationIdJsonConverter()
    : TextJsonConverter<OperationId>(text => text.Length is > 0 and <= OperationId.MaxLength ? new OperationId(text) : null, id => id.Value);

/// <summary>A message that belongs to one call; sharding routes by it.</summary>
public interface IWithCallId
{
    CallId CallId { get; }
}
