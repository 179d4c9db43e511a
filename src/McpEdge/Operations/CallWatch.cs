using CallActors.McpEdge.Gateway;

namespace CallActors.McpEdge.Operations;

/// <summary>Looks how an operation's call stands, in words for the one who waits.</summary>
internal sealed class CallWatch(GatewayHttp http, Clock clock, string key, string? callId)
{
    public const string Reconnecting = "reconnecting to the gateway";
    public const string Placing = "placing the call";
    public const string Waiting = "waiting for the person";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private string? _callId = callId;

    /// <summary>What is said before anything is known.</summary>
    public string First => _callId is null ? Placing : Waiting;

    /// <summary>Null when the gateway did not tell.</summary>
    public async Task<string?> DescribeAsync(CancellationToken cancellation)
    {
        using var patience = clock.Deadline(Patience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            _callId ??= await FindCallAsync(either.Token);
            return _callId is null ? null : await DescribeCallAsync(_callId, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<string?> FindCallAsync(CancellationToken cancellation) =>
        await http.SendAsync(GatewayRequest.Get(GatewayPaths.Operation(callId: null, key), TimeSpan.Zero), cancellation)
            is Exchange.Answered { Succeeded: true } answer
            ? answer.As(GatewayJson.Default.CallAnswer)?.CallId
            : null;

    private async Task<string?> DescribeCallAsync(string id, CancellationToken cancellation) =>
        await http.SendAsync(GatewayRequest.Get(GatewayPaths.Call(id), TimeSpan.Zero), cancellation) switch
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
