using System.Globalization;

namespace CallActors.Simulators.Cmux;

/// <summary>What stands beside a tab. Only the v1 dialect writes and reads it.</summary>
internal sealed class SimulatedSidebar
{
    private const int LogLines = 50;

    private static readonly string[] Decorations = ["icon", "color", "url", "priority", "format"];

    private readonly Dictionary<string, Pill> _pills = [];
    private readonly List<string> _log = [];
    private readonly Dictionary<string, string> _meta = [];

    public string Branch { get; set; } = "none";

    public string PullRequest { get; set; } = "none";

    public string Ports { get; set; } = "none";

    public string Progress { get; set; } = "none";

    public IReadOnlyList<string> Log => _log;

    public void SetStatus(string key, string value, IReadOnlyDictionary<string, string> options)
    {
        _ = int.TryParse(options.GetValueOrDefault("priority", ""), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var priority);
        var decorations = Decorations.Where(name => options.GetValueOrDefault(name, "").Length > 0)
            .Select(name => $" {name}={options[name]}");
        _pills[key] = new Pill(value, Math.Clamp(priority, -9999, 9999), string.Concat(decorations));
    }

    public void ClearStatus(string key) => _pills.Remove(key);

    public IReadOnlyList<string> StatusRows() => [.. _pills.OrderByDescending(pill => pill.Value.Priority).Select(pill => $"{pill.Key}={pill.Value.Value}{pill.Value.Decorations}")];

    public void Append(string level, string message)
    {
        _log.Add($"[{(level.Length == 0 ? "info" : level)}] {message.ReplaceLineEndings(" ")}");
        if (_log.Count > LogLines) _log.RemoveAt(0);
    }

    public void ClearLog() => _log.Clear();

    public void SetMeta(string key, string value) => _meta[key] = value;

    public void ClearMeta(string key) => _meta.Remove(key);

    public void Reset()
    {
        (Branch, PullRequest, Ports, Progress) = ("none", "none", "none", "none");
        _pills.Clear();
        _log.Clear();
        _meta.Clear();
    }

    /// <summary>The lines of <c>sidebar_state</c>, in their order.</summary>
    public IEnumerable<string> State(SimulatedTab tab, bool isOld)
    {
        yield return $"tab={tab.Id.ToString("D").ToUpperInvariant()}";
        if (!isOld) yield return "color=none";
        yield return $"cwd={tab.Directory}";
        yield return "focused_cwd=unknown";
        yield return "focused_panel=unknown";
        yield return $"git_branch={Branch}";
        if (!isOld)
        {
            yield return $"pr={PullRequest}";
            yield return "pr_label=";
        }
        yield return $"ports={Ports}";
        yield return $"progress={Progress}";
        var status = StatusRows();
        yield return $"status_count={status.Count}";
        foreach (var row in status) yield return $"  {row}";
        if (!isOld) yield return "meta_block_count=0";
        yield return $"log_count={_log.Count}";
        foreach (var row in _log) yield return $"  {row}";
    }

    private sealed record Pill(string Value, int Priority, string Decorations);
}
