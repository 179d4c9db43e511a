using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tests.Tmux;

/// <summary>A person at the same tmux: their terminal is a pane of another server.</summary>
public sealed class PersonTests : TmuxTest
{
    [TmuxFact]
    public async Task Who_types_is_not_interrupted_and_the_text_comes_when_they_pause()
    {
        await StartSessionAsync("a", "cat");
        await SitDownAsync();
        var (connection, news) = await ConnectAsync(Options with { TypingPause = TimeSpan.FromSeconds(2) });
        var id = news.Workspaces[0].Id;
        await TypeAsync("half a sent");
        await TmuxHostTests.ScreenAsync(connection, id, "half a sent");

        var submission = new Submission(new SubmissionId("s-1"), "from the phone");
        Assert.Equal(SubmissionState.PersonIsTyping, await connection.SubmitAsync(id, submission, CancellationToken.None));
        await TypeAsync("ence");
        await TypeAsync("Enter");
        while (await connection.SubmitAsync(id, submission, CancellationToken.None) == SubmissionState.PersonIsTyping) await Task.Delay(50);
        await news.WroteAsync(id, "from the phone");
        var screen = await connection.ReadScreenAsync(id, 0, CancellationToken.None);
        Assert.Equal(["half a sentence", "half a sentence", "from the phone"], screen.Lines.Take(3));
    }

    [TmuxFact]
    public async Task A_notice_is_shown_where_the_workspace_is()
    {
        await StartSessionAsync("a", "cat");
        await SitDownAsync();
        var (connection, news) = await ConnectAsync();
        await connection.NotifyAsync(new WorkspaceNotice("A call", "100 % #{pid} of \"it\"\nends", news.Workspaces[0].Id), CancellationToken.None);
        for (var attempt = 0; ; attempt++)
        {
            var terminal = await PersonAsync("capture-pane", "-p", "-t", "%0");
            if (terminal.Contains("A call: 100 % #{pid} of \"it\" ends", StringComparison.Ordinal)) return;
            Assert.True(attempt < 200, terminal);
            await Task.Delay(10);
        }
    }

    [TmuxFact]
    public async Task A_persons_window_keeps_its_size()
    {
        await StartSessionAsync("a", "cat");
        await SitDownAsync();
        var size = await TmuxAsync("display-message", "-p", "-t", "%0", "#{window_width}x#{window_height}");
        await ConnectAsync();
        Assert.Equal(size, await TmuxAsync("display-message", "-p", "-t", "%0", "#{window_width}x#{window_height}"));
    }

    public override async Task DisposeAsync()
    {
        await PersonAsync("kill-server");
        await base.DisposeAsync();
    }

    private async Task SitDownAsync()
    {
        await PersonAsync("new-session", "-d", "-x", "90", "-y", "20", "env", "-u", "TMUX", "TERM=screen", "tmux", "-S", Options.Socket, "attach-session", "-t", "=a");
        for (var attempt = 0; (await TmuxAsync("list-clients")).Length == 0; attempt++)
        {
            Assert.True(attempt < 200, "The person's terminal did not attach.");
            await Task.Delay(10);
        }
    }

    private Task<string> TypeAsync(string keys) => PersonAsync("send-keys", "-t", "%0", keys);

    private async Task<string> PersonAsync(params string[] arguments) => (await TryTmuxAsync(Path.Combine(Folder, "person"), arguments)).Output;
}
