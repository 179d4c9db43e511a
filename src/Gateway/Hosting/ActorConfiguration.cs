using CallActors.Gateway.Options;
using Microsoft.Data.Sqlite;

namespace CallActors.Gateway.Hosting;

/// <summary>What the gateway tells the actor runtime: where journal and snapshots are kept, and that the log is the host's.</summary>
public static class ActorConfiguration
{
    public static Config For(GatewayOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Journal.Length > 0
            ? For("PostgreSQL", options.Journal)
            : For("SQLite.MS", new SqliteConnectionStringBuilder { DataSource = Path.GetFullPath(options.JournalPath) }.ToString());
    }

    private static Config For(string provider, string connectionString)
    {
        var quoted = System.Text.Json.JsonSerializer.Serialize(connectionString);
        return ConfigurationFactory.ParseString(
            $$"""
            # ActorLogActor writes to the host's log.
            kernel.stdout-loglevel = OFF
            kernel.persistence {
              journal { plugin = "kernel.persistence.journal.sql", sql { provider-name = "{{provider}}", connection-string = {{quoted}} } }
              snapshot-store { plugin = "kernel.persistence.snapshot-store.sql", sql { provider-name = "{{provider}}", connection-string = {{quoted}} } }
            }
            """);
    }
}
