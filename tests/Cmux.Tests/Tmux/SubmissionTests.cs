using System.Text;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tests.Tmux;

public sealed class SubmissionTests : TmuxTest
{
    private string File => Path.Combine(Folder, "noted");

    [TmuxFact]
    public async Task A_text_is_typed_as_one_paste_and_entered_once()
    {
        var (connection, news, id) = await StartAsync(takesPastes: true);
        var state = await connection.SubmitAsync(id, new Submission(new SubmissionId("s-1"), "two\nlines\twith $HOME; #{pid} 'and' \"quotes\" \\ ~ café %H"), CancellationToken.None);
        Assert.Equal(SubmissionState.Entered, state);
        await ExpectAsync("\u001b[200~two\rlines\twith $HOME; #{pid} 'and' \"quotes\" \\ ~ café %H\u001b[201~\r");
        Assert.NotEmpty(news.Workspaces);
    }

    [TmuxFact]
    public async Task The_same_submission_is_never_typed_again()
    {
        var (connection, _, id) = await StartAsync(takesPastes: true);
        for (var i = 0; i < 3; i++) await connection.SubmitAsync(id, new Submission(new SubmissionId("s-1"), "once"), CancellationToken.None);
        // Over another connection as well: tmux remembers it.
        var (other, news) = await ConnectAsync();
        await other.SubmitAsync(news.Workspaces[0].Id, new Submission(new SubmissionId("s-1"), "once"), CancellationToken.None);
        await connection.SubmitAsync(id, new Submission(new SubmissionId("s-2"), "twice"), CancellationToken.None);
        await ExpectAsync("\u001b[200~once\u001b[201~\r\u001b[200~twice\u001b[201~\r");
    }

    [TmuxFact]
    public async Task A_submission_that_was_lost_between_text_and_Enter_is_only_entered()
    {
        var (connection, _, id) = await StartAsync(takesPastes: true);
        await TmuxAsync("set-option", "-p", "-t", "%0", "@callactors-typed", "s-1");
        await connection.SubmitAsync(id, new Submission(new SubmissionId("s-1"), "typed before"), CancellationToken.None);
        await ExpectAsync("\r");
    }

    [TmuxFact]
    public async Task A_program_that_takes_no_pastes_gets_one_line()
    {
        var (connection, _, id) = await StartAsync(takesPastes: false);
        await connection.SubmitAsync(id, new Submission(new SubmissionId("s-1"), "first\r\nsecond\nthird\n"), CancellationToken.None);
        await ExpectAsync("first second third\r");
    }

    [TmuxFact]
    public async Task Fifty_kilobytes_with_every_control_character_arrive_whole_and_command_nothing()
    {
        var (connection, _, id) = await StartAsync(takesPastes: true);
        var text = new StringBuilder();
        for (var i = 0; text.Length < 50_000; i++)
        {
            text.Append("line ").Append(i).Append(" \u001b[201~\u001b[31m");
            for (var c = 0; c < 160; c++)
                if (char.IsControl((char)c)) text.Append((char)c).Append('x');
            text.Append("日本語 🙂 \"'$`\\;#{}~\n");
        }
        var typed = new string(text.ToString().Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Where(c => c is '\n' or '\t' || !char.IsControl(c)).ToArray()).TrimEnd();
        await connection.SubmitAsync(id, new Submission(new SubmissionId("s-1"), text.ToString()), CancellationToken.None);
        await ExpectAsync($"\u001b[200~{typed.Replace('\n', '\r')}\u001b[201~\r");
    }

    [TmuxFact]
    public async Task A_pane_that_was_left_scrolled_back_gets_the_text_and_the_Enter()
    {
        var (connection, _, id) = await StartAsync(takesPastes: true);
        await TmuxAsync("copy-mode", "-t", "%0");
        await connection.SubmitAsync(id, new Submission(new SubmissionId("s-1"), "hello"), CancellationToken.None);
        await ExpectAsync("\u001b[200~hello\u001b[201~\r");
        Assert.Equal("0", (await TmuxAsync("display-message", "-p", "-t", "%0", "#{pane_in_mode}")).Trim());
    }

    [TmuxFact]
    public async Task Keys_arrive_as_a_terminal_sends_them()
    {
        var (connection, _, id) = await StartAsync(takesPastes: true);
        foreach (var key in Enum.GetValues<WorkspaceKey>()) await connection.PressAsync(id, key, CancellationToken.None);
        await ExpectAsync("\r\u001b\t\u001b[Z \u007f\u001b[A\u001b[B\u001b[D\u001b[C\u001b[5~\u001b[6~\u001b[1~\u001b[4~\u0003\u0004\u0015");
    }

    [TmuxTheory]
    [InlineData("")]
    [InlineData(" \u0007\n ")]
    public async Task Nothing_is_not_typed(string text)
    {
        var (connection, _, id) = await StartAsync(takesPastes: true);
        var refused = await Assert.ThrowsAsync<WorkspaceException>(() => connection.SubmitAsync(id, new Submission(new SubmissionId("s-1"), text), CancellationToken.None));
        Assert.Equal(WorkspaceFault.Refused, refused.Fault);
    }

    private async Task<(IWorkspaceConnection Connection, NewsLog News, WorkspaceId Id)> StartAsync(bool takesPastes)
    {
        // Attached before the program begins: so it is seen what the program asks for.
        await StartSessionAsync("a", "sh", "-c", $"read go; exec {Program(takesPastes)}");
        var (connection, news) = await ConnectAsync();
        var id = news.Workspaces[0].Id;
        await connection.PressAsync(id, WorkspaceKey.Enter, CancellationToken.None);
        await news.WroteAsync(id, "ready");
        return (connection, news, id);
    }

    private string Program(bool takesPastes)
    {
        var words = NotingProgram(File, takesPastes);
        return $"{words[0]} {words[1]} '{words[2].Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    private async Task ExpectAsync(string typed)
    {
        var expected = Encoding.UTF8.GetBytes(typed);
        var noted = await BytesAsync(File, expected.Length);
        Assert.Equal(typed, Encoding.UTF8.GetString(noted));
    }
}
