using CallActors.Contracts.Calls;

namespace CallActors.Gateway.Http;

/// <summary>The <c>Idempotency-Key</c> of a request: the client's own name for one operation. A repeated request with the same key
/// joins the running operation or gets the finished one's answer.</summary>
public static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    /// <summary>What a key looks like.</summary>
    public const string Shape = "1 to 64 characters A-Z a-z 0-9 . _ ~ : -";

    /// <summary>Reads the header. False when it is there and is no key.</summary>
    /// <param name="key">The key, or null when there is none.</param>
    public static bool TryRead(HttpRequest request, out string? key)
    {
        var header = request.Headers[Header];
        key = header.Count == 1 ? header[0] : null;
        return header.Count == 0 || (header.Count == 1 && IsKey(key));
    }

    /// <summary>Whether a text can be a key.</summary>
    public static bool IsKey(string? text) =>
        text is { Length: > 0 and <= OperationId.MaxLength } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '~' or ':' or '-');
}
