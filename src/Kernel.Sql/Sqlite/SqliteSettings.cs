using Kernel.Configuration;
using Microsoft.Data.Sqlite;

namespace Kernel.Sql.Sqlite;

/// <summary>
/// How one database file is opened and used; the defaults are in this project's reference.conf. Journal and snapshot store
/// with equal settings share one writer.
/// </summary>
/// <param name="ConnectionString">For SQLite: <c>Data Source=/path/to/file.db</c>.</param>
/// <param name="Synchronous">
/// <c>normal</c> (default): what was acknowledged survives the death of the process; a power failure can take the last
/// transactions. <c>full</c>: survives that too, at one disk flush a commit.
/// </param>
/// <param name="BusyTimeout">How long a lock held by another process is waited for.</param>
/// <param name="BatchSize">Rows of all actors that one commit takes at most.</param>
/// <param name="BufferSize">Requests that wait at most; more are refused at once.</param>
/// <param name="Readers">Threads that replay, each with its own connection.</param>
/// <param name="MaxSize">Bytes that the file may grow to, in whole pages; 0 (default) for what the disk holds.</param>
internal sealed record SqliteSettings(
    string ConnectionString, string Synchronous, TimeSpan BusyTimeout, int BatchSize, int BufferSize, int Readers, long MaxSize)
{
    /// <summary>Reads a plugin's section; every fault in it is reported at once.</summary>
    public static SqliteSettings From(Config section, string path)
    {
        var config = section.WithFallback(SqlPersistence.DefaultConfiguration.GetConfig("kernel.sql"));
        var faults = new List<string>();
        var connectionString = config.GetString("connection-string", "");
        var synchronous = config.GetString("synchronous", "");
        var busyTimeout = config.GetTimeSpan("busy-timeout", allowInfinite: false);
        var batchSize = config.GetInt("batch-size");
        var bufferSize = config.GetInt("buffer-size");
        var readers = config.GetInt("readers");
        var maxSize = config.GetByteSize("max-size") ?? 0;

        if (FileOf(connectionString) is null)
            faults.Add($"{path}.connection-string must name a file (\"Data Source=/path/to/journal.db\"); for memory use the inmem plugin");
        if (synchronous is not ("normal" or "full")) faults.Add($"{path}.synchronous must be normal or full");
        if (busyTimeout < TimeSpan.Zero || busyTimeout > TimeSpan.FromMinutes(10)) faults.Add($"{path}.busy-timeout must be 0 to 10m");
        if (batchSize is < 1 or > 100_000) faults.Add($"{path}.batch-size must be 1 to 100000");
        if (bufferSize is < 1 or > 10_000_000) faults.Add($"{path}.buffer-size must be 1 to 10000000");
        if (readers is < 1 or > 64) faults.Add($"{path}.readers must be 1 to 64");
        if (faults.Count > 0) throw new ConfigurationException(string.Join("; ", faults));

        return new SqliteSettings(connectionString, synchronous, busyTimeout, batchSize, bufferSize, readers, maxSize);
    }

    public string File => FileOf(ConnectionString)!;

    private static string? FileOf(string connectionString)
    {
        try
        {
            var source = new SqliteConnectionStringBuilder(connectionString).DataSource;
            return source is "" or ":memory:" ? null : source;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
