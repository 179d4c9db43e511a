using System.Globalization;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tmux;

/// <summary>A pane as tmux lists it.</summary>
/// <param name="Session">The session's id, <c>$1</c>.</param>
/// <param name="Id">The pane's own id, <c>%3</c>.</param>
/// <param name="Server">The server's socket and process, <c>/tmp/tmux-1000/default,4711</c>: what its programs have in TMUX before the last comma.</param>
internal sealed record Pane(string Session, string Id, string Server, Workspace Workspace);

/// <summary>Reads <c>list-panes</c>.</summary>
internal static class PaneList
{
    /// <summary>What is asked of each pane. Names and folders may hold anything but tabs, which tmux shows as something else.</summary>
    public const string Format =
        "#{session_id}\t#{pane_id}\t#{start_time}\t#{pane_pid}\t#{pane_dead}\t#{session_windows}\t#{window_panes}\t#{pane_index}"
        + "\t#{socket_path},#{pid}\t#{session_name}\t#{window_name}\t#{pane_current_command}\t#{pane_current_path}";

    private const int Fields = 13;

    /// <summary>The panes whose programs run. A pane that is shown in several sessions is listed once.</summary>
    public static IReadOnlyList<Pane> Read(string host, IEnumerable<string> lines)
    {
        var panes = new List<Pane>();
        var seen = new HashSet<string>();
        foreach (var line in lines)
        {
            var fields = line.Split('\t', Fields);
            if (fields.Length < Fields || fields[4] == "1" || !seen.Add(fields[1])) continue;
            _ = int.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out var process);
            panes.Add(new Pane(fields[0], fields[1], fields[8], new Workspace(IdOf(host, fields[1], fields[2]), NameOf(fields), fields[12], fields[11], process)));
        }
        return panes;
    }

    /// <summary>Panes are counted anew by every server: the time at which it started makes their ids unique.</summary>
    private static WorkspaceId IdOf(string host, string pane, string serverStarted) => WorkspaceId.Of(host, $"{pane}@{serverStarted}");

    /// <summary>As short as can be: the session, the window in it if there are several, the pane in it if there are several.</summary>
    private static string NameOf(string[] fields)
    {
        var name = fields[9];
        if (fields[5] != "1") name += $"/{fields[10]}";
        return fields[6] == "1" ? name : $"{name}.{fields[7]}";
    }
}
