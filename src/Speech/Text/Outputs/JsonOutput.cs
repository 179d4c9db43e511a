using System.Text.Json;
using System.Text.RegularExpressions;
using CallActors.Speech.Text.Languages;
using CallActors.Speech.Text.Rules;

namespace CallActors.Speech.Text.Outputs;

/// <summary>JSON: an object by its keys, a list by its length.</summary>
internal sealed partial class JsonOutput : ToolOutput
{
    private const int MaximumNames = 5;

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public override bool ReadsWholeLines => true;

    public override bool Begins(string line) => First().IsMatch(line);

    public override bool GoesOn(string line) => Within().IsMatch(line);

    public override string? Summarize(IReadOnlyList<string> lines, SpokenWords words)
    {
        if (!Begins(lines.FirstOrDefault(l => !string.IsNullOrWhiteSpace(l)) ?? "")) return null;
        try
        {
            using var json = JsonDocument.Parse(string.Join('\n', lines), Lenient);
            return SentenceCase.Of(json.RootElement.ValueKind is JsonValueKind.Array ? words.Output.JsonList(json.RootElement.GetArrayLength()) : SayObject(json.RootElement, words));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string SayObject(JsonElement root, SpokenWords words)
    {
        var names = root.EnumerateObject().Select(p => Spelling.Name(p.Name)).ToList();
        var said = names.Count > MaximumNames + 1 ? names[..MaximumNames] : names;
        return words.Output.JsonObject(names.Count, string.Join(", ", said), names.Count - said.Count);
    }

    [GeneratedRegex(@"^\s*(?:[\[{]\s*$|\{\s*""|\[\s*[{""]|\{\}\s*$|\[\]\s*$)")]
    private static partial Regex First();

    [GeneratedRegex(@"^\s*(?:[""\]\[{}\d,-]|true|false|null)|^\s+\S")]
    private static partial Regex Within();
}
