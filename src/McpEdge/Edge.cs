using CallActors.McpEdge.Configuration;
using ModelContextProtocol.Server;

namespace CallActors.McpEdge;

/// <summary>The MCP server on standard input and output, put together.</summary>
internal static class Edge
{
    /// <summary>Serves until the client closes standard input or the token is cancelled.</summary>
    public static async Task ServeAsync(EdgeOptions options, EdgeLog log, CancellationToken cancellation)
    {
        using var clientGone = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var tools = new PhoneTools(options, TimeProvider.System, log.Write);
        var serverOptions = tools.ServerOptions(clientGone.Token);
        var input = new ClientInput(Console.OpenStandardInput(), clientGone);
        await using var transport = new StreamServerTransport(input, Console.OpenStandardOutput(), serverOptions.ServerInfo!.Name);
        await using var server = McpServer.Create(transport, serverOptions);
        try
        {
            await server.RunAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Told to stop.
        }
    }
}
