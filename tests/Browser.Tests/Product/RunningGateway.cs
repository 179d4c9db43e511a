using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CallActors.Browser.Tests.Product;

/// <summary>The gateway as it ships, as a process of its own with a data folder of its own.</summary>
public sealed partial class RunningGateway : IAsyncDisposable
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(20);
    private readonly string _data = Directory.CreateTempSubdirectory("callactors-gateway-").FullName;
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromMinutes(2) };
    private readonly StringBuilder _output = new();
    private Process? _process;
    private int _port;

    private RunningGateway()
    {
    }

    public string PhoneUrl => new Uri(_client.BaseAddress!, "/phone").AbsoluteUri;

    public static async Task<RunningGateway> StartAsync()
    {
        var gateway = new RunningGateway();
        await gateway.LaunchAsync();
        gateway._client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(Path.Combine(gateway._data, "api-key"))).Trim());
        return gateway;
    }

    /// <summary>Asks something of the API as an agent does, with the full result.</summary>
    public async Task<JsonObject> PostAsync(string path, object body)
    {
        using var answer = await _client.PostAsJsonAsync(new Uri($"{path}?include=details", UriKind.Relative), body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!.AsObject();
    }

    /// <summary>Sets the PIN with which the person at the page calls in, as they do.</summary>
    public async Task SetPinAsync(string pin)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { Assembly(), "pin", "--data", _data }) start.ArgumentList.Add(argument);
        using var verb = Process.Start(start)!;
        await verb.StandardInput.WriteLineAsync(pin);
        verb.StandardInput.Close();
        var errors = await verb.StandardError.ReadToEndAsync().WaitAsync(StartsWithin);
        await verb.WaitForExitAsync().WaitAsync(StartsWithin);
        Assert.True(verb.ExitCode == 0, errors);
    }

    /// <summary>Kills the process without a word and starts another on the same port and data.</summary>
    public async Task KillAndRestartAsync()
    {
        _process!.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        await LaunchAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync().WaitAsync(StopsWithin);
        }

        _process?.Dispose();
        _client.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private async Task LaunchAsync()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { Assembly(), "--port", $"{_port}", "--data", _data }) start.ArgumentList.Add(argument);
        // Its diagnostic sockets would stay behind when it is killed.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        // Nobody's own terminals.
        start.Environment["CALLACTORS_TMUX_SOCKET"] = Path.Combine(_data, "tmux");
        start.Environment["CALLACTORS_HOOKS"] = Path.Combine(_data, "hooks");
        start.Environment["CMUX_SOCKET_PATH"] = Path.Combine(_data, "no-cmux");
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException($"The gateway ended:\n{Output()}"));
        process.OutputDataReceived += (_, line) => Take(line.Data, listening);
        process.ErrorDataReceived += (_, line) => Take(line.Data, listening);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
        var address = await listening.Task.WaitAsync(StartsWithin);
        _port = address.Port;
        _client.BaseAddress ??= address;
    }

    private void Take(string? line, TaskCompletionSource<Uri> listening)
    {
        if (line is null) return;
        lock (_output) _output.AppendLine(line);
        if (Listening().Match(line) is { Success: true } match) listening.TrySetResult(new Uri(match.Groups[1].Value));
    }

    private string Output()
    {
        lock (_output) return _output.ToString();
    }

    /// <summary>The gateway of the same build as these tests.</summary>
    private static string Assembly()
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Repository.PathOf(Path.Combine("src/Gateway/bin", framework.Parent!.Name, framework.Name, "CallActors.Gateway.dll"));
    }

    [GeneratedRegex(@"listening on (http://\S+)")]
    private static partial Regex Listening();
}
