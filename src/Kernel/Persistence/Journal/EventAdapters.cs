using System.Collections.Concurrent;
using Kernel.Actor;
using Kernel.Configuration;
using Kernel.Configuration.Hocon;

namespace Kernel.Persistence.Journal;

/// <summary>Which adapters an event passes: those bound to the most specific type that it is.</summary>
internal sealed class EventAdapters
{
    private readonly List<(Type Type, object[] Adapters)> _bindings;
    private readonly ConcurrentDictionary<Type, object[]> _chosen = new();

    private EventAdapters(List<(Type Type, object[] Adapters)> bindings) => _bindings = bindings;

    /// <summary>Events are stored and replayed as they are.</summary>
    public bool AreNone => _bindings.Count == 0;

    public static EventAdapters From(Config section, string path, ExtendedActorSystem system)
    {
        var adapters = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, value) in section.GetConfig("event-adapters")?.AsEnumerable() ?? [])
            adapters[name] = Make($"{path}.event-adapters.{name}", value is HoconText text ? text.Text : "", system);

        var bindings = new List<(Type, object[])>();
        var bound = section.GetConfig("event-adapter-bindings");
        foreach (var (type, value) in bound?.AsEnumerable() ?? [])
        {
            var key = $"{path}.event-adapter-bindings.\"{type}\"";
            var names = value is HoconText one ? [one.Text] : bound!.GetStringList($"\"{type}\"");
            bindings.Add((
                Type.GetType(type, throwOnError: false) ?? throw new ConfigurationException($"{key}: no such type."),
                [.. names.Select(name => adapters.TryGetValue(name, out var adapter) ? adapter : throw new ConfigurationException($"{key}: no adapter is called '{name}'."))]));
        }

        return new EventAdapters(bindings);
    }

    public PersistentEvent ToJournal(object @event, string persistenceId, long sequenceNr, string writerGuid, long timestamp)
    {
        if (Array.Find(For(@event.GetType()), adapter => adapter is IWriteEventAdapter) is not IWriteEventAdapter adapter)
            return Stored(@event, "");
        return Stored(adapter.ToJournal(@event), adapter.Manifest(@event));

        PersistentEvent Stored(object payload, string manifest) => payload is Tagged tagged
            ? new PersistentEvent(persistenceId, sequenceNr, tagged.Payload, manifest, writerGuid, timestamp) { Tags = [.. tagged.Tags] }
            : new PersistentEvent(persistenceId, sequenceNr, payload, manifest, writerGuid, timestamp);
    }

    public IEnumerable<object> FromJournal(PersistentEvent stored)
    {
        var readers = For(stored.Payload.GetType());
        return Array.Exists(readers, adapter => adapter is IReadEventAdapter)
            ? readers.OfType<IReadEventAdapter>().SelectMany(adapter => adapter.FromJournal(stored.Payload, stored.Manifest).Events)
            : [stored.Payload];
    }

    private object[] For(Type type)
    {
        if (AreNone) return [];
        return _chosen.GetOrAdd(type, static (wanted, bindings) =>
        {
            var fitting = bindings.FindAll(binding => binding.Type.IsAssignableFrom(wanted));
            return fitting.Find(one => fitting.TrueForAll(other => other.Type.IsAssignableFrom(one.Type))).Adapters
                ?? fitting.Select(binding => binding.Adapters).FirstOrDefault([]);
        }, _bindings);
    }

    private static object Make(string key, string name, ExtendedActorSystem system)
    {
        var type = Type.GetType(name, throwOnError: false);
        if (type is null || !(typeof(IWriteEventAdapter).IsAssignableFrom(type) || typeof(IReadEventAdapter).IsAssignableFrom(type)))
            throw new ConfigurationException($"{key}: '{name}' is not an event adapter of a loaded or referenced assembly.");
        return type.GetConstructor([typeof(ExtendedActorSystem)]) is not null
            ? Activator.CreateInstance(type, system)!
            : Activator.CreateInstance(type)!;
    }
}
