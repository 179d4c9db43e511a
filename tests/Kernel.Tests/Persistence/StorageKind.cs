using CallActors.Tests.Postgres;
using Kernel.Actor;
using Kernel.Configuration;

namespace Kernel.Tests.Persistence;

/// <summary>Where a spec keeps its events, and how a system that uses it is made.</summary>
public abstract class StorageKind : IDisposable
{
    public abstract string Hocon { get; }

    /// <param name="more">Settings below the storage's.</param>
    /// <param name="last">Settings above them.</param>
    public ActorSystem NewSystem(string more = "", string last = "") => ActorSystem.Create(
        "spec", TextSerializer.SetupFor(ConfigurationFactory.ParseString($"{more}\nkernel.stdout-loglevel = OFF\n{Hocon}\n{last}")));

    public virtual void Dispose() => GC.SuppressFinalize(this);
}

public sealed class MemoryStorage : StorageKind
{
    public override string Hocon => "";
}

public sealed class SqliteStorage : StorageKind
{
    private readonly string _folder = Directory.CreateTempSubdirectory("persistence").FullName;

    public string File => Path.Combine(_folder, "events.db");

    public override string Hocon => $$"""
        kernel.persistence {
          journal { plugin = "kernel.persistence.journal.sql", sql.connection-string = "Data Source={{File}}" }
          snapshot-store { plugin = "kernel.persistence.snapshot-store.sql", sql.connection-string = "Data Source={{File}}" }
        }
        """;

    public override void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        base.Dispose();
    }
}

public sealed class PostgresStorage : StorageKind
{
    public string ConnectionString { get; } = PostgresServer.Shared.NewDatabase();

    public override string Hocon => HoconFor(ConnectionString);

    public static string HoconFor(string connectionString) => $$"""
        kernel.persistence {
          journal { plugin = "kernel.persistence.journal.sql", sql { provider-name = "PostgreSQL.15", connection-string = "{{connectionString}}" } }
          snapshot-store { plugin = "kernel.persistence.snapshot-store.sql", sql { provider-name = "PostgreSQL.15", connection-string = "{{connectionString}}" } }
        }
        """;
}
