using Microsoft.Data.Sqlite;

namespace CallActors.Gateway.Hosting;

/// <summary>What the gateway tells the actor runtime: journal and snapshots in one SQLite file.</summary>
public static class ActorConfiguration
{
    /// <param name="journalPath">The file; made when missing.</param>
    public static Config For(string journalPath)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = Path.GetFullPath(journalPath) }.ToString();
        var quoted = System.Text.Json.JsonSerializer.Serialize(connection);
        return ConfigurationFactory.ParseString(
            $$"""
            kernel.persistence {
              journal { plugin = "kernel.persistence.journal.sql", sql.connection-string = {{quoted}} }
              snapshot-store { plugin = "kernel.persistence.snapshot-store.sql", sql.connection-string = {{quoted}} }
            }
            """);
    }
}
