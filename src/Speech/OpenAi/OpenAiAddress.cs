namespace CallActors.Speech.OpenAi;

/// <summary>Where a server that speaks OpenAI's API is reached.</summary>
/// <param name="Api">Base of the HTTP API, ending in <c>/v1/</c>.</param>
/// <param name="Realtime">The realtime socket, without a query.</param>
public sealed record OpenAiAddress(Uri Api, Uri Realtime)
{
    private const string Version = "/v1";
    private const string RealtimePath = "/realtime";

    /// <summary>The vendor's own address.</summary>
    public const string Vendor = "https://api.openai.com";

    /// <summary>
    /// Reads an address as <c>OPENAI_API_BASE_URL</c> holds it: <c>https://host</c> or <c>wss://host</c> (<c>http</c> and <c>ws</c> for a
    /// server in the house), with or without <c>/v1</c>, <c>/v1/realtime</c> and a slash at its end, also behind a path of a proxy.
    /// Whichever scheme is given, the API is asked by http(s) and the socket opened by ws(s).
    /// </summary>
    /// <exception cref="FormatException">It is none of these; the message does not repeat it, since it may hold a password.</exception>
    public static OpenAiAddress Parse(string address)
    {
        if (!Uri.TryCreate(address.Trim(), UriKind.Absolute, out var given) || !TrySecure(given.Scheme, out var isSecure) || given.Host.Length == 0)
            throw new FormatException("The base address of an OpenAI server must begin with https://, http://, wss:// or ws:// and name a host, for example https://api.openai.com/v1.");
        if (given.UserInfo.Length > 0 || given.Query.Length > 0 || given.Fragment.Length > 0)
            throw new FormatException("The base address of an OpenAI server takes no user name, query or fragment: the key belongs into its own setting.");
        var path = given.AbsolutePath.TrimEnd('/');
        if (path.EndsWith(RealtimePath, StringComparison.OrdinalIgnoreCase)) path = path[..^RealtimePath.Length].TrimEnd('/');
        if (!path.EndsWith(Version, StringComparison.OrdinalIgnoreCase)) path += Version;
        return new OpenAiAddress(
            With(given, isSecure ? Uri.UriSchemeHttps : Uri.UriSchemeHttp, path + "/"),
            With(given, isSecure ? Uri.UriSchemeWss : Uri.UriSchemeWs, path + RealtimePath));
    }

    private static bool TrySecure(string scheme, out bool isSecure)
    {
        isSecure = scheme == Uri.UriSchemeHttps || scheme == Uri.UriSchemeWss;
        return isSecure || scheme == Uri.UriSchemeHttp || scheme == Uri.UriSchemeWs;
    }

    private static Uri With(Uri given, string scheme, string path) =>
        new UriBuilder(scheme, given.Host, given.IsDefaultPort ? -1 : given.Port, path).Uri;
}
