using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Kernel.Util;

namespace Kernel.Actor;

/// <summary>The place of an actor in the tree of its system, such as <c>kernel://calls/user/media/stream-1</c>.</summary>
public abstract class ActorPath : IEquatable<ActorPath>, IComparable<ActorPath>, ISurrogated
{
    private const string ValidSymbols = "\"-_.*$+:@&=,!~';()";

    private protected ActorPath(string name, long uid)
    {
        Name = name;
        Uid = uid;
    }

    public abstract Address Address { get; }

    public string Name { get; }

    public abstract ActorPath Parent { get; }

    public abstract ActorPath Root { get; }

    public abstract int Depth { get; }

    /// <summary>The incarnation: two actors that had the same name one after the other differ in it. 0 when undefined.</summary>
    public long Uid { get; }

    /// <summary>The names from the root's child down to this one.</summary>
    public IReadOnlyList<string> Elements
    {
        get
        {
            var names = new string[Depth];
            var path = this;
            for (var i = names.Length - 1; i >= 0; i--, path = path.Parent)
                names[i] = path.Name;
            return names;
        }
    }

    public static bool operator ==(ActorPath? left, ActorPath? right) => Equals(left, right);

    public static bool operator !=(ActorPath? left, ActorPath? right) => !Equals(left, right);

    public static ActorPath operator /(ActorPath path, string name) => new ChildActorPath(path, name, ActorCell.UndefinedUid);

    public static ActorPath operator /(ActorPath path, IEnumerable<string> name) =>
        name.Where(element => element.Length > 0).Aggregate(path, (parent, element) => parent / element);

    /// <summary>Whether a text may name an actor: letters, digits, <c>-_.*$+:@&amp;=,!~';()</c> and %-escapes, no leading <c>$</c>.</summary>
    public static bool IsValidPathElement(string s)
    {
        if (string.IsNullOrEmpty(s) || s[0] == '$')
            return false;
        for (var i = 0; i < s.Length; i++)
        {
            var c = s[i];
            if (char.IsAsciiLetterOrDigit(c) || ValidSymbols.Contains(c, StringComparison.Ordinal))
                continue;
            if (c != '%' || i + 2 >= s.Length || !char.IsAsciiHexDigit(s[i + 1]) || !char.IsAsciiHexDigit(s[i + 2]))
                return false;
            i += 2;
        }

        return true;
    }

    public static ActorPath Parse(string path) =>
        TryParse(path, out var parsed) ? parsed : throw new UriFormatException($"\"{path}\" is not an actor path.");

    public static bool TryParse(string? path, [NotNullWhen(true)] out ActorPath? actorPath)
    {
        actorPath = null;
        if (path is null || !Address.TryParse(path, out var address))
            return false;
        var slash = path.IndexOf('/', path.IndexOf("://", StringComparison.Ordinal) + 3);
        ActorPath result = new RootActorPath(address);
        if (slash >= 0)
        {
            var rest = path[(slash + 1)..];
            var uid = ActorCell.UndefinedUid;
            var hash = rest.IndexOf('#', StringComparison.Ordinal);
            if (hash >= 0)
            {
                if (!long.TryParse(rest.AsSpan(hash + 1), NumberStyles.Integer, CultureInfo.InvariantCulture, out uid))
                    return false;
                rest = rest[..hash];
            }

            foreach (var element in rest.Split('/', StringSplitOptions.RemoveEmptyEntries))
                result /= element;
            result = result.WithUid(uid);
        }

        actorPath = result;
        return true;
    }

    public ActorPath Child(string childName) => this / childName;

    public abstract ActorPath WithUid(long uid);

    /// <summary>The path without the address: <c>/user/media/stream-1</c>.</summary>
    public string ToStringWithoutAddress() => Depth == 0 ? "/" : "/" + string.Join('/', Elements);

    public string ToStringWithAddress() => Address + ToStringWithoutAddress();

    public string ToStringWithUid() => Uid == ActorCell.UndefinedUid ? ToString() : $"{this}#{Uid}";

    public string ToSerializationFormat() => ToStringWithUid();

    public bool Equals(ActorPath? other)
    {
        if (ReferenceEquals(this, other))
            return true;
        if (other is null || Depth != other.Depth)
            return false;
        ActorPath left = this, right = other;
        while (!ReferenceEquals(left, right))
        {
            if (left.Depth == 0)
                return left.Address.Equals(right.Address);
            if (left.Name != right.Name)
                return false;
            left = left.Parent;
            right = right.Parent;
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as ActorPath);

    public abstract override int GetHashCode();

    public int CompareTo(ActorPath? other) => other is null ? 1 : string.CompareOrdinal(ToString(), other.ToString());

    public override string ToString() => ToStringWithAddress();

    public ISurrogate ToSurrogate(ActorSystem system) => new Surrogate(ToSerializationFormat());

    /// <summary>A path as its text.</summary>
    public sealed class Surrogate(string path) : ISurrogate
    {
        public string Path { get; } = path;

        public ISurrogated FromSurrogate(ActorSystem system) => Parse(Path);
    }
}

/// <summary>The root of a system's tree.</summary>
public sealed class RootActorPath : ActorPath
{
    public RootActorPath(Address address, string name = "/")
        : base(name, ActorCell.UndefinedUid) => Address = address;

    public override Address Address { get; }

    public override ActorPath Parent => this;

    public override ActorPath Root => this;

    public override int Depth => 0;

    public override ActorPath WithUid(long uid) =>
        uid == ActorCell.UndefinedUid ? this : throw new NotSupportedException("The root path has no incarnation.");

    public override int GetHashCode() => Address.GetHashCode();
}

/// <summary>Every path below the root.</summary>
public sealed class ChildActorPath : ActorPath
{
    private readonly int _depth;
    private readonly int _hash;

    public ChildActorPath(ActorPath parentPath, string name, long uid)
        : base(name, uid)
    {
        Parent = parentPath;
        _depth = parentPath.Depth + 1;
        _hash = HashCode.Combine(parentPath.GetHashCode(), name);
    }

    public override Address Address => Root.Address;

    public override ActorPath Parent { get; }

    public override ActorPath Root
    {
        get
        {
            var path = Parent;
            while (path.Depth > 0)
                path = path.Parent;
            return path;
        }
    }

    public override int Depth => _depth;

    public override ActorPath WithUid(long uid) => uid == Uid ? this : new ChildActorPath(Parent, Name, uid);

    public override int GetHashCode() => _hash;
}
