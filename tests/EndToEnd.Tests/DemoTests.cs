using CallActors.Demo;

namespace CallActors.EndToEnd.Tests;

/// <summary>The demo is the main job: agent, MCP edge, gateway, phone, voices.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task The_demo_tells_its_whole_story()
    {
        var output = new StringWriter();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        var code = await Story.TellAsync(output, deadline.Token);
        Assert.True(code == 0, output.ToString());
    }
}
