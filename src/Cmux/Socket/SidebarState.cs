using System.Globalization;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Socket;

/// <summary>
/// Reads the answer to <c>sidebar_state</c>: lines <c>key=value</c>, and indented rows behind those that count them. Keys come and go with
/// builds; what is not known is passed over.
/// </summary>
internal static class SidebarState
{
    private const string Last = "log_count=";

    private static readonly string[] Decorations = ["icon", "color", "url", "priority", "format"];

    /// <summary>Whether no further line will come: the log is the last, and says how many it has.</summary>
    public static bool IsWhole(IReadOnlyList<string> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].StartsWith(Last, StringComparison.Ordinal))
                return int.TryParse(lines[i].AsSpan(Last.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && lines.Count - i - 1 >= count;
        }
        return false;
    }

    public static WorkspaceFacts Read(IReadOnlyList<string> lines)
    {
        var values = new Dictionary<string, string>();
        var rows = new Dictionary<string, List<string>>();
        var section = "";
        foreach (var line in lines)
        {
            if (line.StartsWith("  ", StringComparison.Ordinal))
            {
                if (rows.TryGetValue(section, out var below)) below.Add(line[2..]);
                continue;
            }
            var split = line.IndexOf('=', StringComparison.Ordinal);
            if (split <= 0) continue;
            section = line[..split];
            values.TryAdd(section, line[(split + 1)..] is "none" or "unknown" ? "" : line[(split + 1)..]);
            rows.TryAdd(section, []);
        }
        var (branch, hasChanges) = Branch(values.GetValueOrDefault("git_branch", ""));
        var status = rows.GetValueOrDefault("status_count", []).Select(Status).OfType<StatusNote>().OrderByDescending(note => note.Priority).ToArray();
        return new WorkspaceFacts
        {
            Branch = branch,
            HasChanges = hasChanges,
            PullRequest = Request(values.GetValueOrDefault("pr", "")),
            Ports = [.. values.GetValueOrDefault("ports", "").Split(',', StringSplitOptions.TrimEntries).Select(Port).Where(port => port > 0)],
            Progress = Progress(values.GetValueOrDefault("progress", "")),
            Status = status,
            Log = [.. rows.GetValueOrDefault("log_count", []).Select(Log)],
            Agent = AgentStatus.Read(status),
        };
    }

    /// <summary><c>main dirty</c></summary>
    private static (string Branch, bool HasChanges) Branch(string value) => value.Split(' ', 2) is [var branch, var state] ? (branch, state == "dirty") : (value, false);

    /// <summary><c>#42 open https://…</c></summary>
    private static PullRequest? Request(string value)
    {
        if (value.Length == 0) return null;
        var words = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        _ = int.TryParse(words.Length > 0 ? words[0].TrimStart('#') : "", NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        var url = words.FirstOrDefault(word => word.Contains("://", StringComparison.Ordinal), "");
        return new PullRequest(number, string.Join(' ', words.Skip(1).Where(word => word != url)), url);
    }

    private static int Port(string word) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65_535 ? port : 0;

    /// <summary><c>0.50 Label</c></summary>
    private static WorkProgress? Progress(string value)
    {
        var words = value.Split(' ', 2);
        return double.TryParse(words[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share)
            ? new WorkProgress(Math.Clamp(share, 0, 1), words.Length > 1 ? words[1] : "")
            : null;
    }

    /// <summary><c>key=value icon=… color=…</c>: the value is not quoted and may hold blanks and equals signs, what decorates it stands at the end.</summary>
    private static StatusNote? Status(string row)
    {
        var split = row.IndexOf('=', StringComparison.Ordinal);
        if (split <= 0) return null;
        var (value, priority) = (row[(split + 1)..], 0);
        // Each decoration is there once: the second of its kind is the value's own.
        var seen = new HashSet<string>();
        while (value.LastIndexOf(' ') is >= 0 and var space && value.IndexOf('=', space) is > 0 and var equals)
        {
            var key = value[(space + 1)..equals];
            if (!Decorations.Contains(key) || !seen.Add(key)) break;
            if (key == "priority") _ = int.TryParse(value.AsSpan(equals + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out priority);
            value = value[..space];
        }
        return new StatusNote(row[..split], value, priority);
    }

    /// <summary><c>[error] message</c>, or <c>[source] [error] message</c></summary>
    private static LogLine Log(string row)
    {
        var (first, rest) = Bracket(row);
        if (LevelOf(first) is { } level) return new LogLine(level, "", rest);
        var (second, message) = Bracket(rest);
        return first.Length > 0 && LevelOf(second) is { } later ? new LogLine(later, first, message) : new LogLine(LogLineLevel.Info, "", row);
    }

    private static (string Word, string Behind) Bracket(string row)
    {
        var end = row.StartsWith('[') ? row.IndexOf("] ", StringComparison.Ordinal) : -1;
        return end < 0 ? ("", row) : (row[1..end], row[(end + 2)..]);
    }

    private static LogLineLevel? LevelOf(string word) => word switch
    {
        "info" => LogLineLevel.Info,
        "progress" => LogLineLevel.Progress,
        "success" => LogLineLevel.Success,
        "warning" => LogLineLevel.Warning,
        "error" => LogLineLevel.Error,
        _ => null,
    };
}
