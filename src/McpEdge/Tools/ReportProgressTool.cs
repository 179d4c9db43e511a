using System.Text.Json;
using CallActors.McpEdge.Gateway;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace CallActors.McpEdge.Tools;

/// <summary><c>report_progress</c>: tells the person how the work goes, when there is a moment for it.</summary>
internal sealed class ReportProgressTool(PersistentExchange exchange, Failures failures, Clock clock) : McpServerTool
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private static Tool Definition { get; } = new()
    {
        Name = "report_progress",
        Title = "Tell how the work goes",
        Description = """
            Tell the person on an open call in a few words how your work goes, while they wait for you. Returns at once. The line is said when nobody speaks, every few seconds at most; a newer line takes its place, and what you say next drops it. Use it between the steps of work that takes longer than ten seconds; what the person must hear is for speak_to_user or continue_call.
            """,
        InputSchema = ToolSchemas.ProgressInput,
        OutputSchema = ToolSchemas.ProgressOutput,
        Annotations = new ToolAnnotations
        {
            Title = "Tell how the work goes",
            ReadOnlyHint = false,
            DestructiveHint = false,
            IdempotentHint = true,
            OpenWorldHint = true,
        },
    };

    public override Tool ProtocolTool => Definition;

    public override IReadOnlyList<object> Metadata => [];

    public override async ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request,
        CancellationToken cancellationToken = default)
    {
        var arguments = new ToolArguments(Definition.Name, request.Params?.Arguments);
        var callId = SpokenArguments.CallId(arguments.Text("call_id"));
        var line = SpokenArguments.Line(arguments.Text("line"));
        if ((callId.Refusal ?? line.Refusal) is { } refusal) return ToolResults.Refused(refusal);

        using var deadline = clock.Deadline(Longest);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await TellAsync(callId.Value!, line.Value!, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failures.Overdue(Longest, callId.Value);
        }
    }

    /// <summary>A line that is sent twice is the newest line twice: it needs no key.</summary>
    private async Task<CallToolResult> TellAsync(string callId, string line, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new ProgressBody(line), GatewayJson.Default.ProgressBody);
        var came = await exchange.SendAsync(
            new GatewayRequest(HttpMethod.Post, GatewayPaths.Progress(callId), body, IdempotencyKey: null, Patience), () => Task.CompletedTask, cancellation);
        return came is Exchange.Answered { Succeeded: true }
            ? ToolResults.Done($"Progress noted: \"{line}\"", JsonSerializer.SerializeToElement(new ProgressTaken(callId, line), ResultJson.Default.ProgressTaken))
            : failures.Of(came, callId);
    }
}
