using CallActors.McpEdge.Gateway;

namespace CallActors.McpEdge.Operations;

/// <summary>Looks how the wait for the reply to a text stands. A text has no phases that a gateway would tell: what is looked at is whether
/// the gateway is there.</summary>
internal sealed class ReplyWatch(GatewayHttp http, Clock clock) : GatewayWatch(http, clock)
{
    public const string Waiting = "waiting for the person's reply";

    public override string First => Waiting;

    protected override async Task<string?> LookAsync(CancellationToken cancellation) =>
        await AskAsync(GatewayPaths.Health, cancellation) switch
        {
            Exchange.Unreachable => Reconnecting,
            Exchange.Answered { Succeeded: true } => Waiting,
            _ => null,
        };
}
