using CallActors.Assistants.Claude;

namespace CallActors.Gateway.Options;

/// <summary>The language model that a caller talks to where no agent's session is wanted (<c>assistant</c>).</summary>
public sealed record AssistantOptions
{
    /// <summary>The Claude API's key (<c>assistant.key</c>, <c>ANTHROPIC_API_KEY</c>); empty for no assistant. A secret: never printed, which is
    /// why this record prints without it.</summary>
    public string Key { get; init; } = "";

    /// <summary>The model's id (<c>assistant.model</c>).</summary>
    public string Model { get; init; } = ClaudeOptions.DefaultModel;

    /// <summary>Where the API is (<c>assistant.url</c>, <c>ANTHROPIC_BASE_URL</c>), without <c>/v1</c>; empty for the vendor's.</summary>
    public string Url { get; init; } = "";

    /// <summary>The API's version (<c>assistant.version</c>), as its header tells it.</summary>
    public string Version { get; init; } = "2023-06-01";

    /// <summary>Longest response in tokens (<c>assistant.max-tokens</c>), 1–128,000.</summary>
    public int MaxTokens { get; init; } = 1024;

    /// <summary>What the model is told of its part (<c>assistant.system</c>); empty for a voice on a telephone that is brief.</summary>
    public string System { get; init; } = "";

    /// <summary>Folders whose text files the assistant may read (<c>assistant.folders</c>); none by default.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>The time zone of people who tell the assistant a time (<c>assistant.time-zone</c>). Default: this machine's.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Local;

    /// <summary>Prints without the secret.</summary>
    public override string ToString() => $"AssistantOptions {{ {Model}, {(Key.Length > 0 ? "with" : "without")} a key }}";
}
