namespace CallActors.McpEdge.Lending;

/// <summary>What <c>callactors edge --help</c> prints.</summary>
internal static class LendingUsage
{
    public const string Text = """
        Lends this machine's workspaces to a gateway elsewhere, until Ctrl-C.

        Usage: callactors edge --gateway URL [options]      (see docs/edge.md)

          --gateway URL       the gateway; https unless it is on this machine
          --key-file PATH     the file with your edge key                   else CALLACTORS_EDGE_KEY (the key itself)
          --name NAME         what this machine is called there: lower-case
                              letters, digits, hyphens; default its own name
          --tmux-socket PATH  the tmux server's socket; default tmux's own
          --no-tmux           lend nothing of tmux
          --no-cmux           lend nothing of cmux
          --insecure          http to another machine all the same: the key and
                              every word can be read on the way

        Exit codes: 0 told to stop; 1 the gateway does not take this machine; 2 an option is wrong.

        """;
}
