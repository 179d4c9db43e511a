using System.Text.Json;
using CallActors.McpEdge.Gateway;
using CallActors.McpEdge.Operations;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace CallActors.McpEdge.Tools;

/// <summary><c>send_message</c>: writes a text, waits for the reply.</summary>
internal sealed class SendMessageTool(LineOperations operations, Failures failures) : McpServerTool
{
    private static Tool Definition { get; } = new()
    {
        Name = "send_message",
        Title = "Write to the person",
        Description = """
            Send a text message to the person you work for, wait for the reply, and return it. Use it for what can wait a few minutes, or when a call did not reach them; what cannot wait is for initiate_call.
            Say who you are and ask one question. If nothing comes in time the text stays sent, and what they write later comes with your next send_message: do not send the same again. Cancelling ends the waiting only; a text cannot be taken back.
            If `wish` is "now" they want to talk: with `call_id` their phone is ringing already, go on with continue_call on that call; without it use initiate_call. If it is "later", do not ring yet.
            """,
        InputSchema = ToolSchemas.TextInput,
        OutputSchema = ToolSchemas.TextOutput,
        Annotations = new ToolAnnotations
        {
            Title = "Write to the person",
            ReadOnlyHint = false,
            DestructiveHint = false,
            IdempotentHint = false,
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
        var message = SpokenArguments.Text(arguments.Text("message"));
        var to = SpokenArguments.Recipient(arguments.OptionalText("to"));
        var wait = SpokenArguments.Wait(arguments.OptionalNumber("wait_seconds"));
        if ((message.Refusal ?? to.Refusal ?? wait.Refusal) is { } refusal) return ToolResults.Refused(refusal);

        var outcome = await operations.PerformAsync(
            new TextBody(message.Value!, to.Value, wait.Value), request.Server, request.Params?.ProgressToken, cancellationToken);
        return outcome switch
        {
            LineOutcome.Finished { Exchange: Exchange.Answered { Succeeded: true } answer }
                when answer.As(GatewayJson.Default.TextAnswer) is { MessageId: { } id, Response: { } response } reply =>
                // A Call-Me Cloud server tells no wish.
                Done(new TextReply(id, response, Kebab.Of(reply.Wish ?? "none"), reply.CallId)),
            LineOutcome.Finished { Exchange: var exchange } => failures.OfText(exchange),
            LineOutcome.Overdue { Waited: var waited } => Failures.TextOverdue(waited),
            _ => throw new InvalidOperationException("An outcome is one of its own kinds."),
        };
    }

    private static CallToolResult Done(TextReply reply) => ToolResults.Done(
        $"Message sent.\n\nMessage ID: {reply.MessageId}\n\nUser's response:\n{reply.Response}{Next(reply)}",
        JsonSerializer.SerializeToElement(reply, ResultJson.Default.TextReply));

    private static string Next(TextReply reply) => reply switch
    {
        { CallId: { } call } => $"\n\nThe person asked to be called and is rung by {call}. Use continue_call on that call.",
        { Wish: "now" } => "\n\nThe person wants to be called. Use initiate_call.",
        { Wish: "later" } => "\n\nThe person wants to be called later. Do not ring yet.",
        _ => "",
    };
}
