using System.Text.Json;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Socket;

/// <summary>A terminal in cmux. Both its names outlive what is moved and closed around it; short references and indexes do not.</summary>
/// <param name="Id">Stays when cmux is started again.</param>
/// <param name="Tab">The cmux workspace that it is in, a tab of the sidebar: another one after cmux was started again.</param>
/// <param name="Pane">The pane that it is in; empty when cmux does not say.</param>
/// <param name="Neighbours">How many surfaces, browsers too, are in the same cmux workspace besides.</param>
internal sealed record CmuxSurface(Guid Id, Guid Tab, Guid Pane, int Neighbours, Workspace Workspace);

/// <summary>Lists cmux' terminals.</summary>
internal static class CmuxSurfaces
{
    /// <exception cref="WorkspaceException">cmux went away, or refused.</exception>
    public static async Task<IReadOnlyList<CmuxSurface>> ListAsync(CmuxLink link, string host, CancellationToken cancellationToken)
    {
        var tree = await link.AskAsync(new CmuxRequest("system.tree").With("all_windows", true), cancellationToken).ConfigureAwait(false);
        return tree.Code is CmuxFaults.MethodNotFound
            ? await ListWindowAsync(link, host, cancellationToken).ConfigureAwait(false)
            : await ReadTreeAsync(link, host, tree.Result(), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<CmuxSurface>> ReadTreeAsync(CmuxLink link, string host, JsonElement tree, CancellationToken cancellationToken)
    {
        var windows = tree.Items("windows").ToArray();
        // The tree has the surfaces, the lists have the folders. All are asked for at once.
        var lists = await Task.WhenAll(windows.Select(window =>
            link.AskAsync(new CmuxRequest("workspace.list").With("window_id", window.Text("id")), cancellationToken))).ConfigureAwait(false);
        var folders = new Dictionary<Guid, string>();
        foreach (var list in lists)
            foreach (var tab in list.Body.Items("workspaces"))
                if (tab.TryId("id", out var id)) folders[id] = tab.Text("current_directory");
        return [.. windows.SelectMany(window => window.Items("workspaces")).SelectMany(tab =>
        {
            var surfaces = tab.Items("panes").SelectMany(pane => pane.Items("surfaces").Select(surface => (Surface: surface, Pane: pane))).ToArray();
            return Read(host, tab, tab.TryId("id", out var id) ? folders.GetValueOrDefault(id, "") : "", surfaces);
        })];
    }

    /// <summary>Older builds: what is in the window that the person looks at.</summary>
    private static async Task<IReadOnlyList<CmuxSurface>> ListWindowAsync(CmuxLink link, string host, CancellationToken cancellationToken)
    {
        var tabs = (await link.AskAsync(new CmuxRequest("workspace.list"), cancellationToken).ConfigureAwait(false)).Result().Items("workspaces").ToArray();
        var lists = await Task.WhenAll(tabs.Select(tab =>
            link.AskAsync(new CmuxRequest("surface.list").With("workspace_id", tab.Text("id")), cancellationToken))).ConfigureAwait(false);
        // One that was closed meanwhile has none.
        return [.. tabs.Zip(lists).SelectMany(both => Read(
            host, both.First, both.First.Text("current_directory"), [.. both.Second.Body.Items("surfaces").Select(surface => (surface, default(JsonElement)))]))];
    }

    private static IEnumerable<CmuxSurface> Read(string host, JsonElement tab, string folder, (JsonElement Surface, JsonElement Pane)[] surfaces)
    {
        if (!tab.TryId("id", out var tabId)) yield break;
        var terminals = surfaces.Where(surface => surface.Surface.Text("type") is "terminal" or "").ToArray();
        for (var i = 0; i < terminals.Length; i++)
        {
            var (surface, pane) = terminals[i];
            if (!surface.TryId("id", out var id)) continue;
            if (!surface.TryId("pane_id", out var paneId)) pane.TryId("id", out paneId);
            var workspace = new Workspace(WorkspaceId.Of(host, CmuxJson.Of(id)), NameOf(tab.Text("title"), terminals, i), folder, "", 0);
            yield return new CmuxSurface(id, tabId, paneId, surfaces.Length - 1, workspace);
        }
    }

    /// <summary>The tab's title; with several terminals in it theirs too, counted where titles do not tell them apart.</summary>
    private static string NameOf(string title, (JsonElement Surface, JsonElement Pane)[] terminals, int index)
    {
        if (terminals.Length == 1) return title;
        var own = terminals[index].Surface.Text("title");
        var isUnique = own.Length > 0 && terminals.Count(terminal => terminal.Surface.Text("title") == own) == 1;
        return isUnique ? $"{title}/{own}" : $"{title}{(own.Length > 0 ? "/" : "")}{own}.{index}";
    }
}
