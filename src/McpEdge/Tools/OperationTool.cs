using System.Text.Json;
using CallActors.McpEdge.Gateway;
using CallActors.McpEdge.Operations;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace CallActors.McpEdge.Tools;

/// <summary>A tool that has something done on the line: reads its arguments, has the order carried out, words the answer.</summary>
internal abstract class OperationTool(Tool tool, LineOperations operations, Failures failures) : McpServerTool
{
    public override Tool ProtocolTool => tool;

    public override IReadOnlyList<object> Metadata => [];

    public override async ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request,
        CancellationToken cancellationToken = default)
    {
        var order = Order(new ToolArguments(tool.Name, request.Params?.Arguments));
        if (order.Value is not { } wanted) return ToolResults.Refused(order.Refusal!);
        var outcome = await operations.PerformAsync(wanted, request.Server, request.Params?.ProgressToken, cancellationToken);
        return outcome switch
        {
            LineOutcome.Finished { Exchange: Exchange.Answered { Succeeded: true } answer }
                when answer.As(GatewayJson.Default.OperationAnswer) is { } done
                && (done.CallId ?? wanted.CallId) is { } callId
                && Answer(wanted, done, callId) is { } result => result,
            LineOutcome.Finished { Exchange: var exchange } => failures.Of(exchange, wanted.CallId),
            LineOutcome.Overdue { Waited: var waited } => Failures.Overdue(waited, wanted.CallId),
            _ => throw new InvalidOperationException("An outcome is one of its own kinds."),
        };
    }

    /// <summary>What the agent wants, or why it cannot be done.</summary>
    /// <exception cref="McpProtocolException">The arguments do not have the schema's shape.</exception>
    protected abstract Checked<LineOrder> Order(ToolArguments arguments);

    /// <summary>The result for the gateway's answer; null when the answer is not one to this order.</summary>
    protected abstract CallToolResult? Answer(LineOrder order, OperationAnswer answer, string callId);

    /// <summary>An order for a call that exists.</summary>
    protected static Checked<LineOrder> OnCall(ToolArguments arguments, string verb, bool listens)
    {
        var callId = SpokenArguments.CallId(arguments.Text("call_id"));
        var message = SpokenArguments.Message(arguments.Text("message"));
        var expect = listens ? SpokenArguments.Expect(arguments.Any("expect")) : default;
        var interruptible = arguments.OptionalFlag("interruptible");
        return (callId.Refusal ?? message.Refusal ?? expect.Refusal) is { } refusal
            ? Checked<LineOrder>.Refused(refusal)
            : new LineOrder(GatewayPaths.CallOperation(callId.Value!, verb), callId.Value, new OperationBody(message.Value!, null, expect.Value, interruptible));
    }

    /// <summary>What an agent has to know beside the words: that it was cut short, that the call is over. Empty when it is neither.</summary>
    protected static string Circumstances(OperationAnswer answer)
    {
        var text = "";
        if (answer.Interrupted == true)
            text += answer.Heard is { } heard
                ? $"\n\nThe person interrupted you and heard only this much: \"{heard}\""
                : "\n\nThe person interrupted you before you had finished.";
        if (answer.Ended)
            text += $"\n\nThe call is over ({Kebab.Of(answer.EndReason ?? "ended")}). {answer.EndDetail}".TrimEnd();
        return text;
    }

    /// <summary>The structured result of an answer.</summary>
    protected static JsonElement Structured(OperationAnswer answer, string callId, bool ended) => JsonSerializer.SerializeToElement(
        new OperationResult(
            callId,
            ended,
            answer.Response,
            answer.Interrupted,
            answer.Heard,
            answer.EndReason is { } reason ? Kebab.Of(reason) : null,
            answer.Outcome,
            answer.EndDetail,
            answer.DurationSeconds,
            answer.Timings is { } times ? new TurnTimes(times.ReplyToAudioMs, times.VoiceEndToTextMs, times.OnsetToClearMs) : null),
        ResultJson.Default.OperationResult);
}
