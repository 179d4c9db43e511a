using System.Diagnostics;
using System.Text;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tests.Tmux;

/// <summary>The client that is attached to a real tmux is killed at every step of a submission, and whoever ordered it orders it again; or it is killed
/// while it lists, or is slow to leave a session that has ended.</summary>
public sealed class BrokenLinkTests : TmuxTest
{
    /// <summary>Lines of a submission: what was typed last, who is at the keyboard, the text, Enter; behind each of them one that marks the end of its
    /// answer.</summary>
    private const int Lines = 8;

    // A tmux whose client in control mode is killed when so many lines as the file "cut" says have been passed on.
    private const string Relay = """
        #!/bin/sh
        here=$(dirname "$0")
        case " $* " in *" -C "*) ;; *) exec tmux "$@" ;; esac
        mkfifo "$here/$$"
        tmux "$@" <"$here/$$" &
        client=$!
        exec 3>"$here/$$"
        while IFS= read -r line; do
          left=
          [ -e "$here/cut" ] && read -r left <"$here/cut"
          [ "$left" = 0 ] && break
          printf '%s\n' "$line" >&3
          [ -n "$left" ] && echo "$((left - 1))" >"$here/cut"
        done
        rm -f "$here/cut"
        kill -9 $client
        """;

    public static TheoryData<int> Cuts => [.. Enumerable.Range(0, Lines)];

    [TmuxTheory]
    [MemberData(nameof(Cuts))]
    public async Task A_text_is_typed_and_entered_once_wherever_the_link_was_cut(int passed)
    {
        var noted = Path.Combine(Folder, "noted");
        await StartSessionAsync("a", NotingProgram(noted, takesPastes: false));
        var (connection, news) = await ConnectByRelayAsync();
        var id = news.Workspaces[0].Id;

        await CutAfterAsync(passed);
        Assert.InRange(await SubmitAsync(connection, id, "first"), 1, int.MaxValue);
        Assert.Equal(0, await SubmitAsync(connection, id, "second"));
        const string typed = "first\rsecond\r";
        Assert.Equal(typed, Encoding.UTF8.GetString(await BytesAsync(noted, typed.Length)));
    }

    [TmuxFact]
    public async Task A_client_that_ends_while_it_lists_takes_no_workspace_along()
    {
        await StartSessionAsync("a", "cat");
        var (_, news) = await ConnectByRelayAsync();
        await CutAfterAsync(0);
        // The change has it list.
        await TmuxAsync("rename-session", "-t", "a", "b");
        await news.WorkspaceAsync("b");
        Assert.All(news.News.OfType<WorkspaceNews.Listed>(), listed => Assert.Single(listed.Workspaces));
    }

    [TmuxFact]
    public async Task A_session_that_ends_while_its_client_stands_still_takes_no_other_along()
    {
        await StartSessionAsync("a", "cat");
        await StartSessionAsync("b", "cat");
        var (_, news) = await ConnectAsync();
        var client = (await TmuxAsync("list-clients", "-t", "a", "-F", "#{client_pid}")).Trim();
        await SignalAsync("STOP", client);
        await TmuxAsync("kill-session", "-t", "a");
        // tmux looks at what is watched once a second, by its own clock.
        await Task.Delay(TimeSpan.FromSeconds(2));
        Assert.Equal("b", (await TmuxAsync("list-sessions", "-F", "#{session_name}")).Trim());
        await SignalAsync("CONT", client);
        await news.UntilAsync(() => news.Workspaces is [{ Name: "b" }]);
    }

    private async Task<(IWorkspaceConnection Connection, NewsLog News)> ConnectByRelayAsync()
    {
        var relay = Path.Combine(Folder, "relay");
        await File.WriteAllTextAsync(relay, Relay);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(relay, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return await ConnectAsync(Options with { Program = relay });
    }

    /// <param name="passed">So many lines are passed on before.</param>
    private Task CutAfterAsync(int passed) => File.WriteAllTextAsync(Path.Combine(Folder, "cut"), $"{passed}\n");

    private static async Task SignalAsync(string signal, string process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Orders it until the host says that it was entered.</summary>
    /// <returns>How often it failed before.</returns>
    private static async Task<int> SubmitAsync(IWorkspaceConnection connection, WorkspaceId id, string text)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var failures = 0; ; failures++)
        {
            try
            {
                Assert.Equal(SubmissionState.Entered, await connection.SubmitAsync(id, new Submission(new SubmissionId(text), text), patience.Token));
                return failures;
            }
            catch (WorkspaceException e) when (e.Fault is WorkspaceFault.HostGone or WorkspaceFault.TimedOut)
            {
                await timer.WaitForNextTickAsync(patience.Token);
            }
        }
    }
}
