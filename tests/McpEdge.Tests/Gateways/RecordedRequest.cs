using System.Text.Json;

namespace CallActors.McpEdge.Tests.Gateways;

/// <summary>A request as the gateway got it.</summary>
internal sealed record RecordedRequest(
    string Method,
    string Path,
    string Query,
    string? Authorization,
    string? IdempotencyKey,
    JsonElement? Body,
    CancellationToken Aborted)
{
    public string Line => $"{Method} {Path}{Query}";
}

/// <summary>What the gateway answers.</summary>
internal sealed record FakeReply(int Status, string Body, string ContentType = "application/json")
{
    public static FakeReply Ok(string json) => new(200, json);

    public static FakeReply Problem(int status, string reason, string detail, string? callId = null) => new(
        status,
        JsonSerializer.Serialize(new { type = $"urn:callactors:problem:{reason}", title = reason, status, detail, reason, callId, error = detail }),
        "application/problem+json");

    public static FakeReply NoContent { get; } = new(204, "");
}
