using System.Text;
using CallActors.Cmux.ClaudeCode;
using Xunit.Abstractions;

namespace CallActors.Cmux.Tests.ClaudeCode;

public sealed class ForwarderTests(ITestOutputHelper output) : HookTest
{
    [Fact]
    public async Task What_the_hooks_of_a_real_session_told_is_heard_in_order()
    {
        var log = new HookLog();
        await using var receiver = new HookReceiver(Options, log);
        var session = receiver.Open("one");
        var payloads = Recording.Hooks.Where(payload => HookParser.Read(Encoding.UTF8.GetBytes(payload)) is not null).ToArray();
        foreach (var payload in payloads) await TellAsync(session, payload);
        await log.CountAsync(payloads.Length);
        Assert.Equal(payloads.Select(payload => HookParser.Read(Encoding.UTF8.GetBytes(payload))), log.Told.Select(told => told.Event));
        Assert.Equal(payloads.Length, log.Told.Select(told => told.Id).Distinct().Count());
    }

    [Fact]
    public async Task Who_is_not_listening_hears_it_later_in_order_and_once()
    {
        HookSession session;
        await using (var receiver = new HookReceiver(Options, new HookLog())) session = receiver.Open("one");
        for (var i = 0; i < 20; i++) await TellAsync(session, Payload("PreToolUse", $",\"tool_name\":\"T{i}\""));

        var log = new HookLog();
        await using (new HookReceiver(Options, log)) await log.CountAsync(20);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"T{i}"), log.Told.Select(told => told.Event.Tool));
        var again = new HookLog();
        await using (var receiver = new HookReceiver(Options, again))
        {
            await TellAsync(receiver.Open("one"), Payload("Stop"));
            await again.CountAsync(1);
        }
        Assert.Equal([HookKind.Stop], again.Told.Select(told => told.Event.Kind));
    }

    [Fact]
    public async Task Two_hundred_at_once_are_all_heard_once()
    {
        var log = new HookLog();
        await using var receiver = new HookReceiver(Options, log);
        var session = receiver.Open("one");
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => TellAsync(session, Payload("PreToolUse", $",\"tool_name\":\"T{i}\""))));
        await log.CountAsync(200);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"T{i}").Order(), log.Told.Select(told => told.Event.Tool).Order());
    }

    [Fact]
    public async Task Two_hundred_at_once_wait_for_a_receiver_that_comes_later()
    {
        HookSession session;
        await using (var receiver = new HookReceiver(Options, new HookLog())) session = receiver.Open("one");
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => TellAsync(session, Payload("PreToolUse", $",\"tool_name\":\"T{i}\""))));
        var log = new HookLog();
        await using (new HookReceiver(Options, log)) await log.CountAsync(200);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"T{i}").Order(), log.Told.Select(told => told.Event.Tool).Order());
    }

    [Fact]
    public async Task A_megabyte_arrives_whole_and_more_than_that_as_far_as_it_matters()
    {
        var log = new HookLog();
        await using var receiver = new HookReceiver(Options, log);
        var session = receiver.Open("one");
        var megabyte = new string('m', 1_000_000) + "é end";
        await TellAsync(session, Payload("Stop", $",\"last_assistant_message\":\"{megabyte}\""));
        await TellAsync(session, Payload("PostToolUse", $",\"tool_name\":\"Read\",\"tool_use_id\":\"t-1\",\"tool_response\":\"{new string('x', 5_000_000)}\",\"last\":1"));
        await TellAsync(session, Payload("Stop"));
        await log.CountAsync(3);
        Assert.Equal(megabyte, log.Told[0].Event.LastMessage);
        Assert.Equal((HookKind.PostToolUse, "Read", "t-1"), (log.Told[1].Event.Kind, log.Told[1].Event.Tool, log.Told[1].Event.ToolCall));
        Assert.Equal(HookKind.Stop, log.Told[2].Event.Kind);
    }

    [Fact]
    public async Task When_too_much_waits_the_oldest_is_kept_and_the_loss_is_told()
    {
        HookSession session;
        var few = Options with { MostWaiting = 5 };
        await using (var receiver = new HookReceiver(few, new HookLog())) session = receiver.Open("one");
        for (var i = 0; i < 9; i++) await TellAsync(session, Payload("PreToolUse", $",\"tool_name\":\"T{i}\""));
        Assert.Equal(5, Directory.GetFiles(session.Folder, "*.hook").Length);

        var log = new HookLog();
        await using (new HookReceiver(few, log))
        {
            await log.CountAsync(6);
            Assert.Equal(["T0", "T1", "T2", "T3", "T4"], log.Told.Select(told => told.Event.Tool));
            Assert.Single(log.News, news => news is HookNews.Lost);
            await TellAsync(session, Payload("Stop"));
            await log.CountAsync(7);
        }
    }

    [Theory]
    [InlineData("/bin/sh")]
    [InlineData("/bin/bash")]
    public async Task Whatever_is_missing_Claude_Code_is_told_nothing_and_not_stopped(string shell)
    {
        HookSession session;
        await using (var receiver = new HookReceiver(Options, new HookLog()))
        {
            session = receiver.Open("one");
            receiver.Open("two");
        }
        var command = Command(session, HookKind.Stop);
        var payload = Payload("Stop", $",\"last_assistant_message\":\"{new string('m', 300_000)}\"");

        File.Delete(Path.Combine(session.Folder, "key"));
        Assert.Equal((0, ""), await OutcomeAsync());
        // The folder is gone, but not the forwarder.
        var moved = Path.Combine(Folder, "forward");
        File.Copy(Path.Combine(session.Folder, "forward"), moved);
        Directory.Delete(session.Folder, recursive: true);
        Assert.Equal((0, ""), await OutcomeAsync());
        command = HookForwarder.Command(moved);
        Assert.Equal((0, ""), await OutcomeAsync());
        // A folder where the file should be; a forwarder that is damaged.
        command = HookForwarder.Command(Folder);
        Assert.Equal((0, ""), await OutcomeAsync());
        await File.WriteAllTextAsync(moved, "exec >/dev/null 2>&1\nif then ((");
        command = HookForwarder.Command(moved);
        var (exitCode, _) = await OutcomeAsync();
        Assert.Equal(0, exitCode);

        async Task<(int ExitCode, string Output)> OutcomeAsync()
        {
            var (exitCode, printed, _) = await RunAsync(command, payload, shell);
            return (exitCode, printed);
        }
    }

    [Fact]
    public async Task A_full_disk_is_told_as_a_loss_and_keeps_nobody()
    {
        // A device that is always full, where the disk would be.
        var log = new HookLog();
        var options = Options with { WrittenWithin = TimeSpan.FromMilliseconds(100) };
        HookSession session;
        await using (var receiver = new HookReceiver(options, log)) session = receiver.Open("one");
        var script = Path.Combine(session.Folder, "forward");
        await File.WriteAllTextAsync(script, (await File.ReadAllTextAsync(script)).Replace("cat || cat >/dev/null", "cat >/dev/full || cat >/dev/null; exit 0", StringComparison.Ordinal));
        await TellAsync(session, Payload("Stop", $",\"last_assistant_message\":\"{new string('m', 300_000)}\""));
        await using (new HookReceiver(options, log)) await log.CountAsync(1);
        Assert.Equal([new HookNews.Lost("one")], log.News);
        Assert.Empty(Directory.GetFiles(session.Folder, "*.hook"));
    }

    [Fact]
    public async Task The_place_is_told_and_nothing_secret_is_seen_by_others()
    {
        var log = new HookLog();
        await using var receiver = new HookReceiver(Options, log);
        var session = receiver.Open("one");
        await TellAsync(session, Payload("Stop"), new Dictionary<string, string>
        {
            ["TMUX"] = "/tmp/a b/s,12,0",
            ["TMUX_PANE"] = "%3",
            ["CMUX_WORKSPACE_ID"] = "W",
            ["CMUX_SURFACE_ID"] = "S",
            ["CMUX_SOCKET_PATH"] = "/c",
            ["CALLACTORS_WORKSPACE"] = "o=urs",
        });
        await log.CountAsync(1);
        var place = log.Told[0].Place;
        Assert.Equal(new HookPlace(Environment.ProcessId, "o=urs", "/tmp/a b/s,12,0", "%3", "W", "S", "/c"), place);

        Assert.DoesNotContain(session.Key, await File.ReadAllTextAsync(session.SettingsFile), StringComparison.Ordinal);
        if (OperatingSystem.IsWindows()) return;
        foreach (var file in Directory.GetFiles(session.Folder)) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        foreach (var folder in (string[])[Options.Folder, session.Folder])
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    [Fact]
    public async Task Both_common_shells_do_the_same()
    {
        var log = new HookLog();
        await using var receiver = new HookReceiver(Options, log);
        var session = receiver.Open("one");
        foreach (var shell in (string[])["/bin/sh", "/bin/bash"])
            Assert.Equal(0, (await RunAsync(Command(session, HookKind.Stop), Payload("Stop", $",\"last_assistant_message\":\"{shell}\""), shell)).ExitCode);
        await log.CountAsync(2);
        Assert.Equal(["/bin/sh", "/bin/bash"], log.Told.Select(told => told.Event.LastMessage));
    }

    /// <summary>Shown, not asserted: the machine's own business.</summary>
    [Fact]
    public async Task What_a_hook_costs_is_shown()
    {
        var log = new HookLog();
        await using var receiver = new HookReceiver(Options, log);
        var session = receiver.Open("one");
        var command = Command(session, HookKind.Stop);
        var (bare, whole, known) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < 30; i++)
        {
            bare.Add((await RunAsync("exit 0", "")).Took.TotalMilliseconds);
            var clock = System.Diagnostics.Stopwatch.StartNew();
            whole.Add((await RunAsync(command, Payload("Stop"))).Took.TotalMilliseconds);
            await log.CountAsync(i + 1);
            known.Add(clock.Elapsed.TotalMilliseconds);
        }
        output.WriteLine($"a shell that does nothing: {bare.Min():0.0} ms at best, {bare.Order().ElementAt(15):0.0} ms median");
        output.WriteLine($"the forwarder: {whole.Min():0.0} ms at best, {whole.Order().ElementAt(15):0.0} ms median");
        output.WriteLine($"from its start until the event is told here: {known.Min():0.0} ms at best, {known.Order().ElementAt(15):0.0} ms median");
    }
}
