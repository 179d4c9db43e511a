using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tmux;

/// <summary>What tmux' own words mean.</summary>
internal static class TmuxFaults
{
    /// <param name="lines">What tmux printed. Not repeated: it may hold what was typed.</param>
    public static WorkspaceException Of(IEnumerable<string> lines)
    {
        var words = string.Join(' ', lines);
        if (Says(words, "can't find pane") || Says(words, "can't find session") || Says(words, "can't find window"))
            return new WorkspaceException(WorkspaceFault.NotFound, "The workspace is gone.");
        if (Says(words, "no server running") || Says(words, "error connecting to") || Says(words, "server exited") || Says(words, "lost server"))
            return new WorkspaceException(WorkspaceFault.HostGone, "No tmux server is running.");
        if (Says(words, "duplicate session")) return new WorkspaceException(WorkspaceFault.Refused, "tmux has a session of this name already.");
        if (Says(words, "access not allowed") || Says(words, "Permission denied"))
            return new WorkspaceException(WorkspaceFault.AccessDenied, "The tmux server belongs to another user, who must allow this one by tmux' server-access.");
        if (Says(words, "unknown command") || Says(words, "unknown flag") || Says(words, "invalid option"))
            return new WorkspaceException(WorkspaceFault.Unsupported, "This tmux is too old: 3.2 or newer is needed.");
        return new WorkspaceException(WorkspaceFault.Refused, "tmux refused it.");
    }

    private static bool Says(string words, string what) => words.Contains(what, StringComparison.OrdinalIgnoreCase);
}
