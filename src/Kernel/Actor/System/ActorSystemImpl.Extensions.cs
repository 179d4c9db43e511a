using System.Collections.Concurrent;
using Kernel.Configuration;

namespace Kernel.Actor;

internal sealed partial class ActorSystemImpl
{
    private readonly ConcurrentDictionary<Type, Lazy<object>> _extensions = new();

    public override object RegisterExtension(IExtensionId extension)
    {
        ArgumentNullException.ThrowIfNull(extension);
        var made = _extensions.GetOrAdd(extension.ExtensionType, _ => new Lazy<object>(() => extension.CreateExtension(this)));
        try
        {
            return made.Value;
        }
        catch
        {
            // A failed one may be tried again, and is not there meanwhile.
            _extensions.TryRemove(new KeyValuePair<Type, Lazy<object>>(extension.ExtensionType, made));
            throw;
        }
    }

    public override object? GetExtension(IExtensionId extensionId) =>
        TryGetExtension(extensionId.ExtensionType, out var extension) ? extension : null;

    public override T? GetExtension<T>()
        where T : class => TryGetExtension<T>(out var extension) ? extension : null;

    public override bool HasExtension(Type type) => _extensions.ContainsKey(type);

    public override bool HasExtension<T>() => HasExtension(typeof(T));

    public override bool TryGetExtension(Type extensionType, out object? extension)
    {
        extension = _extensions.TryGetValue(extensionType, out var made) ? made.Value : null;
        return extension is not null;
    }

    public override bool TryGetExtension<T>(out T? extension)
        where T : class
    {
        var found = TryGetExtension(typeof(T), out var untyped);
        extension = untyped as T;
        return found;
    }

    private void LoadExtensions()
    {
        const string Key = "kernel.extensions";
        if (!Settings.Config.HasPath(Key))
            return;
        foreach (var name in Settings.Config.GetStringList(Key))
        {
            var type = Type.GetType(name) ?? throw new ConfigurationException($"{Key}: there is no type \"{name}\".");
            if (Activator.CreateInstance(type) is not IExtensionId id)
                throw new ConfigurationException($"{Key}: {type} is not an IExtensionId.");
            RegisterExtension(id);
        }
    }
}
