using Kernel.Actor;
using Kernel.Actor.Setup;
using Kernel.Configuration;
using Kernel.Serialization;

namespace CallActors.Benchmarks.KernelRuntime;

/// <summary>Events stored and replayed: in memory, in a SQLite file, and on the PostgreSQL that CALLACTORS_BENCH_POSTGRES names.</summary>
internal sealed class PersistenceGroup : IKernelGroup
{
    /// <summary>A connection string for an empty database; without it PostgreSQL is left out.</summary>
    public const string PostgresVariable = "CALLACTORS_BENCH_POSTGRES";

    private const int InMemory = 200_000;
    private const int Replayed = 1_000_000;
    private const int Writers = 1_000;
    private const int Durable = 200_000;

    public string Name => "persistence";

    public async Task RunAsync()
    {
        using (var system = SystemOn(""))
        {
            await MeasurePersistAsync(system, "persist in memory, one actor", 1, 1);
            await MeasurePersistAsync(system, "PersistAll(10) in memory, one actor", 1, 10);
            await MeasurePersistAsync(system, "persist in memory, 100 actors", 100, 1);
            await system.Terminate();
        }

        await MeasureReplayAsync();
        foreach (var synchronous in new[] { "normal", "full" })
        {
            await InFolderAsync(file => MeasureDurableAsync(
                $"SQLite, 1,000 actors, synchronous={synchronous}", Section("SQLite.MS", $"Data Source={file}", $"synchronous = {synchronous}")));
        }

        if (Environment.GetEnvironmentVariable(PostgresVariable) is { Length: > 0 } server)
            await MeasureDurableAsync("PostgreSQL, 1,000 actors", Section("PostgreSQL", server));
        else
            Console.WriteLine($"PostgreSQL is not measured: {PostgresVariable} names no database.");
    }

    private static async Task MeasurePersistAsync(ActorSystem system, string name, int actors, int each)
    {
        var run = 0;
        var rounds = await Rounds.MeasureAsync(async () =>
        {
            run++;
            await PersistAsync(system, $"{name} {run}", actors, InMemory, each);
        });
        rounds.PrintRate(name, InMemory);
    }

    private static async Task PersistAsync(ActorSystem system, string id, int actors, int events, int each)
    {
        var counter = new Tally(events);
        var writers = Enumerable.Range(0, actors).Select(i => system.ActorOf(Props.Create(() => new EventWriter($"{id} {i}", counter)))).ToArray();
        var command = new WriteEvents(each);
        for (var sent = 0; sent < events; sent += each) writers[sent / each % actors].Tell(command, ActorRefs.NoSender);
        await counter.Done;
        foreach (var writer in writers) system.Stop(writer);
    }

    private static Task MeasureReplayAsync() => InFolderAsync(async file =>
    {
        var section = Section("SQLite.MS", $"Data Source={file}");
        using (var system = SystemOn(section))
        {
            await PersistAsync(system, "past", 1, Replayed, 1_000);
            await system.Terminate();
        }

        using (var system = SystemOn(section))
        {
            var rounds = await Rounds.MeasureAsync(
                async () =>
                {
                    var counter = new Tally(Replayed);
                    var reader = system.ActorOf(Props.Create(() => new EventWriter("past 0", counter)));
                    await counter.Done;
                    await reader.GracefulStop(TimeSpan.FromSeconds(10));
                },
                rounds: 3);
            rounds.PrintRate("replay of 1,000,000 events from SQLite", Replayed);
            await system.Terminate();
        }
    });

    private static async Task MeasureDurableAsync(string name, string section)
    {
        using var system = SystemOn(section);
        var run = 0;
        var rounds = await Rounds.MeasureAsync(
            async () =>
            {
                run++;
                await PersistAsync(system, $"{Environment.ProcessId} {run}", Writers, Durable, 1);
            },
            rounds: 3);
        rounds.PrintRate($"durable events, {name}", Durable);
        await system.Terminate();
    }

    private static async Task InFolderAsync(Func<string, Task> measure)
    {
        var folder = Directory.CreateTempSubdirectory("bench").FullName;
        try
        {
            await measure(Path.Combine(folder, "journal.db"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Section(string provider, string connectionString, string more = "") => $$"""
        kernel.persistence.journal {
          plugin = "kernel.persistence.journal.sql"
          sql { provider-name = "{{provider}}", connection-string = "{{connectionString}}", {{more}} }
        }
        """;

    private static ActorSystem SystemOn(string section) => ActorSystem.Create("bench", ActorSystemSetup.Create(
        BootstrapSetup.Create().WithConfig(ConfigurationFactory.ParseString(section)),
        SerializationSetup.Create(system => [SerializerDetails.Create("bench", new EventSerializer(system), [typeof(Happened)])])));
}
