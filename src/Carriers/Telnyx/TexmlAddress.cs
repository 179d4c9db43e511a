using System.Globalization;
using System.Text;
using CallActors.Contracts.Calls;

namespace CallActors.Carriers.Telnyx;

/// <summary>The addresses that a TeXML order bears. Each names its call: Telnyx' answer to an order names no leg, so the first request to one
/// of these is how the leg is found.</summary>
/// <param name="About">What the request is about: <see cref="Status"/>, <see cref="Machine"/>, or empty for the question what to do.</param>
/// <param name="Attempt">How often the question could not be answered before.</param>
internal readonly record struct TexmlAddress(CallId Call, string About = "", int Attempt = 0)
{
    public const string Status = "status";
    public const string Machine = "machine";

    private const string CallParameter = "call";
    private const string AboutParameter = "about";
    private const string AttemptParameter = "try";

    /// <summary>Under the address of the webhooks.</summary>
    public string Under(Uri webhook) =>
        $"{webhook.AbsoluteUri}?{CallParameter}={Call}"
        + (About.Length > 0 ? $"&{AboutParameter}={About}" : "")
        + (Attempt > 0 ? string.Create(CultureInfo.InvariantCulture, $"&{AttemptParameter}={Attempt}") : "");

    /// <summary>False for an address that names no call: the application's own.</summary>
    public static bool TryParse(string pathAndQuery, out TexmlAddress address)
    {
        address = default;
        var start = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        if (start < 0) return false;
        var query = FormFields.Read(Encoding.UTF8.GetBytes(pathAndQuery[(start + 1)..]));
        if (!CallId.TryParse(query.GetValueOrDefault(CallParameter, ""), out var call)) return false;
        _ = int.TryParse(query.GetValueOrDefault(AttemptParameter, ""), NumberStyles.None, CultureInfo.InvariantCulture, out var attempt);
        address = new TexmlAddress(call, query.GetValueOrDefault(AboutParameter, ""), attempt);
        return true;
    }
}
