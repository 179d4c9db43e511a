using System.Diagnostics;
using System.Text;
using CallActors.Carriers.Tests;
using CallActors.Cmux.ClaudeCode;

namespace CallActors.Cmux.Tests.ClaudeCode;

public sealed class ReceiverTests : HookTest
{
    [Fact]
    public async Task The_system_tells_of_an_event_without_any_looking()
    {
        var log = new HookLog();
        // The clock stands: nothing is looked at by itself.
        await using var receiver = new HookReceiver(Options, log, new ManualTime());
        var session = receiver.Open("one");
        for (var i = 1; i <= 3; i++)
        {
            await TellAsync(session, Payload("Stop"));
            await log.CountAsync(i);
        }
    }

    [Fact]
    public async Task A_folder_has_one_hearer_and_whoever_leaves_makes_room()
    {
        await using (new HookReceiver(Options, new HookLog()))
            Assert.Throws<IOException>(() => new HookReceiver(Options, new HookLog()));
        await using var next = new HookReceiver(Options, new HookLog());
    }

    [Fact]
    public async Task Two_sessions_are_kept_apart_and_a_closed_one_is_not_heard()
    {
        var log = new HookLog();
        await using var receiver = new HookReceiver(Options, log);
        var (one, two) = (receiver.Open("one"), receiver.Open("two"));
        var command = Command(one, HookKind.Stop);
        await TellAsync(one, Payload("Stop"));
        await TellAsync(two, Payload("Stop"));
        await log.CountAsync(2);
        Assert.Equal(["one", "two"], log.News.Select(news => news.Session).Order());

        receiver.Close("one");
        Assert.Equal((0, ""), Outcome(await RunAsync(command, Payload("Stop"))));
        await TellAsync(two, Payload("Stop"));
        await log.CountAsync(3);
        Assert.Equal("two", log.News[2].Session);
    }

    [Fact]
    public async Task A_session_that_is_opened_again_stays_the_one_that_a_running_Claude_Code_knows()
    {
        var log = new HookLog();
        await using var receiver = new HookReceiver(Options, log);
        var (first, second) = (receiver.Open("one"), receiver.Open("one"));
        Assert.Equal(first.Key, second.Key);
        await TellAsync(first, Payload("Stop"));
        await log.CountAsync(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData("a b")]
    public async Task A_name_is_no_path(string name)
    {
        await using var receiver = new HookReceiver(Options, new HookLog());
        Assert.Throws<ArgumentException>(() => receiver.Open(name));
    }

    [Fact]
    public async Task Who_does_not_know_the_key_is_not_believed()
    {
        var log = new HookLog();
        await using var receiver = new HookReceiver(Options, log);
        var session = receiver.Open("one");
        foreach (var key in (string[])["", "wrong", session.Key[..^1], session.Key + "x"])
            await File.WriteAllTextAsync(Path.Combine(session.Folder, "1000000000.hook"), $"{key}\n\n{Payload("SessionEnd", ",\"reason\":\"logout\"")}\n.\n");
        await TellAsync(session, Payload("Stop"));
        await log.CountAsync(1);
        Assert.Equal([HookKind.Stop], log.Told.Select(told => told.Event.Kind));
    }

    [Fact]
    public async Task What_is_no_file_keeps_nobody_waiting()
    {
        var log = new HookLog();
        var options = Options with { WrittenWithin = TimeSpan.FromMilliseconds(200) };
        HookSession session;
        await using (var receiver = new HookReceiver(options, new HookLog())) session = receiver.Open("one");
        using (var made = Process.Start("mkfifo", [Path.Combine(session.Folder, "1000000000.hook")])) await made.WaitForExitAsync();
        File.CreateSymbolicLink(Path.Combine(session.Folder, "1000000001.hook"), "/dev/zero");
        Directory.CreateDirectory(Path.Combine(session.Folder, "1000000002.hook"));
        await File.WriteAllTextAsync(Path.Combine(session.Folder, "1000000003.hook"), $"{session.Key}\n\nnot JSON\n.\n");
        await File.WriteAllTextAsync(Path.Combine(session.Folder, "1000000004.hook"), $"{session.Key}\n\n{Payload("Stop")}\n.\n");
        await using (new HookReceiver(options, log)) await log.CountAsync(2);
        Assert.Equal([new HookNews.Lost("one")], log.News.Where(news => news is HookNews.Lost));
        Assert.Equal([HookKind.Stop], log.Told.Select(told => told.Event.Kind));
    }

