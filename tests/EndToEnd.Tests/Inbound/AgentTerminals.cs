using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CallActors.Demo;

namespace CallActors.EndToEnd.Tests.Inbound;

/// <summary>A tmux server of its own: sessions with the agent with the script, and whoever else is at them.</summary>
internal sealed class AgentTerminals(string folder) : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Short: a socket's path has 107 characters at most.</summary>
    public string Socket { get; } = Path.Combine(folder, "tmux");

    /// <summary>Where hooks write.</summary>
    public string Hooks { get; } = Path.Combine(folder, "hooks");

    /// <summary>Starts an agent in a session of its own, after the gateway: that one writes the settings with the hooks.</summary>
    public Task StartAgentAsync(string name, double pace = 1) => TmuxAsync(
        "new-session", "-d", "-s", name, "-x", "160", "-y", "48", "-c", folder, Checkout.ScriptedAgent, "--settings", Path.Combine(Hooks, "default", "settings.json"),
        "--journal", JournalOf(name), "--transcripts", Path.Combine(folder, "transcripts"), "--pace", pace.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>What reached an agent, in order: the kind, and the text that came with it.</summary>
    public IReadOnlyList<(string Kind, string Text)> Reached(string name)
    {
        try
        {
            return [.. File.ReadAllLines(JournalOf(name)).Select(line => JsonDocument.Parse(line).RootElement).Select(e => (e.GetProperty("kind").GetString()!, TextOf(e)))];
        }
        catch (FileNotFoundException)
        {
            return [];
        }
    }

    /// <summary>The prompts that an agent got with words in them.</summary>
    public IReadOnlyList<string> Prompts(string name, string words = "") =>
        [.. Reached(name).Where(r => r.Kind == "prompt" && r.Text.Contains(words, StringComparison.OrdinalIgnoreCase)).Select(r => r.Text)];

    /// <summary>Waits until something is so, of which nobody tells.</summary>
    public static async Task UntilAsync(Func<bool> isSo, string what)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var since = Stopwatch.StartNew();
        while (!isSo())
        {
            if (since.Elapsed > Patience) throw new TimeoutException($"Not within {Patience.TotalSeconds} s: {what}.");
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>What a session's screen shows.</summary>
    public Task<string> ScreenAsync(string name) => TmuxAsync("capture-pane", "-p", "-t", $"={name}:");

    /// <summary>Waits until a session's screen shows something.</summary>
    public async Task UntilShownAsync(string name, string words)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var since = Stopwatch.StartNew();
        string screen;
        while (!(screen = await ScreenAsync(name)).Contains(words, StringComparison.Ordinal))
        {
            if (since.Elapsed > Patience) throw new TimeoutException($"Not shown within {Patience.TotalSeconds} s: {words}. There is:{Environment.NewLine}{screen}");
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>A person at the keyboard types, without Enter.</summary>
    public Task TypeAsync(string name, string text) => TmuxAsync("send-keys", "-t", $"={name}:", "-l", text);

    /// <summary>A person at the keyboard presses keys by tmux' names.</summary>
    public Task PressAsync(string name, params string[] keys) => TmuxAsync(["send-keys", "-t", $"={name}:", .. keys]);

    /// <returns>What tmux printed.</returns>
    /// <exception cref="InvalidOperationException">tmux refused.</exception>
    public async Task<string> TmuxAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("tmux", ["-S", Socket, "-f", "/dev/null", .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true };
        // Inside of somebody's tmux it would take that for its own.
        start.Environment.Remove("TMUX");
        // The agents' diagnostic sockets would stay behind when their terminal is closed.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        using var tmux = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Patience);
        var errors = tmux.StandardError.ReadToEndAsync(deadline.Token);
        var output = await tmux.StandardOutput.ReadToEndAsync(deadline.Token);
        await tmux.WaitForExitAsync(deadline.Token);
        return tmux.ExitCode == 0 ? output : throw new InvalidOperationException($"tmux {arguments[0]}: {(await errors).Trim()}");
    }

    public async ValueTask DisposeAsync()
    {
        int server;
        try
        {
            server = int.Parse(await TmuxAsync("display-message", "-p", "#{pid}"), CultureInfo.InvariantCulture);
            await TmuxAsync("kill-server");
        }
        catch (InvalidOperationException)
        {
            // It is gone already, or was never started.
            return;
        }

        await EndAsync(server);
    }

    /// <summary>A server waits for a client that its gateway's kill left behind with words that nobody reads any more.</summary>
    private static async Task EndAsync(int server)
    {
        try
        {
            using var process = Process.GetProcessById(server);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
            }
        }
        catch (ArgumentException)
        {
            // It has ended.
        }
    }

    private static string TextOf(JsonElement line) =>
        line.EnumerateObject().Where(p => p.Name is not ("at" or "kind")).Select(p => p.Value.GetString()).FirstOrDefault() ?? "";

    private string JournalOf(string name) => Path.Combine(folder, $"{name}.jsonl");
}
