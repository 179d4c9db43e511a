using System.Diagnostics;
using System.Text;
using Npgsql;

namespace CallActors.Tests.Postgres;

/// <summary>
/// A real PostgreSQL of the tests' own, in a temporary folder, reached by a socket in that folder: no port, no other server in the way.
/// The shell that runs it ends it and removes the folder when this process is gone, however that came about.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    private const string Script = """
        postgres=$1 data=$2 folder=$3
        "$postgres" -D "$data" -k "$folder" -c listen_addresses= -c fsync=off -c max_connections=200 <&- &
        child=$!
        read -r word
        kill -QUIT "$child"
        wait "$child"
        [ "$word" = keep ] || rm -rf "$folder"
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Lazy<PostgresServer> Common = new(() => new PostgresServer());
    private static readonly string? Programs = FindPrograms();
    private static int _databases;

    private readonly string _folder;
    private Process _process;

    public PostgresServer()
    {
        Assert.True(Programs is not null, Fault);
        _folder = Path.Combine(Path.GetTempPath(), $"postgres-{Guid.NewGuid():N}"[..24]);
        Run("install", ["-d", "-m700", .. IsRoot ? new[] { "-o", "postgres", "-g", "postgres" } : [], _folder]);
        AsOwner("sh", "-c", $"'{Programs}/initdb' -D '{_folder}/data' -A trust -U postgres --no-locale -E UTF8 -N >'{_folder}/initdb.log' 2>&1");
        _process = Start();
    }

    /// <summary>One for all specs that need nothing but a database. Started by the first of them, it lives as long as their process.</summary>
    public static PostgresServer Shared => Common.Value;

    /// <summary>Why there can be none; null when there can.</summary>
    public static string? Fault { get; } = Programs is null ? "PostgreSQL's initdb is not installed (Debian: apt-get install postgresql)" : null;

    private static bool IsRoot => Environment.UserName == "root";

    /// <summary>A connection string for an empty database.</summary>
    public string NewDatabase()
    {
        var name = $"spec_{Interlocked.Increment(ref _databases)}";
        Execute(ConnectionString("postgres"), $"CREATE DATABASE {name}");
        return ConnectionString(name);
    }

    public string ConnectionString(string database) => $"Host={_folder};Username=postgres;Database={database};Timeout=30";

    public static void Execute(string connectionString, string sql)
    {
        using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    /// <summary>Ends the server as a machine that dies does: sessions break, nothing is closed.</summary>
    public void Stop() => End("keep");

    public void StartAgain()
    {
        _process.Dispose();
        _process = Start();
    }

    public void Dispose()
    {
        End("forget");
        _process.Dispose();
        // The spec may have stopped it, for good as it now turns out.
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    private void End(string word)
    {
        if (_process.HasExited) return;
        _process.StandardInput.WriteLine(word);
        _process.StandardInput.Close();
        Assert.True(_process.WaitForExit(Patience));
    }

    private static string? FindPrograms()
    {
        var folders = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Select(one => Path.Combine(one, "bin")) : [];
        return folders.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
    }

    // PostgreSQL refuses to run as root.
    private static ProcessStartInfo OwnerCommand(params string[] command)
    {
        string[] whole = IsRoot ? ["runuser", "-u", "postgres", "--", .. command] : command;
        return new ProcessStartInfo(whole[0], whole[1..]) { WorkingDirectory = Path.GetTempPath() };
    }

    private static void AsOwner(params string[] command) => Run(OwnerCommand(command));

    private static void Run(string file, string[] arguments) => Run(new ProcessStartInfo(file, arguments));

    private static void Run(ProcessStartInfo command)
    {
        using var process = Process.Start(command)!;
        Assert.True(process.WaitForExit(Patience), $"{command.FileName} did not end");
        Assert.True(process.ExitCode == 0, $"{command.FileName} {string.Join(' ', command.ArgumentList)} ended with {process.ExitCode}");
    }

    private Process Start()
    {
        var command = OwnerCommand("sh", "-c", Script, "sh", Path.Combine(Programs!, "postgres"), Path.Combine(_folder, "data"), _folder);
        (command.RedirectStandardInput, command.RedirectStandardError) = (true, true);
        var process = Process.Start(command)!;
        var ready = new TaskCompletionSource();
        var said = new StringBuilder();
        process.ErrorDataReceived += (_, line) =>
        {
            said.AppendLine(line.Data);
            if (line.Data is null) ready.TrySetException(new InvalidOperationException($"PostgreSQL did not start: {said}"));
            else if (line.Data.Contains("ready to accept connections", StringComparison.Ordinal)) ready.TrySetResult();
        };
        process.BeginErrorReadLine();
        Assert.True(ready.Task.Wait(Patience), $"PostgreSQL is not ready: {said}");
        return process;
    }
}
