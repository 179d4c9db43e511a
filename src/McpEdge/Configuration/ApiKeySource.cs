namespace CallActors.McpEdge.Configuration;

/// <summary>What was found where the key should be.</summary>
internal abstract record KeyLookup
{
    /// <summary>The key. It goes into the Authorization header and nowhere else.</summary>
    public sealed record Found(string Key) : KeyLookup;

    /// <summary>No usable key, and what to do about it.</summary>
    public sealed record Missing(string Mend) : KeyLookup;
}

/// <summary>Finds the gateway's key, anew for every request: the gateway may write or change its file at any time.</summary>
internal sealed class ApiKeySource(EdgeOptions options)
{
    private const int LongestKey = 1_024;

    /// <summary>Whether a text can be a key: 1–1,024 printable ASCII characters.</summary>
    public static bool IsUsable(string text) => text.Length is > 0 and <= LongestKey && text.All(c => c is > ' ' and <= '~');

    public KeyLookup Find()
    {
        if (options.ApiKey is { } key) return new KeyLookup.Found(key);
        try
        {
            var file = new FileInfo(options.KeyFile);
            if (!file.Exists)
                return new KeyLookup.Missing($"There is no key file {options.KeyFile}. The gateway writes it on its first run: start it with ./run. For a gateway elsewhere set CALLME_CLOUD_URL and CALLME_API_KEY.");
            if (file.Length <= LongestKey && File.ReadAllText(file.FullName).Trim() is var text && IsUsable(text))
                return new KeyLookup.Found(text);
            return new KeyLookup.Missing($"The key file {options.KeyFile} holds no key. Remove it and restart the gateway with ./run: it writes a new one.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new KeyLookup.Missing($"The key file {options.KeyFile} cannot be read ({fault.GetType().Name}). Give this user read access to it, or set CALLME_API_KEY.");
        }
    }
}
