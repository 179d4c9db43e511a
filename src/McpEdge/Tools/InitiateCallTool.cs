using CallActors.McpEdge.Gateway;
using CallActors.McpEdge.Operations;
using ModelContextProtocol.Protocol;

namespace CallActors.McpEdge.Tools;

/// <summary><c>initiate_call</c>: rings, speaks, listens.</summary>
internal sealed class InitiateCallTool(LineOperations operations, Failures failures) : OperationTool(Definition, operations, failures)
{
    private static Tool Definition { get; } = new()
    {
        Name = "initiate_call",
        Title = "Call the person",
        Description = """
            Start a phone call with the person you work for: rings, says your message when they answer, listens, and returns what they said. Use it when you need a decision, are stuck, or have finished something worth hearing about at once; not for what can wait.
            This is speech. Say who you are and what it is about in one or two short sentences, one topic, one question at the end. No markdown, code, paths or links; say numbers as one says them. Give `expect` when you know the kind of answer.
            It takes as long as ringing, speaking and the answer take, often more than a minute. `interrupted` means that they cut in; then `heard` is the part of your message that they know: do not assume the rest, repeat it only if it still matters, and answer what they said first.
            The line stays open: go on with continue_call, and always finish with end_call after asking whether there is anything else.
            """,
        InputSchema = ToolSchemas.InitiateInput,
        OutputSchema = ToolSchemas.TurnOutput,
        Annotations = new ToolAnnotations
        {
            Title = "Call the person",
            ReadOnlyHint = false,
            DestructiveHint = false,
            IdempotentHint = false,
            OpenWorldHint = true,
        },
    };

    protected override Checked<LineOrder> Order(ToolArguments arguments)
    {
        var message = SpokenArguments.Message(arguments.Text("message"));
        var to = SpokenArguments.Callee(arguments.OptionalText("to"));
        var expect = SpokenArguments.Expect(arguments.Any("expect"));
        var interruptible = arguments.OptionalFlag("interruptible");
        var record = arguments.OptionalFlag("record");
        return (message.Refusal ?? to.Refusal ?? expect.Refusal) is { } refusal
            ? Checked<LineOrder>.Refused(refusal)
            : new LineOrder(GatewayPaths.Place, null, new OperationBody(message.Value!, to.Value, expect.Value, interruptible, record));
    }

    protected override CallToolResult? Answer(LineOrder order, OperationAnswer answer, string callId)
    {
        if (answer is not { Response: { } response, Interrupted: not null }) return null;
        var next = answer.Ended ? "Use initiate_call to ring again." : "Use continue_call to ask follow-ups or end_call to hang up.";
        return ToolResults.Done(
            $"Call initiated successfully.\n\nCall ID: {callId}\n\nUser's response:\n{response}{Circumstances(answer)}\n\n{next}",
            Structured(answer, callId, answer.Ended));
    }
}
