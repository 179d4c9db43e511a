using System.Diagnostics;
using System.Text.Json;

namespace CallActors.Demo;

/// <summary>A tmux server of its own with one session, in which the agent with the script runs.</summary>
internal sealed class Terminal : IAsyncDisposable
{
    private readonly string _socket;
    private readonly string _journal;

    private Terminal(string socket, string journal) => (_socket, _journal) = (socket, journal);

    /// <summary>Starts it.</summary>
    /// <param name="folder">For its socket and what the agent writes.</param>
    /// <param name="settings">The settings document with the hooks.</param>
    /// <exception cref="InvalidOperationException">tmux is missing or failed.</exception>
    public static async Task<Terminal> StartAsync(string folder, string socket, string name, string settings, CancellationToken cancellationToken)
    {
        var terminal = new Terminal(socket, Path.Combine(folder, "agent.jsonl"));
        await terminal.TmuxAsync(
            cancellationToken, "new-session", "-d", "-s", name, "-x", "160", "-y", "48", "-c", folder,
            Checkout.ScriptedAgent, "--settings", settings, "--journal", terminal._journal, "--transcripts", Path.Combine(folder, "transcripts")).ConfigureAwait(false);
        return terminal;
    }

    /// <summary>What reached the agent, in order: the kind, and the text that came with it.</summary>
    public IReadOnlyList<(string Kind, string Text)> Reached =>
        File.Exists(_journal)
            ? [.. File.ReadAllLines(_journal).Select(line => JsonDocument.Parse(line).RootElement).Select(e => (e.GetProperty("kind").GetString()!, TextOf(e)))]
            : [];

    public async ValueTask DisposeAsync()
    {
        try
        {
            await TmuxAsync(CancellationToken.None, "kill-server").ConfigureAwait(false);
        }
        catch (InvalidOperationException)
        {
            // It is gone already.
        }
    }

    private static string TextOf(JsonElement line) =>
        line.EnumerateObject().Where(p => p.Name is not ("at" or "kind")).Select(p => p.Value.GetString()).FirstOrDefault() ?? "";

    private Task<string> TmuxAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var start = new ProcessStartInfo("tmux", ["-S", _socket, "-f", "/dev/null", .. arguments]);
        // Inside of somebody's tmux it would take that for its own.
        start.Environment.Remove("TMUX");
        // The agents' diagnostic sockets would stay behind when their terminal is closed.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return Tool.RunAsync(start, "tmux failed", "Install it: apt-get install tmux", cancellationToken);
    }
}
