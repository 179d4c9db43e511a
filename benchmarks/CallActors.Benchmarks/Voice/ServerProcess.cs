using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;

namespace CallActors.Benchmarks.Voice;

/// <summary>The measured gateway, as a child with a data folder of its own, and how to ask it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("callactors-bench-");
    private readonly Channel<string> _answers = Channel.CreateUnbounded<string>();
    private readonly Process _process;

    private ServerProcess()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ServerProcess).Assembly.Location, VoiceServer.Verb, _data.FullName])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        // As the gateway's own program is configured by its SDK.
        start.Environment["DOTNET_gcServer"] = "1";
        _process = Process.Start(start) ?? throw new InvalidOperationException("The measured process could not be started.");
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.BeginOutputReadLine();
    }

    public Uri Address { get; private set; } = null!;

    public string ApiKey => File.ReadAllText(Path.Combine(_data.FullName, VoiceServer.KeyFile)).Trim();

    /// <summary>Starts one and waits until it listens.</summary>
    public static async Task<ServerProcess> StartAsync()
    {
        var server = new ServerProcess();
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

    public Task<ServerStats> StatsAsync() => AskAsync(VoiceServer.Tell);

    public Task<ServerStats> StatsAfterCollectionAsync() => AskAsync(VoiceServer.CollectAndTell);

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
        else if (line.StartsWith(VoiceServer.Answer, StringComparison.Ordinal)) _answers.Writer.TryWrite(line[VoiceServer.Answer.Length..]);
        else Console.Error.WriteLine(line);
    }
}
