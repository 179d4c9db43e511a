using CallActors.McpEdge.Gateway;

namespace CallActors.McpEdge.Operations;

/// <summary>Looks how an operation's call stands, in words for the one who waits.</summary>
internal sealed class CallWatch(GatewayHttp http, Clock clock, string key, string? callId) : GatewayWatch(http, clock)
{
    public const string Placing = "placing the call";
    public const string Waiting = "waiting for the person";

    private string? _callId = callId;

    public override string First => _callId is null ? Placing : Waiting;

    protected override async Task<string?> LookAsync(CancellationToken cancellation)
    {
        _callId ??= await FindCallAsync(cancellation);
        return _callId is null ? null : await DescribeCallAsync(_callId, cancellation);
    }

    private async Task<string?> FindCallAsync(CancellationToken cancellation) =>
        await AskAsync(GatewayPaths.Operation(callId: null, key), cancellation)
            is Exchange.Answered { Succeeded: true } answer
            ? answer.As(GatewayJson.Default.CallAnswer)?.CallId
            : null;

    private async Task<string?> DescribeCallAsync(string id, CancellationToken cancellation) =>
        await AskAsync(GatewayPaths.Call(id), cancellation) switch
        {
            Exchange.Unreachable => Reconnecting,
            Exchange.Answered { Succeeded: true } answer when answer.As(GatewayJson.Default.CallAnswer) is { } call => Words(call),
            _ => null,
        };

    private static string Words(CallAnswer call) => Kebab.Of(call.Phase ?? "") switch
    {
        "placing" => Placing,
        "ringing" => "ringing",
        "connecting" => "connecting the audio",
        "ended" => "the call has ended",
        "talking" => call.Transcript is [.., { EndedAt: null } last]
            ? Kebab.Of(last.Speaker ?? "") == "person" ? "the person is speaking" : "speaking"
            : "waiting for the person's answer",
        _ => Waiting,
    };
}
