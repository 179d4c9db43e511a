using System.ComponentModel;
using System.Diagnostics;

namespace CallActors.McpEdge.Tests.Processes;

/// <summary>Runs a program to its end.</summary>
internal static class Command
{
    /// <summary>What it printed, or why it did not end well.</summary>
    public static async Task<(string Output, string? Fault)> RunAsync(string program, string folder, TimeSpan time, params string[] arguments)
    {
        using var process = Start(program, folder, arguments);
        if (process is null) return ("", $"{program} is not installed");
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(time);
            return (await output, process.ExitCode == 0 ? null : $"{program} {arguments[0]} ended with {process.ExitCode}: {await errors}");
        }
        catch (TimeoutException)
        {
            return ("", $"{program} {arguments[0]} did not end within {time.TotalSeconds:0} s");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static Process? Start(string program, string folder, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
