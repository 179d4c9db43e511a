using System.Collections.Concurrent;
using Kernel.Actor;
using Kernel.Configuration;
using Kernel.Persistence.Journal;
using Kernel.Persistence.Snapshot;

namespace Kernel.Persistence;

/// <summary>The journals and snapshot stores of one actor system, made when first asked for and closed after its last actor.</summary>
public sealed class PersistenceExtension : IExtension
{
    private const string Root = "kernel.persistence";

    private readonly ExtendedActorSystem _system;
    private readonly Config _config;
    private readonly ConcurrentDictionary<string, Lazy<JournalPlugin>> _journals = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<SnapshotPlugin>> _stores = new(StringComparer.Ordinal);
    private readonly string _defaultJournal;
    private readonly string _defaultStore;

    internal PersistenceExtension(ExtendedActorSystem system)
    {
        _system = system;
        _config = system.Settings.Config.WithFallback(ConfigurationFactory.Default());
        _defaultJournal = _config.GetString($"{Root}.journal.plugin", "");
        _defaultStore = _config.GetString($"{Root}.snapshot-store.plugin", "");
        var limit = _config.GetInt($"{Root}.max-concurrent-recoveries");
        if (limit < 1) throw new ConfigurationException($"{Root}.max-concurrent-recoveries must be 1 or more.");
        Permits = new RecoveryPermits(limit);
        Settings = new PersistenceSettings(_config.GetConfig(Root)!);
        system.RegisterOnTermination(Close);
    }

    /// <summary>What the configuration says about persistence.</summary>
    public PersistenceSettings Settings { get; }

    internal RecoveryPermits Permits { get; }

    /// <summary>The journal of a configuration path; null or empty for the system's. Throws <see cref="ConfigurationException"/>.</summary>
    public EventJournal JournalFor(string? journalPluginId) => Plugin(journalPluginId).Journal;

    /// <summary>The snapshot store of a configuration path; null or empty for the system's. Throws <see cref="ConfigurationException"/>.</summary>
    public SnapshotStore SnapshotStoreFor(string? snapshotPluginId) => Store(snapshotPluginId).Store;

    internal JournalGuard GuardedJournalFor(string? journalPluginId) => Plugin(journalPluginId).Guarded;

    internal StorageGuard SnapshotGuardFor(string? snapshotPluginId) => Store(snapshotPluginId).Guard;

    internal EventAdapters AdaptersFor(string? journalPluginId) => Plugin(journalPluginId).Adapters;

    internal int MaxMessageBatchSize(string? journalPluginId) => Plugin(journalPluginId).MaxMessageBatchSize;

    internal TimeSpan RecoveryEventTimeout(string? journalPluginId) => Plugin(journalPluginId).RecoveryEventTimeout;

    private JournalPlugin Plugin(string? journalPluginId)
    {
        var path = string.IsNullOrEmpty(journalPluginId) ? _defaultJournal : journalPluginId;
        return _journals.GetOrAdd(path, one => new Lazy<JournalPlugin>(() => MakeJournal(one))).Value;
    }

    private JournalPlugin MakeJournal(string path)
    {
        var section = SectionOf(path, $"{Root}.journal-plugin-fallback");
        var batch = section.GetInt("max-message-batch-size");
        if (batch < 1) throw new ConfigurationException($"{path}.max-message-batch-size must be 1 or more.");
        var adapters = EventAdapters.From(section, path, _system);
        var journal = Make<EventJournal>(path, section);
        var guarded = new JournalGuard(journal, StorageGuard.From(section, path, _system, journal.IsOutage), _system.Scheduler);
        return new JournalPlugin(journal, guarded, adapters, batch, section.GetTimeSpan("recovery-event-timeout"));
    }

    private SnapshotPlugin Store(string? snapshotPluginId)
    {
        var path = string.IsNullOrEmpty(snapshotPluginId) ? _defaultStore : snapshotPluginId;
        return _stores.GetOrAdd(path, one => new Lazy<SnapshotPlugin>(() => MakeStore(one))).Value;
    }

    private SnapshotPlugin MakeStore(string path)
    {
        var section = SectionOf(path, $"{Root}.snapshot-store-plugin-fallback");
        var store = Make<SnapshotStore>(path, section);
        return new SnapshotPlugin(store, StorageGuard.From(section, path, _system, store.IsOutage));
    }

    private Config SectionOf(string path, string fallback)
    {
        var section = path.Length == 0 ? null : _config.GetConfig(path);
        return section is null
            ? throw new ConfigurationException($"No section '{path}' describes a plugin: set {Root}.journal.plugin and {Root}.snapshot-store.plugin to one that does.")
            : section.WithFallback(_config.GetConfig(fallback));
    }

    private T Make<T>(string path, Config section)
        where T : class
    {
        var name = section.GetString("class", "");
        var type = Type.GetType(name, throwOnError: false);
        if (type is null || !typeof(T).IsAssignableFrom(type))
            throw new ConfigurationException($"{path}.class: '{name}' is not a {typeof(T).Name} of a loaded or referenced assembly.");
        try
        {
            var takesSystem = type.GetConstructor([typeof(ExtendedActorSystem), typeof(Config), typeof(string)]) is not null;
            return (T)(takesSystem ? Activator.CreateInstance(type, _system, section, path)! : Activator.CreateInstance(type)!);
        }
        catch (System.Reflection.TargetInvocationException thrown) when (thrown.InnerException is ConfigurationException fault)
        {
            throw new ConfigurationException(fault.Message, fault);
        }
    }

    private void Close()
    {
        foreach (var journal in _journals.Values.Where(one => one.IsValueCreated)) journal.Value.Journal.Dispose();
        foreach (var store in _stores.Values.Where(one => one.IsValueCreated)) store.Value.Store.Dispose();
    }

    private sealed record JournalPlugin(
        EventJournal Journal, JournalGuard Guarded, EventAdapters Adapters, int MaxMessageBatchSize, TimeSpan RecoveryEventTimeout);

    private sealed record SnapshotPlugin(SnapshotStore Store, StorageGuard Guard);
}
