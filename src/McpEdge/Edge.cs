using CallActors.McpEdge.Configuration;
using CallActors.McpEdge.Gateway;
using CallActors.McpEdge.Operations;
using CallActors.McpEdge.Tools;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace CallActors.McpEdge;

/// <summary>The MCP server on standard input and output, put together.</summary>
internal static class Edge
{
    private const string Instructions = """
        These tools talk to a person on the phone. Speech is slow and cannot be skimmed: short utterances, one topic, one question at a time, nothing that only makes sense in writing. A call is initiate_call, then continue_call as long as there is something to ask, then end_call after asking whether there is anything else. Say something with speak_to_user before you go off to work while the line is open, and report_progress while it lasts. Answer an interruption before you go on; only what `heard` says was heard.
        """;

    /// <summary>Serves until the client closes standard input or the token is cancelled.</summary>
    public static async Task ServeAsync(EdgeOptions options, EdgeLog log, CancellationToken cancellation)
    {
        using var clientGone = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var clock = new Clock(TimeProvider.System);
        var failures = new Failures(options);
        using var http = new GatewayHttp(options, new ApiKeySource(options));
        var exchange = new PersistentExchange(http, options, clock);
        var abandonments = new Abandonments(http, clock, log);
        var operations = new LineOperations(http, exchange, abandonments, options, clock, clientGone.Token);
        var serverOptions = new McpServerOptions
        {
            ServerInfo = new Implementation { Name = "callactors", Title = "CallActors", Version = EdgeVersion.Text },
            ServerInstructions = Instructions,
            ToolCollection =
            [
                new InitiateCallTool(operations, failures),
                new ContinueCallTool(operations, failures),
                new SpeakToUserTool(operations, failures),
                new ListenTool(operations, failures),
                new ReportProgressTool(exchange, failures, clock),
                new EndCallTool(operations, failures),
                new CallStatusTool(exchange, failures, clock),
            ],
        };
        var input = new ClientInput(Console.OpenStandardInput(), clientGone);
        await using (var transport = new StreamServerTransport(input, Console.OpenStandardOutput(), serverOptions.ServerInfo.Name))
        await using (var server = McpServer.Create(transport, serverOptions))
        {
            try
            {
                await server.RunAsync(cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                // Told to stop.
            }
        }
        await abandonments.CompleteAsync();
    }
}
