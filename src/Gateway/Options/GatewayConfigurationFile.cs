namespace CallActors.Gateway.Options;

/// <summary>The part of a HOCON file that is the gateway's: the objects that its keys are in. Other objects of the file belong to others
/// and are left alone.</summary>
public static class GatewayConfigurationFile
{
    private static readonly string[] Sections = [.. OptionKeys.All.Select(key => key.Path[..key.Path.LastIndexOf('.')]).Distinct()];

    /// <summary>Full path and text of every value in them.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(string file, List<OptionFault> faults)
    {
        if (!File.Exists(file))
        {
            faults.Add(new OptionFault(file, "configuration file", "does not exist.", "Correct the path, or leave it out to run on defaults."));
            return [];
        }
        try
        {
            return Flatten(ConfigurationFactory.ParseFile(file));
        }
        catch (Exception e) when (e is ConfigurationException or IOException or UnauthorizedAccessException)
        {
            faults.Add(new OptionFault(file, "configuration file", "cannot be read:", e.Message));
            return [];
        }
    }

    private static List<KeyValuePair<string, string>> Flatten(Config config)
    {
        var settings = new List<KeyValuePair<string, string>>();
        foreach (var prefix in Sections)
        {
            if (!config.HasPath(prefix) || config.GetConfig(prefix) is not { } section) continue;
            foreach (var (name, _) in section.AsEnumerable())
                if (!Sections.Contains($"{prefix}.{name}")) settings.Add(new($"{prefix}.{name}", section.GetString(name) ?? ""));
        }

        settings.AddRange(PeopleKeys.Flatten(config));
        return settings;
    }
}
