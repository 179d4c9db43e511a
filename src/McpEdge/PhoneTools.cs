using CallActors.McpEdge.Configuration;
using CallActors.McpEdge.Gateway;
using CallActors.McpEdge.Operations;
using CallActors.McpEdge.Tools;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace CallActors.McpEdge;

/// <summary>The phone tools, for whoever serves them: the edge on standard input and output, the gateway at <c>/mcp</c>. They speak to the
/// gateway's REST API in either case, so an agent finds the same behaviour behind both.</summary>
public sealed class PhoneTools : IAsyncDisposable
{
    private const string Instructions = """
        These tools talk to a person on the phone. Speech is slow and cannot be skimmed: short utterances, one topic, one question at a time, nothing that only makes sense in writing. A call is initiate_call, then continue_call as long as there is something to ask, then end_call after asking whether there is anything else. Say something with speak_to_user before you go off to work while the line is open, and report_progress while it lasts. Answer an interruption before you go on; only what `heard` says was heard. For what can wait, or when a call did not reach the person, send_message writes them a text and returns the reply.
        """;

    private readonly EdgeOptions _options;
    private readonly Clock _clock;
    private readonly Failures _failures;
    private readonly GatewayHttp _http;
    private readonly PersistentExchange _exchange;
    private readonly Abandonments _abandonments;

    /// <param name="log">Takes lines without a key and without words of a call.</param>
    internal PhoneTools(EdgeOptions options, TimeProvider time, Action<string> log)
    {
        _options = options;
        _clock = new Clock(time);
        _failures = new Failures(options);
        _http = new GatewayHttp(options, new ApiKeySource(options));
        _exchange = new PersistentExchange(_http, options, _clock);
        _abandonments = new Abandonments(_http, _clock, log);
    }

    /// <summary>The tools of a gateway that serves them itself.</summary>
    /// <param name="gateway">Where this gateway listens.</param>
    /// <param name="apiKey">Its key.</param>
    /// <param name="certificate">Its certificate, a PEM file; empty when it speaks http.</param>
    /// <param name="log">Takes lines without a key and without words of a call.</param>
    public static PhoneTools OfGateway(Uri gateway, string apiKey, string certificate, TimeProvider time, Action<string> log) => new(
        new EdgeOptions(
            gateway,
            apiKey,
            KeyFile: "",
            Deadline: TimeSpan.FromMinutes(15),
            // A gateway that has gone takes these tools with it: nobody is left to wait for its return.
            Reconnect: TimeSpan.Zero,
            Progress: TimeSpan.FromSeconds(10),
            IsSelf: true,
            certificate),
        time,
        log);

    /// <summary>A server's options with these tools in them.</summary>
    /// <param name="clientGone">Cancelled when nobody is left to read a result: what is under way then is abandoned.</param>
    public McpServerOptions ServerOptions(CancellationToken clientGone)
    {
        var operations = new LineOperations(_http, _exchange, _abandonments, _options, _clock, clientGone);
        return new McpServerOptions
        {
            ServerInfo = new Implementation { Name = "callactors", Title = "CallActors", Version = EdgeVersion.Text },
            ServerInstructions = Instructions,
            ToolCollection =
            [
                new InitiateCallTool(operations, _failures),
                new ContinueCallTool(operations, _failures),
                new SpeakToUserTool(operations, _failures),
                new ListenTool(operations, _failures),
                new ReportProgressTool(_exchange, _failures, _clock),
                new EndCallTool(operations, _failures),
                new SendMessageTool(operations, _failures),
                new CallStatusTool(_exchange, _failures, _clock),
            ],
        };
    }

    /// <summary>Waits until the gateway has been told of everything that was given up, 5 s at most.</summary>
    public async ValueTask DisposeAsync()
    {
        await _abandonments.CompleteAsync();
        _http.Dispose();
    }
}
