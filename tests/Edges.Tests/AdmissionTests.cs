using System.Net.WebSockets;
using CallActors.Cmux.Tests.Tmux;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;
using CallActors.Edges.Borrowing;
using CallActors.Edges.Links;
using CallActors.Edges.Tests.Support;
using CallActors.Edges.Wire;

namespace CallActors.Edges.Tests;

/// <summary>Who may lend what to a gateway, and what breaks the protocol.</summary>
public sealed class AdmissionTests : IAsyncLifetime
{
    private EdgeGateway _gateway = null!;

    public async Task InitializeAsync() => _gateway = await EdgeGateway.StartAsync();

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task A_hello_is_welcomed_and_its_hosts_are_lent_to_its_own_person()
    {
        await using var edge = await RawEdge.HelloAsync(_gateway.Port);
        var welcome = await edge.HearAsync<LinkFrame.Welcome>();
        Assert.Equal(32, welcome.Session.Length);
        var lent = await _gateway.HostAsync("tmux@laptop");
        Assert.Equal("anna", lent.Owner?.Value);
    }

    [Theory]
    [InlineData("""{"type":"hello","version":2,"edge":"laptop","hosts":["tmux"],"session":"","got":0}""", 4426, "version")]
    [InlineData("""{"type":"hello","version":1,"edge":"Laptop","hosts":["tmux"],"session":"","got":0}""", 4400, "bad-frame")]
    [InlineData("""{"type":"hello","version":1,"edge":"laptop","hosts":[],"session":"","got":0}""", 4400, "bad-frame")]
    [InlineData("""{"type":"hello","version":1,"edge":"laptop","hosts":["tmux","tmux"],"session":"","got":0}""", 4400, "bad-frame")]
    [InlineData("""{"type":"hello","version":1,"edge":"laptop","hosts":["tmux@other"],"session":"","got":0}""", 4400, "bad-frame")]
    [InlineData("""{"type":"hello","version":1,"edge":"laptop","hosts":["a","b","c","d","e","f","g","h","i"],"session":"","got":0}""", 4400, "bad-frame")]
    [InlineData("""{"type":"hello","version":1,"edge":"laptop","hosts":["tmux"],"session":"","got":-1}""", 4400, "bad-frame")]
    [InlineData("""{"type":"beat","ack":0}""", 4400, "bad-frame")]
    [InlineData("nonsense", 4400, "bad-frame")]
    public async Task What_is_no_hello_is_refused_with_its_reason(string first, int code, string reason)
    {
        await using var edge = await RawEdge.DialAsync(_gateway.Port);
        await edge.SayAsync(first);
        Assert.Equal((code, reason), await edge.ClosedAsync());
        Assert.False(_gateway.IsLent("tmux@laptop"));
    }

    [Fact]
    public async Task A_hello_that_is_too_long_or_binary_is_refused()
    {
        await using var longish = await RawEdge.DialAsync(_gateway.Port);
        await longish.SayAsync($$"""{"type":"hello","version":1,"edge":"laptop","hosts":["tmux"],"session":"{{new string('x', 5000)}}","got":0}""");
        Assert.Equal(1009, (await longish.ClosedAsync()).Code);
        await using var binary = await RawEdge.DialAsync(_gateway.Port);
        await binary.SayAsync("""{"type":"hello"}""", WebSocketMessageType.Binary);
        Assert.Equal(1003, (await binary.ClosedAsync()).Code);
    }

    [Fact]
    public async Task Who_says_nothing_is_closed()
    {
        await using var strict = await EdgeGateway.StartAsync(new EdgeRules { Link = new LinkLimits { HelloWithin = TimeSpan.FromMilliseconds(50) } });
        await using var edge = await RawEdge.DialAsync(strict.Port);
        Assert.Equal((4408, "hello-late"), await edge.ClosedAsync());
    }

    [Theory]
    [InlineData("""{"type":"kept","number":1,"ack":0,"body":{"type":"agent","workspace":"cmux:A","what":{"type":"observed","observation":{"type":"still-idle","source":"hook","at":"2026-03-01T12:00:00Z"}}}}""", 4403)]
    [InlineData("""{"type":"kept","number":1,"ack":0,"body":{"type":"agent","workspace":"tmux@other:%1","what":{"type":"observed","observation":{"type":"still-idle","source":"hook","at":"2026-03-01T12:00:00Z"}}}}""", 4403)]
    [InlineData("""{"type":"kept","number":2,"ack":0,"body":{"type":"nothing"}}""", 4400)]
    [InlineData("""{"type":"beat","ack":99}""", 4400)]
    [InlineData("""{"type":"kept","number":1,"ack":0,"body":{"type":"order","request":2,"connection":1,"what":{"type":"connect","host":"tmux"}}}""", 4400)]
    [InlineData("""{"type":"hello","version":1,"edge":"laptop","hosts":["tmux"],"session":"","got":0}""", 4400)]
    public async Task A_frame_that_names_a_foreign_host_or_breaks_the_protocol_ends_the_session(string frame, int code)
    {
        await using var edge = await RawEdge.HelloAsync(_gateway.Port);
        await edge.HearAsync<LinkFrame.Welcome>();
        await edge.SayAsync(frame);
        Assert.Equal(code, (await edge.ClosedAsync()).Code);
        await _gateway.UntilAsync(() => _gateway.Times("withdraw tmux@laptop") == 1);
        Assert.Empty(_gateway.Agents.News);
    }

