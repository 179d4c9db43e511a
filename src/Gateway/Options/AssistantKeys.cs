namespace CallActors.Gateway.Options;

/// <summary>The keys of the section <c>assistant</c>.</summary>
internal static class AssistantKeys
{
    private const int MostFolders = 20;

    public static IReadOnlyList<OptionKey> All { get; } =
    [
        // No switch: other users of the machine see command lines.
        Key("key", "ANTHROPIC_API_KEY", "1 to 500 visible ASCII characters without spaces, or empty", (a, v) => v.Length <= 500 && v.All(IsVisible) ? a with { Key = v } : null),
        Key("model", null, "1 to 200 visible ASCII characters without spaces", (a, v) => v.Length is > 0 and <= 200 && v.All(IsVisible) ? a with { Model = v } : null),
        Key("url", "ANTHROPIC_BASE_URL", "an http or https address without query, or empty", (a, v) => OptionKeys.IsPublicUrl(v) ? a with { Url = v.TrimEnd('/') } : null),
        Key("version", null, "a date such as 2023-06-01", (a, v) => DateOnly.TryParseExact(v, "yyyy-MM-dd", out _) ? a with { Version = v } : null),
        Key("max-tokens", null, "a whole number from 1 to 128000", (a, v) => OptionKeys.Whole(v, 1, 128_000) is { } most ? a with { MaxTokens = most } : null),
        Key("system", null, "up to 20,000 characters", (a, v) => v.Length <= 20_000 ? a with { System = v } : null),
        Key("time-zone", null, "the name of a time zone, such as Europe/Berlin, or empty for this machine's", (a, v) =>
            v.Length == 0 ? a with { Zone = TimeZoneInfo.Local } : v.Length <= 100 && TimeZoneInfo.TryFindSystemTimeZoneById(v, out var zone) ? a with { Zone = zone } : null),
        Key("folders", null, $"up to {MostFolders} absolute paths of folders, separated by commas or as a list", (a, v) =>
        {
            var folders = v.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return folders.Length <= MostFolders && folders.All(f => Path.IsPathFullyQualified(f) && !f.Contains('\0')) ? a with { Folders = folders } : null;
        }) with { TakesList = true },
    ];

    /// <summary>What does not fit together.</summary>
    public static IEnumerable<OptionFault> Faults(GatewayOptions options) => options.Assistant.Folders.Where(folder => !Directory.Exists(folder)).Select(_ =>
        new OptionFault("assistant.folders", "configuration", "names a folder that does not exist.", "Correct the path, or take it out of the list."));

    private static bool IsVisible(char c) => c is > ' ' and < (char)127;

    private static OptionKey Key(string name, string? variable, string shape, Func<AssistantOptions, string, AssistantOptions?> set) =>
        new($"assistant.{name}", variable, null, shape, (o, v) => set(o.Assistant, v) is { } assistant ? o with { Assistant = assistant } : null);
}
