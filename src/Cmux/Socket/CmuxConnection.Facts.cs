using System.Text.Json;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Socket;

internal sealed partial class CmuxConnection
{
    /// <summary>What was told last of each terminal, as it was read.</summary>
    private readonly Dictionary<Guid, string> _told = [];
    private bool _hasNoSidebar;
    private bool _hasNoNotifications;

    /// <inheritdoc/>
    public async Task<WorkspaceFacts> ReadFactsAsync(WorkspaceId id, CancellationToken cancellationToken)
    {
        var surface = await FindAsync(id, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string> lines;
        try
        {
            lines = await ReadSidebarAsync(surface.Tab, cancellationToken).ConfigureAwait(false);
        }
        catch (WorkspaceException e) when (e.Fault is WorkspaceFault.NotFound)
        {
            // Its tab may be another one by now.
            await ListAsync(isFirst: false, cancellationToken).ConfigureAwait(false);
            surface = await FindAsync(id, cancellationToken).ConfigureAwait(false);
            lines = await ReadSidebarAsync(surface.Tab, cancellationToken).ConfigureAwait(false);
        }
        return FactsOf(surface, lines, await ReadNotificationsAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Reads the facts of the tabs that changed, and tells those that are other than before.</summary>
    private async Task TellFactsAsync(CancellationToken cancellationToken)
    {
        CmuxSurface[] surfaces;
        lock (_lock)
        {
            surfaces = [.. _surfaces.Where(surface => _haveAllChanged || _changedTabs.Contains(surface.Tab))];
            _haveAllChanged = false;
            _changedTabs.Clear();
            foreach (var gone in _told.Keys.Except(_surfaces.Select(surface => surface.Id)).ToArray()) _told.Remove(gone);
        }
        if (surfaces.Length == 0) return;
        var notifications = await ReadNotificationsAsync(cancellationToken).ConfigureAwait(false);
        foreach (var tab in surfaces.GroupBy(surface => surface.Tab))
        {
            try
            {
                var lines = await ReadSidebarAsync(tab.Key, cancellationToken).ConfigureAwait(false);
                foreach (var surface in tab) Tell(surface, lines, notifications);
            }
            catch (WorkspaceException e) when (e.Fault is WorkspaceFault.NotFound)
            {
                // It is gone, which the next list tells.
            }
        }
    }

    private void Tell(CmuxSurface surface, IReadOnlyList<string> lines, IReadOnlyList<JsonElement> notifications)
    {
        var facts = FactsOf(surface, lines, notifications);
        var read = string.Join('\n', lines.Concat(facts.Unread.Select(unread => unread.ToString())));
        lock (_lock)
        {
            if (_told.TryGetValue(surface.Id, out var known) && known == read) return;
            _told[surface.Id] = read;
            _observer.On(new WorkspaceNews.FactsChanged(surface.Workspace.Id, facts));
        }
    }

    private async Task<IReadOnlyList<string>> ReadSidebarAsync(Guid tab, CancellationToken cancellationToken)
    {
        if (_hasNoSidebar) return [];
        try
        {
            return await CommandAsync($"sidebar_state --tab={CmuxJson.Of(tab)}", SidebarState.IsWhole, cancellationToken).ConfigureAwait(false);
        }
        catch (WorkspaceException e) when (e.Fault is WorkspaceFault.Unsupported)
        {
            _hasNoSidebar = true;
            return [];
        }
    }

    private async Task<IReadOnlyList<JsonElement>> ReadNotificationsAsync(CancellationToken cancellationToken)
    {
        if (_hasNoNotifications) return [];
        var reply = await _link.AskAsync(new CmuxRequest("notification.list"), cancellationToken).ConfigureAwait(false);
        _hasNoNotifications = reply.Code is CmuxFaults.MethodNotFound;
        // Without them, the rest is still worth telling.
        return [.. reply.Body.Items("notifications")];
    }

    private static WorkspaceFacts FactsOf(CmuxSurface surface, IReadOnlyList<string> lines, IReadOnlyList<JsonElement> notifications) =>
        SidebarState.Read(lines) with
        {
            Unread = [.. notifications
                .Where(notification => !notification.Flag("is_read") && notification.TryId("workspace_id", out var tab) && tab == surface.Tab
                    && (!notification.TryId("surface_id", out var about) || about == surface.Id))
                .Select(notification => new UnreadNotification(notification.Text("title"), notification.Text("subtitle"), notification.Text("body")))],
        };

    private Task<IReadOnlyList<string>> CommandAsync(string command, Func<IReadOnlyList<string>, bool> isWhole, CancellationToken cancellationToken) =>
        CmuxPlainCommand.AskAsync(_link, command, isWhole, _options, _time, cancellationToken);
}
