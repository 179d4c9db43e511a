using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;

namespace CallActors.Tests.Oracles;

/// <summary>
/// The vendors' own packages, installed in <c>tests/oracles</c> as the lock file there pins them, asked by scripts in that folder. A script
/// reads its questions from standard input or arguments and prints its answers.
/// </summary>
public static class Oracle
{
    private static readonly TimeSpan InstallTime = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan RunTime = TimeSpan.FromMinutes(2);
    private static readonly Lazy<string?> Installation = new(() => Task.Run(InstallAsync).GetAwaiter().GetResult());

    /// <summary>Why it cannot be asked; null when it can.</summary>
    public static string? Fault => Installation.Value;

    /// <summary>Where the scripts are.</summary>
    public static string Folder { get; } = Path.GetFullPath(
        typeof(Oracle).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "OracleFolder").Value!);

    /// <summary>The program that runs them: the pinned Node where its package is there, else the machine's.</summary>
    public static string Node => Pinned.FirstOrDefault(File.Exists) ?? "node";

    private static string Modules => Path.Combine(Folder, "node_modules");

    private static IEnumerable<string> Pinned =>
        from machine in new[] { "x64", "arm64" } select Path.Combine(Modules, $"node-linux-{machine}", "bin", "node");

    /// <summary>Runs a script and returns what it printed.</summary>
    /// <param name="script">Its file in <see cref="Folder"/>.</param>
    /// <param name="input">Its standard input.</param>
    /// <exception cref="InvalidOperationException">It did not end well: the message has what it said.</exception>
    public static async Task<string> AskAsync(string script, string input = "", params string[] arguments)
    {
        if (Fault is { } fault) throw new InvalidOperationException(fault);
        var (output, failure) = await RunAsync(Node, RunTime, input, [script, .. arguments]);
        return failure is null ? output : throw new InvalidOperationException(failure);
    }

    /// <summary>Starts a script that goes on beside the test, with its three streams redirected. Whoever starts it ends it.</summary>
    public static Process Start(string script, params string[] arguments)
    {
        if (Fault is { } fault) throw new InvalidOperationException(fault);
        return Launch(Node, [script, .. arguments]) ?? throw new InvalidOperationException($"{Node} is not installed");
    }

    private static async Task<string?> InstallAsync()
    {
        var wanted = Path.Combine(Folder, "package-lock.json");
        var installed = Path.Combine(Modules, ".installed-lock.json");
        if (File.Exists(installed) && await File.ReadAllTextAsync(installed) == await File.ReadAllTextAsync(wanted))
            return (await RunAsync(Node, RunTime, "", ["--version"])).Fault;
        var (_, fault) = await RunAsync("npm", InstallTime, "", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        if (fault is null) File.Copy(wanted, installed, overwrite: true);
        return fault;
    }

    private static async Task<(string Output, string? Fault)> RunAsync(string program, TimeSpan time, string input, string[] arguments)
    {
        using var process = Launch(program, arguments);
        if (process is null) return ("", $"{program} is not installed");
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
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

    private static Process? Launch(string program, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = Folder,
                RedirectStandardInput = true,
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

/// <summary>A test that asks a vendor's package. Where that cannot be had (no node, no npm, no registry) it is skipped, and says so; with
/// CI=true it runs and fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OracleFactAttribute : FactAttribute
{
    public OracleFactAttribute() => Skip = OracleSkip.Reason!;
}

/// <summary>The same with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OracleTheoryAttribute : TheoryAttribute
{
    public OracleTheoryAttribute() => Skip = OracleSkip.Reason!;
}

internal static class OracleSkip
{
    public static string? Reason { get; } =
        Environment.GetEnvironmentVariable("CI") != "true" && Oracle.Fault is { } fault
            ? $"NOT CHECKED against the vendor's package ({fault}). Install nodejs (20 or newer) and npm."
            : null;
}
