using CallActors.Cmux.Tests.Tmux;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;
using CallActors.Edges.Borrowing;
using CallActors.Edges.Tests.Support;

namespace CallActors.Edges.Tests;

/// <summary>A host on an edge is as any other host.</summary>
public sealed class LentHostTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly WorkspaceId Here = WorkspaceId.Of("tmux@laptop", "%1");

    private readonly FakeHost _host = new();
    private readonly FakeHost _other = new("cmux");
    private readonly NewsLog _news = new();
    private EdgeGateway _gateway = null!;
    private RunningEdge _edge = null!;

    public async Task InitializeAsync()
    {
        _gateway = await EdgeGateway.StartAsync();
        _edge = new RunningEdge(_gateway.Port, [_host, _other]);
    }

    public async Task DisposeAsync()
    {
        await _edge.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task Workspaces_are_listed_by_names_that_say_where_they_are()
    {
        var connection = await ConnectAsync();
        Assert.Equal(new Workspace(Here, "api", "/src", "claude", 12), Assert.Single(_news.Workspaces));
        Assert.Equal(_news.Workspaces, await connection.ListAsync(CancellationToken.None));
        await (await _gateway.HostAsync("cmux@laptop")).Host.ConnectAsync(_news, CancellationToken.None);
        Assert.Equal("cmux@laptop:%1", Assert.Single(_news.Workspaces).Id.Value);
    }

    [Fact]
    public async Task Every_order_is_done_at_the_edge_by_the_edges_own_names()
    {
        var connection = await ConnectAsync();
        Assert.Equal(new Workspace(WorkspaceId.Of("tmux@laptop", "%2"), "web", "/w", "", 0), await connection.CreateAsync(new NewWorkspace("web", "/w", ["claude"], new Dictionary<string, string>()), CancellationToken.None));
        await connection.RenameAsync(Here, "backend", CancellationToken.None);
        Assert.Equal(SubmissionState.Entered, await connection.SubmitAsync(Here, new Submission(new SubmissionId("s-1"), "go"), CancellationToken.None));
        await connection.PressAsync(Here, WorkspaceKey.Escape, CancellationToken.None);
        await connection.NotifyAsync(new WorkspaceNotice("Call", "ended", Here), CancellationToken.None);
        await connection.CloseAsync(Here, CancellationToken.None);
        Assert.Equal(
            ["create web claude", "rename tmux:%1 backend", "submit tmux:%1 s-1 go", "press tmux:%1 Escape", "notify Call tmux:%1", "close tmux:%1"], _host.Done);
        Assert.Equal(["tmux:%1", "30"], (await connection.ReadScreenAsync(Here, 30, CancellationToken.None)).Lines);
        Assert.Equal("branch of tmux:%1", (await connection.ReadFactsAsync(Here, CancellationToken.None)).Branch);
        Assert.Empty(_other.Done);
    }

    [Fact]
    public async Task News_come_as_they_are_told()
    {
        await ConnectAsync();
        _host.Tell(new WorkspaceNews.FactsChanged(_host.Id, new WorkspaceFacts { Branch = "main" }));
        _host.Tell(new WorkspaceNews.Wrote(_host.Id, "ok"));
        await _news.WroteAsync(Here, "ok");
        Assert.Contains(_news.News, told => told is WorkspaceNews.FactsChanged { Facts.Branch: "main" } changed && changed.Id == Here);
        _host.Tell(new WorkspaceNews.Skipped(_host.Id));
        await _news.UntilAsync(() => _news.HasSkipped(Here));
    }

    [Fact]
    public async Task The_hosts_own_faults_are_told_with_their_own_words()
    {
        _host.Fault = new WorkspaceException(WorkspaceFault.AccessDenied, "Set the access mode to automation.");
        var refused = await Assert.ThrowsAsync<WorkspaceException>(ConnectAsync);
        Assert.Equal((WorkspaceFault.AccessDenied, "Set the access mode to automation."), (refused.Fault, refused.Message));
        _host.Fault = null;
        var connection = await ConnectAsync();
        _host.OnSubmit = _ => throw new InvalidOperationException("with a secret in its words");
        var failed = await Assert.ThrowsAsync<WorkspaceException>(() => connection.SubmitAsync(Here, new Submission(new SubmissionId("s-1"), "go"), CancellationToken.None));
        Assert.Equal(WorkspaceFault.Refused, failed.Fault);
        Assert.DoesNotContain("secret", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_not_typed_for_a_person_who_types_is_typed_when_it_is_ordered_again()
    {
        var connection = await ConnectAsync();
        var submission = new Submission(new SubmissionId("s-1"), "go");
        _host.OnSubmit = _ => Task.FromResult(SubmissionState.PersonIsTyping);
        Assert.Equal(SubmissionState.PersonIsTyping, await connection.SubmitAsync(Here, submission, CancellationToken.None));
        _host.OnSubmit = _ => Task.FromResult(SubmissionState.Entered);
        Assert.Equal(SubmissionState.Entered, await connection.SubmitAsync(Here, submission, CancellationToken.None));
        Assert.Equal(SubmissionState.Entered, await connection.SubmitAsync(Here, submission, CancellationToken.None));
        Assert.Equal(2, _host.Done.Count);
    }

    [Fact]
    public async Task A_connection_ends_when_the_hosts_own_does_and_can_be_made_again()
    {
        var connection = await ConnectAsync();
        _host.End();
        await connection.Ended.WaitAsync(Patience);
        Assert.Equal(WorkspaceFault.HostGone, (await Assert.ThrowsAsync<WorkspaceException>(() => connection.ListAsync(CancellationToken.None))).Fault);
        var again = await ConnectAsync();
        Assert.NotEmpty(await again.ListAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_connection_that_is_disposed_is_closed_at_the_edge()
    {
        var connection = await ConnectAsync();
        Assert.Equal(1, _host.Open);
        await connection.DisposeAsync();
        Assert.True(connection.Ended.IsCompleted);
        // Connections are closed in order with what is ordered next.
        await ConnectAsync();
        for (var patience = 0; _host.Open > 1 && patience < 1000; patience++) await Task.Delay(5);
        Assert.Equal(1, _host.Open);
    }

    [Fact]
    public async Task A_workspace_of_another_host_is_not_reached_through_this_one()
    {
        var connection = await ConnectAsync();
        foreach (var id in (WorkspaceId[])[WorkspaceId.Of("tmux", "%1"), WorkspaceId.Of("cmux@laptop", "%1"), WorkspaceId.Of("tmux@other", "%1")])
            Assert.Equal(WorkspaceFault.NotFound, (await Assert.ThrowsAsync<WorkspaceException>(() => connection.PressAsync(id, WorkspaceKey.Enter, CancellationToken.None))).Fault);
        Assert.Empty(_host.Done);
    }

    [Fact]
    public async Task An_order_longer_than_a_frame_is_refused_and_nothing_else_suffers()
    {
        var connection = await ConnectAsync();
        var longish = await Assert.ThrowsAsync<WorkspaceException>(() => connection.SubmitAsync(Here, new Submission(new SubmissionId("s-1"), new string('x', 1 << 20)), CancellationToken.None));
        Assert.Equal(WorkspaceFault.Refused, longish.Fault);
        Assert.Equal(SubmissionState.Entered, await connection.SubmitAsync(Here, new Submission(new SubmissionId("s-2"), new string('ä', WorkspaceCommands.LongestText)), CancellationToken.None));
        Assert.Single(_host.Done);
    }

    [Fact]
    public async Task Orders_that_are_not_answered_are_bounded()
    {
        var rules = new EdgeRules { MostOrders = 2 };
        await using var gateway = await EdgeGateway.StartAsync(rules);
        var never = new TaskCompletionSource<SubmissionState>();
        var host = new FakeHost { OnSubmit = _ => never.Task };
        await using var edge = new RunningEdge(gateway.Port, [host]);
        var connection = await (await gateway.HostAsync("tmux@laptop")).Host.ConnectAsync(_news, CancellationToken.None);
        var first = connection.SubmitAsync(Here, new Submission(new SubmissionId("s-1"), "1"), CancellationToken.None);
        var second = connection.SubmitAsync(Here, new Submission(new SubmissionId("s-2"), "2"), CancellationToken.None);
        Assert.Equal(WorkspaceFault.Refused, (await Assert.ThrowsAsync<WorkspaceException>(() => connection.PressAsync(Here, WorkspaceKey.Enter, CancellationToken.None))).Fault);
        never.SetResult(SubmissionState.Entered);
        Assert.Equal([SubmissionState.Entered, SubmissionState.Entered], await Task.WhenAll(first, second));
    }

    [Fact]
    public async Task The_edges_feed_knows_the_edges_workspaces_and_is_told_what_was_seen()
    {
        await ConnectAsync();
        await _edge.Feed.UntilAsync(() => _edge.Feed.News.Contains("know tmux tmux:%1"));
        _gateway.Registry.Feed.Tell(Here, new AgentObservation.EscapePressed(AgentSource.Host, DateTimeOffset.UnixEpoch));
        await _edge.Feed.UntilAsync(() => _edge.Feed.News.Contains("tell tmux:%1 EscapePressed"));
        // What is on no edge, or on none that is there, is nobody's.
        foreach (var id in (WorkspaceId[])[WorkspaceId.Of("tmux", "%1"), WorkspaceId.Of("@laptop", "%1"), WorkspaceId.Of("zellij@laptop", "%1"), WorkspaceId.Of("tmux@desk", "%1")])
            _gateway.Registry.Feed.Tell(id, new AgentObservation.StillIdle(AgentSource.Host, DateTimeOffset.UnixEpoch));
        _gateway.Registry.Feed.Tell(Here, new AgentObservation.TurnEnded(AgentSource.Host, DateTimeOffset.UnixEpoch));
        await _edge.Feed.UntilAsync(() => _edge.Feed.News.Contains("tell tmux:%1 TurnEnded"));
        Assert.DoesNotContain(_edge.Feed.News, told => told.EndsWith("StillIdle", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reply_of_a_megabyte_arrives_whole()
    {
        await ConnectAsync();
        var words = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"paragraph {i} 🙂 äöü\n\n"));
        Assert.True(words.Length > 1_000_000 - 100_000);
        _edge.Feed.Say(_host.Id, new AgentNews.Replied(new AgentReply.Text(1, words, AgentSource.Hook)));
        _edge.Feed.Say(_host.Id, new AgentNews.Replied(new AgentReply.Ended(1, ReplyEnd.Complete)));
        await _gateway.Agents.UntilAsync(() => _gateway.Agents.News.Any(told => told.News is AgentNews.Replied { Reply: AgentReply.Ended }));
        Assert.Equal(words, string.Concat(_gateway.Agents.News.Select(told => told.News).OfType<AgentNews.Replied>().Select(told => told.Reply).OfType<AgentReply.Text>().Select(text => text.Words)));
    }

    [Fact]
    public async Task A_workspace_whose_name_would_be_too_long_is_not_lent()
    {
        _host.Workspaces = [.. _host.Workspaces, new Workspace(WorkspaceId.Of("tmux", new string('x', 120)), "long", "", "", 0)];
        await ConnectAsync();
        Assert.Equal(Here, Assert.Single(_news.Workspaces).Id);
    }

    private async Task<IWorkspaceConnection> ConnectAsync() => await (await _gateway.HostAsync("tmux@laptop")).Host.ConnectAsync(_news, CancellationToken.None);
}
