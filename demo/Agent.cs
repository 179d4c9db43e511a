using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace CallActors.Demo;

/// <summary>A coding agent as the product sees it: an MCP client that has started the edge as its child.</summary>
internal sealed class Agent : IAsyncDisposable
{
    private readonly McpClient _client;

    private Agent(McpClient client) => _client = client;

    /// <summary>Starts the edge for a gateway.</summary>
    public static async Task<Agent> StartAsync(GatewayProcess gateway, CancellationToken cancellationToken)
    {
        var transport = new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = "dotnet",
            Arguments = [Checkout.McpEdge, "--gateway", gateway.Address.ToString(), "--key-file", gateway.KeyFile],
            EnvironmentVariables = new Dictionary<string, string?> { ["CALLME_CLOUD_URL"] = null, ["CALLME_API_KEY"] = null },
            ShutdownTimeout = TimeSpan.FromSeconds(5),
        });
        // Half of the machine starts at once here. The client's own patience with a slow start is short, and the handshake that it falls
        // back to is refused by a server that has got the first question after all.
        var options = new McpClientOptions { DiscoverProbeTimeout = TimeSpan.FromSeconds(30) };
        return new Agent(await McpClient.CreateAsync(transport, options, cancellationToken: cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Uses a tool.</summary>
    /// <exception cref="InvalidOperationException">The tool told an error.</exception>
    public async Task<ToolAnswer> UseAsync(string tool, CancellationToken cancellationToken, params (string Name, string Value)[] arguments)
    {
        var result = await _client.CallToolAsync(
            tool,
            arguments.ToDictionary(a => a.Name, a => (object?)a.Value),
            cancellationToken: cancellationToken).ConfigureAwait(false);
        var text = string.Join('\n', result.Content.OfType<TextContentBlock>().Select(b => b.Text));
        if (result.IsError is true) throw new InvalidOperationException($"{tool}: {text}");
        return new ToolAnswer(text, result.StructuredContent ?? throw new InvalidOperationException($"{tool} gave no structured content."));
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}

/// <summary>What a tool returned.</summary>
internal sealed record ToolAnswer(string Text, JsonElement Content)
{
    public string CallId => Content.GetProperty("call_id").GetString()!;

    public string Response => Content.GetProperty("response").GetString()!;

    public bool Interrupted => Content.GetProperty("interrupted").GetBoolean();

    public string Heard => Content.GetProperty("heard").GetString()!;

    /// <summary>Milliseconds, or null where the turn had no such moment.</summary>
    public double? Timing(string name) =>
        Content.TryGetProperty("timings", out var timings) && timings.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number
            ? value.GetDouble()
            : null;
}
