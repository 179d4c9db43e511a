using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using CallActors.Gateway;

namespace CallActors.Benchmarks.Voice;

/// <summary>The measured gateway, as a child with a data folder of its own, and how to ask it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>What the gateway's log says of calls that go well.</summary>
    private const string Informs = " info: ";

    private const string ConfigurationFile = "gateway.conf";

    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan GivingBack = TimeSpan.FromSeconds(1);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("callactors-bench-");
    private readonly Channel<string> _answers = Channel.CreateUnbounded<string>();
    private readonly Process _process;

    private ServerProcess(string verb, string configuration)
    {
        if (configuration.Length > 0) File.WriteAllText(Path.Combine(_data.FullName, ConfigurationFile), configuration);

        // With the configuration of the gateway's own program: its garbage collector, its thread pool.
        var runtime = Path.ChangeExtension(typeof(Composition).Assembly.Location, ".runtimeconfig.json");
        string[] command = ["exec", "--runtimeconfig", runtime, typeof(ServerProcess).Assembly.Location, verb, _data.FullName];
        var start = new ProcessStartInfo("dotnet", command)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start) ?? throw new InvalidOperationException("The measured process could not be started.");
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.BeginOutputReadLine();
    }

    public Uri Address { get; private set; } = null!;

    public string ApiKey => File.ReadAllText(Path.Combine(_data.FullName, MeasuredServer.KeyFile)).Trim();

    /// <summary>Starts one and waits until it listens.</summary>
    /// <param name="verb">Which; it is given the data folder.</param>
    /// <param name="configuration">What stands in the data folder's <c>gateway.conf</c>; empty for none.</param>
    public static async Task<ServerProcess> StartAsync(string verb, string configuration = "")
    {
        var server = new ServerProcess(verb, configuration);
        try
        {
            server.Address = new Uri(await server.NextAsync());
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public Task<ServerStats> StatsAsync() => AskAsync(MeasuredServer.Tell);

    /// <summary>After a full garbage collection, and after the time in which the runtime gives what it freed back to the system.</summary>
    public async Task<ServerStats> StatsAfterCollectionAsync()
    {
        await AskAsync(MeasuredServer.Collect);
        await Task.Delay(GivingBack);
        return await StatsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _data.Delete(recursive: true);
    }

    private async Task<ServerStats> AskAsync(string question)
    {
        await _process.StandardInput.WriteLineAsync(question);
        await _process.StandardInput.FlushAsync();
        return JsonSerializer.Deserialize<ServerStats>(await NextAsync())!;
    }

    private async Task<string> NextAsync()
    {
        using var limit = new CancellationTokenSource(AnswerWithin);
        return await _answers.Reader.ReadAsync(limit.Token);
    }

    private void Take(string? line)
    {
        if (line is null) _answers.Writer.TryComplete(new InvalidOperationException("The measured process has ended."));
        else if (line.StartsWith(MeasuredServer.Answer, StringComparison.Ordinal)) _answers.Writer.TryWrite(line[MeasuredServer.Answer.Length..]);
        else if (!line.Contains(Informs, StringComparison.Ordinal)) Console.Error.WriteLine(line);
    }
}
