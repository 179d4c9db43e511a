using Npgsql;

namespace Kernel.Sql.Postgres;

/// <summary>
/// Up to where <c>ordering</c> is settled: no event with a lower or equal number can still appear. A number is given
/// before its transaction commits, so that a higher one may be visible earlier. Whoever inserts, this software or another, holds a lock
/// of mode RowExclusive on the table from before the first number it takes until its transaction ends. So once all
/// who held that lock when a number was seen have ended, everything below that number is there or never will be. And numbers
/// that follow one another without a gap leave no room for another event. Waiting costs nobody anything: locks are looked
/// at, not taken.
/// </summary>
internal sealed class PostgresFrontier : IDisposable
{
    private const string SelectLast = "SELECT COALESCE(MAX(ordering), 0) FROM journal";

    private const string SelectWriters = """
        SELECT virtualtransaction FROM pg_locks
        WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted AND relation = 'journal'::regclass
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """;

    // Behind a gap a number is ahead of its place.
    private const string SelectGapless = """
        SELECT COALESCE(MAX(ordering), $1) FROM (
            SELECT ordering, row_number() OVER (ORDER BY ordering) AS place
            FROM (SELECT ordering FROM journal WHERE ordering > $1 ORDER BY ordering LIMIT 1000) AS next) AS placed
        WHERE ordering = $1 + place
        """;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _settled;
    private long _candidate;
    private HashSet<string> _writersAtCandidate = [];

    /// <summary>Looks once; what it finds undecided is looked at again by the next call. Also tells the highest number that is there.</summary>
    public async Task<(long Settled, long Highest)> Advance(NpgsqlConnection connection)
    {
        // One look at a time: writers seen before a candidate was chosen say nothing about those that it waits for.
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            // In this order: a writer that came after the number was seen takes only higher ones.
            var last = await Last(connection).ConfigureAwait(false);
            var writers = await Writers(connection).ConfigureAwait(false);
            if (writers.Count == 0)
            {
                _settled = Math.Max(_settled, last);
            }
            else
            {
                if (!_writersAtCandidate.Overlaps(writers))
                {
                    _settled = Math.Max(_settled, _candidate);
                    (_candidate, _writersAtCandidate) = (last, writers);
                }

                _settled = await Gapless(connection, _settled).ConfigureAwait(false);
            }

            return (_settled, last);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private static async Task<long> Last(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(SelectLast, connection);
        return (long)(await command.ExecuteScalarAsync().ConfigureAwait(false))!;
    }

    private static async Task<long> Gapless(NpgsqlConnection connection, long from)
    {
        await using var command = new NpgsqlCommand(SelectGapless, connection) { Parameters = { new NpgsqlParameter<long> { TypedValue = from } } };
        return (long)(await command.ExecuteScalarAsync().ConfigureAwait(false))!;
    }

    private static async Task<HashSet<string>> Writers(NpgsqlConnection connection)
    {
        var writers = new HashSet<string>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(SelectWriters, connection);
        await using var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        while (await reader.ReadAsync().ConfigureAwait(false)) writers.Add(reader.GetString(0));
        return writers;
    }
}
