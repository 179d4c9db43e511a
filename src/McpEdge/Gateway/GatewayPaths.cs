namespace CallActors.McpEdge.Gateway;

/// <summary>Where the gateway's REST API has what the edge needs (docs/rest-api.md).</summary>
internal static class GatewayPaths
{
    public const string Place = "api/call?include=details";

    public const string Calls = "api/calls";

    public const string Message = "api/message";

    public const string Health = "api/health";

    public static string Call(string callId) => $"api/call/{Uri.EscapeDataString(callId)}";

    public static string CallOperation(string callId, string verb) => $"{Call(callId)}/{verb}?include=details";

    public static string Progress(string callId) => $"{Call(callId)}/progress";

    /// <summary>An operation, by the idempotency key that it was ordered with; the key is its id. A call that is still being placed
    /// is known by the key alone.</summary>
    public static string Operation(string? callId, string key) =>
        callId is null ? $"api/operations/{Uri.EscapeDataString(key)}" : $"{Call(callId)}/operations/{Uri.EscapeDataString(key)}";
}
