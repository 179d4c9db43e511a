using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using CallActors.Carriers.Tests;
using CallActors.Cmux.Tests.Tmux;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;
using CallActors.Edges.Lending;
using CallActors.Edges.Tests.Support;

namespace CallActors.Edges.Tests;

/// <summary>The laptop's end: waiting, waking, remembering, and what it says when it is refused.</summary>
public sealed class LendingTests
{
    private static readonly EdgeClientOptions Options = new(new Uri("https://phone.example.org/"), EdgeName.OfMachine("laptop"), "a-secret-key");

    [Fact]
    public void The_wait_between_two_tries_doubles_to_its_bound_and_varies_by_half()
    {
        var chance = 1.0;
        var backOff = new BackOff(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30), () => chance);
        Assert.Equal([0.5, 1, 2, 4, 8, 16, 30, 30], Enumerable.Range(0, 8).Select(_ => backOff.Next().TotalSeconds));
        chance = 0;
        Assert.Equal(15, backOff.Next().TotalSeconds);
        backOff.Reset();
        Assert.Equal(0.25, backOff.Next().TotalSeconds);
        for (var i = 0; i < 10_000; i++) Assert.InRange(backOff.Next().TotalSeconds, 0.25, 30);
    }

    [Fact]
    public void A_wall_clock_that_ran_ahead_of_the_machines_own_is_a_sleep()
    {
        var time = new SleepyTime();
        var woken = 0;
        using var watch = new SleepWatch(time, () => woken++);
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(0, woken);
        time.Sleep(TimeSpan.FromSeconds(4));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, woken);
        time.Sleep(TimeSpan.FromHours(8));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, woken);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, woken);
    }

    [Fact]
    public void A_clock_that_is_set_back_is_no_sleep()
    {
        var time = new SleepyTime();
        var woken = 0;
        using var watch = new SleepWatch(time, () => woken++);
        time.Sleep(TimeSpan.FromHours(-1));
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(0, woken);
    }

    [Fact]
    public async Task After_a_sleep_the_gateway_is_dialled_at_once_and_the_session_goes_on()
    {
        await using var gateway = await EdgeGateway.StartAsync();
        var time = new SleepyTime();
        Assert.True(EdgeName.TryParse("laptop", out var name));
        using var stop = new CancellationTokenSource();
        var host = new FakeHost();
        // In this time nothing happens by itself: neither beats nor tries.
        var client = new EdgeClient(new EdgeClientOptions(new Uri($"http://127.0.0.1:{gateway.Port}/"), name, "anna") { AgainAfter = TimeSpan.FromMilliseconds(1) }, [host], new FakeFeed(), _ => { }, () => 0, time);
        var running = client.RunAsync(stop.Token);
        var connection = await (await gateway.HostAsync("tmux@laptop")).Host.ConnectAsync(new NewsLog(), CancellationToken.None);
        time.Sleep(TimeSpan.FromHours(8));
        time.Advance(TimeSpan.FromSeconds(1));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (gateway.Times("laptop resumed") == 0)
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Delay(1, patience.Token);
        }
        Assert.True(time.GetElapsedTime(0) < TimeSpan.FromSeconds(10));
        Assert.Single(await connection.ListAsync(CancellationToken.None));
        await stop.CancelAsync();
        Assert.Null(await running.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task The_same_submission_is_joined_while_it_is_typed_and_answered_from_memory_afterwards()
    {
        var recent = new RecentSubmissions(500);
        var (typed, count) = (new TaskCompletionSource<SubmissionState>(), 0);
        Task<SubmissionState> Type()
        {
            Interlocked.Increment(ref count);
            return typed.Task;
        }
        var (id, submission) = (WorkspaceId.Of("tmux", "%1"), new SubmissionId("s-1"));
        var first = recent.SubmitAsync(id, submission, Type);
        var second = recent.SubmitAsync(id, submission, Type);
        typed.SetResult(SubmissionState.Accepted);
        Assert.Equal([SubmissionState.Accepted, SubmissionState.Accepted], await Task.WhenAll(first, second));
        Assert.Equal(SubmissionState.Accepted, await recent.SubmitAsync(id, submission, Type));
        Assert.Equal(1, count);
        await recent.SubmitAsync(WorkspaceId.Of("tmux", "%2"), submission, Type);
        Assert.Equal(2, count);
    }

    [Fact]
    public async Task A_submission_that_failed_is_done_when_it_is_ordered_again()
    {
        var recent = new RecentSubmissions(500);
        var (id, submission) = (WorkspaceId.Of("tmux", "%1"), new SubmissionId("s-1"));
        await Assert.ThrowsAsync<WorkspaceException>(() => recent.SubmitAsync(id, submission, () => throw new WorkspaceException(WorkspaceFault.HostGone, "")));
        Assert.Equal(SubmissionState.AgentIsBusy, await recent.SubmitAsync(id, submission, () => Task.FromResult(SubmissionState.AgentIsBusy)));
        Assert.Equal(SubmissionState.Entered, await recent.SubmitAsync(id, submission, () => Task.FromResult(SubmissionState.Entered)));
    }

    [Fact]
    public async Task Of_many_submissions_the_last_ones_are_remembered()
    {
        var recent = new RecentSubmissions(3);
        var done = new List<string>();
        var never = new TaskCompletionSource<SubmissionState>();
        var open = recent.SubmitAsync(WorkspaceId.Of("tmux", "%1"), new SubmissionId("open"), () => never.Task);
        foreach (var name in (string[])["a", "b", "c", "c", "b", "a"])
        {
            await recent.SubmitAsync(WorkspaceId.Of("tmux", "%1"), new SubmissionId(name), () =>
            {
                done.Add(name);
                return Task.FromResult(SubmissionState.Entered);
            });
        }
        // One that is under way is not forgotten for others.
        Assert.Equal(["a", "b", "c", "a"], done);
        Assert.Same(open, recent.SubmitAsync(WorkspaceId.Of("tmux", "%1"), new SubmissionId("open"), () => throw new InvalidOperationException()));
        never.SetResult(SubmissionState.Entered);
    }

    [Fact]
    public void Long_replies_are_cut_at_line_ends_and_never_within_a_character()
    {
        Assert.Equal(["short"], LentSession.Pieces("short", 5));
        Assert.Equal(["ab\n", "cdef", "gh"], LentSession.Pieces("ab\ncdefgh", 4));
        Assert.Equal(["abc", "🙂de"], LentSession.Pieces("abc🙂de", 4));
    }

    [Theory]
    [InlineData("Anna's MacBook.local", "anna-s-macbook")]
    [InlineData("DESKTOP_7", "desktop-7")]
    [InlineData("-.-", "edge")]
    [InlineData("", "edge")]
    [InlineData("a-very-long-machine-name-that-goes-on-and-on", "a-very-long-machine-name-that-go")]
    public void A_machines_name_becomes_an_edges(string machine, string name) => Assert.Equal(name, EdgeName.OfMachine(machine).Value);

    [Theory]
    [InlineData(401, true, "edge-key NAME")]
    [InlineData(403, true, "browser")]
    [InlineData(404, true, "--gateway")]
    [InlineData(301, true, "--gateway")]
    [InlineData(503, false, "no room")]
    [InlineData(500, false, "500")]
    public void What_the_gateway_answers_in_place_of_a_socket_is_told_with_its_mend(int status, bool isFinal, string word)
    {
        var failed = EdgeDialer.Explain(Options, isKnown: false, (HttpStatusCode)status, new WebSocketException());
        Assert.Equal(isFinal, failed.IsFinal);
        Assert.Contains(word, failed.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("a-secret-key", failed.Why + Options, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, true)]
    [InlineData(404, false)]
    [InlineData(302, false)]
    [InlineData(502, false)]
    public void Of_a_gateway_that_took_us_before_only_its_word_on_the_key_is_final(int status, bool isFinal) =>
        Assert.Equal(isFinal, EdgeDialer.Explain(Options, isKnown: true, (HttpStatusCode)status, new WebSocketException()).IsFinal);

    [Theory]
    [InlineData(SocketError.HostNotFound, "no address")]
    [InlineData(SocketError.ConnectionRefused, "Nobody listens")]
    [InlineData(SocketError.NetworkUnreachable, "no network")]
    public void A_network_that_is_not_there_is_waited_for(SocketError error, string word)
    {
        var failed = EdgeDialer.Explain(Options, isKnown: false, 0, new WebSocketException("", new HttpRequestException("", new SocketException((int)error))));
        Assert.False(failed.IsFinal);
        Assert.Contains(word, failed.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void The_socket_is_dialled_under_the_gateways_own_path()
    {
        Assert.Equal("wss://phone.example.org/edge", Options.Socket.AbsoluteUri);
        Assert.Equal("ws://127.0.0.1:3333/x/edge", new EdgeClientOptions(new Uri("http://127.0.0.1:3333/x/"), Options.Name, "k").Socket.AbsoluteUri);
    }

    [Fact]
    public void Feeds_of_this_machine_hear_nothing_of_workspaces_on_edges()
    {
        var (local, edges) = (new FakeFeed(), new FakeFeed());
        var feed = new FeedOf([local], edges);
        feed.Know("tmux", []);
        feed.Know("tmux@laptop", []);
        feed.Tell(WorkspaceId.Of("tmux", "%1"), new AgentObservation.StillIdle(AgentSource.Host, default));
        feed.Tell(WorkspaceId.Of("tmux@laptop", "%1"), new AgentObservation.StillIdle(AgentSource.Host, default));
        Assert.Equal(["know tmux ", "tell tmux:%1 StillIdle"], local.News);
        Assert.Equal(["know tmux@laptop ", "tell tmux@laptop:%1 StillIdle"], edges.News);
    }

    /// <summary>A machine whose own clock stands while it sleeps, and the wall's does not.</summary>
    private sealed class SleepyTime : TimeProvider
    {
        private readonly ManualTime _own = new();
        private TimeSpan _slept;

        public override long TimestampFrequency => _own.TimestampFrequency;

        public void Advance(TimeSpan by) => _own.Advance(by);

        public void Sleep(TimeSpan by) => _slept += by;

        public override long GetTimestamp() => _own.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => _own.GetUtcNow() + _slept;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => _own.CreateTimer(callback, state, dueTime, period);
    }
}
