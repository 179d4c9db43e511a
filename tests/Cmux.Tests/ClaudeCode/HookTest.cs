using System.Diagnostics;
using CallActors.Cmux.ClaudeCode;

namespace CallActors.Cmux.Tests.ClaudeCode;

/// <summary>Hooks as Claude Code runs them: the settings document is read, and its command given to a shell with a payload.</summary>
public abstract class HookTest : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("callactors-hooks-");

    protected HookOptions Options => new() { Folder = Path.Combine(Folder, "it's a spool") };

    protected string Folder => _folder.FullName;

    public Task InitializeAsync() => Task.CompletedTask;

    public virtual Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    protected static string Payload(string kind, string more = "") =>
        $$"""{"session_id":"s-1","transcript_path":"/t/s-1.jsonl","cwd":"/work","hook_event_name":"{{kind}}"{{more}}}""";

    /// <summary>Runs a hook.</summary>
    /// <returns>Its exit code, what it printed, and how long it took.</returns>
    protected static async Task<(int ExitCode, string Output, TimeSpan Took)> RunAsync(
        string command, string payload, string shell = "/bin/sh", IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(shell, ["-c", command]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var variable in (string[])["TMUX", "TMUX_PANE", "CMUX_SURFACE_ID", "CMUX_WORKSPACE_ID", "CMUX_SOCKET_PATH", "CALLACTORS_WORKSPACE"]) start.Environment.Remove(variable);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        // Claude Code would report a hook that does not read what it is given.
        await process.StandardInput.WriteAsync(payload);
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (process.ExitCode, await output + await errors, clock.Elapsed);
    }

    /// <summary>What the settings document says is to be run at an event.</summary>
    internal static string Command(HookSession session, HookKind kind)
    {
        using var document = System.Text.Json.JsonDocument.Parse(File.ReadAllText(session.SettingsFile));
        var hook = document.RootElement.GetProperty("hooks").GetProperty(kind.ToString())[0].GetProperty("hooks")[0];
        Assert.Equal("command", hook.GetProperty("type").GetString());
        return hook.GetProperty("command").GetString()!;
    }

    /// <summary>Runs the hook of an event, and sees that it neither failed nor said anything.</summary>
    internal static async Task<TimeSpan> TellAsync(HookSession session, string payload, IReadOnlyDictionary<string, string>? environment = null)
    {
        var (exitCode, output, took) = await RunAsync(Command(session, HookKind.Stop), payload, environment: environment);
        Assert.Equal((0, ""), (exitCode, output));
        return took;
    }
}
