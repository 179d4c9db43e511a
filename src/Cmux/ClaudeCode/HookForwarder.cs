using System.Globalization;

namespace CallActors.Cmux.ClaudeCode;

/// <summary>
/// What Claude Code runs at each event: a few lines of POSIX shell that put what they are given into a file, and end. They wait for nobody, so
/// that a gateway that is gone, stopped or slow is the same to them as one that listens. docs/agent-state.md has the measurements.
/// </summary>
internal static class HookForwarder
{
    /// <summary>Stands at the end of a file that is whole. No JSON ends so.</summary>
    public const string EndMark = "\n.\n";

    /// <summary>What the files of events are called; the lowest number is the oldest.</summary>
    public const string Pattern = "1?????????.hook";

    /// <summary>Where the numbers begin: all have as many digits, so that their order is that of their names.</summary>
    private const int FirstNumber = 1_000_000_000;

    /// <summary>A file of this name says that something was lost.</summary>
    public const string LostName = "lost";

    /// <summary>What Claude Code gives to a shell. It is shown to the person at times, and to other users in the list of processes.</summary>
    /// <remarks>Whatever happens, it ends with 0: with 2 it would stop Claude Code. When the forwarder is gone the input is read all the
    /// same, since Claude Code writes it.</remarks>
    public static string Command(string forwarder)
    {
        var file = TerminalText.ShellWord(forwarder);
        return $"exec >/dev/null 2>&1; trap 'cat; exit 0' EXIT; [ -f {file} ] && . {file}";
    }

    /// <summary>The forwarder, which the command reads into its own shell: one process less, and nothing but <c>cat</c> is started.</summary>
    public static string Script(string folder, string key, HookOptions options) => string.Create(CultureInfo.InvariantCulture, $$"""
        # What is printed goes nowhere, and at any exit before the last the input is read, and 0 returned: the command has seen to that.
        umask 077
        cd {{TerminalText.ShellWord(folder)}} || exit

        # The next number. Names are in order.
        set -- 1?????????.hook
        n={{FirstNumber}}
        if [ -e "$1" ]; then
          if [ $# -ge {{options.MostWaiting}} ]; then : >{{LostName}}; exit; fi
          shift $(($# - 1))
          n=${1%.hook}
          n=$((n + 1))
        fi

        # In units of 512 bytes. What is longer is cut, and read to its end.
        trap '' XFSZ
        ulimit -f {{options.LongestPayload * 2}}

        # With -C a file is made only when there is none of its name: of several at a time each gets a number of its own.
        set -C
        tries=0
        until
          {
            has=1
            printf '%s\n' {{key}} "PID=$$" "PPID=$PPID" "TMUX=$TMUX" "TMUX_PANE=$TMUX_PANE" "CMUX_WORKSPACE_ID=$CMUX_WORKSPACE_ID" "CMUX_SURFACE_ID=$CMUX_SURFACE_ID" "CMUX_SOCKET_PATH=$CMUX_SOCKET_PATH" "CALLACTORS_WORKSPACE=$CALLACTORS_WORKSPACE" ""
            cat || cat >/dev/null
            printf '\n.\n'
          } >"$n.hook" || [ "$has" ]
        do
          n=$((n + 1))
          tries=$((tries + 1))
          if [ $tries -gt {{options.MostWaiting}} ]; then : >|{{LostName}}; exit; fi
        done
        trap - EXIT
        exit 0

        """);
}