    [Fact]
    public async Task One_that_is_being_written_is_waited_for_and_given_up_in_the_end()
    {
        var log = new HookLog();
        var time = new ManualTime();
        HookSession session;
        await using (var receiver = new HookReceiver(Options, new HookLog())) session = receiver.Open("one");
        var spool = new HookSpool(session, Options, time);
        var first = Path.Combine(session.Folder, "1000000000.hook");
        await File.WriteAllTextAsync(first, $"{session.Key}\n\n{Payload("PreToolUse")}");
        await File.WriteAllTextAsync(Path.Combine(session.Folder, "1000000001.hook"), $"{session.Key}\n\n{Payload("Stop")}\n.\n");

        Assert.Equal(TimeSpan.FromSeconds(2), spool.Read(log.On));
        time.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Equal(TimeSpan.FromSeconds(0.5), spool.Read(log.On));
        Assert.Empty(log.News);
        await File.AppendAllTextAsync(first, "\n.\n");
        Assert.Null(spool.Read(log.On));
        Assert.Equal([HookKind.PreToolUse, HookKind.Stop], log.Told.Select(told => told.Event.Kind));

        await File.WriteAllTextAsync(first, $"{session.Key}\n\n{Payload("PreToolUse")}");
        await File.WriteAllTextAsync(Path.Combine(session.Folder, "1000000001.hook"), $"{session.Key}\n\n{Payload("Stop")}\n.\n");
        spool.Read(log.On);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(spool.Read(log.On));
        Assert.Equal([typeof(HookNews.Told), typeof(HookNews.Told), typeof(HookNews.Lost), typeof(HookNews.Told)], log.News.Select(news => news.GetType()));
        Assert.Empty(Directory.GetFiles(session.Folder, "*.hook"));
    }

    [Fact]
    public void Whatever_a_payload_is_made_of_it_is_read_without_harm()
    {
        var payloads = Recording.Hooks.Select(Encoding.UTF8.GetBytes).ToArray();
        for (var seed = 1; seed <= 20_000; seed++)
        {
            var random = new Random(seed);
            var payload = payloads[random.Next(payloads.Length)].ToArray();
            for (var i = random.Next(5); i > 0; i--) payload[random.Next(payload.Length)] = (byte)random.Next(256);
            HookParser.Read(payload.AsSpan(0, random.Next(payload.Length + 1)));
        }
    }

    [Fact]
    public void Of_a_payload_that_is_cut_what_comes_before_the_cut_is_read()
    {
        foreach (var line in Recording.Hooks)
        {
            var payload = Encoding.UTF8.GetBytes(line);
            if (HookParser.Read(payload) is not { } whole) continue;
            var begun = line.IndexOf("hook_event_name", StringComparison.Ordinal);
            for (var length = payload.Length; Encoding.UTF8.GetString(payload, 0, length).Length > begun + 60; length -= 7)
                Assert.Equal((whole.Kind, whole.Session), (HookParser.Read(payload.AsSpan(0, length))?.Kind, HookParser.Read(payload.AsSpan(0, length))?.Session));
        }
    }

    [Theory]
    [InlineData("""{"hook_event_name":"Stop"}""")]
    [InlineData("""{"session_id":"s","hook_event_name":"AnEventToCome"}""")]
    [InlineData("""{"session_id":"s","hook_event_name":"7"}""")]
    [InlineData("""{"session_id":"../s","hook_event_name":"Stop"}""")]
    [InlineData("""[]""")]
    [InlineData("")]
    public void What_is_no_event_that_we_know_is_none(string payload) => Assert.Null(HookParser.Read(Encoding.UTF8.GetBytes(payload)));

    [Theory]
    [InlineData("""{"command":"npm test","description":"Runs the tests"}""", "npm test")]
    [InlineData("""{"description":"Runs the tests","command":"npm test"}""", "npm test")]
    [InlineData("""{"old_string":"a","file_path":"/src/a.cs"}""", "/src/a.cs")]
    [InlineData("""{"questions":[{"header":"H","options":[{"label":"x","description":"no"}],"question":"Which?"},{"question":"Second?"}]}""", "Which?")]
    [InlineData("""{"nested":{"command":"no"},"url":"https://a.b"}""", "https://a.b")]
    [InlineData("""{}""", "")]
    public void What_a_tool_is_to_do_is_told_by_its_best_field(string input, string about) =>
        Assert.Equal(about, HookParser.Read(Encoding.UTF8.GetBytes(Payload("PreToolUse", $",\"tool_name\":\"T\",\"tool_input\":{input},\"tool_use_id\":\"t\"")))!.About);

    private static (int ExitCode, string Output) Outcome((int ExitCode, string Output, TimeSpan Took) run) => (run.ExitCode, run.Output);
}
