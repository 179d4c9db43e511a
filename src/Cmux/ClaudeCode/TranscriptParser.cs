using System.Text.Json;

namespace CallActors.Cmux.ClaudeCode;

/// <summary>Reads lines of a transcript. Never fails: what is damaged, unknown or of another agent within the agent says nothing.</summary>
internal static class TranscriptParser
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 256 };

    /// <summary>What stands in a prompt's place and is none.</summary>
    private static readonly string[] NoPrompts = ["<local-command-", "<bash-", "<task-notification", "<system-reminder"];

    public static IReadOnlyList<TranscriptEntry> Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line, Options);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Is(root, "isSidechain") || !root.TryGetProperty("type", out var type)) return [];
            var at = root.TryGetProperty("timestamp", out var time) && time.ValueKind == JsonValueKind.String && time.TryGetDateTimeOffset(out var written) ? written : DateTimeOffset.MinValue;
            var id = Text(root, "uuid");
            return (type.ValueKind == JsonValueKind.String ? type.GetString() : "") switch
            {
                "user" => OfUser(root, at, id),
                "assistant" => OfAssistant(root, at, id),
                "system" => OfSystem(root, at, id),
                _ => [],
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    private static IReadOnlyList<TranscriptEntry> OfUser(JsonElement root, DateTimeOffset at, string id)
    {
        if (Is(root, "isMeta") || Is(root, "isCompactSummary") || !TryContent(root, out var content)) return [];
        var text = "";
        if (content.ValueKind == JsonValueKind.String)
        {
            text = content.GetString()!;
        }
        else if (content.ValueKind == JsonValueKind.Array)
        {
            foreach (var block in content.EnumerateArray())
            {
                if (TypeOf(block) == "tool_result") return [new TranscriptEntry.Worked(at, id)];
                if (TypeOf(block) == "text") text = text.Length == 0 ? Text(block, "text") : $"{text}\n{Text(block, "text")}";
            }
        }
        if (text.StartsWith("[Request interrupted by user", StringComparison.Ordinal)) return [new TranscriptEntry.Interrupted(at, id)];
        return NoPrompts.Any(begin => text.StartsWith(begin, StringComparison.Ordinal)) ? [] : [new TranscriptEntry.Prompt(at, id, Text(root, "promptId"), text)];
    }

    private static List<TranscriptEntry> OfAssistant(JsonElement root, DateTimeOffset at, string id)
    {
        if (Is(root, "isApiErrorMessage")) return [new TranscriptEntry.ServiceFailed(at, id)];
        if (!TryContent(root, out var content)) return [];
        var message = root.GetProperty("message");
        var entries = new List<TranscriptEntry>();
        if (content.ValueKind == JsonValueKind.String) AddText(content.GetString()!);
        else if (content.ValueKind == JsonValueKind.Array)
            foreach (var block in content.EnumerateArray())
                if (TypeOf(block) == "text") AddText(Text(block, "text"));
        if (entries.Count == 0) entries.Add(new TranscriptEntry.Worked(at, id));
        if (Text(message, "stop_reason") is "end_turn" or "refusal") entries.Add(new TranscriptEntry.TurnOver(at, id));
        return entries;

        void AddText(string text)
        {
            if (!string.IsNullOrWhiteSpace(text)) entries.Add(new TranscriptEntry.Wrote(at, id, Text(message, "id"), text));
        }
    }

    private static IReadOnlyList<TranscriptEntry> OfSystem(JsonElement root, DateTimeOffset at, string id) => Text(root, "subtype") switch
    {
        "compact_boundary" => [new TranscriptEntry.Compacted(at, id)],
        "turn_duration" => [new TranscriptEntry.TurnOver(at, id)],
        _ => [],
    };

    private static bool TryContent(JsonElement root, out JsonElement content)
    {
        content = default;
        return root.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.Object && message.TryGetProperty("content", out content);
    }

    private static bool Is(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static string TypeOf(JsonElement block) => block.ValueKind == JsonValueKind.Object ? Text(block, "type") : "";

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
