using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Kernel.Sql.Sqlite;

/// <summary>Why the database did not do what one entity asked of it.</summary>
public enum SqlStoreFault
{
    /// <summary>Another writer already stored this sequence number of this persistence id.</summary>
    Conflict,

    /// <summary>No room is left on the device.</summary>
    Full,

    /// <summary>Another process held the lock for longer than <c>busy-timeout</c>.</summary>
    Locked,

    /// <summary>The file is damaged, or no SQLite database at all.</summary>
    Corrupt,

    /// <summary>The file or its folder does not exist or may not be opened or written.</summary>
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

    internal static SqlStoreException From(Exception cause, string file)
    {
        if (cause is SqlStoreException already) return already;
        if (cause is not SqliteException sqlite) return new SqlStoreException(SqlStoreFault.Other, $"{file}: {cause.Message}", cause);
        var (fault, mend) = sqlite.SqliteErrorCode switch
        {
            raw.SQLITE_CONSTRAINT => (SqlStoreFault.Conflict, "the sequence number is already stored: does the same persistence id run twice?"),
            raw.SQLITE_FULL => (SqlStoreFault.Full, "the disk is full: make room"),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => (SqlStoreFault.Locked, "another process holds the lock: end it or raise busy-timeout"),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => (SqlStoreFault.Corrupt, "the file is damaged or no SQLite database: restore a copy"),
            raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH =>
                (SqlStoreFault.Unreachable, "the file cannot be opened for writing: check that its folder exists and is writable"),
            _ => (SqlStoreFault.Other, "SQLite refused"),
        };
        return new SqlStoreException(fault, $"{file}: {mend} ({sqlite.Message})", sqlite);
    }
}
