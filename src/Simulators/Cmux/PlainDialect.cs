using System.Globalization;

namespace CallActors.Simulators.Cmux;

/// <summary>The v1 dialect's commands: lines, without anything that ends an answer. Called while the world stands still.</summary>
internal sealed class PlainDialect
{
    private readonly CmuxSimulator _cmux;
    private readonly Dictionary<string, Func<PlainWords, string>> _commands;

    public PlainDialect(CmuxSimulator cmux)
    {
        _cmux = cmux;
        _commands = new()
        {
            ["ping"] = _ => "PONG",
            ["list_workspaces"] = _ => Lines(cmux.Tabs.Select((tab, i) => $"{(i == 0 ? '*' : ' ')} {i}: {JsonDialect.Id(tab.Id)} {tab.Title}"), "No workspaces"),
            ["sidebar_state"] = words => OfTab(words, tab => string.Join('\n', tab.Sidebar.State(tab, cmux.Options.HasOldSidebar))),
            ["set_status"] = words => Change(words, "sidebar.metadata.updated", tab => tab.Sidebar.SetStatus(words.Argument(0), words.Argument(1), words.Options)),
            ["clear_status"] = words => Change(words, "sidebar.metadata.cleared", tab => tab.Sidebar.ClearStatus(words.Argument(0))),
            ["list_status"] = words => OfTab(words, tab => Lines(tab.Sidebar.StatusRows(), "No status entries")),
            ["report_meta"] = words => Change(words, "sidebar.metadata.updated", tab => tab.Sidebar.SetMeta(words.Argument(0), words.Argument(1))),
            ["clear_meta"] = words => Change(words, "sidebar.metadata.cleared", tab => tab.Sidebar.ClearMeta(words.Argument(0))),
            ["set_progress"] = SetProgress,
            ["clear_progress"] = words => Change(words, "sidebar.progress.cleared", tab => tab.Sidebar.Progress = "none"),
            ["log"] = words => Change(words, "sidebar.log.appended", tab => tab.Sidebar.Append(words.Option("level"), string.Join(' ', words.Arguments))),
            ["list_log"] = words => OfTab(words, tab => Lines(tab.Sidebar.Log, "No log entries")),
            ["clear_log"] = words => Change(words, "sidebar.log.cleared", tab => tab.Sidebar.ClearLog()),
            ["report_git_branch"] = words => Change(words, "sidebar.metadata.updated", tab => tab.Sidebar.Branch = $"{words.Argument(0)} {(words.Option("status") is "dirty" ? "dirty" : "clean")}"),
            ["report_pr"] = words => Change(words, "sidebar.metadata.updated", tab => tab.Sidebar.PullRequest = $"#{words.Argument(0)} {(words.Option("state") is { Length: > 0 } state ? state : "open")} {words.Argument(1)}"),
            ["report_ports"] = words => Change(words, "sidebar.metadata.updated", tab => tab.Sidebar.Ports = string.Join(',', words.Arguments)),
            ["reset_sidebar"] = words => Change(words, "sidebar.reset", tab => tab.Sidebar.Reset()),
            ["set_agent_pid"] = words => OfTab(words, _ => int.TryParse(words.Argument(1), NumberStyles.None, CultureInfo.InvariantCulture, out var _) ? "OK" : "ERROR: Invalid pid"),
            ["clear_agent_pid"] = words => OfTab(words, _ => "OK"),
            ["set_agent_lifecycle"] = words => OfTab(words, _ => words.Argument(1) is "unknown" or "running" or "idle" or "needsInput" ? "OK" : "ERROR: Invalid lifecycle"),
            ["workspace_action"] = words => OfTab(words, _ => "OK"),
            ["clear_notifications"] = ClearNotifications,
            ["list_notifications"] = _ => Lines(cmux.Notifications.Select(Row), "No notifications"),
            ["notify"] = Notify,
            ["notify_target"] = NotifyTarget,
            ["notify_target_async"] = NotifyTarget,
        };
        foreach (var missing in cmux.Options.MissingCommands) _commands.Remove(missing);
    }

    public string Answer(string line)
    {
        var words = PlainWords.Read(line);
        return _commands.TryGetValue(words.Command, out var answer) ? answer(words) : $"ERROR: Unknown command '{words.Command}'. Use 'help' for available commands.";
    }

    private string OfTab(PlainWords words, Func<SimulatedTab, string> answer)
    {
        // A UUID or an index, and no short reference.
        var selector = words.Option("tab");
        var tabs = _cmux.Tabs;
        var tab = selector.Length == 0 ? tabs.Take(1).SingleOrDefault()
            : Guid.TryParse(selector, out var id) ? tabs.FirstOrDefault(tab => tab.Id == id)
            : int.TryParse(selector, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? tabs.ElementAtOrDefault(index) : null;
        return tab is not null ? answer(tab) : selector.Length == 0 ? "ERROR: No tab selected" : "ERROR: Tab not found";
    }

    private string Change(PlainWords words, string happened, Action<SimulatedTab> change) => OfTab(words, tab =>
    {
        change(tab);
        _cmux.Events.Publish(happened, tab.Id, null);
        return "OK";
    });

    private string SetProgress(PlainWords words)
    {
        if (!double.TryParse(words.Argument(0), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) || share > 1) return "ERROR: Invalid progress value";
        return Change(words, "sidebar.progress.updated", tab => tab.Sidebar.Progress = $"{share.ToString("0.00", CultureInfo.InvariantCulture)} {words.Option("label")}".TrimEnd());
    }

    private string ClearNotifications(PlainWords words)
    {
        _cmux.ClearNotifications(Guid.TryParse(words.Option("tab"), out var tab) ? tab : null);
        return "OK";
    }

    /// <summary><c>title|subtitle|body</c>, as the application documents it, or by options, as one client sends it.</summary>
    private string Notify(PlainWords words) => OfTab(words, tab =>
    {
        Add(tab.Id, null, words.Option("title") is { Length: > 0 } title ? [title, words.Option("subtitle"), words.Option("body")] : string.Join(' ', words.Arguments).Split('|', 3));
        return "OK";
    });

    private string NotifyTarget(PlainWords words)
    {
        if (JsonDialect.FindTab(_cmux, words.Argument(0)) is not { } tab) return "ERROR: Tab not found";
        if (tab.Surfaces.FirstOrDefault(surface => JsonDialect.Id(surface.Id) == words.Argument(1)) is not { } surface) return "ERROR: Panel not found";
        Add(tab.Id, surface.Id, string.Join(' ', words.Arguments.Skip(2)).Split('|', 3));
        return "OK";
    }

    private void Add(Guid tab, Guid? surface, string[] parts) => _cmux.Notify(new SimulatedNotification(
        _cmux.NewId(), tab, surface, parts[0], parts.ElementAtOrDefault(1) ?? "", parts.ElementAtOrDefault(2) ?? "", IsRead: false));

    private static string Row(SimulatedNotification notification, int index) =>
        $"{index}:{JsonDialect.Id(notification.Id)}|{JsonDialect.Id(notification.Tab)}|{(notification.Surface is { } surface ? JsonDialect.Id(surface) : "none")}"
        + $"|{(notification.IsRead ? "read" : "unread")}|{notification.Title}|{notification.Subtitle}|{notification.Body}";

    private static string Lines(IEnumerable<string> lines, string none) => string.Join('\n', lines) is { Length: > 0 } all ? all : none;
}
