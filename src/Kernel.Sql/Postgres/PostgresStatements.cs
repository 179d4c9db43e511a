using Kernel.Sql.Journal;
using Kernel.Sql.Snapshot;
using Npgsql;
using NpgsqlTypes;

namespace Kernel.Sql.Postgres;

/// <summary>The statements on <c>journal</c>, <c>tags</c> and <c>snapshot</c>.</summary>
internal static class PostgresStatements
{
    private const string Columns = "j.persistence_id, j.sequence_number, j.created, j.message, j.identifier, j.manifest, j.writer_uuid, j.ordering";

    private const string Meant = "persistence_id = $1 AND sequence_number BETWEEN $2 AND $3 AND created BETWEEN $4 AND $5";

    // One statement for a whole batch; the order of the rows is the order of their numbers in "ordering". A number that is not above all that its
    // entity ever had is replaced by the highest of them, which is there and cannot be there twice: its own row may have been deleted since, and a
    // process that has slept through that would write on as if nothing had happened.
    private const string InsertEvents = """
        INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid)
        SELECT created, FALSE, persistence_id,
            COALESCE((SELECT MAX(j.sequence_number) FROM journal j WHERE j.persistence_id = e.persistence_id AND j.sequence_number >= e.sequence_number), e.sequence_number),
            message, manifest, identifier, writer_uuid
        FROM unnest($1, $2, $3, $4, $5, $6, $7) WITH ORDINALITY
            AS e (created, persistence_id, sequence_number, message, manifest, identifier, writer_uuid, place)
        ORDER BY place
        """;

    private const string InsertTags = """
        INSERT INTO tags (ordering_id, tag, sequence_nr, persistence_id)
        SELECT j.ordering, t.tag, j.sequence_number, j.persistence_id
        FROM unnest($1, $2, $3) AS t (persistence_id, sequence_number, tag)
        JOIN journal j ON j.persistence_id = t.persistence_id AND j.sequence_number = t.sequence_number
        ON CONFLICT DO NOTHING
        """;

    private const string SelectEvents = $"""
        SELECT {Columns} FROM journal j
        WHERE persistence_id = $1 AND sequence_number BETWEEN $2 AND $3 AND NOT deleted ORDER BY sequence_number LIMIT $4
        """;

    private const string SelectHighest = "SELECT COALESCE(MAX(sequence_number), 0) FROM journal WHERE persistence_id = $1";

    private const string SelectTagged = $"""
        SELECT {Columns} FROM tags t JOIN journal j ON j.ordering = t.ordering_id
        WHERE t.tag = $1 AND t.ordering_id > $2 AND t.ordering_id <= $3 AND NOT j.deleted ORDER BY t.ordering_id LIMIT $4
        """;

    // Hops from one entity to the next in the index: the number of events an entity has does not matter.
    private const string SelectIds = """
        WITH RECURSIVE ids(id) AS (
            SELECT MIN(persistence_id) FROM journal WHERE persistence_id > $1
            UNION ALL
            SELECT (SELECT MIN(persistence_id) FROM journal WHERE persistence_id > id) FROM ids WHERE id IS NOT NULL)
        SELECT id FROM ids WHERE id IS NOT NULL LIMIT $2
        """;

    private const string MarkDeleted = "UPDATE journal SET deleted = TRUE WHERE persistence_id = $1 AND sequence_number <= $2 AND NOT deleted";

    private const string DropDeletedTags = "DELETE FROM tags WHERE persistence_id = $1 AND sequence_nr <= $2";

    // The last deleted row stays, marked: it remembers the highest sequence number.
    private const string DropDeleted = """
        DELETE FROM journal WHERE persistence_id = $1 AND deleted AND sequence_number <
            (SELECT MAX(sequence_number) FROM journal WHERE persistence_id = $1 AND deleted)
        """;

    private const string UpsertSnapshot = """
        INSERT INTO snapshot (persistence_id, sequence_number, created, snapshot, manifest, serializer_id) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (persistence_id, sequence_number) DO UPDATE SET
            created = EXCLUDED.created, snapshot = EXCLUDED.snapshot, manifest = EXCLUDED.manifest, serializer_id = EXCLUDED.serializer_id
        """;