    [Fact]
    public async Task A_listing_with_a_workspace_of_another_host_ends_the_session_and_is_not_told()
    {
        await using var edge = await RawEdge.HelloAsync(_gateway.Port);
        await edge.HearAsync<LinkFrame.Welcome>();
        var news = new NewsLog();
        var connecting = (await _gateway.HostAsync("tmux@laptop")).Host.ConnectAsync(news, CancellationToken.None);
        var order = Assert.IsType<LinkBody.Order>((await edge.HearAsync<LinkFrame.Kept>()).Body);
        await edge.SayAsync(new LinkFrame.Kept(1, 1, new LinkBody.News(order.Connection, new WorkspaceNews.Listed([new Workspace(WorkspaceId.Of("cmux", "1"), "theirs", "", "", 0)]))));
        Assert.Equal((4403, "foreign-host"), await edge.ClosedAsync());
        Assert.Equal(WorkspaceFault.TimedOut, (await Assert.ThrowsAsync<WorkspaceException>(() => connecting)).Fault);
        Assert.Empty(news.News);
    }

    [Fact]
    public async Task An_edge_that_is_there_keeps_its_name_from_another_machine_of_the_same_person()
    {
        await using var first = new RunningEdge(_gateway.Port, [new FakeHost()]);
        await _gateway.HostAsync("tmux@laptop");
        await using var second = new RunningEdge(_gateway.Port, [new FakeHost()]);
        Assert.Contains("choose another with --name", await second.Running.WaitAsync(TimeSpan.FromSeconds(20)), StringComparison.Ordinal);
        Assert.False(first.Running.IsCompleted);
    }

    [Fact]
    public async Task An_edge_that_is_silent_makes_room_for_its_successor()
    {
        await using var quick = await EdgeGateway.StartAsync(new EdgeRules { ProbeWithin = TimeSpan.FromMilliseconds(100) });
        await using var silent = await RawEdge.HelloAsync(quick.Port);
        var before = await silent.HearAsync<LinkFrame.Welcome>();
        await using var next = await RawEdge.HelloAsync(quick.Port);
        Assert.NotEqual(before.Session, (await next.HearAsync<LinkFrame.Welcome>()).Session);
        await quick.UntilAsync(() => quick.Times("lend tmux@laptop of anna") == 2);
        Assert.Equal(0, quick.Times("withdraw tmux@laptop"));
    }

    /// <summary>Texts that wait for a workspace are found again by its id.</summary>
    [Fact]
    public async Task Nobody_gets_the_name_of_another_persons_edge_not_even_when_it_is_gone()
    {
        await using (var anna = await RawEdge.HelloAsync(_gateway.Port))
        {
            await anna.HearAsync<LinkFrame.Welcome>();
            await using var rival = await RawEdge.HelloAsync(_gateway.Port, "ben");
            Assert.Equal((4409, "name-taken"), await rival.ClosedAsync());
            await anna.SayAsync(new LinkFrame.Bye());
            await anna.ClosedAsync();
        }
        await _gateway.UntilAsync(() => _gateway.Times("withdraw tmux@laptop") == 1);
        await using var later = await RawEdge.HelloAsync(_gateway.Port, "ben");
        Assert.Equal((4409, "name-taken"), await later.ClosedAsync());
    }

    [Fact]
    public async Task Another_persons_session_cannot_be_taken_up()
    {
        await using var anna = await RawEdge.HelloAsync(_gateway.Port);
        var welcome = await anna.HearAsync<LinkFrame.Welcome>();
        await using var ben = await RawEdge.HelloAsync(_gateway.Port, "ben", session: welcome.Session);
        Assert.Equal((4409, "name-taken"), await ben.ClosedAsync());
    }

    [Fact]
    public async Task A_person_has_four_edges_at_most()
    {
        var edges = new List<RawEdge>();
        for (var i = 0; i < 4; i++)
        {
            edges.Add(await RawEdge.HelloAsync(_gateway.Port, name: $"laptop-{i}"));
            await edges[i].HearAsync<LinkFrame.Welcome>();
        }
        await using var fifth = await RawEdge.HelloAsync(_gateway.Port, name: "laptop-5");
        Assert.Equal((4429, "too-many-edges"), await fifth.ClosedAsync());
        await using var other = await RawEdge.HelloAsync(_gateway.Port, "ben", "desk");
        await other.HearAsync<LinkFrame.Welcome>();
        foreach (var edge in edges) await edge.DisposeAsync();
    }

