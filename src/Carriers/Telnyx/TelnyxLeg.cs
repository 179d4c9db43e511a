using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Telnyx;

/// <summary>Where a leg is commanded: by Call Control, or, for a call that a TeXML document answered, by TeXML's own REST. The leg's id
/// says which, so that any process can hang it up.</summary>
internal static class TelnyxLeg
{
    private const string TexmlPrefix = "texml:";

    public static LegId Texml(string accountSid, string callSid) => new($"{TexmlPrefix}{accountSid}:{callSid}");

    /// <summary>Whether these two fit into an id.</summary>
    public static bool IsTexml(string accountSid, string callSid) =>
        accountSid.Length > 0 && callSid.Length > 0 && !accountSid.Contains(':')
        && TexmlPrefix.Length + accountSid.Length + 1 + callSid.Length <= LegId.MaxLength;

    /// <summary>Account and call of a TeXML leg; false for any other.</summary>
    public static bool TryTexml(LegId leg, out string accountSid, out string callSid)
    {
        accountSid = callSid = "";
        if (!leg.Value.StartsWith(TexmlPrefix, StringComparison.Ordinal)) return false;
        var rest = leg.Value[TexmlPrefix.Length..];
        var colon = rest.IndexOf(':');
        if (colon <= 0) return false;
        (accountSid, callSid) = (rest[..colon], rest[(colon + 1)..]);
        return true;
    }
}
