using System.Diagnostics;

namespace CallActors.McpEdge.Tests;

/// <summary>A test that needs Node and npm. Where they are missing it is skipped, and says so; with CI=true it runs and fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OracleFactAttribute : FactAttribute
{
    public OracleFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true" && !(Runs("node") && Runs("npm")))
            Skip = "NOT CHECKED against the TypeScript client: node or npm is missing. Install nodejs (20 or newer) and npm.";
    }

    private static bool Runs(string program)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, "--version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.StandardOutput.ReadToEnd();
            return process.WaitForExit(Patience.Longest) && process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
