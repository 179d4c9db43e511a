using CallActors.Demo;

namespace CallActors.EndToEnd.Tests;

/// <summary>The demos are the main jobs: an agent calls a person by MCP edge, gateway, phone and voices; a person calls the agent in a terminal.</summary>
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

    [Fact]
    public async Task The_demo_of_calling_in_tells_its_whole_story()
    {
        var output = new StringWriter();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(180));
        var code = await InboundStory.TellAsync(output, deadline.Token);
        Assert.True(code == 0, output.ToString());
    }
}