    private const string SelectSnapshot = $"""
        SELECT sequence_number, created, snapshot, serializer_id, manifest FROM snapshot WHERE {Meant} ORDER BY sequence_number DESC LIMIT 1
        """;

    private const string DeleteMeant = $"DELETE FROM snapshot WHERE {Meant}";

    public static NpgsqlBatchCommand Insert(IReadOnlyList<EventRow> rows) => Command(
        InsertEvents,
        Array(NpgsqlDbType.Bigint, rows, static row => row.Created),
        Array(NpgsqlDbType.Text, rows, static row => row.PersistenceId),
        Array(NpgsqlDbType.Bigint, rows, static row => row.SequenceNr),
        Array(NpgsqlDbType.Bytea, rows, static row => row.Message),
        Array(NpgsqlDbType.Text, rows, static row => row.Manifest),
        Array(NpgsqlDbType.Integer, rows, static row => row.SerializerId),
        Array(NpgsqlDbType.Text, rows, static row => row.WriterUuid));

    public static NpgsqlBatchCommand InsertTagsOf(IReadOnlyList<(EventRow Row, string Tag)> tags) => Command(
        InsertTags,
        Array(NpgsqlDbType.Text, tags, static one => one.Row.PersistenceId),
        Array(NpgsqlDbType.Bigint, tags, static one => one.Row.SequenceNr),
        Array(NpgsqlDbType.Text, tags, static one => one.Tag));

    public static NpgsqlBatchCommand Events(string persistenceId, long from, long to, int max) =>
        Command(SelectEvents, Text(persistenceId), Long(from), Long(to), Long(max));

    public static NpgsqlBatchCommand Highest(string persistenceId) => Command(SelectHighest, Text(persistenceId));

    public static NpgsqlBatchCommand Tagged(string tag, long after, long upto, int max) =>
        Command(SelectTagged, Text(tag), Long(after), Long(upto), Long(max));

    public static NpgsqlBatchCommand Ids(string after, int max) => Command(SelectIds, Text(after), Long(max));

    public static IEnumerable<NpgsqlBatchCommand> Delete(string persistenceId, long to) =>
    [
        Command(MarkDeleted, Text(persistenceId), Long(to)),
        Command(DropDeletedTags, Text(persistenceId), Long(to)),
        Command(DropDeleted, Text(persistenceId)),
    ];

    public static IEnumerable<NpgsqlBatchCommand> Save(SnapshotRow row) =>
    [
        Command(
            UpsertSnapshot, Text(row.PersistenceId), Long(row.SequenceNr), Long(row.CreatedTicks),
            new NpgsqlParameter<byte[]> { TypedValue = row.State, NpgsqlDbType = NpgsqlDbType.Bytea },
            Text(row.Manifest), new NpgsqlParameter<int> { TypedValue = row.SerializerId }),
    ];

    public static NpgsqlBatchCommand Latest(SnapshotRange range) => Bounded(SelectSnapshot, range);

    public static IEnumerable<NpgsqlBatchCommand> Delete(SnapshotRange range) => [Bounded(DeleteMeant, range)];

    public static EventRow EventOf(NpgsqlDataReader reader) => new(
        reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetFieldValue<byte[]>(3),
        reader.IsDBNull(4) ? 0 : reader.GetInt32(4), TextOrEmpty(reader, 5), TextOrEmpty(reader, 6), [])
    { Ordering = reader.GetInt64(7) };

    public static SnapshotRow SnapshotOf(NpgsqlDataReader reader, string persistenceId) => new(
        persistenceId, reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2),
        reader.IsDBNull(3) ? 0 : reader.GetInt32(3), TextOrEmpty(reader, 4));

    private static NpgsqlBatchCommand Bounded(string sql, SnapshotRange range) => Command(
        sql, Text(range.PersistenceId), Long(range.MinSequenceNr), Long(range.MaxSequenceNr), Long(range.MinTicks), Long(range.MaxTicks));

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        return command;
    }

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter<long> Long(long value) => new() { TypedValue = value };

    private static NpgsqlParameter<T[]> Array<TRow, T>(NpgsqlDbType type, IReadOnlyList<TRow> rows, Func<TRow, T> column)
    {
        var values = new T[rows.Count];
        for (var i = 0; i < values.Length; i++) values[i] = column(rows[i]);
        return new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }

    private static string TextOrEmpty(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? "" : reader.GetString(column);
}
