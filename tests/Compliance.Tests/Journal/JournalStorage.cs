using CallActors.Tests.Postgres;

namespace CallActors.Compliance.Tests.Journal;

/// <summary>Where a spec keeps its events: a configuration, and what is to be removed afterwards.</summary>
public sealed class JournalStorage : IDisposable
{
    private readonly string _plugins;
    private readonly string? _folder;

    private JournalStorage(string plugins, string? folder = null) => (_plugins, _folder) = (plugins, folder);

    public static JournalStorage InMemory() => new($$"""
        journal.plugin = "{{Runtime.Root}}.persistence.journal.inmem"
        snapshot-store.plugin = "{{Runtime.Root}}.persistence.snapshot-store.inmem"
        """);

    public static JournalStorage OnSqlite()
    {
        var folder = Directory.CreateTempSubdirectory("journal").FullName;
        return new JournalStorage(Sql("SQLite.MS", $"Data Source={Path.Combine(folder, "journal.db")}"), folder);
    }

    public static JournalStorage OnPostgres() => new(Sql("PostgreSQL.15", PostgresServer.Shared.NewDatabase()));

    public ActorSystem NewSystem(string persistence = "") => JournalRuntime.Create($$"""
        {{Runtime.Root}} {
          stdout-loglevel = OFF
          loglevel = OFF
          log-dead-letters = off
          persistence {
            {{_plugins}}
            {{persistence}}
          }
        }
        """);

    public void Dispose()
    {
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
    }

    // The same keys on either runtime.
    private static string Sql(string provider, string connectionString) => $$"""
        journal {
          plugin = "{{Runtime.Root}}.persistence.journal.sql"
          sql { provider-name = "{{provider}}", connection-string = "{{connectionString}}" }
        }
        snapshot-store {
          plugin = "{{Runtime.Root}}.persistence.snapshot-store.sql"
          sql { provider-name = "{{provider}}", connection-string = "{{connectionString}}" }
        }
        """;
}
