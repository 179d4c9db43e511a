using System.ComponentModel;
using System.Diagnostics;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tmux;

/// <summary>A tmux server as its command-line client reaches it.</summary>
internal sealed class TmuxServer(TmuxOptions options, TimeProvider time)
{
    public TmuxOptions Options => options;

    /// <summary>Whether the program could be started the last time.</summary>
    public bool IsInstalled { get; private set; }

    /// <summary>Starts a client. Its streams are piped.</summary>
    /// <exception cref="WorkspaceException">There is no such program.</exception>
    public Process Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(options.Program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // UTF-8 whatever our own locale is.
        start.ArgumentList.Add("-u");
        if (options.Socket.Length > 0)
        {
            start.ArgumentList.Add("-S");
            start.ArgumentList.Add(options.Socket);
        }
        if (options.ConfigurationFile.Length > 0)
        {
            start.ArgumentList.Add("-f");
            start.ArgumentList.Add(options.ConfigurationFile);
        }
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        // Started from within tmux, it would take its own session for ours, and refuse to nest.
        start.Environment.Remove("TMUX");
        start.Environment.Remove("TMUX_PANE");
        try
        {
            var process = Process.Start(start)!;
            IsInstalled = true;
            return process;
        }
        catch (Win32Exception e)
        {
            throw new WorkspaceException(WorkspaceFault.HostGone, $"There is no program '{options.Program}' here: install tmux 3.2 or newer.", e);
        }
    }

    /// <summary>Runs one command by a client of its own.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="WorkspaceException">It failed.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Start(arguments);
        using var deadline = new CancellationTokenSource(options.CommandWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync(either.Token);
            var output = await process.StandardOutput.ReadToEndAsync(either.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(either.Token).ConfigureAwait(false);
            return process.ExitCode == 0 ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries) : throw TmuxFaults.Of([await errors.ConfigureAwait(false)]);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process.Kill();
            throw new WorkspaceException(WorkspaceFault.TimedOut, "tmux did not answer in time.");
        }
    }
}
