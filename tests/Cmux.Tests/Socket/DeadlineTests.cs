using CallActors.Carriers.Tests;
using CallActors.Cmux.Socket;
using CallActors.Contracts.Workspaces;
using CallActors.Simulators.Cmux;

namespace CallActors.Cmux.Tests.Socket;

/// <summary>In virtual time: nothing is late here but what is made so.</summary>
public sealed class DeadlineTests : CmuxTest
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_socket_with_nobody_awake_behind_it_is_given_two_seconds()
    {
        var cmux = Start();
        cmux.Next("system.ping", CmuxMishap.Unanswered);
        var connecting = ConnectAsync(Options, _time);
        await cmux.UntilAsync(() => cmux.Lines.Count == 1);
        _time.Advance(Options.GreetingWithin - TimeSpan.FromMilliseconds(1));
        Assert.False(connecting.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        var fault = await Assert.ThrowsAsync<WorkspaceException>(() => connecting.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(WorkspaceFault.TimedOut, fault.Fault);
    }

    [Fact]
    public async Task A_request_has_ten_seconds_and_the_link_outlives_one_that_is_late()
    {
        var (cmux, connection, id) = await BeginAsync();
        cmux.Next("surface.send_key", CmuxMishap.Unanswered);
        var pressing = connection.PressAsync(id, WorkspaceKey.Escape, CancellationToken.None);
        await SentAsync(cmux, "surface.send_key", 1);
        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(pressing.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(WorkspaceFault.TimedOut, (await Assert.ThrowsAsync<WorkspaceException>(() => pressing.WaitAsync(TimeSpan.FromSeconds(10)))).Fault);

        await connection.PressAsync(id, WorkspaceKey.Tab, CancellationToken.None);
        // It was done, and is not done again.
        Assert.Equal(["escape", "tab"], cmux.Tabs[0].Surfaces[0].Terminal!.Keys);
        Assert.False(connection.Ended.IsCompleted);
    }

    [Fact]
    public async Task A_cmux_that_hangs_is_left()
    {
        var (cmux, connection, id) = await BeginAsync();
        cmux.Hangs = true;
        for (var i = 1; i <= 2; i++)
        {
            var pressing = connection.PressAsync(id, WorkspaceKey.Escape, CancellationToken.None);
            await SentAsync(cmux, "surface.send_key", i);
            _time.Advance(TimeSpan.FromSeconds(10));
            await Assert.ThrowsAsync<WorkspaceException>(() => pressing.WaitAsync(TimeSpan.FromSeconds(10)));
        }
        await connection.Ended.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_text_whose_answer_never_came_is_only_entered()
    {
        var (cmux, connection, id) = await BeginAsync();
        cmux.Next("surface.send_text", CmuxMishap.Unanswered);
        var submitting = connection.SubmitAsync(id, Text("hello"), CancellationToken.None);
        await SentAsync(cmux, "surface.send_text", 1);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(WorkspaceFault.TimedOut, (await Assert.ThrowsAsync<WorkspaceException>(() => submitting.WaitAsync(TimeSpan.FromSeconds(10)))).Fault);

        submitting = connection.SubmitAsync(id, Text("hello"), CancellationToken.None);
        await PassAsync(() => submitting.IsCompleted);
        Assert.Equal(SubmissionState.Entered, await submitting);
        Assert.Equal(["hello"], cmux.Tabs[0].Surfaces[0].Terminal!.Submitted);
        await SentAsync(cmux, "surface.send_text", 1);
    }

    [Fact]
    public async Task Enter_waits_as_long_as_an_agent_needs_to_take_it_for_one()
    {
        var options = Options with { EnterAfter = TimeSpan.FromMilliseconds(200) };
        var (cmux, connection, id) = await BeginAsync(options);
        var submitting = connection.SubmitAsync(id, Text("hello"), CancellationToken.None);
        await SentAsync(cmux, "surface.send_text", 1);
        // The answer is on its way; until the pause has begun, time stands.
        await UntilWaitsAsync();
        _time.Advance(TimeSpan.FromMilliseconds(199));
        Assert.DoesNotContain(cmux.Lines, line => line.Contains("surface.send_key", StringComparison.Ordinal));
        await PassAsync(() => submitting.IsCompleted);
        Assert.Equal(["hello"], cmux.Tabs[0].Surfaces[0].Terminal!.Submitted);
    }

    [Fact]
    public async Task A_stream_of_events_without_a_sign_of_life_is_opened_anew()
    {
        var (cmux, _, _) = await BeginAsync();
        Assert.Equal(1, cmux.Listeners);
        var first = Subscriptions(cmux);
        for (var i = 0; i < 4; i++)
        {
            cmux.Heartbeat();
            await UntilWaitsAsync();
            _time.Advance(TimeSpan.FromSeconds(15));
        }
        Assert.Equal(first, Subscriptions(cmux));
        _time.Advance(TimeSpan.FromSeconds(30));
        await PassAsync(() => Subscriptions(cmux) > first, TimeSpan.FromMilliseconds(100));
    }

    private static int Subscriptions(CmuxSimulator cmux) => cmux.Lines.Count(line => line.Contains("events.stream", StringComparison.Ordinal));

    private async Task<(CmuxSimulator Cmux, IWorkspaceConnection Connection, WorkspaceId Id)> BeginAsync(CmuxOptions? options = null)
    {
        var cmux = Start();
        var tab = cmux.AddTab("kunduz");
        var (connection, news) = await ConnectAsync(options ?? Options, _time);
        // The workspaces and their facts are told: nothing is under way whose time could run out too.
        await PassAsync(() => news.Count == 2);
        return (cmux, connection, IdOf(tab.Surfaces[0]));
    }

    private static async Task SentAsync(CmuxSimulator cmux, string method, int count)
    {
        int Sent() => cmux.Lines.Count(line => line.Contains($"\"{method}\"", StringComparison.Ordinal));
        await cmux.UntilAsync(() => Sent() >= count);
        Assert.Equal(count, Sent());
    }

    /// <summary>Lets the threads that answer get on, without moving the clock.</summary>
    private static Task UntilWaitsAsync() => Task.Delay(100);

    /// <summary>Lets virtual time pass until something is so.</summary>
    private async Task PassAsync(Func<bool> isSo, TimeSpan? step = null)
    {
        for (var i = 0; !isSo(); i++)
        {
            Assert.True(i < 10_000, "It did not come about.");
            await Task.Delay(2);
            _time.Advance(step ?? TimeSpan.FromMilliseconds(1));
        }
    }
}
