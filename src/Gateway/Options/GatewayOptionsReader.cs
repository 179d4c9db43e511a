namespace CallActors.Gateway.Options;

/// <summary>Where the options are read from. Later layers win: defaults, file, environment, command line.</summary>
/// <param name="Arguments">The command line after the verb.</param>
/// <param name="Environment">The process' variables.</param>
public sealed record OptionSources(IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>This process' own.</summary>
    public static OptionSources OfProcess(IReadOnlyList<string> arguments)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry pair in System.Environment.GetEnvironmentVariables())
            variables[(string)pair.Key] = (string?)pair.Value ?? "";
        return new OptionSources(arguments, variables);
    }
}

/// <summary>Reads the options and collects everything that is wrong, so that one start shows all of it.</summary>
public static class GatewayOptionsReader
{
    /// <summary>The switch that names a configuration file.</summary>
    public const string ConfigSwitch = "--config";

    private const string ConfigVariable = "CALLACTORS_CONFIG";

    /// <summary>Reads all layers. A data folder that already holds a <c>gateway.conf</c> needs no switch for it.</summary>
    public static OptionsReading Read(OptionSources sources)
    {
        var faults = new List<OptionFault>();
        var switches = ReadSwitches(sources.Arguments, faults);
        var options = new GatewayOptions();

        var file = switches.GetValueOrDefault(ConfigSwitch) ?? NonEmpty(sources.Environment, ConfigVariable);
        if (file is null)
        {
            var data = switches.GetValueOrDefault("--data") ?? NonEmpty(sources.Environment, "CALLME_DATA") ?? options.DataFolder;
            var usual = Path.Combine(data, "gateway.conf");
            if (File.Exists(usual)) file = usual;
        }
        if (file is not null) options = ApplyFile(options, file, faults);

        foreach (var key in OptionKeys.All)
        {
            if (key.Variables.FirstOrDefault(variable => NonEmpty(sources.Environment, variable.Name) is not null) is not { } variable) continue;
            var text = sources.Environment[variable.Name];
            options = Apply(options, key, variable.Name, "environment", variable.ToKey is null ? text : variable.ToKey(text), text, faults);
        }
        foreach (var key in OptionKeys.All)
        {
            if (key.Switch is { } name && switches.TryGetValue(name, out var text))
                options = Apply(options, key, name, "command line", text, text, faults);
        }
        faults.AddRange(OptionKeys.Contradictions(options));
        return new OptionsReading(faults.Count == 0 ? options : null, faults);
    }

    private static GatewayOptions ApplyFile(GatewayOptions options, string file, List<OptionFault> faults)
    {
        var settings = GatewayConfigurationFile.Read(file, faults);
        foreach (var (path, text) in settings)
        {
            if (OptionKeys.All.FirstOrDefault(k => k.Path == path) is { } key)
                options = Apply(options, key, path, file, text, text, faults);
            else if (PeopleKeys.Apply(options, path, text) is { } peopled)
                options = peopled;
            else
                faults.Add(new OptionFault(path, file, "is not a key.", Nearest(path)));
        }
        return options;
    }

    private static GatewayOptions Apply(
        GatewayOptions options, OptionKey key, string name, string origin, string text, string asWritten, List<OptionFault> faults)
    {
        if (key.Apply(options, text) is { } applied) return applied;
        var shape = asWritten.Length == 0 ? "is empty" : asWritten.Length == 1 ? "has 1 character" : $"has {asWritten.Length} characters";
        var unit = key.FromVariable is null || name != key.Variable ? "" : " (here in whole milliseconds)";
        faults.Add(new OptionFault(name, origin, $"the value ({shape}) has the wrong shape.", $"It must be {key.Shape}{unit}."));
        return options;
    }

    private static Dictionary<string, string> ReadSwitches(IReadOnlyList<string> arguments, List<OptionFault> faults)
    {
        var known = OptionKeys.All.Where(k => k.Switch is not null).Select(k => k.Switch!).Append(ConfigSwitch).ToHashSet(StringComparer.Ordinal);
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? argument : argument[..equals];
            if (!known.Contains(name))
            {
                var shown = name.StartsWith("--", StringComparison.Ordinal) && name.Length <= 40 ? name : "an argument";
                faults.Add(new OptionFault(shown, "command line", "is not known.", $"Known are {string.Join(", ", known.Order(StringComparer.Ordinal))}."));
            }
            else if (equals < 0 && i + 1 >= arguments.Count)
            {
                faults.Add(new OptionFault(name, "command line", "has no value.", $"Write {name} VALUE."));
            }
            else
            {
                found[name] = equals < 0 ? arguments[++i] : argument[(equals + 1)..];
            }
        }
        return found;
    }

    private static string Nearest(string path)
    {
        var nearest = OptionKeys.All.MinBy(k => Distance(k.Path, path))!.Path;
        return $"Did you mean {nearest}? Every key is listed in hocon/reference.conf.";
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[^1];
    }

    private static string? NonEmpty(IReadOnlyDictionary<string, string> environment, string name) =>
        environment.TryGetValue(name, out var text) && text.Length > 0 ? text : null;
}
