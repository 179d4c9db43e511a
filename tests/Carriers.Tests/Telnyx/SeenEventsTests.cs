using CallActors.Carriers.Telnyx;

namespace CallActors.Carriers.Tests.Telnyx;

public sealed class SeenEventsTests
{
    [Fact]
    public void An_event_is_new_once()
    {
        var seen = new SeenEvents();
        Assert.True(seen.Add("a"));
        Assert.True(seen.Add("A"));
        Assert.False(seen.Add("a"));
    }

    [Fact]
    public void The_oldest_are_forgotten_beyond_the_bound()
    {
        var seen = new SeenEvents(capacity: 100);
        for (var i = 0; i < 10_000; i++) Assert.True(seen.Add($"{i}"));
        Assert.Equal(100, seen.Count);
        Assert.False(seen.Add("9900"));
        Assert.True(seen.Add("9899"));
    }
}
