using Kernel.Sql.Snapshot;
using Microsoft.Data.Sqlite;

namespace Kernel.Sql.Sqlite;

/// <summary>The statements on <c>snapshot</c>.</summary>
internal static class SnapshotTable
{
    private const string Meant = """
        persistence_id = @id AND sequence_number BETWEEN @minNr AND @maxNr AND created BETWEEN @minTicks AND @maxTicks
        """;

    private const string Insert = """
        INSERT OR REPLACE INTO snapshot (persistence_id, sequence_number, created, snapshot, manifest, serializer_id)
        VALUES (@id, @nr, @created, @state, @manifest, @serializer)
        """;

    private const string SelectLatest = $"""
        SELECT sequence_number, created, snapshot, serializer_id, manifest FROM snapshot
        WHERE {Meant} ORDER BY sequence_number DESC LIMIT 1
        """;

    private const string DeleteMeant = $"DELETE FROM snapshot WHERE {Meant}";

    public static void Save(SqliteSession session, SnapshotRow row) =>
        session.Prepare(Insert)
            .With("@id", row.PersistenceId).With("@nr", row.SequenceNr).With("@created", row.CreatedTicks).With("@state", row.State)
            .With("@manifest", row.Manifest).With("@serializer", row.SerializerId)
            .ExecuteNonQuery();

    public static SnapshotRow? Latest(SqliteSession session, SnapshotRange range)
    {
        using var reader = Bind(session.Prepare(SelectLatest), range).ExecuteReader();
        return reader.Read()
            ? new SnapshotRow(
                range.PersistenceId, reader.GetInt64(0), reader.GetInt64(1), (byte[])reader[2],
                reader.IsDBNull(3) ? 0 : reader.GetInt32(3), reader.IsDBNull(4) ? "" : reader.GetString(4))
            : null;
    }

    public static void Delete(SqliteSession session, SnapshotRange range) => Bind(session.Prepare(DeleteMeant), range).ExecuteNonQuery();

    private static SqliteCommand Bind(SqliteCommand command, SnapshotRange range) => command
        .With("@id", range.PersistenceId)
        .With("@minNr", range.MinSequenceNr).With("@maxNr", range.MaxSequenceNr)
        .With("@minTicks", range.MinTicks).With("@maxTicks", range.MaxTicks);
}
