using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using ModelContextProtocol;

namespace CallActors.McpEdge.Tools;

/// <summary>The arguments of one tool call. What does not have the shape that the input schema asks for is a fault of the
/// protocol (−32602); what has the shape but makes no sense is the tool's to refuse with a mend.</summary>
internal sealed class ToolArguments(string tool, IDictionary<string, JsonElement>? arguments)
{
    /// <summary>A required string.</summary>
    /// <exception cref="McpProtocolException">It is missing, or not a string.</exception>
    public string Text(string name) =>
        OptionalText(name) ?? throw Invalid($"{tool}: the argument '{name}' is missing. It is a string.");

    /// <summary>A string that may be missing or null.</summary>
    /// <exception cref="McpProtocolException">It is something else.</exception>
    public string? OptionalText(string name)
    {
        if (!TryGet(name, out var value)) return null;
        return value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : throw Invalid($"{tool}: the argument '{name}' is not a string.");
    }

    /// <summary>A yes or no that may be missing or null.</summary>
    /// <exception cref="McpProtocolException">It is something else.</exception>
    public bool? OptionalFlag(string name)
    {
        if (!TryGet(name, out var value)) return null;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw Invalid($"{tool}: the argument '{name}' is neither true nor false.");
    }

    /// <summary>A number that may be missing or null.</summary>
    /// <exception cref="McpProtocolException">It is something else.</exception>
    public double? OptionalNumber(string name)
    {
        if (!TryGet(name, out var value)) return null;
        return value.ValueKind == JsonValueKind.Number
            ? value.GetDouble()
            : throw Invalid($"{tool}: the argument '{name}' is not a number.");
    }

    /// <summary>An argument of any shape; null when it is missing.</summary>
    public JsonElement? Any(string name) => TryGet(name, out var value) ? value : null;

    private bool TryGet(string name, [MaybeNullWhen(false)] out JsonElement value)
    {
        value = default;
        return arguments is not null && arguments.TryGetValue(name, out value) && value.ValueKind != JsonValueKind.Null;
    }

    private static McpProtocolException Invalid(string message) => new(message, McpErrorCode.InvalidParams);
}
