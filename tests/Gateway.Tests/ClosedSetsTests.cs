using System.Text.Json;
using CallActors.Contracts.Calls;
using CallActors.Gateway.Http;
using CallActors.Gateway.Tests.Fakes;

namespace CallActors.Gateway.Tests;

/// <summary>The words for how and why a call ended are the same wherever they are told.</summary>
public sealed class ClosedSetsTests
{
    private static readonly string[] Outcomes = ["answered", "no-answer", "busy", "voicemail", "rejected", "failed", "cancelled"];

    private static IEnumerable<string> Reasons => Enum.GetValues<CallEndReason>().Select(KebabCase.Of);

    [Fact]
    public void Every_end_of_a_call_has_one_of_seven_outcomes()
    {
        Assert.Equal(Outcomes, CallOutcome.All);
        foreach (var reason in Enum.GetValues<CallEndReason>())
            foreach (var answered in new[] { true, false })
                Assert.Contains(CallOutcome.Of(reason, answered)!, Outcomes);
        Assert.All(Enum.GetValues<RefusalReason>(), reason => Assert.True(CallOutcome.Of(reason) is not { } outcome || Outcomes.Contains(outcome)));
    }

    [Theory]
    [InlineData("docs/rest-api.md")]
    [InlineData("docs/mcp.md")]
    public async Task The_pages_name_every_reason_and_every_outcome(string page)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(CallMeCloudPageTests.Root, page));
        Assert.All(Reasons.Concat(Outcomes), word => Assert.Contains($"`{word}`", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_protocol_page_has_every_reason_with_its_outcome()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(CallMeCloudPageTests.Root, "docs/protocols/call.md"));
        Assert.All(Enum.GetValues<CallEndReason>(), reason =>
        {
            var row = Assert.Single(text.Split('\n'), line => line.StartsWith($"| `{reason}` |", StringComparison.Ordinal));
            Assert.Contains($"`{CallOutcome.Of(reason, answered: true)}`", row, StringComparison.Ordinal);
            Assert.Contains($"`{CallOutcome.Of(reason, answered: false)}`", row, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task The_phone_page_has_words_for_every_reason()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(CallMeCloudPageTests.Root, "src/Gateway/wwwroot/phone/view.js"));
        Assert.All(Reasons, word => Assert.Contains($"  '{word}': '", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_API_document_names_them()
    {
        await using var gateway = await TestGateway.StartAsync();
        var schemas = JsonDocument.Parse(await gateway.Anonymous.GetStringAsync("/openapi/v1.json")).RootElement.GetProperty("components").GetProperty("schemas");
        foreach (var schema in new[] { "CallResponse", "CallSummaryBody", "PlacedResponse", "ContinuedResponse", "EndedResponse" })
        {
            var properties = schemas.GetProperty(schema).GetProperty("properties");
            Assert.All(Reasons, word => Assert.Contains(word, properties.GetProperty("endReason").GetProperty("description").GetString()!, StringComparison.Ordinal));
            Assert.All(Outcomes, word => Assert.Contains(word, properties.GetProperty("outcome").GetProperty("description").GetString()!, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_tools_schemas_name_them()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(CallMeCloudPageTests.Root, "src/McpEdge/Tools/ToolSchemas.cs"));
        var (reasons, outcomes) = (Line(text, "\"end_reason\""), Line(text, "\"outcome\""));
        Assert.All(Reasons, word => Assert.Contains(word, reasons, StringComparison.Ordinal));
        Assert.All(Outcomes, word => Assert.Contains(word, outcomes, StringComparison.Ordinal));
    }

    private static string Line(string text, string start) => Assert.Single(text.Split('\n'), line => line.TrimStart().StartsWith(start, StringComparison.Ordinal));
}
