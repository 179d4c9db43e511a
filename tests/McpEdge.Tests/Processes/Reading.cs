using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace CallActors.McpEdge.Tests.Processes;

/// <summary>Reads tool results.</summary>
internal static class Reading
{
    /// <summary>The one text block that a result must have.</summary>
    public static string Text(this CallToolResult result) => Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;

    public static JsonElement Structured(this CallToolResult result)
    {
        Assert.NotEqual(true, result.IsError);
        return Assert.NotNull(result.StructuredContent);
    }

    /// <summary>The failure's text, after the claims that every failure must meet.</summary>
    public static string Failure(this CallToolResult result, string reason)
    {
        Assert.True(result.IsError);
        Assert.Null(result.StructuredContent);
        Assert.Equal(reason, (string?)result.Meta!["callactors/reason"]);
        Assert.StartsWith("Error: ", result.Text(), StringComparison.Ordinal);
        return result.Text();
    }
}
