using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.Serialization;
using Kernel.Actor;
using Kernel.Actor.Setup;
using Kernel.Configuration;
using Kernel.Configuration.Hocon;

namespace Kernel.Serialization;

/// <summary>A serializer given in code, with the types that it is for.</summary>
public sealed class SerializerDetails
{
    private SerializerDetails(string alias, Serializer serializer, ImmutableHashSet<Type> useFor)
    {
        Alias = alias;
        Serializer = serializer;
        UseFor = useFor;
    }

    public string Alias { get; }

    public Serializer Serializer { get; }

    public ImmutableHashSet<Type> UseFor { get; }

    public static SerializerDetails Create(string alias, Serializer serializer, ImmutableHashSet<Type> useFor) =>
        new(alias, serializer, useFor);
}

/// <summary>Serializers given in code.</summary>
public sealed class SerializationSetup : Setup
{
    private SerializationSetup(Func<ExtendedActorSystem, ImmutableHashSet<SerializerDetails>> createSerializers) =>
        CreateSerializers = createSerializers;

    internal Func<ExtendedActorSystem, ImmutableHashSet<SerializerDetails>> CreateSerializers { get; }

    public static SerializationSetup Create(Func<ExtendedActorSystem, ImmutableHashSet<SerializerDetails>> createSerializers) =>
        new(createSerializers);
}

/// <summary>
/// The serializers of a system, by identifier and by type: from <c>kernel.actor.serializers</c> and
/// <c>kernel.actor.serialization-bindings</c>, from <see cref="SerializationSetup"/>, and added in code.
/// </summary>
public class Serialization
{
    private readonly ConcurrentDictionary<int, Serializer> _byIdentifier = new();
    private readonly ConcurrentDictionary<Type, Serializer> _bindings = new();
    private readonly ConcurrentDictionary<Type, Serializer> _found = new();

    public Serialization(ExtendedActorSystem system)
    {
        System = system;
        AddConfigured(system.Settings.Config);
        var setup = system.Settings.Setup.Get<SerializationSetup>();
        if (!setup.HasValue)
            return;
        foreach (var details in setup.Value.CreateSerializers(system))
        {
            AddSerializer(details.Alias, details.Serializer);
            foreach (var type in details.UseFor)
                AddSerializationMap(type, details.Serializer);
        }
    }

    public ActorSystem System { get; }

    /// <exception cref="ArgumentException">Another serializer has the same identifier.</exception>
    public void AddSerializer(string name, Serializer serializer)
    {
        ArgumentNullException.ThrowIfNull(serializer);
        var holder = _byIdentifier.GetOrAdd(serializer.Identifier, serializer);
        if (holder.GetType() != serializer.GetType())
            throw new ArgumentException(
                $"Serializer identifier [{serializer.Identifier}] of [{serializer.GetType()}] is not unique. It is also used by [{holder.GetType()}].",
                nameof(serializer));
    }

    /// <summary>Uses the serializer for a type and for everything derived from it that has no closer binding.</summary>
    public void AddSerializationMap(Type type, Serializer serializer)
    {
        _bindings[type] = serializer;
        _found.Clear();
    }

    public byte[] Serialize(object o) => FindSerializerFor(o).ToBinary(o);

    /// <exception cref="SerializationException">No such serializer, or it cannot read the bytes.</exception>
    public object Deserialize(byte[] bytes, int serializerId, Type? type) => ById(serializerId).FromBinary(bytes, type);

    /// <inheritdoc cref="Deserialize(byte[], int, Type)"/>
    public object Deserialize(byte[] bytes, int serializerId, string manifest)
    {
        var serializer = ById(serializerId);
        if (serializer is SerializerWithStringManifest withManifest)
            return withManifest.FromBinary(bytes, manifest);
        if (string.IsNullOrEmpty(manifest))
            return serializer.FromBinary(bytes, null);
        var type = Type.GetType(manifest)
            ?? throw new SerializationException($"Cannot find manifest class [{manifest}] for serializer with id [{serializerId}].");
        return serializer.FromBinary(bytes, type);
    }

    public Serializer? GetSerializerById(int serializerId) => _byIdentifier.GetValueOrDefault(serializerId);

    /// <exception cref="SerializationException">No serializer is bound to the object's type.</exception>
    public Serializer FindSerializerFor(object obj, string? defaultSerializerName = null)
    {
        ArgumentNullException.ThrowIfNull(obj);
        return FindSerializerForType(obj.GetType(), defaultSerializerName);
    }

    /// <inheritdoc cref="FindSerializerFor"/>
    public Serializer FindSerializerForType(Type objectType, string? defaultSerializerName = null) =>
        _found.GetOrAdd(objectType, Find);

    /// <summary>What is stored beside the bytes to find the type again.</summary>
    public static string ManifestFor(Serializer serializer, object message)
    {
        if (serializer is SerializerWithStringManifest withManifest)
            return withManifest.Manifest(message);
        return serializer.IncludeManifest ? ManifestOf(message.GetType()) : string.Empty;
    }

    internal static string ManifestOf(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";

    private Serializer ById(int identifier) =>
        GetSerializerById(identifier)
        ?? throw new SerializationException($"Cannot find serializer with id [{identifier}].");

    private Serializer Find(Type type)
    {
        KeyValuePair<Type, Serializer>? closest = null;
        foreach (var binding in _bindings)
        {
            if (binding.Key.IsAssignableFrom(type) && (closest is null || closest.Value.Key.IsAssignableFrom(binding.Key)))
                closest = binding;
        }

        return closest?.Value ?? throw new SerializationException($"No serializer is bound to {type}.");
    }

    private void AddConfigured(Config config)
    {
        const string Serializers = "kernel.actor.serializers";
        const string Bindings = "kernel.actor.serialization-bindings";
        var byName = new Dictionary<string, Serializer>();
        foreach (var (name, value) in Section(config, Serializers))
        {
            var type = TypeOf(value, $"{Serializers}.{name}");
            var serializer = Activator.CreateInstance(type, System) as Serializer
                ?? throw new ConfigurationException($"{Serializers}.{name}: {type} is not a Serializer.");
            byName.Add(name, serializer);
            AddSerializer(name, serializer);
        }

        foreach (var (type, name) in Section(config, Bindings))
        {
            if (!byName.TryGetValue(name, out var serializer))
                throw new ConfigurationException($"{Bindings}: there is no serializer \"{name}\" in {Serializers}.");
            AddSerializationMap(TypeOf(type, Bindings), serializer);
        }
    }

    private static IEnumerable<(string Key, string Value)> Section(Config config, string path) =>
        config.GetConfig(path) is { } section
            ? section.AsEnumerable().Select(entry => (entry.Key, (entry.Value as HoconText)?.Text ?? string.Empty))
            : [];

    private static Type TypeOf(string name, string key) =>
        Type.GetType(name) ?? throw new ConfigurationException($"{key}: there is no type \"{name}\".");
}
