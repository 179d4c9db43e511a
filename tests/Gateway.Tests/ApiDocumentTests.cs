using System.Net;
using System.Text.Json;
using CallActors.Gateway.Tests.Fakes;
using Microsoft.OpenApi;

namespace CallActors.Gateway.Tests;

public sealed class ApiDocumentTests
{
    [Fact]
    public async Task The_document_is_valid_OpenAPI_without_a_warning()
    {
        await using var gateway = await TestGateway.StartAsync();
        var answer = await gateway.Anonymous.GetAsync("/openapi/v1.json");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var read = OpenApiDocument.Parse(await answer.Content.ReadAsStringAsync(), "json");
        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
    }

    [Fact]
    public async Task Every_path_of_the_API_is_in_it_with_key_and_faults()
    {
        await using var gateway = await TestGateway.StartAsync();
        var document = await (await gateway.Anonymous.GetAsync("/openapi/v1.json")).JsonAsync();
        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(p => p.Value.EnumerateObject().Select(m => (Name: $"{m.Name.ToUpperInvariant()} {p.Name}", m.Value)))
            .ToDictionary(o => o.Name, o => o.Value);
        Assert.Equal(
            [
                "DELETE /api/call/{id}/operations/{operationId}", "DELETE /api/call/{id}/recording", "DELETE /api/operations/{key}", "DELETE /api/schedules/{callId}",
                "GET /api/audit", "GET /api/call/{id}", "GET /api/call/{id}/events", "GET /api/call/{id}/operations/{operationId}", "GET /api/call/{id}/recording", "GET /api/call/{id}/transcript", "GET /api/calls", "GET /api/health", "GET /api/history", "GET /api/operations/{key}", "GET /api/schedules", "GET /api/workspaces", "GET /api/workspaces/{workspaceId}", "GET /health", "GET /health/ready",
                "POST /api/call", "POST /api/call/{id}/cancel", "POST /api/call/{id}/continue", "POST /api/call/{id}/end", "POST /api/call/{id}/listen", "POST /api/call/{id}/operations/{operationId}/text", "POST /api/call/{id}/progress", "POST /api/call/{id}/speak",
                "POST /api/message", "POST /api/workspaces/{workspaceId}/interrupt", "POST /api/workspaces/{workspaceId}/submit",
            ],
            operations.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, operation) in operations)
        {
            Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
            var isApi = name.Contains("/api/", StringComparison.Ordinal);
            Assert.Equal(isApi, operation.TryGetProperty("security", out _));
            if (isApi && !name.EndsWith("/health", StringComparison.Ordinal))
                Assert.True(operation.GetProperty("responses").GetProperty("401").GetProperty("content").TryGetProperty("application/problem+json", out _), name);
        }
        Assert.Equal("bearer", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("scheme").GetString());
    }

    [Fact]
    public async Task The_body_of_a_call_is_described_with_its_bounds()
    {
        await using var gateway = await TestGateway.StartAsync();
        var document = await (await gateway.Anonymous.GetAsync("/openapi/v1.json")).JsonAsync();
        var schemas = document.GetProperty("components").GetProperty("schemas");
        var place = schemas.GetProperty("PlaceCallRequest");
        Assert.Equal(["message"], place.GetProperty("required").EnumerateArray().Select(r => r.GetString()!));
        var members = place.GetProperty("properties");
        Assert.Equal(["expect", "hints", "interruptible", "language", "listenSeconds", "message", "record", "ringSeconds", "to", "voice"], members.Members().Order());
        Assert.Equal(16_384, members.GetProperty("message").GetProperty("maxLength").GetInt32());
        Assert.Equal(3600, members.GetProperty("listenSeconds").GetProperty("maximum").GetDouble());
        Assert.Equal(2, schemas.GetProperty("AnswerForm").GetProperty("oneOf").GetArrayLength());
        Assert.Equal(["callId", "response", "interrupted"], schemas.GetProperty("PlacedResponse").GetProperty("required").EnumerateArray().Select(r => r.GetString()!));
        Assert.Equal(JsonValueKind.Object, schemas.GetProperty("ProblemBody").ValueKind);
    }
}
