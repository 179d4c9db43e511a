using CallActors.Carriers.Webhooks;

namespace CallActors.Carriers.Twilio;

/// <summary>Whether a request is Twilio's: signed with the account's auth token for one of our public addresses.</summary>
internal sealed class TwilioProof(TwilioOptions options)
{
    /// <summary>Twilio's answer has 28 characters.</summary>
    private const int LongestSignature = 100;

    private const string NoSignature = "it bears no signature, or several";
    private const string WrongSignature = "its signature is not the account's for any of our public addresses";

    private readonly string[] _origins = options.PublicUrls.Select(url => url.TrimEnd('/')).ToArray();

    /// <summary>Null for a genuine request; otherwise why not.</summary>
    public string? Refusal(WebhookRequest request)
    {
        if (request.Header(TwilioSignature.Header) is not { Length: > 0 } signature) return NoSignature;
        if (signature.Length > LongestSignature) return WrongSignature;
        if (FormFields.ParseQuery(request.PathAndQuery) is not { } query) return "its query has too many fields";
        IReadOnlyList<KeyValuePair<string, string>> fields = [];
        if (query.Has(TwilioSignature.BodyHashParameter))
        {
            if (!TwilioSignature.IsValidBody(query[TwilioSignature.BodyHashParameter], request.Body.Span)) return "its body is not the one whose hash it bears";
        }
        else if (IsForm(request))
        {
            if (FormFields.Parse(request.Body.Span) is not { } form) return "its form has too many fields";
            fields = form.All;
        }
        // A body that the signature does not cover could be anybody's.
        else if (request.Body.Length > 0) return "its body is neither a form nor covered by a hash";

        return TwilioSignature.IsValid(options.AuthToken, signature, Urls(_origins, request.PathAndQuery), fields) ? null : WrongSignature;
    }

    /// <summary>Null for a genuine handshake of a media socket; otherwise why not.</summary>
    public string? HandshakeRefusal(string pathAndQuery, string signature) =>
        signature.Length <= LongestSignature && TwilioSignature.IsValid(options.AuthToken, signature, Urls(_origins.Select(Socket), pathAndQuery), [])
            ? null : WrongSignature;

    public static bool IsForm(WebhookRequest request) => request.ContentType == "application/x-www-form-urlencoded";

    /// <summary>Twilio has been seen to sign with and without a slash at the end of the path.</summary>
    private static IEnumerable<string> Urls(IEnumerable<string> origins, string pathAndQuery) => origins
        .Select(origin => origin + pathAndQuery)
        .SelectMany(url => new[] { url, SignedUrls.WithOtherSlash(url) })
        .SelectMany(SignedUrls.Of);

    private static string Socket(string origin) =>
        origin.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? "ws" + origin[4..] : origin;
}
