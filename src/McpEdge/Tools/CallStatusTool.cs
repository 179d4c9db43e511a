using System.Globalization;
using System.Text;
using System.Text.Json;
using CallActors.McpEdge.Gateway;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace CallActors.McpEdge.Tools;

/// <summary><c>call_status</c>: one call with its transcript, or the list of calls.</summary>
internal sealed class CallStatusTool(PersistentExchange exchange, Failures failures, Clock clock) : McpServerTool
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private static Tool Definition { get; } = new()
    {
        Name = "call_status",
        Title = "Look at calls",
        Description = """
            Look at a call: its phase, who said what, what was heard and where the person cut in, and why it ended. Without call_id: the latest calls, newest first; use it to find a call again after an error, a cancelled tool call or a restart. Says nothing on the line.
            """,
        InputSchema = ToolSchemas.StatusInput,
        OutputSchema = ToolSchemas.StatusOutput,
        Annotations = new ToolAnnotations
        {
            Title = "Look at calls",
            ReadOnlyHint = true,
            DestructiveHint = false,
            IdempotentHint = true,
            OpenWorldHint = false,
        },
    };

    public override Tool ProtocolTool => Definition;

    public override IReadOnlyList<object> Metadata => [];

    public override async ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request,
        CancellationToken cancellationToken = default)
    {
        var given = new ToolArguments(Definition.Name, request.Params?.Arguments).OptionalText("call_id");
        var callId = given is null ? new Checked<string>(null, null) : SpokenArguments.CallId(given);
        if (callId.Refusal is { } refusal) return ToolResults.Refused(refusal);

        using var deadline = clock.Deadline(Longest);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return callId.Value is { } id ? await OneAsync(id, either.Token) : await AllAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failures.Overdue(Longest, callId.Value);
        }
    }

    private async Task<CallToolResult> OneAsync(string id, CancellationToken cancellation)
    {
        var came = await AskAsync(GatewayPaths.Call(id), cancellation);
        return came is Exchange.Answered { Succeeded: true } answer
            && answer.As(GatewayJson.Default.CallAnswer) is { } call
            && Standing(call, withTranscript: true) is { } standing
            ? ToolResults.Done(Words(standing), JsonSerializer.SerializeToElement(standing, ResultJson.Default.CallStanding))
            : failures.Of(came, id);
    }

    private async Task<CallToolResult> AllAsync(CancellationToken cancellation)
    {
        var came = await AskAsync(GatewayPaths.Calls, cancellation);
        if (came is not Exchange.Answered { Succeeded: true } answer || answer.As(GatewayJson.Default.CallListAnswer)?.Calls is not { } calls)
            return failures.Of(came, callId: null);
        var standings = calls.Select(call => Standing(call, withTranscript: false)).OfType<CallStanding>().ToList();
        var text = standings.Count == 0 ? "There are no calls yet." : string.Join('\n', standings.Select(Headline));
        return ToolResults.Done(text, JsonSerializer.SerializeToElement(new CallList(standings), ResultJson.Default.CallList));
    }

    private Task<Exchange> AskAsync(string path, CancellationToken cancellation) =>
        exchange.SendAsync(GatewayRequest.Get(path, Patience), () => Task.CompletedTask, cancellation);

    private static CallStanding? Standing(CallAnswer call, bool withTranscript)
    {
        if (call is not { CallId: { } id, Phase: { } phase }) return null;
        var kebab = Kebab.Of(phase);
        return new CallStanding(
            id,
            kebab,
            kebab == "ended",
            call.Inbound,
            call.Address,
            call.PlacedAt,
            call.AnsweredAt,
            call.EndedAt,
            call.EndReason is { } reason ? Kebab.Of(reason) : null,
            call.Outcome,
            call.EndDetail is { Length: > 0 } detail ? detail : null,
            withTranscript ? [.. (call.Transcript ?? []).Select(Line)] : null);
    }

    private static SpokenLine Line(TranscriptAnswer line) =>
        new(Kebab.Of(line.Speaker ?? "?"), line.Text ?? "", line.Heard, line.Interrupted, line.StartedAt, line.EndedAt);

    private static string Headline(CallStanding call)
    {
        var text = new StringBuilder($"{call.CallId}: {call.Phase}");
        if (call.EndReason is not null) text.Append(CultureInfo.InvariantCulture, $" ({call.EndReason})");
        if (call.Address is not null) text.Append(call.Inbound == true ? ", from " : ", to ").Append(call.Address);
        if (call.PlacedAt is { } at) text.Append(CultureInfo.InvariantCulture, $", {at:yyyy-MM-dd HH:mm:ss}Z");
        return text.ToString();
    }

    private static string Words(CallStanding call)
    {
        var text = new StringBuilder(Headline(call));
        if (call.EndDetail is not null) text.Append('\n').Append(call.EndDetail);
        foreach (var line in call.Transcript ?? [])
        {
            text.Append('\n').Append(line.Speaker == "agent" ? "You: " : "Person: ").Append(line.Text);
            if (line.Interrupted) text.Append(CultureInfo.InvariantCulture, $" [interrupted; heard: \"{line.Heard}\"]");
        }
        return text.ToString();
    }
}
