using CallActors.McpEdge.Gateway;
using CallActors.McpEdge.Operations;
using ModelContextProtocol.Protocol;

namespace CallActors.McpEdge.Tools;

/// <summary><c>continue_call</c>: speaks, listens.</summary>
internal sealed class ContinueCallTool(LineOperations operations, Failures failures) : OperationTool(Definition, operations, failures)
{
    private static Tool Definition { get; } = new()
    {
        Name = "continue_call",
        Title = "Go on talking",
        Description = """
            Say something on an open call and return the person's answer. Short utterances, one topic each, ending in one question; read lists out as a few choices and give them in `expect`.
            If `interrupted` is true they cut in: `heard` is what they know of your message, `response` is what they want now. If `ended` is true they hung up and `response` is what they said before; do not ring again unasked.
            An empty answer or one that makes no sense may have been misheard: ask again, more simply, once. Before you hang up, ask whether there is anything else.
            """,
        InputSchema = ToolSchemas.ContinueInput,
        OutputSchema = ToolSchemas.TurnOutput,
        Annotations = new ToolAnnotations
        {
            Title = "Go on talking",
            ReadOnlyHint = false,
            DestructiveHint = false,
            IdempotentHint = false,
            OpenWorldHint = true,
        },
    };

    protected override Checked<LineOrder> Order(ToolArguments arguments) => OnCall(arguments, "continue", listens: true);

    protected override CallToolResult? Answer(LineOrder order, OperationAnswer answer, string callId) =>
        answer is { Response: { } response, Interrupted: not null }
            ? ToolResults.Done($"User's response:\n{response}{Circumstances(answer)}", Structured(answer, callId, answer.Ended))
            : null;
}
