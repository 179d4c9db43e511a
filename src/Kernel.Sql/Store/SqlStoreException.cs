namespace Kernel.Sql.Store;

/// <summary>Why the database did not do what one entity asked of it.</summary>
public enum SqlStoreFault
{
    /// <summary>Another writer already stored this sequence number of this persistence id.</summary>
    Conflict,

    /// <summary>The database does not take this value: too long, or with characters that it cannot hold.</summary>
    Refused,

    /// <summary>No room is left on the device.</summary>
    Full,

    /// <summary>Another process held the lock for longer than <c>busy-timeout</c>.</summary>
    Locked,

    /// <summary>The file is damaged, or no SQLite database at all.</summary>
    Corrupt,

    /// <summary>The file, its folder or the server does not exist, may not be used, or went away.</summary>
    Unreachable,

    /// <summary>The tables were made by a newer version of this software.</summary>
    TooNew,

    /// <summary>A row is there, but no serializer of this system can read it.</summary>
    Unreadable,

    /// <summary>More requests wait than <c>buffer-size</c> allows.</summary>
    Overloaded,

    /// <summary>The store was closed.</summary>
    Closed,

    /// <summary>Anything else; the inner exception tells.</summary>
    Other,
}

/// <summary>A request to the store failed; the entity that made it is the only one concerned.</summary>
public sealed class SqlStoreException : Exception
{
    internal SqlStoreException(SqlStoreFault fault, string message, Exception? innerException = null) : base(message, innerException) => Fault = fault;

    public SqlStoreFault Fault { get; }

    /// <summary>Whether it is this one request that cannot be done, and not the database that is out of order.</summary>
    internal bool IsOfTheRequest => Fault is SqlStoreFault.Conflict or SqlStoreFault.Refused or SqlStoreFault.Unreadable;

    internal static SqlStoreException Unreadable(string what, int serializerId, string manifest, Exception cause) => new(
        SqlStoreFault.Unreadable, $"{what}: cannot be read by serializer {serializerId} with manifest '{manifest}': {cause.Message}", cause);
}
