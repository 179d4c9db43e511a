using System.Net.Sockets;
using Kernel.Sql.Store;
using Npgsql;

namespace Kernel.Sql.Postgres;

/// <summary>What PostgreSQL's error codes mean for the entity that asked, and what mends them.</summary>
internal static class PostgresFaults
{
    public static SqlStoreException From(Exception cause, string server)
    {
        if (cause is SqlStoreException already) return already;
        var (fault, mend) = cause is PostgresException told ? Told(told) : cause is NpgsqlException or IOException or SocketException or TimeoutException
            ? (SqlStoreFault.Unreachable, "no connection, or it broke: check that the server runs and can be reached")
            : (SqlStoreFault.Other, "the request failed");
        // The detail of an error may quote an event's content: only what names the error is repeated.
        var reason = cause is PostgresException postgres ? $"{postgres.SqlState}: {postgres.MessageText}" : cause.Message;
        return new SqlStoreException(fault, $"{server}: {mend} ({reason})", cause);
    }

    private static (SqlStoreFault Fault, string Mend) Told(PostgresException cause) => cause.SqlState switch
    {
        PostgresErrorCodes.UniqueViolation => (SqlStoreFault.Conflict, "the sequence number is already stored: does the same persistence id run twice?"),
        PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory => (SqlStoreFault.Full, "the server has no room left: make some"),
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.QueryCanceled =>
            (SqlStoreFault.Locked, "another session held a lock for too long"),
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn =>
            (SqlStoreFault.Unreachable, "the tables are not there: set auto-initialize = on, or make them"),
        PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification
            or PostgresErrorCodes.InvalidCatalogName => (SqlStoreFault.Unreachable, "the database may not be used: check its name, user and password"),
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => (SqlStoreFault.Corrupt, "the database is damaged: restore a copy"),
        // 22: data exceptions, such as a text that is too long or holds a zero; 54: program limits, such as a row that is too large.
        { } state when state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("54", StringComparison.Ordinal) =>
            (SqlStoreFault.Refused, "the server does not take this value"),
        { } state when state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("57", StringComparison.Ordinal) || state.StartsWith("53", StringComparison.Ordinal) =>
            (SqlStoreFault.Unreachable, "the server is starting, stopping or overloaded"),
        _ => (SqlStoreFault.Other, "the server refused"),
    };
}
