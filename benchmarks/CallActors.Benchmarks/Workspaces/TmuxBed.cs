using System.Diagnostics;
using System.Globalization;

namespace CallActors.Benchmarks.Workspaces;

/// <summary>A tmux server of its own, in a folder of its own. It starts with its first session, and ends with this.</summary>
internal sealed class TmuxBed : IAsyncDisposable
{
    // Short: a socket's path has 107 characters at most.
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wb-");

    private TmuxBed()
    {
    }

    public string Folder => _folder.FullName;

    public string Socket => Path.Combine(Folder, "s");

    /// <summary>Where the hooks of its agents write.</summary>
    public string Hooks => Path.Combine(Folder, "hooks");

    public static TmuxBed Make() => new();

    /// <summary>Makes a named pipe.</summary>
    /// <returns>Its path.</returns>
    public async Task<string> PipeAsync(string name)
    {
        var path = Path.Combine(Folder, name);
        await FinishAsync(new ProcessStartInfo("mkfifo", [path]));
        return path;
    }

    /// <summary>Opens sessions whose panes run a script of the shell, by one command.</summary>
    /// <param name="shell">sh, or bash.</param>
    public Task OpenAsync(IEnumerable<string> names, string script, string shell = "sh") =>
        RunAsync([.. names.SelectMany(name => (string[])[";", "new-session", "-d", "-s", name, "-x", "160", "-y", "48", "-c", Folder, shell, "-c", script]).Skip(1)]);

    /// <summary>Opens one session.</summary>
    public Task OpenAsync(string name, string script) => OpenAsync([name], script);

    /// <summary>Runs one of its commands by a process of its own, as anybody would who has nothing but the program.</summary>
    /// <returns>What it printed.</returns>
    public Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("tmux", ["-u", "-S", Socket, "-f", "/dev/null", .. arguments]);
        // Inside of somebody's tmux it would take that for its own.
        start.Environment.Remove("TMUX");
        return FinishAsync(start);
    }

    /// <summary>What the pane of a session has in its environment, by which its programs' hooks are known.</summary>
    public async Task<(string Server, string Pane)> PlaceOfAsync(string session)
    {
        var told = await RunAsync("display-message", "-p", "-t", session, "#{socket_path},#{pid},0 #{pane_id}");
        return told.Trim().Split(' ') is [var server, var pane] ? (server, pane) : throw new InvalidOperationException("tmux does not tell where its pane is.");
    }

    /// <summary>The server's process.</summary>
    public async Task<int> ServerAsync() => int.Parse(await RunAsync("display-message", "-p", "#{pid}"), CultureInfo.InvariantCulture);

    /// <summary>Waits until a text shows in a pane, by reading its screen again and again, as often as is said and at a moment that has to do with
    /// nothing.</summary>
    /// <returns>When it was seen, by the stopwatch.</returns>
    public async Task<long> PollAsync(string session, string text, double perSecond)
    {
        var period = TimeSpan.FromSeconds(1 / perSecond);
        await Task.Delay(period * Random.Shared.NextDouble());
        using var timer = new PeriodicTimer(period);
        do
        {
            var screen = await RunAsync("capture-pane", "-p", "-J", "-t", session);
            if (screen.Contains(text, StringComparison.Ordinal)) return Stopwatch.GetTimestamp();
        }
        while (await timer.WaitForNextTickAsync());
        throw new InvalidOperationException("The timer has ended.");
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await RunAsync("kill-server");
        }
        catch (InvalidOperationException)
        {
            // It never started.
        }

        _folder.Delete(recursive: true);
    }

    private static async Task<string> FinishAsync(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} could not be started.");
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{start.FileName}: {(await errors).Trim()}");
    }
}
