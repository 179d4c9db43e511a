namespace CallActors.Carriers;

/// <summary>What the phone network's SIP answers mean (RFC 3261, section 21), in sentences for the agent.</summary>
internal static class SipAnswers
{
    private const string NoSuchNumber = "The number does not exist, or is out of service";

    /// <param name="code">The status as the carrier tells it, for example 404; anything else says nothing.</param>
    /// <returns>A sentence that has the code; empty when it says nothing.</returns>
    public static string Describe(string? code)
    {
        if (code is not { Length: 3 } || code[0] is < '4' or > '6' || !code.All(char.IsAsciiDigit)) return "";
        var meaning = code switch
        {
            "401" or "403" or "407" => "The phone network does not allow this call",
            "404" or "410" or "604" => NoSuchNumber,
            "484" => "The number is not complete",
            "408" or "480" => "The phone cannot be reached: it is off, or has no network",
            "415" or "488" or "606" => "The phone takes no calls of this kind",
            "500" or "502" or "503" or "504" or "513" => "The phone network has a fault of its own: try again later",
            "607" or "608" => "The phone network, or the person's phone, blocks calls from this number",
            _ => "The phone network did not put the call through",
        };
        return $"{meaning} (SIP {code}).";
    }
}
