using System.ComponentModel;
using System.Diagnostics;
using CallActors.Cmux.Socket;
using CallActors.Contracts.Workspaces;
using CallActors.Gateway.Options;

namespace CallActors.Gateway.Doctor;

/// <summary>The terminals with agents in them that callers reach, and what the agents tell. What nobody uses yet is told and not missed.</summary>
public static class TerminalFindings
{
    private const string Tmux = "tmux";
    private const string Cmux = "cmux";
    private const string Hooks = "agents' hooks";
    private const string Claude = "Claude Code";
    private const string TooOld = "apt-get install -y tmux, of a release that has tmux 3.2 or newer";

    /// <summary>Since then tmux' control mode can hold back a pane that floods it.</summary>
    private static readonly Version OldestTmux = new(3, 2);

    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);

    /// <summary>One finding for each part.</summary>
    /// <param name="isCalled">Whether somebody may call in, so that what is missing is missed.</param>
    public static async Task<IReadOnlyList<Finding>> ExamineAsync(WorkspaceOptions options, bool isCalled) =>
    [
        options.Tmux ? await TmuxAsync(options.TmuxSocket, isCalled).ConfigureAwait(false) : Finding.Well(Tmux, "is turned off (workspaces.tmux)"),
        options.Cmux ? await CmuxAsync(options, isCalled).ConfigureAwait(false) : Finding.Well(Cmux, "is turned off (workspaces.cmux)"),
        await HooksAsync(options).ConfigureAwait(false),
        InPath("claude") is { } program ? Finding.Well(Claude, program) : Finding.Well(Claude, "is not in PATH; other agents are followed by their screens"),
    ];

    /// <summary>Whether tmux is there and new enough, and what its server has.</summary>
    public static async Task<Finding> TmuxAsync(string socket, bool isCalled)
    {
        try
        {
            var (_, told) = await RunAsync(Tmux, ["-V"]).ConfigureAwait(false);
            var version = told.Trim();
            if (!IsNewEnough(version)) return Of(isCalled, Tmux, $"{version} is too old", TooOld);
            string[] server = socket.Length > 0 ? ["-S", socket] : [];
            var (code, panes) = await RunAsync(Tmux, [.. server, "list-panes", "-a", "-F", "#{pane_id}"]).ConfigureAwait(false);
            var where = socket.Length > 0 ? $" at {socket}" : "";
            if (code != 0) return Finding.Well(Tmux, $"{version}; no server runs{where}: it is found when it starts");
            var count = panes.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Count();
            return Finding.Well(Tmux, $"{version}; its server{where} has {(count == 1 ? "1 pane" : $"{count} panes")}");
        }
        catch (Win32Exception)
        {
            return Of(isCalled, Tmux, "is not installed", "apt-get install -y tmux");
        }
        catch (OperationCanceledException)
        {
            return Finding.Amiss(Tmux, $"did not answer within {Within.TotalSeconds:0} s", "look what holds its server, or set workspaces.tmux = off");
        }
    }

    /// <summary>Whether a version, as <c>tmux -V</c> prints it (<c>tmux 3.3a</c>, <c>tmux next-3.6</c>), is one that can be used. What has no number is built by hand, and new.</summary>
    public static bool IsNewEnough(string told)
    {
        var digits = told.SkipWhile(c => !char.IsAsciiDigit(c)).TakeWhile(c => char.IsAsciiDigit(c) || c == '.');
        return !Version.TryParse(string.Concat(digits), out var version) || version >= OldestTmux;
    }

    /// <summary>Whether a cmux is there that lets the gateway in. That there is none is no fault.</summary>
    public static async Task<Finding> CmuxAsync(WorkspaceOptions options, bool isCalled)
    {
        using var deadline = new CancellationTokenSource(Within);
        try
        {
            var host = new CmuxHost(new CmuxOptions { SocketPath = options.CmuxSocket, Password = options.CmuxPassword });
            var connection = await host.ConnectAsync(new Nobody(), deadline.Token).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var count = (await connection.ListAsync(deadline.Token).ConfigureAwait(false)).Count;
                return Finding.Well(Cmux, $"lets the gateway in; it has {(count == 1 ? "1 terminal" : $"{count} terminals")}");
            }
        }
        catch (WorkspaceException e) when (e.Fault is WorkspaceFault.HostGone)
        {
            return options.CmuxSocket.Length > 0
                ? Of(isCalled, Cmux, $"nobody is at {options.CmuxSocket}", "start cmux, or correct workspaces.cmux-socket (CMUX_SOCKET_PATH)")
                : Finding.Well(Cmux, "none runs here");
        }
        catch (WorkspaceException e)
        {
            return Of(isCalled, Cmux, "does not let the gateway in", e.Message);
        }
        catch (OperationCanceledException)
        {
            return Of(isCalled, Cmux, $"did not answer within {Within.TotalSeconds:0} s", "restart cmux, or set workspaces.cmux = off");
        }
    }

    /// <summary>Whether the agents' hooks have a folder to write to, with the settings for Claude Code in it.</summary>
    public static async Task<Finding> HooksAsync(WorkspaceOptions options)
    {
        try
        {
            var settings = await HooksVerb.MakeAsync(options).ConfigureAwait(false);
            return Finding.Well(Hooks, $"{settings}{(HooksVerb.IsInMemory(settings) ? ", in memory" : "")} (how to use it: ./run hooks)");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var folder = Path.GetFullPath(options.HooksFolder);
            return Finding.Amiss(Hooks, $"{folder} cannot be written to", $"chown -R $USER {folder}, or choose another: CALLACTORS_HOOKS");
        }
    }

    private static Finding Of(bool isCalled, string part, string state, string mend) =>
        isCalled ? Finding.Amiss(part, state, mend) : Finding.Well(part, $"{state}; that matters when somebody has a PIN and calls in");

    private static string? InPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static async Task<(int Code, string Output)> RunAsync(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // From within tmux the server is the configured one all the same.
        start.Environment.Remove("TMUX");
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Within);
        try
        {
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            var output = await process.StandardOutput.ReadToEndAsync(deadline.Token).ConfigureAwait(false);
            await errors.ConfigureAwait(false);
            await process.WaitForExitAsync(deadline.Token).ConfigureAwait(false);
            return (process.ExitCode, output);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    private sealed class Nobody : IWorkspaceObserver
    {
        public void On(WorkspaceNews news)
        {
        }
    }
}
