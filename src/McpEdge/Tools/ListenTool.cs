using CallActors.McpEdge.Gateway;
using CallActors.McpEdge.Operations;
using ModelContextProtocol.Protocol;

namespace CallActors.McpEdge.Tools;

/// <summary><c>listen</c>: listens without saying anything.</summary>
internal sealed class ListenTool(LineOperations operations, Failures failures) : OperationTool(Definition, operations, failures)
{
    private static Tool Definition { get; } = new()
    {
        Name = "listen",
        Title = "Hear the person out",
        Description = """
            Listen on an open call without saying anything. Returns at once what the person said while nobody listened (over speak_to_user, while you worked), or else waits for their next words. Use it after speak_to_user was interrupted, or when the person has more to say; when you have something to say, continue_call says it and listens.
            """,
        InputSchema = ToolSchemas.ListenInput,
        OutputSchema = ToolSchemas.TurnOutput,
        Annotations = new ToolAnnotations
        {
            Title = "Hear the person out",
            ReadOnlyHint = false,
            DestructiveHint = false,
            IdempotentHint = false,
            OpenWorldHint = true,
        },
    };

    protected override Checked<LineOrder> Order(ToolArguments arguments)
    {
        var callId = SpokenArguments.CallId(arguments.Text("call_id"));
        var expect = SpokenArguments.Expect(arguments.Any("expect"));
        return (callId.Refusal ?? expect.Refusal) is { } refusal
            ? Checked<LineOrder>.Refused(refusal)
            : new LineOrder(GatewayPaths.CallOperation(callId.Value!, "listen"), callId.Value, new OperationBody(Message: null, Expect: expect.Value));
    }

    protected override CallToolResult? Answer(LineOrder order, OperationAnswer answer, string callId) =>
        answer is { Response: { } response, Interrupted: not null }
            ? ToolResults.Done($"User's response:\n{response}{Circumstances(answer)}", Structured(answer, callId, answer.Ended))
            : null;
}
