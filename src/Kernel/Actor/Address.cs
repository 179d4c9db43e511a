using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Kernel.Actor;

/// <summary>Where an actor system is: protocol and name, with host and port when it can be reached from outside.</summary>
public sealed class Address : IEquatable<Address>, IComparable<Address>
{
    public static readonly Address AllSystems = new("kernel", "all-systems");

    public Address(string protocol, string system, string? host = null, int? port = null)
    {
        Protocol = protocol;
        System = system;
        Host = host?.ToLowerInvariant();
        Port = port;
    }

    public string Protocol { get; }

    public string System { get; }

    public string? Host { get; }

    public int? Port { get; }

    public bool HasLocalScope => string.IsNullOrEmpty(Host);

    public bool HasGlobalScope => !HasLocalScope;

    public static bool operator ==(Address? left, Address? right) => Equals(left, right);

    public static bool operator !=(Address? left, Address? right) => !Equals(left, right);

    public static Address Parse(string address) =>
        TryParse(address, out var parsed) ? parsed : throw new UriFormatException($"\"{address}\" is not an actor system's address.");

    /// <summary>Reads <c>protocol://system</c> or <c>protocol://system@host:port</c>; what follows the first slash is left out.</summary>
    public static bool TryParse(string? address, [NotNullWhen(true)] out Address? result)
    {
        result = null;
        if (address is null)
            return false;
        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        if (scheme <= 0)
            return false;
        var rest = address.AsSpan(scheme + 3);
        var slash = rest.IndexOf('/');
        if (slash >= 0)
            rest = rest[..slash];
        if (rest.IsEmpty)
            return false;
        var protocol = address[..scheme];
        var at = rest.IndexOf('@');
        if (at < 0)
        {
            result = new Address(protocol, rest.ToString());
            return true;
        }

        var hostAndPort = rest[(at + 1)..];
        var colon = hostAndPort.LastIndexOf(':');
        if (at == 0 || colon <= 0
            || !int.TryParse(hostAndPort[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return false;
        result = new Address(protocol, rest[..at].ToString(), hostAndPort[..colon].ToString(), port);
        return true;
    }

    public bool Equals(Address? other) =>
        other is not null && Protocol == other.Protocol && System == other.System && Host == other.Host && Port == other.Port;

    public override bool Equals(object? obj) => Equals(obj as Address);

    public override int GetHashCode() => HashCode.Combine(Protocol, System, Host, Port);

    public int CompareTo(Address? other) => other is null ? 1 : string.CompareOrdinal(ToString(), other.ToString());

    public override string ToString() => HasLocalScope ? $"{Protocol}://{System}" : $"{Protocol}://{System}@{Host}:{Port}";
}
