using System.Text.Json;

namespace CallActors.McpEdge.Tests.Processes;

/// <summary>Checks a value against the part of JSON Schema that the tools' output schemas use; a keyword it does not know fails,
/// so that no schema passes unread.</summary>
internal static class SchemaCheck
{
    private static readonly string[] Annotations = ["description", "format"];

    public static void Conforms(JsonElement value, JsonElement schema) => Assert.Empty(Faults(value, schema, "$").ToList());

    private static IEnumerable<string> Faults(JsonElement value, JsonElement schema, string at)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            var faults = keyword.Name switch
            {
                "type" => IsType(value, keyword.Value.GetString()!) ? [] : [$"{at} is not a {keyword.Value}"],
                "required" => keyword.Value.EnumerateArray().Select(name => name.GetString()!)
                    .Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{at}.{name} is missing"),
                "properties" => keyword.Value.EnumerateObject()
                    .Where(property => value.TryGetProperty(property.Name, out _))
                    .SelectMany(property => Faults(value.GetProperty(property.Name), property.Value, $"{at}.{property.Name}")),
                "additionalProperties" => value.EnumerateObject()
                    .Where(property => !keyword.Value.GetBoolean() && !schema.GetProperty("properties").TryGetProperty(property.Name, out _))
                    .Select(property => $"{at}.{property.Name} is not in the schema"),
                "items" => value.EnumerateArray().SelectMany((item, i) => Faults(item, keyword.Value, $"{at}[{i}]")),
                "anyOf" => keyword.Value.EnumerateArray().Any(choice => !Faults(value, choice, at).Any()) ? [] : [$"{at} meets none of anyOf"],
                var name when Annotations.Contains(name) => [],
                var name => [$"{at}: the keyword {name} is not checked here"],
            };
            foreach (var fault in faults) yield return fault;
        }
    }

    private static bool IsType(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => false,
    };
}
