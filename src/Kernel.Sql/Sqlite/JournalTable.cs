using Kernel.Sql.Journal;
using Kernel.Sql.Store;

namespace Kernel.Sql.Sqlite;

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

    private const string Columns = "j.persistence_id, j.sequence_number, j.created, j.message, j.identifier, j.manifest, j.writer_uuid, j.ordering";

    private const string SelectEvents = $"""
        SELECT {Columns} FROM journal j
        WHERE persistence_id = ?1 AND sequence_number BETWEEN ?2 AND ?3 AND deleted = 0
        ORDER BY sequence_number LIMIT ?4
        """;

    private const string SelectTagged = $"""
        SELECT {Columns} FROM tags t JOIN journal j ON j.ordering = t.ordering_id
        WHERE t.tag = ?1 AND t.ordering_id > ?2 AND t.ordering_id <= ?3 AND j.deleted = 0 ORDER BY t.ordering_id LIMIT ?4
        """;

    private const string SelectLast = "SELECT COALESCE(MAX(ordering), 0) FROM journal";

    private const string SelectHighest = "SELECT COALESCE(MAX(sequence_number), 0) FROM journal WHERE persistence_id = @id";

    // Hops from one entity to the next in the index: the number of events an entity has does not matter.
    private const string SelectIds = """
        WITH RECURSIVE ids(id) AS (
            SELECT MIN(persistence_id) FROM journal WHERE persistence_id > @after
            UNION ALL
            SELECT (SELECT MIN(persistence_id) FROM journal WHERE persistence_id > id) FROM ids WHERE id IS NOT NULL)
        SELECT id FROM ids WHERE id IS NOT NULL LIMIT @max
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

    public static List<T> Read<T>(SqliteSession session, string persistenceId, long from, long to, int max, Func<EventRow, T> decode) =>
        Rows(session.Direct(SelectEvents).Bind(1, persistenceId).Bind(2, from).Bind(3, to).Bind(4, max), max, decode);

    public static TaggedRows<T> ReadTagged<T>(SqliteSession session, string tag, long after, int max, Func<EventRow, T> decode)
    {
        var last = (long)session.Prepare(SelectLast).ExecuteScalar()!;
        var ordering = after;
        var rows = Rows(session.Direct(SelectTagged).Bind(1, tag).Bind(2, after).Bind(3, last).Bind(4, max), max, row =>
        {
            ordering = row.Ordering;
            return decode(row);
        });
        var isLast = rows.Count < max;
        return new TaggedRows<T>(rows, isLast ? Math.Max(after, last) : ordering, last, isLast);
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

    private static List<T> Rows<T>(DirectStatement statement, int expected, Func<EventRow, T> decode)
    {
        var rows = new List<T>(Math.Min(expected, 1000));
        var (id, manifest, writer) = ("", "", "");
        try
        {
            while (statement.Step())
            {
                (id, manifest, writer) = (statement.Text(0, id), statement.Text(5, manifest), statement.Text(6, writer));
                rows.Add(decode(new EventRow(
                    id, statement.Number(1), statement.Number(2), statement.Bytes(3), (int)statement.Number(4), manifest, writer, [])
                { Ordering = statement.Number(7) }));
            }
        }
        finally
        {
            statement.Reset();
        }

        return rows;
    }
}
