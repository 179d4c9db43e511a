using System.Diagnostics;

namespace CallActors.Rehearsal;

/// <summary>The gateway, configured for a simulated account, in a process of its own that speaks to the same terminal.</summary>
internal static class GatewayChild
{
    /// <summary>Runs it until it ends; a termination lets it say goodbye to its calls.</summary>
    /// <param name="settings">Environment variables: those that a user takes over, with their own values, when they have an account.</param>
    public static async Task<int> RunAsync(IReadOnlyDictionary<string, string> settings, int port, string data, CancellationToken terminate)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CallActors.Gateway.dll"), "--port", $"{port}", "--data", data]);
        foreach (var (name, value) in settings) start.Environment[name] = value;
        start.Environment["CALLME_PUBLIC_URL"] = $"http://127.0.0.1:{port}";
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The gateway could not be started.");
        using var telling = terminate.Register(() => Process.Start("kill", ["-TERM", $"{process.Id}"]).Dispose());
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        return process.ExitCode;
    }
}
