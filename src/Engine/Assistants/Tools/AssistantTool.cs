using System.Text.Json;
using System.Text.Json.Nodes;
using CallActors.Contracts.Assistants;

namespace CallActors.Engine.Assistants.Tools;

/// <summary>Something that the assistant can do.</summary>
/// <param name="Doing">What it does, in words that can be spoken after "I am".</param>
/// <param name="About">What it does and when to use it, for the model.</param>
/// <param name="Order">Makes the order of the values of the fields that were given, which were checked.</param>
internal sealed record AssistantTool(string Name, string Doing, string About, IReadOnlyList<ToolField> Fields, Func<IReadOnlyDictionary<string, JsonElement>, ToolOrder> Order)
{
    public ModelTool Offer { get; } = new(Name, About, SchemaOf(Fields));

    /// <summary>Reads a model's input.</summary>
    /// <returns>The order, or what is wrong with the input as a sentence for the model.</returns>
    public (ToolOrder? Order, string Fault) Read(string input)
    {
        try
        {
            using var document = JsonDocument.Parse(input);
            if (document.RootElement.ValueKind is not JsonValueKind.Object) return (null, "The input must be a JSON object.");
            var given = new Dictionary<string, JsonElement>();
            foreach (var field in document.RootElement.EnumerateObject()) given[field.Name] = field.Value;
            if (given.Keys.FirstOrDefault(name => Fields.All(f => f.Name != name)) is { } unknown) return (null, $"There is no field '{Short(unknown)}'.{Known}");
            foreach (var field in Fields)
            {
                if (!given.TryGetValue(field.Name, out var value))
                {
                    if (field.IsOptional) continue;
                    return (null, $"The field '{field.Name}' is missing.");
                }

                if (field.FaultIn(value) is { } fault) return (null, fault);
            }

            return (Order(given), "");
        }
        catch (JsonException)
        {
            return (null, "The input is not JSON.");
        }
    }

    private string Known => Fields.Count == 0 ? " This tool has none." : $" This tool has {string.Join(", ", Fields.Select(f => $"'{f.Name}'"))}.";

    private static string Short(string name) => name.Length <= 40 ? name : name[..40] + "…";

    private static string SchemaOf(IReadOnlyList<ToolField> fields) => new JsonObject
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(fields.Select(f => KeyValuePair.Create(f.Name, (JsonNode?)f.Schema))),
        ["required"] = new JsonArray([.. fields.Where(f => !f.IsOptional).Select(f => (JsonNode)f.Name)]),
        ["additionalProperties"] = false,
    }.ToJsonString();
}
