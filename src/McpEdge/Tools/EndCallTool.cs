using System.Globalization;
using CallActors.McpEdge.Gateway;
using CallActors.McpEdge.Operations;
using ModelContextProtocol.Protocol;

namespace CallActors.McpEdge.Tools;

/// <summary><c>end_call</c>: says goodbye, hangs up.</summary>
internal sealed class EndCallTool(LineOperations operations, Failures failures) : OperationTool(Definition, operations, failures)
{
    private static Tool Definition { get; } = new()
    {
        Name = "end_call",
        Title = "Say goodbye and hang up",
        Description = """
            Say a short goodbye on an open call, wait until it has been heard, and hang up. First ask with continue_call whether there is anything else, unless the person has just said goodbye. A call that is left open costs money and leaves a person listening to silence.
            """,
        InputSchema = ToolSchemas.EndInput,
        OutputSchema = ToolSchemas.EndOutput,
        Annotations = new ToolAnnotations
        {
            Title = "Say goodbye and hang up",
            ReadOnlyHint = false,
            DestructiveHint = true,
            IdempotentHint = false,
            OpenWorldHint = true,
        },
    };

    protected override Checked<LineOrder> Order(ToolArguments arguments) => OnCall(arguments, "end", listens: false);

    protected override CallToolResult? Answer(LineOrder order, OperationAnswer answer, string callId) =>
        answer.DurationSeconds is { } seconds
            ? ToolResults.Done(
                $"Call ended. Duration: {seconds.ToString("0.###", CultureInfo.InvariantCulture)}s",
                Structured(answer, callId, ended: true))
            : null;
}
