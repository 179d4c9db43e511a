using System.Diagnostics;
using System.Net.Http.Headers;
using System.Threading.Channels;

namespace CallActors.Gateway.Tests.Fakes;

/// <summary>The gateway's program in a process of its own, as <c>./run</c> starts it.</summary>
public sealed class GatewayProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private GatewayProcess(Process process, Uri address, IReadOnlyList<string> report)
    {
        _process = process;
        Address = address;
        Report = report;
    }

    public Uri Address { get; }

    /// <summary>What it printed until it said how to add it to Claude.</summary>
    public IReadOnlyList<string> Report { get; }

    public static async Task<GatewayProcess> StartAsync(params string[] arguments)
    {
        var program = typeof(GatewayCommand).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in new[] { "CALLME_API_KEY", "CALLME_PUBLIC_URL", "CALLME_HOST", "CALLME_DATA", "CALLME_TRANSCRIPT_TIMEOUT_MS", "CALLACTORS_CONFIG", "PORT" })
            start.Environment.Remove(name);
        // Its diagnostic sockets would stay behind when it is killed.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        var process = Process.Start(start)!;
        var lines = Channel.CreateUnbounded<string>();
        process.OutputDataReceived += (_, e) => lines.Writer.TryWrite(e.Data ?? "(end of output)");
        process.ErrorDataReceived += (_, e) => lines.Writer.TryWrite(e.Data ?? "(end of errors)");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var report = new List<string>();
        using var deadline = new CancellationTokenSource(StartWithin);
        try
        {
            do report.Add(await lines.Reader.ReadAsync(deadline.Token));
            while (!report[^1].Contains("claude mcp add", StringComparison.Ordinal) && !process.HasExited);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
        }
        const string listening = "listening on ";
        var first = report.Find(l => l.Contains(listening, StringComparison.Ordinal));
        Assert.True(first is not null, string.Join(Environment.NewLine, report));
        return new GatewayProcess(process, new Uri(first[(first.IndexOf(listening, StringComparison.Ordinal) + listening.Length)..]), report);
    }

    /// <summary>A client that bears the key of the data folder.</summary>
    public async Task<HttpClient> ClientAsync(string folder)
    {
        var key = (await File.ReadAllTextAsync(Path.Combine(folder, "api-key"))).Trim();
        return new HttpClient { BaseAddress = Address, Timeout = StartWithin, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
    }

    /// <summary>Sends a signal.</summary>
    public async Task SendAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Sends a signal and gives the exit code.</summary>
    public async Task<int> SignalAsync(string signal)
    {
        await SendAsync(signal);
        await _process.WaitForExitAsync().WaitAsync(StartWithin);
        return _process.ExitCode;
    }

    public Task KillAsync() => SignalAsync("KILL");

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
