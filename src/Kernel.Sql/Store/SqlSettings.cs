using Kernel.Configuration;
using Kernel.Sql.Postgres;
using Kernel.Sql.Sqlite;

namespace Kernel.Sql.Store;

/// <summary>How one database is used; the defaults are in this project's reference.conf. Plugins with equal settings share one writer.</summary>
/// <param name="ConnectionString">In the words of the provider's client. May hold a password: it never enters a message.</param>
/// <param name="AutoInitialize">Make the tables, and bring older ones up to date, when the database is opened first.</param>
/// <param name="BatchSize">Rows of all entities that one commit takes at most.</param>
/// <param name="BufferSize">Requests that wait at most; more are refused at once.</param>
internal abstract record SqlSettings(string ConnectionString, bool AutoInitialize, int BatchSize, int BufferSize)
{
    /// <summary>What messages call this database.</summary>
    public abstract string Name { get; }

    /// <summary>Reads a plugin's section; every fault in it is reported at once.</summary>
    /// <exception cref="ConfigurationException">A key is missing or wrong; the message names each.</exception>
    public static SqlSettings From(Config section, string path)
    {
        var config = section.WithFallback(SqlPersistence.DefaultConfiguration.GetConfig("kernel.sql"));
        var provider = config.GetString("provider-name", "");
        // The names are those of Akka.Persistence.Sql, which has one for each version of a server or client.
        if (provider.StartsWith("SQLite", StringComparison.OrdinalIgnoreCase)) return SqliteSettings.From(section, path);
        if (provider.StartsWith("PostgreSQL", StringComparison.OrdinalIgnoreCase)) return PostgresSettings.From(section, path);
        throw new ConfigurationException($"{path}.provider-name must be SQLite.MS or PostgreSQL, not '{provider}'");
    }

    /// <summary>Opens nothing yet: a database that is not there fails the requests, not the start.</summary>
    /// <param name="report">Told of faults that concern no entity.</param>
    public abstract SqlStore NewStore(Action<Exception> report);

    /// <summary>The keys that every provider has.</summary>
    protected static (bool AutoInitialize, int BatchSize, int BufferSize) Common(Config config, string path, List<string> faults)
    {
        var batchSize = config.GetInt("batch-size");
        var bufferSize = config.GetInt("buffer-size");
        if (batchSize is < 1 or > 100_000) faults.Add($"{path}.batch-size must be 1 to 100000");
        if (bufferSize is < 1 or > 10_000_000) faults.Add($"{path}.buffer-size must be 1 to 10000000");
        if (!config.GetString("tag-write-mode", "").Equals("TagTable", StringComparison.OrdinalIgnoreCase))
            faults.Add($"{path}.tag-write-mode must be TagTable: tags in a column of the journal are not supported");
        return (config.GetBoolean("auto-initialize"), batchSize, bufferSize);
    }
}
