using System.Reflection;
using Kernel.Configuration.Hocon;

namespace Kernel.Configuration;

/// <summary>Makes <see cref="Config"/>s from HOCON texts, files and embedded resources. Faults are <see cref="ConfigurationException"/>s.</summary>
public static class ConfigurationFactory
{
    private const string ReferenceResource = "Kernel.Configuration.reference.conf";
    private static readonly Lazy<Config> Reference = new(() => FromResource(ReferenceResource, typeof(ConfigurationFactory).Assembly));

    public static Config Empty => Config.Empty;

    /// <summary>The kernel's own defaults: every key below <c>kernel</c>.</summary>
    public static Config Default() => Reference.Value;

    /// <summary>Reads <c>app.conf</c> or <c>app.hocon</c> in the current folder; empty when there is neither.</summary>
    public static Config Load() =>
        Array.Find(["app.conf", "app.hocon"], File.Exists) is { } file ? ParseFile(file) : Config.Empty;

    /// <summary>Parses a text. Substitutions are answered by the text itself, then by environment variables.</summary>
    public static Config ParseString(string hocon) => ParseString(hocon, Environment.GetEnvironmentVariable);

    /// <summary>Parses a file; its includes are relative to it. The kernel's own addition to Akka.NET's shape.</summary>
    public static Config ParseFile(string path)
    {
        HoconSource source;
        try
        {
            source = HoconSource.FromFile(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"Cannot read the configuration file '{path}': {unreadable.Message}", unreadable);
        }

        return new Config(HoconParser.Parse(source, Environment.GetEnvironmentVariable));
    }

    public static Config FromResource<TAssembly>(string resourceName) => FromResource(resourceName, typeof(TAssembly).Assembly);

    public static Config FromResource(string resourceName, Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        using var stream = assembly.GetManifestResourceStream(resourceName)
            ?? throw new ConfigurationException($"{assembly.GetName().Name} has no embedded resource '{resourceName}'.");
        using var reader = new StreamReader(stream);
        return new Config(HoconParser.Parse(HoconSource.FromText(resourceName, reader.ReadToEnd()), Environment.GetEnvironmentVariable));
    }

    internal static Config ParseString(string hocon, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(hocon);
        return new Config(HoconParser.Parse(HoconSource.FromText("configuration", hocon), environment));
    }
}
