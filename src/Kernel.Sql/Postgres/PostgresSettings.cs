using Kernel.Configuration;
using Kernel.Sql.Store;
using Npgsql;

namespace Kernel.Sql.Postgres;

/// <summary>How one PostgreSQL database is reached and used. Pool size, time limits and TLS are the connection string's.</summary>
internal sealed record PostgresSettings(string ConnectionString, bool AutoInitialize, int BatchSize, int BufferSize)
    : SqlSettings(ConnectionString, AutoInitialize, BatchSize, BufferSize)
{
    public override string Name => ServerOf(ConnectionString)!;

    /// <summary>Reads a plugin's section; every fault in it is reported at once.</summary>
    public static new PostgresSettings From(Config section, string path)
    {
        var config = section.WithFallback(SqlPersistence.DefaultConfiguration.GetConfig("kernel.sql"));
        var faults = new List<string>();
        var connectionString = config.GetString("connection-string", "");
        var (autoInitialize, batchSize, bufferSize) = Common(config, path, faults);
        if (ServerOf(connectionString) is null)
            faults.Add($"{path}.connection-string must name a server and a database (\"Host=127.0.0.1;Username=me;Password=...;Database=calls\")");
        if (faults.Count > 0) throw new ConfigurationException(string.Join("; ", faults));
        return new PostgresSettings(connectionString, autoInitialize, batchSize, bufferSize);
    }

    public override SqlStore NewStore(Action<Exception> report) => new PostgresStore(this, report);

    // A record prints its members: these hold a password.
    public override string ToString() => Name;

    private static string? ServerOf(string connectionString)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(connectionString);
            return string.IsNullOrEmpty(builder.Host) || string.IsNullOrEmpty(builder.Database)
                ? null
                : $"postgresql {builder.Host}:{builder.Port}/{builder.Database}";
        }
        // What the parser says repeats parts of the string, which may be the password.
        catch (Exception cause) when (cause is ArgumentException or FormatException or KeyNotFoundException)
        {
            return null;
        }
    }
}
