namespace CallActors.McpEdge.Configuration;

/// <summary>How the edge was told to work. Made by <see cref="EdgeOptionsReader"/>, and by <see cref="PhoneTools.OfGateway"/>.</summary>
/// <param name="Gateway">The gateway's address, absolute, http or https, ending in a slash.</param>
/// <param name="ApiKey">The key itself when the environment gave it; null when a file holds it.</param>
/// <param name="KeyFile">Where the gateway keeps its key; read anew at every request, because the gateway writes it on its
/// first run, which may be after this process has started.</param>
/// <param name="Deadline">The longest that one tool call may take: ringing, speaking and listening together.</param>
/// <param name="Reconnect">How long a gateway that went away is tried again.</param>
/// <param name="Progress">The longest silence between two progress notifications; 15 s at most.</param>
/// <param name="IsSelf">The tools run in the gateway itself: no proxy of the environment stands between.</param>
/// <param name="Certificate">A PEM file: the one certificate that the gateway may show. Empty for any that its name and the machine's
/// authorities vouch for.</param>
internal sealed record EdgeOptions(
    Uri Gateway,
    string? ApiKey,
    string KeyFile,
    TimeSpan Deadline,
    TimeSpan Reconnect,
    TimeSpan Progress,
    bool IsSelf = false,
    string Certificate = "")
{
    /// <summary>Where the key comes from, in words that may be shown.</summary>
    public string KeyOrigin => ApiKey is null ? $"the file {KeyFile}" : "CALLME_API_KEY";
}
