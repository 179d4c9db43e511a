using CallActors.Contracts.Workspaces;
using CallActors.Engine.Workspaces;

namespace CallActors.Engine.Tests.Workspaces;

/// <summary>The link to a host: connecting, again and again; orders; news.</summary>
public sealed class WorkspaceLinkActorSpec : EngineSpec
{
    private readonly FakeHost _host = new();
    private readonly TestProbe _directory;
    private readonly TestProbe _workspaces;
    private readonly TestProbe _client;
    private readonly Workspace _kunduz;

    public WorkspaceLinkActorSpec()
    {
        (_directory, _workspaces, _client) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        _kunduz = _host.Add("1", "kunduz");
    }

    [Fact]
    public void What_the_host_has_is_told_when_the_link_can_take_orders()
    {
        var link = Start();
        Assert.Equal([_kunduz], _directory.ExpectMsg<DirectoryMessages.HostListed>().Workspaces);
        Assert.Equal(["idle", ">"], Assert.IsType<OrderResult.Shown>(Order(link, new WorkspaceOrder.Read(7))).Screen.Lines);
        Assert.IsType<OrderResult.Pressed>(Order(link, new WorkspaceOrder.Press([WorkspaceKey.Down, WorkspaceKey.Enter])));
        Assert.Equal(new OrderResult.Submitted(SubmissionState.Entered), Order(link, Text("s-1")));
        Assert.Equal(["read 7", "press Down", "press Enter", "submit s-1"], _host.Orders);
    }

    [Fact]
    public void News_that_comes_before_the_connection_waits_for_it()
    {
        _host.Finishes = new TaskCompletionSource();
        var link = Start();
        AwaitAssert(() => Assert.NotNull(_host.Connection));
        Assert.Equal(WorkspaceFault.HostGone, Assert.IsType<OrderResult.Failed>(Order(link, new WorkspaceOrder.Read(0))).Fault);
        Assert.False(_directory.HasMessages);
        _host.Finishes.SetResult();
        _directory.ExpectMsg<DirectoryMessages.HostListed>();
        Assert.IsType<OrderResult.Shown>(Order(link, new WorkspaceOrder.Read(0)));
    }

    [Fact]
    public void A_host_that_cannot_be_reached_is_tried_ever_more_slowly()
    {
        for (var i = 0; i < 20; i++) _host.RefuseNext(WorkspaceFault.HostGone, "It is not running.");
        Start();
        double[] pauses = [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10, 10];
        for (var i = 0; i < pauses.Length; i++)
        {
            // Not everybody has every host: that one is not there is nothing to tell.
            Assert.Equal("", _directory.ExpectMsg<DirectoryMessages.HostLost>().Fault);
            AwaitAssert(() => Assert.Equal(i + 1, _host.Attempts));
            Time.Advance(TimeSpan.FromSeconds(pauses[i]) - TimeSpan.FromMilliseconds(1));
            Assert.Equal(i + 1, _host.Attempts);
            Time.Advance(TimeSpan.FromMilliseconds(1));
        }
    }

    [Fact]
    public void A_host_that_is_not_there_is_no_warning()
    {
        _host.RefuseNext(WorkspaceFault.HostGone, "It is not running.");
        EventFilter.Warning().Expect(0, () =>
        {
            Start();
            _directory.ExpectMsg<DirectoryMessages.HostLost>();
        });
    }

    [Theory]
    [InlineData(WorkspaceFault.AccessDenied)]
    [InlineData(WorkspaceFault.Password)]
    public void A_host_that_does_not_let_us_in_is_asked_seldom(WorkspaceFault fault)
    {
        _host.RefuseNext(fault, "Choose automation.");
        EventFilter.Warning(contains: "cannot be reached: Choose automation.").ExpectOne(() => Start());
        Assert.Equal("Choose automation.", _directory.ExpectMsg<DirectoryMessages.HostLost>().Fault);
        Time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal(1, _host.Attempts);
        Time.Advance(TimeSpan.FromSeconds(0.1));
        _directory.ExpectMsg<DirectoryMessages.HostListed>();
    }

    [Fact]
    public void A_host_that_comes_later_and_does_not_let_us_in_is_told_of_once()
    {
        _host.RefuseNext(WorkspaceFault.HostGone, "Nobody is there.");
        Start();
        _directory.ExpectMsg<DirectoryMessages.HostLost>();
        for (var i = 0; i < 2; i++) _host.RefuseNext(WorkspaceFault.AccessDenied, "Choose automation.");
        EventFilter.Warning(contains: "cannot be reached: Choose automation.").ExpectOne(() =>
        {
            for (var i = 0; i < 2; i++)
            {
                Time.Advance(TimeSpan.FromSeconds(10));
                Assert.Equal("Choose automation.", _directory.ExpectMsg<DirectoryMessages.HostLost>().Fault);
            }
        });
    }

