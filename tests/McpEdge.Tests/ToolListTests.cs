using System.Text.Json;
using CallActors.McpEdge.Tests.Processes;

namespace CallActors.McpEdge.Tests;

public sealed class ToolListTests
{
    [Theory]
    [InlineData("initiate_call", "message", false, false)]
    [InlineData("continue_call", "call_id,message", false, false)]
    [InlineData("speak_to_user", "call_id,message", false, false)]
    [InlineData("listen", "call_id", false, false)]
    [InlineData("report_progress", "call_id,line", false, false)]
    [InlineData("end_call", "call_id,message", false, true)]
    [InlineData("send_message", "message", false, false)]
    [InlineData("call_status", "", true, false)]
    public async Task Each_tool_says_what_it_needs_and_what_it_does_to_the_world(string name, string required, bool readOnly, bool destructive)
    {
        await using var edge = await EdgeProcess.StartAsync("http://127.0.0.1:9", "unused-key");
        var tools = await edge.Client.ListToolsAsync();

        var tool = Assert.Single(tools, t => t.Name == name).ProtocolTool;
        Assert.Equal(8, tools.Count);
        Assert.Equal(required, Required(tool.InputSchema));
        Assert.Equal("object", tool.OutputSchema?.GetProperty("type").GetString());
        Assert.Equal(readOnly, tool.Annotations?.ReadOnlyHint);
        Assert.Equal(destructive, tool.Annotations?.DestructiveHint);
        Assert.Equal(!readOnly, tool.Annotations?.OpenWorldHint);
    }

    [Fact]
    public async Task The_server_and_its_tools_teach_how_to_talk_on_a_phone()
    {
        await using var edge = await EdgeProcess.StartAsync("http://127.0.0.1:9", "unused-key");
        var texts = (await edge.Client.ListToolsAsync()).ToDictionary(t => t.Name, t => t.Description);

        Assert.Contains("one topic, one question", edge.Client.ServerInstructions, StringComparison.Ordinal);
        Assert.Contains("`heard` is the part of your message that they know", texts["initiate_call"], StringComparison.Ordinal);
        Assert.Contains("expect", texts["initiate_call"], StringComparison.Ordinal);
        Assert.Contains("ask whether there is anything else", texts["continue_call"], StringComparison.Ordinal);
        Assert.Contains("silence on a phone", texts["speak_to_user"], StringComparison.Ordinal);
        Assert.Contains("while nobody listened", texts["listen"], StringComparison.Ordinal);
        Assert.Contains("when nobody speaks", texts["report_progress"], StringComparison.Ordinal);
        Assert.Contains("First ask", texts["end_call"], StringComparison.Ordinal);
        Assert.Contains("a text cannot be taken back", texts["send_message"], StringComparison.Ordinal);
        Assert.Contains("when a call did not reach the person, send_message", edge.Client.ServerInstructions, StringComparison.Ordinal);
    }

    private static string Required(JsonElement schema) =>
        schema.TryGetProperty("required", out var names) ? string.Join(',', names.EnumerateArray().Select(n => n.GetString())) : "";
}
