using System.Diagnostics;
using CallActors.Cmux.Tmux;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tests.Tmux;

/// <summary>A real tmux server of the test's own, in a folder of the test's own.</summary>
public abstract class TmuxTest : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("callactors-tmux-");
    private readonly List<IAsyncDisposable> _connections = [];

    internal TmuxOptions Options => new() { Socket = Path.Combine(_folder.FullName, "s"), ConfigurationFile = "/dev/null", EnterAfter = TimeSpan.FromMilliseconds(20) };

    protected string Folder => _folder.FullName;

    public Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        foreach (var connection in _connections) await connection.DisposeAsync();
        await TryTmuxAsync(Options.Socket, "kill-server");
        for (var patience = Stopwatch.StartNew(); ; await Task.Delay(10))
        {
            try
            {
                _folder.Delete(recursive: true);
                return;
            }
            catch (IOException) when (patience.Elapsed < TimeSpan.FromSeconds(5))
            {
                // The programs in the panes end a moment after their server, and may be writing there.
            }
        }
    }

    internal async Task<(IWorkspaceConnection Connection, NewsLog News)> ConnectAsync(TmuxOptions? options = null)
    {
        var news = new NewsLog();
        var connection = await new TmuxHost(options ?? Options).ConnectAsync(news, CancellationToken.None);
        _connections.Add(connection);
        return (connection, news);
    }

    /// <summary>A session made by somebody else.</summary>
    protected Task StartSessionAsync(string name, params string[] command) => TmuxAsync(["new-session", "-d", "-s", name, "-x", "100", "-y", "30", "-c", Folder, .. command]);

    /// <summary>What a person does at the command line.</summary>
    /// <returns>What was printed.</returns>
    protected async Task<string> TmuxAsync(params string[] arguments)
    {
        var (exitCode, output) = await TryTmuxAsync(Options.Socket, arguments);
        Assert.True(exitCode == 0, $"tmux {arguments[0]}: {output}");
        return output;
    }

    /// <summary>A program that notes every byte that it is given.</summary>
    /// <param name="file">Where it notes them.</param>
    /// <param name="takesPastes">Whether it asks for pastes to be marked.</param>
    protected static string[] NotingProgram(string file, bool takesPastes) =>
        ["sh", "-c", $"stty raw -echo; printf '{(takesPastes ? "\\033[?2004h" : "")}ready'; exec cat >'{file}'"];

    /// <summary>Waits until a file holds so many bytes.</summary>
    protected static async Task<byte[]> BytesAsync(string file, int count)
    {
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromSeconds(20); await Task.Delay(10))
            if (File.Exists(file) && new FileInfo(file).Length >= count) return await File.ReadAllBytesAsync(file);
        return await File.ReadAllBytesAsync(file);
    }

    /// <param name="socket">Which server's.</param>
    protected static async Task<(int ExitCode, string Output)> TryTmuxAsync(string socket, params string[] arguments)
    {
        var start = new ProcessStartInfo("tmux") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("TMUX");
        foreach (var argument in (string[])["-u", "-S", socket, "-f", "/dev/null", .. arguments]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }
}
