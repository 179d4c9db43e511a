using CallActors.Contracts.Switchboard;
using CallActors.Gateway.People;

namespace CallActors.Gateway.Options;

/// <summary>The section <c>people</c>: one object for each person who may be called, under that person's name.</summary>
internal static class PeopleKeys
{
    /// <summary>The section, and what the paths in it begin with.</summary>
    public const string Section = "people";

    private static readonly string[] Fields = ["address", "voice", "language", "hints", "pin"];

    /// <summary>Full path and text of every value in the section.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Flatten(Config config)
    {
        if (!config.HasPath(Section) || config.GetConfig(Section) is not { } section) yield break;
        foreach (var (name, _) in section.AsEnumerable())
        {
            if (section.GetConfig(Quoted(name)) is not { } person) continue;
            foreach (var (field, _) in person.AsEnumerable()) yield return new($"{Section}.{name}.{field}", GatewayConfigurationFile.TextOf(person, field, takesList: field is "hints"));
        }
    }

    /// <summary>Sets one field of one person, who is added when it is their first.</summary>
    /// <returns>Null when the path is none of the section's.</returns>
    public static GatewayOptions? Apply(GatewayOptions options, string path, string text)
    {
        var (from, to) = (Section.Length + 1, path.LastIndexOf('.'));
        if (!path.StartsWith(Section + ".", StringComparison.Ordinal) || to <= from || !Fields.Contains(path[(to + 1)..])) return null;
        var name = path[from..to];
        var at = options.People.ToList().FindIndex(p => p.Name == name);
        var person = at < 0 ? new Person(name, "") : options.People[at];
        person = path[(to + 1)..] switch
        {
            "address" => person with { Address = text },
            "voice" => person with { Voice = text },
            "language" => person with { Language = text },
            "pin" => person with { Pin = text },
            _ => person with { Hints = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) },
        };
        return options with { People = at < 0 ? [.. options.People, person] : [.. options.People.Take(at), person, .. options.People.Skip(at + 1)] };
    }

    /// <summary>What is wrong with the people.</summary>
    public static IEnumerable<OptionFault> Faults(GatewayOptions options) =>
        Callees.Faults(options.People).Concat(PinFaults(options.People)).Select(fault => new OptionFault(Section, "configuration", fault, "See people in hocon/reference.conf."));

    /// <summary>The values are not repeated: somebody may have written the PIN itself.</summary>
    private static IEnumerable<string> PinFaults(IReadOnlyList<Person> people)
    {
        for (var i = 0; i < people.Count; i++)
        {
            if (people[i].Name == PersonId.Unknown.Value) yield return $"person {i + 1} has the name that stands for strangers.";
            if (people[i].Pin.Length > 0 && !PinHash.TryParse(people[i].Pin, out _)) yield return $"person {i + 1} has a pin that is no hash: ./run pin NAME --hash prints one.";
        }
    }

    private static string Quoted(string name) => "\"" + name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
