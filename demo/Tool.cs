using System.ComponentModel;
using System.Diagnostics;

namespace CallActors.Demo;

/// <summary>Runs a program that ends by itself.</summary>
internal static class Tool
{
    /// <summary>One that takes longer hangs.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>Runs it to its end; one that hangs, or is not waited for any more, is ended.</summary>
    /// <param name="what">What could not be done when it fails.</param>
    /// <param name="mend">What helps where there is no such program.</param>
    /// <param name="input">A line for it; null for none.</param>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It is missing, hangs or failed.</exception>
    public static async Task<string> RunAsync(ProcessStartInfo start, string what, string mend, CancellationToken cancellationToken, string? input = null)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Start(start, mend);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Longest);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            if (input is not null) await process.StandardInput.WriteLineAsync(input.AsMemory(), patience.Token).ConfigureAwait(false);
            process.StandardInput.Close();
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
            var printed = await output.ConfigureAwait(false);
            return process.ExitCode == 0 ? printed : throw new InvalidOperationException($"{what}: {(await errors.ConfigureAwait(false)).Trim()}");
        }
        catch (OperationCanceledException e)
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new InvalidOperationException($"{what}: {start.FileName} was not over in {Longest.TotalSeconds:0} s.", e);
        }
    }

    private static Process Start(ProcessStartInfo start, string mend)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"{start.FileName} could not be started. {mend}", e);
        }
    }
}
