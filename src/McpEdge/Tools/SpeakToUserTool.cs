using CallActors.McpEdge.Gateway;
using CallActors.McpEdge.Operations;
using ModelContextProtocol.Protocol;

namespace CallActors.McpEdge.Tools;

/// <summary><c>speak_to_user</c>: speaks without waiting for an answer.</summary>
internal sealed class SpeakToUserTool(LineOperations operations, Failures failures) : OperationTool(Definition, operations, failures)
{
    private static Tool Definition { get; } = new()
    {
        Name = "speak_to_user",
        Title = "Say without waiting",
        Description = """
            Say something on an open call without waiting for an answer, for example "one moment, I am looking" before work that takes longer than a few seconds: silence on a phone feels like a lost line. Returns when it has been spoken.
            What the person says meanwhile is kept and comes with the next continue_call or listen. `interrupted` means that they cut in and heard only `heard`: use listen to hear them out.
            """,
        InputSchema = ToolSchemas.SpeakInput,
        OutputSchema = ToolSchemas.SpeakOutput,
        Annotations = new ToolAnnotations
        {
            Title = "Say without waiting",
            ReadOnlyHint = false,
            DestructiveHint = false,
            IdempotentHint = false,
            OpenWorldHint = true,
        },
    };

    protected override Checked<LineOrder> Order(ToolArguments arguments) => OnCall(arguments, "speak", listens: false);

    protected override CallToolResult? Answer(LineOrder order, OperationAnswer answer, string callId) =>
        answer.Interrupted is not null
            ? ToolResults.Done($"Message spoken: \"{order.Body.Message}\"{Circumstances(answer)}", Structured(answer, callId, answer.Ended))
            : null;
}
