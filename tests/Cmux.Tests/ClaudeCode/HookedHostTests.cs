using CallActors.Cmux.ClaudeCode;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tests.ClaudeCode;

public sealed class HookedHostTests : HookTest
{
    private readonly Dictionary<string, string> _given = new() { ["A"] = "b" };

    [Theory]
    [InlineData("claude")]
    [InlineData("/usr/local/bin/claude")]
    public async Task A_Claude_Code_is_started_with_our_hooks_and_what_was_ordered(string program)
    {
        await using var feed = new ClaudeCodeFeed(Options, []);
        var order = HookedHost.Hooked(new NewWorkspace("api", "/work", [program, "--verbose"], _given), feed);
        Assert.Equal([program, "--verbose", "--settings"], order.Command.Take(3));
        Assert.True(File.Exists(order.Command[3]));
        Assert.Equal("b", order.Environment["A"]);
        Assert.True(order.Environment.ContainsKey(ClaudeCodeFeed.Variable));
    }

    [Fact]
    public async Task Two_have_their_own()
    {
        await using var feed = new ClaudeCodeFeed(Options, []);
        var order = new NewWorkspace("api", "", ["claude"], _given);
        Assert.NotEqual(HookedHost.Hooked(order, feed).Command[2], HookedHost.Hooked(order, feed).Command[2]);
    }

    [Fact]
    public async Task Other_programs_and_settings_of_ones_own_are_left_as_they_are()
    {
        await using var feed = new ClaudeCodeFeed(Options, []);
        foreach (string[] command in (string[][])[[], ["codex"], ["claude", "--settings", "mine.json"]])
        {
            var order = new NewWorkspace("api", "", command, _given);
            Assert.Same(order, HookedHost.Hooked(order, feed));
        }
    }
}
