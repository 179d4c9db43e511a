using Kernel.Configuration.Hocon;

namespace Kernel.Configuration;

/// <summary>
/// An immutable tree of settings, read by dotted path (<c>kernel.persistence.journal.plugin</c>; a key that holds a dot
/// is quoted). A getter answers its default when the key is absent or null, and throws
/// <see cref="ConfigurationException"/> naming key and place when the value has the wrong shape.
/// </summary>
public partial class Config
{
    private readonly HoconObject _root;

    public Config() : this(HoconObject.Empty)
    {
    }

    internal Config(HoconObject root) => _root = root;

    public static Config Empty { get; } = new();

    /// <summary>The whole tree.</summary>
    public virtual HoconValue Root => _root;

    public virtual bool IsEmpty => _root.Items.Count == 0;

    public static implicit operator Config(string hocon) => ConfigurationFactory.ParseString(hocon);

    /// <returns>True when the path leads to a value other than null.</returns>
    public virtual bool HasPath(string path) => GetValue(path) is not null;

    /// <returns>The value at the path; null when it is absent or explicitly null.</returns>
    public HoconValue? GetValue(string path)
    {
        HoconValue at = _root;
        foreach (var key in SplitPath(path))
        {
            if (at is not HoconObject holder || !holder.Items.TryGetValue(key, out var next)) return null;
            at = next;
        }

        return at is HoconNull ? null : at;
    }

    /// <returns>The object at the path as a configuration of its own; null when there is none.</returns>
    public virtual Config? GetConfig(string path) => GetValue(path) switch
    {
        null => null,
        HoconObject section => new Config(section),
        var other => throw Wrong(path, other, "an object"),
    };

    /// <summary>This configuration's values win; objects present in both are merged key by key.</summary>
    public virtual Config WithFallback(Config? fallback)
    {
        if (ReferenceEquals(fallback, this)) throw new ArgumentException("A configuration cannot be its own fallback.", nameof(fallback));
        return fallback is null || fallback.IsEmpty ? this : new Config(_root.MergedOver(fallback._root));
    }

    /// <summary>The top-level keys and their values.</summary>
    public virtual IEnumerable<KeyValuePair<string, HoconValue>> AsEnumerable() => _root.Items;

    public override string ToString() => _root.ToString();

    private static IEnumerable<string> SplitPath(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return path.Contains('"', StringComparison.Ordinal) ? SplitQuoted(path) : path.Split('.');
    }

    private static List<string> SplitQuoted(string path)
    {
        var keys = new List<string>();
        var key = new System.Text.StringBuilder();
        var quoted = false;
        foreach (var c in path)
        {
            if (c == '"') quoted = !quoted;
            else if (c == '.' && !quoted)
            {
                keys.Add(key.ToString());
                key.Clear();
            }
            else key.Append(c);
        }

        if (quoted) throw new ArgumentException($"The path {path} has a quote that is not closed.", nameof(path));
        keys.Add(key.ToString());
        return keys;
    }

    // The value itself stays out of the message: it may be a secret.
    private static ConfigurationException Wrong(string path, HoconValue value, string expected) =>
        new($"{path} ({value.Origin}): expected {expected}, but it is {value.Kind} of another shape.");
}
