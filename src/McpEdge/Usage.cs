namespace CallActors.McpEdge;

/// <summary>What --help prints.</summary>
internal static class Usage
{
    public const string Text = """
        CallActors MCP server: phone calls as tools, over standard input and output.

        Usage: CallActors.McpEdge [options]      (an MCP client starts it; see docs/mcp.md)
               CallActors.McpEdge edge --help    (lends this machine's workspaces; see docs/edge.md)

          --gateway URL       the gateway; default http://127.0.0.1:3333    CALLME_CLOUD_URL (else PORT for another local port)
          --key-file PATH     the file with the gateway's key               else CALLME_API_KEY (the key itself),
                              else api-key in CALLACTORS_DATA, else var/api-key of the repository
          --deadline SECONDS  longest time of one tool call; default 900    CALLACTORS_MCP_DEADLINE
          --reconnect SECONDS how long a gateway that went away is tried;   CALLACTORS_MCP_RECONNECT
                              default 60
          --progress SECONDS  longest silence towards a waiting client;     CALLACTORS_MCP_PROGRESS
                              default 10, at most 15
          --version           prints the version
          --help              prints this

        Exit codes: 0 the client closed the connection; 2 an option is wrong (all faults are on standard error).

        """;
}
