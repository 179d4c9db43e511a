using CallActors.Cmux.Tmux;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.ClaudeCode;

/// <summary>Finds the workspace that a Claude Code runs in, among those that the hosts have now. Not thread-safe.</summary>
/// <param name="servers">The tmux servers of this machine: each knows its own panes.</param>
internal sealed class HookPlaces(IReadOnlyList<TmuxHost> servers)
{
    private readonly Dictionary<string, IReadOnlyList<Workspace>> _hosts = [];
    private readonly HashSet<WorkspaceId> _ids = [];
    private readonly Dictionary<Guid, WorkspaceId> _surfaces = [];
    private ILookup<string, WorkspaceId> _names = Enumerable.Empty<Workspace>().ToLookup(workspace => workspace.Name, workspace => workspace.Id);

    /// <summary>The workspaces that a host has now.</summary>
    public void Know(string host, IReadOnlyList<Workspace> workspaces)
    {
        _hosts[host] = workspaces;
        var all = _hosts.Values.SelectMany(known => known).ToArray();
        _ids.Clear();
        _surfaces.Clear();
        foreach (var workspace in all)
        {
            _ids.Add(workspace.Id);
            if (Guid.TryParse(workspace.Id.Local, out var surface)) _surfaces[surface] = workspace.Id;
        }
        _names = all.ToLookup(workspace => workspace.Name, workspace => workspace.Id);
    }

    /// <summary>Whether some host has it.</summary>
    public bool Has(WorkspaceId id) => _ids.Contains(id);

    /// <summary>Whether a place says anything of a workspace.</summary>
    public static bool IsAnywhere(HookPlace place) => place is not { Workspace.Length: 0, TmuxPane.Length: 0, CmuxSurface.Length: 0 };

    /// <summary>What we gave the workspace ourselves, then the pane, then the surface: tmux may run within cmux, and the pane is nearer.</summary>
    /// <param name="session">The hooks' session.</param>
    public WorkspaceId? Find(string session, HookPlace place) => Given(session, place.Workspace) ?? Pane(place) ?? Surface(place);

    /// <summary>The name goes with the session that was prepared under it: programs within the workspace, a whole tmux server too, inherit the
    /// name, and are somewhere else with a session of their own.</summary>
    private WorkspaceId? Given(string session, string name)
    {
        if (WorkspaceId.TryParse(name, out var id) && Has(id)) return id;
        return name == session && _names[name].Take(2).ToArray() is [var only] ? only : null;
    }

    private WorkspaceId? Pane(HookPlace place)
    {
        foreach (var server in servers)
            if (server.Find(place.Tmux, place.TmuxPane) is { } id && Has(id)) return id;
        return null;
    }

    private WorkspaceId? Surface(HookPlace place) =>
        Guid.TryParse(place.CmuxSurface, out var surface) && _surfaces.TryGetValue(surface, out var id) ? id : null;
}
