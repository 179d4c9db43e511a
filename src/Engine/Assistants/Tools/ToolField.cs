using System.Text.Json;
using System.Text.Json.Nodes;

namespace CallActors.Engine.Assistants.Tools;

/// <summary>A field of a tool's input. The schema that a model is told, and the check of what it gives, are made of the same.</summary>
/// <param name="About">What it is, for the model.</param>
/// <param name="Least">Fewest characters, or the least number.</param>
/// <param name="Most">Most characters, or the greatest number.</param>
/// <param name="IsOptional">It may be left out.</param>
internal sealed record ToolField(string Name, string About, int Least, int Most, bool IsNumber = false, bool IsOptional = false)
{
    public JsonObject Schema => IsNumber
        ? new JsonObject { ["type"] = "integer", ["description"] = About, ["minimum"] = Least, ["maximum"] = Most }
        : new JsonObject { ["type"] = "string", ["description"] = About, ["minLength"] = Least, ["maxLength"] = Most };

    /// <summary>What is wrong with a value, as a sentence for the model; null when nothing is.</summary>
    public string? FaultIn(JsonElement value)
    {
        if (IsNumber)
        {
            return value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number) && number >= Least && number <= Most
                ? null
                : $"'{Name}' must be a whole number from {Least} to {Most}.";
        }

        return value.ValueKind is JsonValueKind.String && value.GetString()!.Length is var length && length >= Least && length <= Most && !string.IsNullOrWhiteSpace(value.GetString())
            ? null
            : $"'{Name}' must be a text of {Least} to {Most} characters.";
    }
}
