using System.Text;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tests.Tmux;

/// <summary>The client that is attached to a real tmux is killed at every step of a submission; whoever ordered it orders it again.</summary>
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
        var (relay, cut, noted) = (Path.Combine(Folder, "relay"), Path.Combine(Folder, "cut"), Path.Combine(Folder, "noted"));
        await File.WriteAllTextAsync(relay, Relay);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(relay, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await StartSessionAsync("a", NotingProgram(noted, takesPastes: false));
        var (connection, news) = await ConnectAsync(Options with { Program = relay });
        var id = news.Workspaces[0].Id;

        await File.WriteAllTextAsync(cut, $"{passed}\n");
        Assert.InRange(await SubmitAsync(connection, id, "first"), 1, int.MaxValue);
        Assert.Equal(0, await SubmitAsync(connection, id, "second"));
        const string typed = "first\rsecond\r";
        Assert.Equal(typed, Encoding.UTF8.GetString(await BytesAsync(noted, typed.Length)));
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
