using System.Collections.Concurrent;
using Kernel.Actor;
using Kernel.Configuration;

namespace Kernel.Persistence.Query;

/// <summary>Where the read journals of an actor system are had.</summary>
public sealed class PersistenceQuery : IExtension
{
    private readonly ExtendedActorSystem _system;
    private readonly Config _config;
    private readonly ConcurrentDictionary<string, ReadJournal> _journals = new(StringComparer.Ordinal);

    internal PersistenceQuery(ExtendedActorSystem system) =>
        (_system, _config) = (system, system.Settings.Config.WithFallback(ConfigurationFactory.Default()));

    public static PersistenceQuery Get(ActorSystem system) => system.WithExtension<PersistenceQuery, PersistenceQueryProvider>();

    /// <summary>The read journal of a configuration path, such as <see cref="ReadJournal.SqlIdentifier"/>.</summary>
    /// <exception cref="ConfigurationException">There is no such section, or a key of it is wrong.</exception>
    public TJournal ReadJournalFor<TJournal>(string readJournalPluginId)
        where TJournal : IReadJournal =>
        (TJournal)(IReadJournal)_journals.GetOrAdd(readJournalPluginId, Make);

    private ReadJournal Make(string path)
    {
        var section = _config.GetConfig(path) ?? throw new ConfigurationException($"No section '{path}' describes a read journal.");
        var refreshInterval = section.GetTimeSpan("refresh-interval", allowInfinite: false);
        var maxBufferSize = section.GetInt("max-buffer-size");
        var faults = new List<string>();
        if (refreshInterval <= TimeSpan.Zero) faults.Add($"{path}.refresh-interval must be more than 0");
        if (maxBufferSize is < 1 or > 100_000) faults.Add($"{path}.max-buffer-size must be 1 to 100000");
        if (faults.Count > 0) throw new ConfigurationException(string.Join("; ", faults));
        return new ReadJournal(_system, section.GetString("write-plugin", ""), refreshInterval, maxBufferSize);
    }
}

/// <summary>Names the extension.</summary>
public sealed class PersistenceQueryProvider : ExtensionIdProvider<PersistenceQuery>
{
    public override PersistenceQuery CreateExtension(ExtendedActorSystem system) => new(system);
}
