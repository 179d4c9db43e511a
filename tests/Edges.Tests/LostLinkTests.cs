using CallActors.Cmux.Tests.Tmux;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;
using CallActors.Edges.Borrowing;
using CallActors.Edges.Tests.Support;

namespace CallActors.Edges.Tests;

/// <summary>Over real sockets, with a network in between that fails at the worst moment.</summary>
public sealed class LostLinkTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly EdgeRules Patient = new() { MissedAfter = TimeSpan.FromMinutes(1) };
    private static readonly WorkspaceId Here = WorkspaceId.Of("tmux@laptop", "%1");
    private static readonly Submission Text = new(new SubmissionId("s-1"), "run the tests");

    private readonly FakeHost _host = new();
    private readonly NewsLog _news = new();
    private EdgeGateway _gateway = null!;
    private CutProxy _network = null!;
    private RunningEdge _edge = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _edge.DisposeAsync();
        await _network.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task Cut_before_the_order_is_sent_it_is_done_once_when_the_edge_is_back()
    {
        var connection = await StartAsync(Patient);
        _network.Away();
        var submitting = connection.SubmitAsync(Here, Text, CancellationToken.None);
        Assert.Empty(_host.Done);
        _network.Return();
        Assert.Equal(SubmissionState.Entered, await submitting.WaitAsync(Patience));
        await ExpectOnceAsync(connection);
    }

    [Fact]
    public async Task Cut_with_the_order_on_its_way_it_is_done_once_when_the_edge_is_back()
    {
        var connection = await StartAsync(Patient);
        _network.Swallow(toEdge: true, toGateway: false);
        var submitting = connection.SubmitAsync(Here, Text, CancellationToken.None);
        await UntilAsync(() => _network.Swallowed > 0);
        Assert.Empty(_host.Done);
        _network.Cut();
        Assert.Equal(SubmissionState.Entered, await submitting.WaitAsync(Patience));
        await ExpectOnceAsync(connection);
    }

    [Fact]
    public async Task Cut_while_it_is_typed_the_answer_comes_when_the_edge_is_back()
    {
        var connection = await StartAsync(Patient);
        var (typing, typed) = (new TaskCompletionSource(), new TaskCompletionSource<SubmissionState>());
        _host.OnSubmit = _ =>
        {
            typing.SetResult();
            return typed.Task;
        };
        var submitting = connection.SubmitAsync(Here, Text, CancellationToken.None);
        await typing.Task.WaitAsync(Patience);
        _network.Cut();
        await _gateway.UntilAsync(() => _gateway.Times("laptop resumed") == 1);
        typed.SetResult(SubmissionState.Accepted);
        Assert.Equal(SubmissionState.Accepted, await submitting.WaitAsync(Patience));
        await ExpectOnceAsync(connection);
    }

    [Fact]
    public async Task Cut_with_the_answer_on_its_way_it_is_not_typed_again()
    {
        var connection = await StartAsync(Patient);
        // Neither the answer nor an acknowledgement arrives.
        var submitting = SubmitInVainAsync(connection);
        await UntilAsync(() => _network.Swallowed > 0);
        _network.Cut();
        Assert.Equal(SubmissionState.Entered, await submitting.WaitAsync(Patience));
        await ExpectOnceAsync(connection);
    }

    [Fact]
    public async Task A_network_that_fails_again_and_again_neither_loses_nor_doubles_anything()
    {
        var connection = await StartAsync(Patient);
        var cutting = CutOftenAsync();
        for (var i = 0; i < 40; i++)
            Assert.Equal(SubmissionState.Entered, await connection.SubmitAsync(Here, new Submission(new SubmissionId($"n-{i}"), $"{i}"), CancellationToken.None).WaitAsync(Patience));
        await cutting;
        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"submit tmux:%1 n-{i} {i}"), _host.Done);
        Assert.False(connection.Ended.IsCompleted);
    }

    /// <summary>The key of a minute ago would answer another question.</summary>
    [Fact]
    public async Task What_was_given_up_while_the_network_was_gone_is_not_done_when_it_is_back()
    {
        var connection = await StartAsync(Patient with { OrderWithin = TimeSpan.FromSeconds(1) });
        _network.Swallow(toEdge: true, toGateway: false);
        var onItsWay = await Assert.ThrowsAsync<WorkspaceException>(() => connection.PressAsync(Here, WorkspaceKey.Enter, CancellationToken.None));
        Assert.Equal(WorkspaceFault.TimedOut, onItsWay.Fault);
        _network.Away();
        await _gateway.UntilAsync(() => _gateway.News.Any(told => told.StartsWith("laptop left", StringComparison.Ordinal)));
        var notSent = await Assert.ThrowsAsync<WorkspaceException>(() => connection.PressAsync(Here, WorkspaceKey.Escape, CancellationToken.None));
        Assert.Equal(WorkspaceFault.HostGone, notSent.Fault);
        _network.Return();
        await _gateway.UntilAsync(() => _gateway.Times("laptop resumed") == 1);
        await connection.PressAsync(Here, WorkspaceKey.Tab, CancellationToken.None);
        Assert.Equal(["press tmux:%1 Tab"], _host.Done);
    }

    [Fact]
    public async Task Who_gives_up_waiting_gives_up_the_order()
    {
        var connection = await StartAsync(Patient);
        _network.Away();
        await _gateway.UntilAsync(() => _gateway.News.Any(told => told.StartsWith("laptop left", StringComparison.Ordinal)));
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        var gone = await Assert.ThrowsAsync<WorkspaceException>(() => connection.SubmitAsync(Here, Text, patience.Token));
        Assert.Equal(WorkspaceFault.HostGone, gone.Fault);
        _network.Return();
        await connection.PressAsync(Here, WorkspaceKey.Tab, CancellationToken.None);
        Assert.Equal(["press tmux:%1 Tab"], _host.Done);
    }

    [Fact]
    public async Task An_edge_that_is_missed_ends_its_connections_and_is_lent_again_when_it_is_back()
    {
        var connection = await StartAsync(new EdgeRules { MissedAfter = TimeSpan.FromMilliseconds(100) });
        // The order is there, its answer is not.
        var submitting = SubmitInVainAsync(connection);
        await UntilDoneAsync(1);
        _network.Away();
        await connection.Ended.WaitAsync(Patience);
        var lost = await Assert.ThrowsAsync<WorkspaceException>(() => submitting.WaitAsync(Patience));
        Assert.Equal(WorkspaceFault.TimedOut, lost.Fault);
        await ExpectAwayAsync(() => connection.PressAsync(Here, WorkspaceKey.Enter, CancellationToken.None));
        var old = await _gateway.HostAsync("tmux@laptop");
        await ExpectAwayAsync(() => old.Host.ConnectAsync(_news, CancellationToken.None));

        _network.Return();
        await _gateway.UntilAsync(() => _gateway.Times("lend tmux@laptop of anna") == 2);
        var again = await (await _gateway.HostAsync("tmux@laptop")).Host.ConnectAsync(_news, CancellationToken.None);
        // Whoever does not know whether it was typed orders it again, and learns that it was.
        Assert.Equal(SubmissionState.Entered, await again.SubmitAsync(Here, Text, CancellationToken.None));
        Assert.Equal(["submit tmux:%1 s-1 run the tests"], _host.Done);
        // The connection that ended here has ended there.
        await UntilAsync(() => _host.Open == 1);
    }

    [Fact]
    public async Task An_edge_that_does_not_come_back_is_forgotten_and_comes_as_a_new_one()
    {
        var connection = await StartAsync(new EdgeRules { MissedAfter = TimeSpan.FromMilliseconds(50), AwayFor = TimeSpan.FromMilliseconds(100) });
        Assert.Equal(SubmissionState.Entered, await connection.SubmitAsync(Here, Text, CancellationToken.None));
        _network.Away();
        await _gateway.UntilAsync(() => _gateway.Times("withdraw tmux@laptop") == 1);
        await _gateway.Agents.UntilAsync(() => _gateway.Agents.News.Any(told => told.Id == Here && told.News is AgentNews.Observed { Observation: AgentObservation.NewsLost }));
        Assert.True(connection.Ended.IsCompleted);

        _network.Return();
        await _gateway.UntilAsync(() => _gateway.Times("laptop came") == 2);
        var again = await (await _gateway.HostAsync("tmux@laptop")).Host.ConnectAsync(_news, CancellationToken.None);
        Assert.Equal(SubmissionState.Entered, await again.SubmitAsync(Here, Text, CancellationToken.None));
        Assert.Equal(["submit tmux:%1 s-1 run the tests"], _host.Done);
        await UntilAsync(() => _host.Open == 1);
    }

    [Fact]
    public async Task A_gateway_that_was_started_again_learns_that_a_text_was_typed_before()
    {
        var connection = await StartAsync(Patient);
        var submitting = SubmitInVainAsync(connection);
        await UntilAsync(() => _network.Swallowed > 0);
        _network.Away();
        await _gateway.DisposeAsync();
        _gateway = await EdgeGateway.StartAsync(Patient);
        _network.Target = _gateway.Port;
        _network.Return();
        var again = await (await _gateway.HostAsync("tmux@laptop")).Host.ConnectAsync(_news, CancellationToken.None);
        Assert.Equal(SubmissionState.Entered, await again.SubmitAsync(Here, Text, CancellationToken.None));
        Assert.Equal(["submit tmux:%1 s-1 run the tests"], _host.Done);
        await UntilAsync(() => _host.Open == 1);
        Assert.False(submitting.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task What_agents_tell_while_the_network_is_gone_arrives_once_and_in_order()
    {
        await StartAsync(new EdgeRules { MissedAfter = TimeSpan.FromMilliseconds(50) });
        Say(0);
        await _gateway.Agents.UntilAsync(() => _gateway.Agents.News.Count == 1);
        _network.Away();
        for (var i = 1; i < 50; i++) Say(i);
        _network.Return();
        await _gateway.Agents.UntilAsync(() => _gateway.Agents.News.Count == 50);
        Assert.Equal(Enumerable.Range(0, 50), _gateway.Agents.News.Select(told => Assert.IsType<AgentNews.Replied>(told.News).Reply.Turn));
        Assert.All(_gateway.Agents.News, told => Assert.Equal(Here, told.Id));

        void Say(int turn) => _edge.Feed.Say(_host.Id, new AgentNews.Replied(new AgentReply.Ended(turn, ReplyEnd.Complete)));
    }

    [Fact]
    public async Task Too_much_that_waits_ends_the_session_and_a_new_one_begins_with_a_fresh_listing()
    {
        var connection = await StartAsync(Patient, o => o with { Link = o.Link with { MostFrames = 20 } });
        _network.Away();
        for (var i = 0; i < 30; i++) _edge.Feed.Say(_host.Id, new AgentNews.Replied(new AgentReply.Ended(i, ReplyEnd.Complete)));
        _network.Return();
        await connection.Ended.WaitAsync(Patience);
        await _gateway.UntilAsync(() => _gateway.Times("laptop came") == 2);
        Assert.Contains(_gateway.Agents.News, told => told.News is AgentNews.Observed { Observation: AgentObservation.NewsLost });
        var news = new NewsLog();
        await (await _gateway.HostAsync("tmux@laptop")).Host.ConnectAsync(news, CancellationToken.None);
        Assert.Equal(Here, Assert.Single(news.Workspaces).Id);
    }

    [Fact]
    public async Task A_listing_that_changed_while_the_network_was_gone_arrives_as_it_is_now()
    {
        await StartAsync(Patient, o => o with { Link = o.Link with { MostFrames = 5 } });
        _network.Away();
        for (var i = 0; i < 100; i++) _host.Tell(new WorkspaceNews.Listed([_host.Workspaces[0] with { Name = $"name {i}" }]));
        _network.Return();
        await _news.WorkspaceAsync("name 99");
        Assert.Equal(0, _gateway.Times("laptop came") - 1);
    }

    private async Task<IWorkspaceConnection> StartAsync(EdgeRules rules, Func<Lending.EdgeClientOptions, Lending.EdgeClientOptions>? options = null)
    {
        _gateway = await EdgeGateway.StartAsync(rules);
        _network = new CutProxy(_gateway.Port);
        _edge = new RunningEdge(_network.Port, [_host], options: options);
        return await (await _gateway.HostAsync("tmux@laptop")).Host.ConnectAsync(_news, CancellationToken.None);
    }

    /// <summary>It is typed, and the answer is lost.</summary>
    private Task<SubmissionState> SubmitInVainAsync(IWorkspaceConnection connection)
    {
        _host.OnSubmit = _ =>
        {
            _network.Swallow(toEdge: false, toGateway: true);
            return Task.FromResult(SubmissionState.Entered);
        };
        return connection.SubmitAsync(Here, Text, CancellationToken.None);
    }

    /// <summary>Between the submissions and in them.</summary>
    private async Task CutOftenAsync()
    {
        for (var i = 0; i < 15; i++)
        {
            await UntilDoneAsync(2 * i);
            _network.Cut();
        }
    }

    private static async Task ExpectAwayAsync(Func<Task> order) =>
        Assert.Equal(WorkspaceFault.HostGone, (await Assert.ThrowsAsync<WorkspaceException>(order)).Fault);

    /// <summary>What was typed is typed once, also after everything that could still come has come.</summary>
    private async Task ExpectOnceAsync(IWorkspaceConnection connection)
    {
        await connection.PressAsync(Here, WorkspaceKey.Tab, CancellationToken.None).WaitAsync(Patience);
        Assert.Equal(["submit tmux:%1 s-1 run the tests", "press tmux:%1 Tab"], _host.Done);
        Assert.False(connection.Ended.IsCompleted);
    }

    private Task UntilDoneAsync(int count) => UntilAsync(() => _host.Done.Count >= count);

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!isSo()) await Task.Delay(5, patience.Token);
    }
}
