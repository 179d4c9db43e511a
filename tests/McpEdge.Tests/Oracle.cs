using CallActors.McpEdge.Tests.Processes;

namespace CallActors.McpEdge.Tests;

/// <summary>The official TypeScript client, installed as the lock file pins it.</summary>
internal static class Oracle
{
    private static readonly TimeSpan InstallTime = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan RunTime = TimeSpan.FromMinutes(2);
    private static readonly Lazy<string?> Installation = new(() => Task.Run(InstallAsync).GetAwaiter().GetResult());

    /// <summary>Why it cannot be asked; null when it can.</summary>
    public static string? Fault => Installation.Value;

    /// <summary>Runs check.mjs and returns what it printed.</summary>
    public static async Task<string> CheckAsync(params string[] arguments)
    {
        Assert.Null(Fault);
        var (output, fault) = await Command.RunAsync("node", Places.OracleFolder, RunTime, ["check.mjs", .. arguments]);
        Assert.Null(fault);
        return output;
    }

    private static async Task<string?> InstallAsync()
    {
        var wanted = Path.Combine(Places.OracleFolder, "package-lock.json");
        var installed = Path.Combine(Places.OracleFolder, "node_modules", ".installed-lock.json");
        if (File.Exists(installed) && await File.ReadAllTextAsync(installed) == await File.ReadAllTextAsync(wanted))
            return (await Command.RunAsync("node", Places.OracleFolder, InstallTime, "--version")).Fault;
        var (_, fault) = await Command.RunAsync("npm", Places.OracleFolder, InstallTime, "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        if (fault is null) File.Copy(wanted, installed, overwrite: true);
        return fault;
    }
}

/// <summary>A test that asks the TypeScript client. Where that cannot be had (no node, no npm, no registry) it is skipped, and says so;
/// with CI=true it runs and fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OracleFactAttribute : FactAttribute
{
    public OracleFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true" && Oracle.Fault is { } fault)
            Skip = $"NOT CHECKED against the TypeScript client ({fault}). Install nodejs (20 or newer) and npm.";
    }
}
