using Kernel.Sql.Sqlite;
using Microsoft.Data.Sqlite;

namespace Kernel.Sql.Journal;

/// <summary>The statements on <c>journal</c> and <c>tags</c>.</summary>
internal static class JournalTable
{
    private const string InsertEvent = """
        INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid)
        VALUES (?1, 0, ?2, ?3, ?4, ?5, ?6, ?7)
        """;

    private const string InsertTag = """
        INSERT OR IGNORE INTO tags (ordering_id, tag, sequence_nr, persistence_id)
        SELECT ordering, @tag, sequence_number, persistence_id FROM journal WHERE persistence_id = @id AND sequence_number = @nr
        """;

    private const string SelectEvents = """
        SELECT sequence_number, created, message, identifier, manifest, writer_uuid FROM journal
        WHERE persistence_id = @id AND sequence_number BETWEEN @from AND @to AND deleted = 0
        ORDER BY sequence_number LIMIT @max
        """;

    private const string SelectHighest = "SELECT COALESCE(MAX(sequence_number), 0) FROM journal WHERE persistence_id = @id";

    private const string SelectIds = """
        SELECT DISTINCT persistence_id FROM journal WHERE persistence_id > @after ORDER BY persistence_id LIMIT @max
        """;

    private const string MarkDeleted = "UPDATE journal SET deleted = 1 WHERE persistence_id = @id AND sequence_number <= @to AND deleted = 0";

    private const string DropDeletedTags = "DELETE FROM tags WHERE persistence_id = @id AND sequence_nr <= @to";

    // The last deleted row stays, marked: it remembers the highest sequence number.
    private const string DropDeleted = """
        DELETE FROM journal WHERE persistence_id = @id AND deleted = 1 AND sequence_number <
            (SELECT MAX(sequence_number) FROM journal WHERE persistence_id = @id AND deleted = 1)
        """;

    public static void Insert(SqliteSession session, EventRow row)
    {
        session.Direct(InsertEvent)
            .Bind(1, row.Created).Bind(2, row.PersistenceId).Bind(3, row.SequenceNr).Bind(4, row.Message)
            .Bind(5, row.Manifest).Bind(6, row.SerializerId).Bind(7, row.WriterUuid)
            .Run();
        foreach (var tag in row.Tags)
            session.Prepare(InsertTag).With("@id", row.PersistenceId).With("@nr", row.SequenceNr).With("@tag", tag).ExecuteNonQuery();
    }

    public static List<EventRow> Read(SqliteSession session, string persistenceId, long from, long to, int max)
    {
        var rows = new List<EventRow>();
        using var reader = session.Prepare(SelectEvents)
            .With("@id", persistenceId).With("@from", from).With("@to", to).With("@max", max).ExecuteReader();
        while (reader.Read())
        {
            rows.Add(new EventRow(
                persistenceId, reader.GetInt64(0), reader.GetInt64(1), (byte[])reader[2],
                reader.IsDBNull(3) ? 0 : reader.GetInt32(3), TextOrEmpty(reader, 4), TextOrEmpty(reader, 5), []));
        }

        return rows;
    }

    public static long Highest(SqliteSession session, string persistenceId) =>
        (long)session.Prepare(SelectHighest).With("@id", persistenceId).ExecuteScalar()!;

    public static List<string> PersistenceIds(SqliteSession session, string after, int max)
    {
        var ids = new List<string>();
        using var reader = session.Prepare(SelectIds).With("@after", after).With("@max", max).ExecuteReader();
        while (reader.Read()) ids.Add(reader.GetString(0));
        return ids;
    }

    public static void Delete(SqliteSession session, string persistenceId, long to)
    {
        session.Prepare(MarkDeleted).With("@id", persistenceId).With("@to", to).ExecuteNonQuery();
        session.Prepare(DropDeletedTags).With("@id", persistenceId).With("@to", to).ExecuteNonQuery();
        session.Prepare(DropDeleted).With("@id", persistenceId).ExecuteNonQuery();
    }

    private static string TextOrEmpty(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? "" : reader.GetString(column);
}
