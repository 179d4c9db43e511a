using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using CallActors.Demo;

namespace CallActors.EndToEnd.Tests;

/// <summary>The npm MCP client that does what it is told (<c>mcp-client.mjs</c>): one command, one answer.</summary>
internal sealed class McpScript : IAsyncDisposable
{
    private static readonly TimeSpan Patience = RunningGateway.Patience;

    private readonly Process _process;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _waiting = new();
    private readonly Task<string> _errors;
    private int _lastId;

    private McpScript(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        _ = ReadAsync();
    }

    /// <summary>Starts it; it has not connected yet.</summary>
    /// <param name="arguments">Which SDK, which transport: see the script.</param>
    public static McpScript Start(params string[] arguments) => new(Oracle.Start("mcp-client.mjs", arguments));

    /// <summary>The arguments that lead to a gateway's tools: at its <c>/mcp</c> (http), or by an edge of its own (stdio).</summary>
    /// <param name="mode">Which SDK, and what of the environment is to be set.</param>
    public static async Task<string[]> ServerAsync(GatewayProcess gateway, string transport, string library, params string[] mode)
    {
        string[] server = transport == "http"
            ? [$"{gateway.Address}mcp", (await File.ReadAllTextAsync(gateway.KeyFile)).Trim()]
            : ["dotnet", Checkout.McpEdge, "--gateway", gateway.Address.ToString(), "--key-file", gateway.KeyFile];
        return [library, transport, .. mode, .. server];
    }

    /// <summary>Starts it and has it connect.</summary>
    public static async Task<McpScript> ConnectAsync(params string[] arguments)
    {
        var script = Start(arguments);
        await script.DoAsync("connect");
        return script;
    }

    /// <summary>Uses a tool.</summary>
    public async Task<McpScriptResult> CallAsync(string tool, object arguments, bool progress = false)
    {
        var result = await DoAsync("call", new { name = tool, arguments, progress });
        return new McpScriptResult(result.GetProperty("text").GetString()!, result.GetProperty("isError").GetBoolean(), result);
    }

    /// <summary>Has it do one thing.</summary>
    /// <exception cref="InvalidOperationException">The client told an error.</exception>
    public async Task<JsonElement> DoAsync(string what, object? parameters = null)
    {
        var id = Interlocked.Increment(ref _lastId);
        var command = parameters is null ? [] : JsonSerializer.SerializeToNode(parameters)!.AsObject();
        command["id"] = id;
        command["do"] = what;
        var waiting = _waiting[id] = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _process.StandardInput.WriteLineAsync(command.ToJsonString());
        await _process.StandardInput.FlushAsync();
        return await waiting.Task.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(2))) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            using var answer = JsonDocument.Parse(line);
            if (!_waiting.TryRemove(answer.RootElement.GetProperty("id").GetInt32(), out var waiting)) continue;
            if (answer.RootElement.TryGetProperty("result", out var result)) waiting.SetResult(result.Clone());
            else waiting.SetException(new InvalidOperationException(answer.RootElement.GetProperty("error").GetString()));
        }
        var ended = new InvalidOperationException($"The client has ended: {await _errors}");
        foreach (var waiting in _waiting.Values) waiting.TrySetException(ended);
    }
}

/// <summary>What a tool returned.</summary>
internal sealed record McpScriptResult(string Text, bool IsError, JsonElement Whole);
