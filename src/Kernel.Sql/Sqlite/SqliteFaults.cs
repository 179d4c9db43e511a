using Kernel.Sql.Store;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Kernel.Sql.Sqlite;

/// <summary>What SQLite's result codes mean for the entity that asked, and what mends them.</summary>
internal static class SqliteFaults
{
    public static SqlStoreException From(Exception cause, string file)
    {
        if (cause is SqlStoreException already) return already;
        if (cause is not SqliteException sqlite) return new SqlStoreException(SqlStoreFault.Other, $"{file}: {cause.Message}", cause);
        var (fault, mend) = sqlite.SqliteErrorCode switch
        {
            raw.SQLITE_CONSTRAINT => (SqlStoreFault.Conflict, "the sequence number is already stored: does the same persistence id run twice?"),
            raw.SQLITE_TOOBIG => (SqlStoreFault.Refused, "an event or snapshot is larger than SQLite takes"),
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
