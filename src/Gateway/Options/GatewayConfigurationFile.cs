namespace CallActors.Gateway.Options;

/// <summary>The part of a HOCON file that is the gateway's: the objects that its keys are in. Other objects of the file belong to others
/// and are left alone.</summary>
public static class GatewayConfigurationFile
{
    private static readonly string[] Sections = [.. OptionKeys.All.Select(key => key.Path[..key.Path.LastIndexOf('.')]).Distinct()];

    private static readonly string[] Lists = [.. OptionKeys.All.Where(key => key.TakesList).Select(key => key.Path)];

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

    /// <summary>A value's text: a list's items with commas between them, where a list is taken.</summary>
    /// <exception cref="ConfigurationException">It is an object, or a list where none is taken.</exception>
    internal static string TextOf(Config section, string name, bool takesList)
    {
        try
        {
            return section.GetString(name) ?? "";
        }
        catch (ConfigurationException) when (takesList)
        {
            return string.Join(',', section.GetStringList(name));
        }
    }

    private static List<KeyValuePair<string, string>> Flatten(Config config)
    {
        var settings = new List<KeyValuePair<string, string>>();
        foreach (var prefix in Sections)
        {
            if (!config.HasPath(prefix) || config.GetConfig(prefix) is not { } section) continue;
            foreach (var (name, _) in section.AsEnumerable())
                if (!Sections.Contains($"{prefix}.{name}")) settings.Add(new($"{prefix}.{name}", TextOf(section, name, Lists.Contains($"{prefix}.{name}"))));
        }

        settings.AddRange(PeopleKeys.Flatten(config));
        return settings;
    }
}
