using CallActors.Cmux.ClaudeCode;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Edges.Tests;

/// <summary>A feed that cannot be heard, because another process hears its folder.</summary>
public sealed class FeedOrScreensTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("feed-").FullName;

    [Fact]
    public async Task The_second_who_hears_the_same_hooks_goes_without_them_and_says_so()
    {
        var said = new List<string>();
        await using var first = new FeedOrScreens(Feed(), said.Add);
        first.Start(new Deaf());
        Assert.Empty(said);
        await using var second = new FeedOrScreens(Feed(), said.Add);
        second.Start(new Deaf());
        Assert.Contains("Another process hears the hooks in", Assert.Single(said), StringComparison.Ordinal);
        second.Know("tmux", []);
        second.Tell(WorkspaceId.Of("tmux", "%1"), new AgentObservation.StillIdle(AgentSource.Screen, DateTimeOffset.UnixEpoch));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ClaudeCodeFeed Feed() => new(new HookOptions { Folder = _folder }, []);

    private sealed class Deaf : IAgentFeedObserver
    {
        public void On(WorkspaceId id, AgentNews news) => Assert.Fail("Nobody told anything.");
    }
}
