using Kernel.Configuration;
using Kernel.Sql.Store;
using Microsoft.Data.Sqlite;

namespace Kernel.Sql.Sqlite;

/// <summary>
/// How one database file is opened and used.
/// </summary>
/// <param name="ConnectionString"><c>Data Source=/path/to/file.db</c>.</param>
/// <param name="Synchronous">
/// <c>normal</c> (default): what was acknowledged survives the death of the process; a power failure can take the last
/// transactions. <c>full</c>: survives that too, at one disk flush a commit.
/// </param>
/// <param name="BusyTimeout">How long a lock held by another process is waited for.</param>
/// <param name="Readers">Threads that replay, each with its own connection.</param>
/// <param name="MaxSize">Bytes that the file may grow to, in whole pages; 0 (default) for what the disk holds.</param>
internal sealed record SqliteSettings(
    string ConnectionString, bool AutoInitialize, int BatchSize, int BufferSize, string Synchronous, TimeSpan BusyTimeout, int Readers, long MaxSize)
    : SqlSettings(ConnectionString, AutoInitialize, BatchSize, BufferSize)
{
    public override string Name => File;

    /// <summary>Reads a plugin's section; every fault in it is reported at once.</summary>
    public static new SqliteSettings From(Config section, string path)
    {
        var config = section.WithFallback(SqlPersistence.DefaultConfiguration.GetConfig("kernel.sql"));
        var faults = new List<string>();
        var connectionString = config.GetString("connection-string", "");
        var synchronous = config.GetString("synchronous", "");
        var busyTimeout = config.GetTimeSpan("busy-timeout", allowInfinite: false);
        var (autoInitialize, batchSize, bufferSize) = Common(config, path, faults);
        var readers = config.GetInt("readers");
        var maxSize = config.GetByteSize("max-size") ?? 0;

        if (FileOf(connectionString) is null)
            faults.Add($"{path}.connection-string must name a file (\"Data Source=/path/to/journal.db\"); for memory use the inmem plugin");
        if (synchronous is not ("normal" or "full")) faults.Add($"{path}.synchronous must be normal or full");
        if (busyTimeout < TimeSpan.Zero || busyTimeout > TimeSpan.FromMinutes(10)) faults.Add($"{path}.busy-timeout must be 0 to 10m");
        if (readers is < 1 or > 64) faults.Add($"{path}.readers must be 1 to 64");
        if (faults.Count > 0) throw new ConfigurationException(string.Join("; ", faults));

        return new SqliteSettings(connectionString, autoInitialize, batchSize, bufferSize, synchronous, busyTimeout, readers, maxSize);
    }

    public string File => FileOf(ConnectionString)!;

    public override SqlStore NewStore(Action<Exception> report) => new SqliteStore(this, report);

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