    [Fact]
    public async Task A_session_is_taken_up_over_a_second_socket_while_the_first_still_seems_to_live()
    {
        await using var first = await RawEdge.HelloAsync(_gateway.Port);
        var welcome = await first.HearAsync<LinkFrame.Welcome>();
        await first.SayAsync(new LinkFrame.Kept(1, 0, new LinkBody.Agent(WorkspaceId.Of("tmux", "%1"), new AgentNews.Replied(new AgentReply.Ended(1, ReplyEnd.Complete)))));
        await _gateway.Agents.UntilAsync(() => _gateway.Agents.News.Count == 1);
        await using var second = await RawEdge.HelloAsync(_gateway.Port, session: welcome.Session);
        Assert.Equal(welcome with { Got = 1 }, await second.HearAsync<LinkFrame.Welcome>());
        // What the first socket may still bring is not taken twice.
        await second.SayAsync(new LinkFrame.Kept(1, 0, new LinkBody.Agent(WorkspaceId.Of("tmux", "%1"), new AgentNews.Replied(new AgentReply.Ended(1, ReplyEnd.Complete)))));
        await second.SayAsync(new LinkFrame.Kept(2, 0, new LinkBody.Agent(WorkspaceId.Of("tmux", "%1"), new AgentNews.Replied(new AgentReply.Ended(2, ReplyEnd.Complete)))));
        await _gateway.Agents.UntilAsync(() => _gateway.Agents.News.Count >= 2);
        Assert.Equal([1, 2], _gateway.Agents.News.Select(told => Assert.IsType<AgentNews.Replied>(told.News).Reply.Turn));
        Assert.Equal(1, _gateway.Times("lend tmux@laptop of anna"));
    }

    [Fact]
    public async Task A_replaced_key_ends_its_sessions_at_the_next_beat_and_is_not_taken_again()
    {
        await using var lively = await EdgeGateway.StartAsync(new EdgeRules { Link = new LinkLimits { BeatEvery = TimeSpan.FromMilliseconds(50) } });
        await using var edge = new RunningEdge(lively.Port, [new FakeHost()]);
        await lively.HostAsync("tmux@laptop");
        lively.Replaced["anna"] = true;
        Assert.Contains("another key", await edge.Running.WaitAsync(TimeSpan.FromSeconds(20)), StringComparison.Ordinal);
        await lively.UntilAsync(() => lively.Times("withdraw tmux@laptop") == 1);
        await using var again = new RunningEdge(lively.Port, [new FakeHost()]);
        Assert.Contains("does not take the key", await again.Running.WaitAsync(TimeSpan.FromSeconds(20)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_on_which_nothing_comes_is_dead()
    {
        await using var strict = await EdgeGateway.StartAsync(new EdgeRules { Link = new LinkLimits { DeadAfter = TimeSpan.FromMilliseconds(100) } });
        await using var edge = await RawEdge.HelloAsync(strict.Port);
        await strict.UntilAsync(() => strict.Times("laptop left: its socket was lost") == 1);
    }

    [Fact]
    public async Task Both_ends_show_that_they_live()
    {
        var rules = new EdgeRules { Link = new LinkLimits { BeatEvery = TimeSpan.FromMilliseconds(20), DeadAfter = TimeSpan.FromMinutes(1) } };
        await using var lively = await EdgeGateway.StartAsync(rules);
        await using var edge = await RawEdge.HelloAsync(lively.Port);
        await edge.HearAsync<LinkFrame.Beat>();
        await edge.HearAsync<LinkFrame.Beat>();
        await edge.SayAsync(new LinkFrame.Ping(0));
        await edge.HearAsync<LinkFrame.Beat>();
    }

    [Fact]
    public async Task An_edge_that_is_told_to_stop_leaves_in_an_orderly_way()
    {
        var host = new FakeHost();
        await using var edge = new RunningEdge(_gateway.Port, [host]);
        var connection = await (await _gateway.HostAsync("tmux@laptop")).Host.ConnectAsync(new NewsLog(), CancellationToken.None);
        Assert.Null(await edge.StopAsync());
        await connection.Ended.WaitAsync(TimeSpan.FromSeconds(20));
        await _gateway.UntilAsync(() => _gateway.Times("laptop left: it left") == 1 && _gateway.Times("withdraw tmux@laptop") == 1);
        Assert.Equal(0, host.Open);
        Assert.True(edge.Feed.IsDisposed);
    }

    [Fact]
    public async Task A_gateway_that_stops_says_so()
    {
        await using var edge = await RawEdge.HelloAsync(_gateway.Port);
        await edge.HearAsync<LinkFrame.Welcome>();
        _gateway.Stop();
        Assert.Equal((1001, "stopping"), await edge.ClosedAsync());
    }
}