    [Fact]
    public void A_connection_that_ends_is_made_anew()
    {
        var link = Start();
        _directory.ExpectMsg<DirectoryMessages.HostListed>();
        var first = _host.Connection!;
        first.End();
        Assert.Equal("", _directory.ExpectMsg<DirectoryMessages.HostLost>().Fault);
        Assert.Equal(WorkspaceFault.HostGone, Assert.IsType<OrderResult.Failed>(Order(link, new WorkspaceOrder.Read(0))).Fault);
        Assert.True(first.IsDisposed);
        Time.Advance(TimeSpan.FromSeconds(0.2));
        _directory.ExpectMsg<DirectoryMessages.HostListed>();
        Assert.NotSame(first, _host.Connection);
    }

    [Fact]
    public void A_connection_that_comes_when_the_link_has_stopped_is_closed()
    {
        _host.Opens = new TaskCompletionSource();
        var link = Start();
        Watch(link);
        Sys.Stop(link);
        ExpectTerminated(link);
        _host.Opens.SetResult();
        AwaitAssert(() => Assert.True(_host.Connection?.IsDisposed));
    }

    [Fact]
    public void A_link_that_stops_closes_its_connection_and_says_so()
    {
        var link = Start();
        _directory.ExpectMsg<DirectoryMessages.HostListed>();
        Sys.Stop(link);
        _directory.ExpectMsg<DirectoryMessages.HostLost>();
        AwaitAssert(() => Assert.True(_host.Connection!.IsDisposed));
    }

    [Fact]
    public void A_flood_of_output_becomes_a_few_messages()
    {
        Start();
        _directory.ExpectMsg<DirectoryMessages.HostListed>();
        var connection = _host.Connection!;
        var page = new string('x', 64 * 1024);
        for (var i = 0; i < 1_600; i++) connection.Tell(new WorkspaceNews.Wrote(_kunduz.Id, page));
        connection.Tell(new WorkspaceNews.Skipped(_kunduz.Id));
        connection.Tell(new WorkspaceNews.FactsChanged(_kunduz.Id, new WorkspaceFacts { Branch = "old" }));
        connection.Tell(new WorkspaceNews.FactsChanged(_kunduz.Id, new WorkspaceFacts { Branch = "main" }));
        // What came in the pause is told behind it; what came before, at once.
        var wrote = 0;
        AwaitCondition(() =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(50));
            var isLast = false;
            while (_workspaces.HasMessages)
            {
                var message = _workspaces.ReceiveOne(TimeSpan.Zero);
                if (message is WorkspaceSignals.Wrote) wrote++;
                isLast |= message is WorkspaceSignals.FactsShown { Facts.Branch: "main" };
            }

            return isLast;
        });
        Assert.InRange(wrote, 1, 4);

        // And when nothing had come for a while, the next news is told at once.
        Time.Advance(TimeSpan.FromMilliseconds(50));
        AwaitAssert(() =>
        {
            connection.Tell(new WorkspaceNews.Wrote(_kunduz.Id, "x"));
            Assert.True(_workspaces.HasMessages);
        });
    }

    [Fact]
    public void One_text_at_a_time_is_typed_into_a_workspace()
    {
        var link = Start();
        _directory.ExpectMsg<DirectoryMessages.HostListed>();
        _host.Submits = new TaskCompletionSource();
        link.Tell(new LinkMessages.Order(_kunduz.Id, 1, Text("s-1")), _client.Ref);
        Assert.Equal(new OrderResult.Submitted(SubmissionState.AgentIsBusy), Order(link, Text("s-1"), run: 2));
        _host.Submits.SetResult();
        Assert.Equal(new LinkMessages.Finished(1, new OrderResult.Submitted(SubmissionState.Entered)), _client.ExpectMsg<LinkMessages.Finished>());
        Assert.Single(_host.Orders);
    }

    [Fact]
    public void An_order_that_the_host_does_not_answer_has_its_end()
    {
        var link = Start();
        _directory.ExpectMsg<DirectoryMessages.HostListed>();
        _host.Submits = new TaskCompletionSource();
        link.Tell(new LinkMessages.Order(_kunduz.Id, 1, Text("s-1")), _client.Ref);
        AwaitAssert(() => Assert.Single(_host.Orders));
        Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(WorkspaceFault.TimedOut, Assert.IsType<OrderResult.Failed>(_client.ExpectMsg<LinkMessages.Finished>().Result).Fault);
    }

    private IActorRef Start()
    {
        var (host, workspaces) = (_host, _workspaces.Ref);
        // Without jitter: all of the pause, half of which is chance.
        return _directory.ChildActorOf(Props.Create(() => new WorkspaceLinkActor(host, workspaces, WorkspaceRules.Default, () => 1)));
    }

    private OrderResult Order(IActorRef link, WorkspaceOrder what, long run = 1)
    {
        link.Tell(new LinkMessages.Order(_kunduz.Id, run, what), _client.Ref);
        var finished = _client.ExpectMsg<LinkMessages.Finished>();
        Assert.Equal(run, finished.Run);
        return finished.Result;
    }

    private static WorkspaceOrder.Submit Text(string id) => new(new Submission(new SubmissionId(id), "run the tests"));
}
