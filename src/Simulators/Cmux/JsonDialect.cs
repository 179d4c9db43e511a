using System.Text.Json;
using System.Text.Json.Nodes;

namespace CallActors.Simulators.Cmux;

/// <summary>The v2 dialect's methods. Called while the world stands still.</summary>
internal sealed class JsonDialect
{
    private readonly CmuxSimulator _cmux;
    private readonly Dictionary<string, Func<JsonNode?, JsonObject, JsonObject>> _methods;

    public JsonDialect(CmuxSimulator cmux)
    {
        _cmux = cmux;
        var terminals = new JsonTerminals(cmux);
        _methods = new()
        {
            ["system.ping"] = (id, _) => Success(id, new JsonObject { ["pong"] = true }),
            ["system.capabilities"] = Capabilities,
            ["system.tree"] = Tree,
            ["workspace.list"] = (id, _) => Success(id, new JsonObject { ["window_id"] = Id(cmux.WindowId), ["window_ref"] = "window:1", ["workspaces"] = Array(_cmux.Tabs, Tab) }),
            ["workspace.create"] = Create,
            ["workspace.close"] = (id, p) => OfTab(id, p, Close),
            ["workspace.rename"] = (id, p) => OfTab(id, p, Rename),
            ["workspace.agent_submit"] = terminals.AgentSubmit,
            ["surface.list"] = (id, p) => OfTab(id, p, (id, tab, _) => Success(id, Ids(tab, null, ("surfaces", Array(tab.Surfaces, (surface, i) => Surface(surface, i)))))),
            ["surface.close"] = (id, p) => OfSurface(id, p, CloseSurface),
            ["surface.send_text"] = terminals.SendText,
            ["surface.send_key"] = terminals.SendKey,
            ["surface.read_text"] = terminals.ReadText,
            ["pane.list"] = (id, p) => OfTab(id, p, (id, tab, _) => Success(id, Ids(tab, null, ("panes", Array(tab.Surfaces, Pane))))),
            ["tab.action"] = (id, p) => OfSurface(id, p, TabAction),
            ["notification.create"] = Notify,
            ["notification.list"] = (id, _) => Success(id, new JsonObject { ["notifications"] = Array(_cmux.Notifications, Notification) }),
            ["events.stream"] = (id, _) => Failure(id, "internal_error", "Taken by the connection."),
        };
        foreach (var missing in cmux.Options.MissingMethods) _methods.Remove(missing);
    }

    public JsonObject Answer(JsonNode? id, string method, JsonObject parameters) =>
        _methods.TryGetValue(method, out var answer) ? answer(id, parameters) : Failure(id, "method_not_found", "Unknown method");

    public static JsonObject Success(JsonNode? id, JsonObject result) => new() { ["id"] = id?.DeepClone(), ["ok"] = true, ["result"] = result };

    public static JsonObject Failure(JsonNode? id, string code, string message, JsonObject? data = null)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = message };
        if (data is not null) error["data"] = data;
        return new JsonObject { ["id"] = id?.DeepClone(), ["ok"] = false, ["error"] = error };
    }

    /// <summary>Empty when there is none.</summary>
    public static string Text(JsonObject parameters, string name) => parameters[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    public static string Id(Guid id) => id.ToString("D").ToUpperInvariant();

    /// <summary>A tab by its id or its short reference; without either, the one in front.</summary>
    public static SimulatedTab? FindTab(CmuxSimulator cmux, string selector) => selector.Length == 0
        ? cmux.Tabs.Take(1).SingleOrDefault()
        : cmux.Tabs.Where((tab, i) => Guid.TryParse(selector, out var id) ? tab.Id == id : selector == $"workspace:{i + 1}").FirstOrDefault();

    public static JsonObject Ids(SimulatedTab tab, SimulatedSurface? surface, params ReadOnlySpan<(string Name, JsonNode? Value)> more)
    {
        var ids = new JsonObject { ["workspace_id"] = Id(tab.Id), ["workspace_ref"] = "workspace:1", ["window_ref"] = "window:1" };
        if (surface is not null) ids["surface_id"] = Id(surface.Id);
        foreach (var (name, value) in more) ids[name] = value;
        return ids;
    }

    private JsonObject OfTab(JsonNode? id, JsonObject parameters, Func<JsonNode?, SimulatedTab, JsonObject, JsonObject> answer) =>
        FindTab(_cmux, Text(parameters, "workspace_id")) is { } tab ? answer(id, tab, parameters) : Failure(id, "not_found", "Workspace not found");

    private JsonObject OfSurface(JsonNode? id, JsonObject parameters, Func<JsonNode?, SimulatedTab, SimulatedSurface, JsonObject, JsonObject> answer) =>
        OfTab(id, parameters, (id, tab, _) => tab.Surfaces.FirstOrDefault(surface => Id(surface.Id) == Text(parameters, "surface_id")) is { } surface
            ? answer(id, tab, surface, parameters)
            : Failure(id, "not_found", "Surface not found"));

    private JsonObject Capabilities(JsonNode? id, JsonObject parameters) => Success(id, new JsonObject
    {
        ["protocol"] = "cmux-socket",
        ["version"] = 2,
        ["socket_path"] = _cmux.Options.SocketPath,
        ["access_mode"] = JsonNamingPolicy.CamelCase.ConvertName(_cmux.Options.Access.ToString()),
        ["methods"] = new JsonArray([.. _methods.Keys.Select(method => (JsonNode)method)]),
    });

    private JsonObject Tree(JsonNode? id, JsonObject parameters) => Success(id, new JsonObject
    {
        ["active"] = null,
        ["caller"] = null,
        ["windows"] = new JsonArray(new JsonObject
        {
            ["id"] = Id(_cmux.WindowId),
            ["ref"] = "window:1",
            ["index"] = 0,
            ["key"] = true,
            ["visible"] = true,
            ["workspace_count"] = _cmux.Tabs.Count,
            ["workspaces"] = Array(_cmux.Tabs, (tab, i) => new JsonObject
            {
                ["id"] = Id(tab.Id),
                ["ref"] = $"workspace:{i + 1}",
                ["index"] = i,
                ["title"] = tab.Title,
                ["selected"] = i == 0,
                ["pinned"] = tab.IsPinned,
                ["panes"] = Array(tab.Surfaces, (surface, j) => new JsonObject
                {
                    ["id"] = Id(surface.Pane),
                    ["ref"] = $"pane:{j + 1}",
                    ["index"] = j,
                    ["surfaces"] = new JsonArray(Surface(surface, j)),
                }),
            }),
        }),
    });

    private static JsonObject Tab(SimulatedTab tab, int index) => new()
    {
        ["id"] = Id(tab.Id),
        ["ref"] = $"workspace:{index + 1}",
        ["index"] = index,
        ["title"] = tab.Title,
        ["description"] = null,
        ["selected"] = index == 0,
        ["pinned"] = tab.IsPinned,
        ["listening_ports"] = new JsonArray(),
        ["remote"] = new JsonObject { ["enabled"] = false, ["connected"] = false },
        ["current_directory"] = tab.Directory,
        ["custom_color"] = null,
    };

    private static JsonObject Surface(SimulatedSurface surface, int index) => new()
    {
        ["id"] = Id(surface.Id),
        ["ref"] = $"surface:{index + 1}",
        ["index"] = index,
        ["type"] = surface.Terminal is null ? "browser" : "terminal",
        ["title"] = surface.Title,
        ["focused"] = index == 0,
        ["pane_id"] = Id(surface.Pane),
        ["index_in_pane"] = 0,
    };

    private JsonObject Pane(SimulatedSurface surface, int index) => new()
    {
        ["id"] = Id(surface.Pane),
        ["ref"] = $"pane:{index + 1}",
        ["index"] = index,
        ["surface_ids"] = new JsonArray(Id(surface.Id)),
        ["columns"] = _cmux.Options.Columns,
        ["rows"] = _cmux.Options.Rows,
    };

    private JsonObject Create(JsonNode? id, JsonObject parameters)
    {
        var directory = Text(parameters, "cwd") is { Length: > 0 } cwd ? cwd : Text(parameters, "working_directory");
        var tab = _cmux.AddTab(Text(parameters, "title"), directory: directory.Length > 0 ? directory : "/home");
        tab.InitialCommand = Text(parameters, "initial_command");
        tab.Environment = (parameters["workspace_env"] as JsonObject)?.ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<string>()) ?? [];
        return Success(id, Ids(tab, null));
    }

    private JsonObject Close(JsonNode? id, SimulatedTab tab, JsonObject parameters)
    {
        if (tab.IsPinned) return Failure(id, "protected", "The workspace is pinned.");
        _cmux.Remove(tab);
        return Success(id, Ids(tab, null));
    }

    private JsonObject CloseSurface(JsonNode? id, SimulatedTab tab, SimulatedSurface surface, JsonObject parameters)
    {
        if (tab.Surfaces.Count == 1) return Failure(id, "invalid_state", "The last surface of a workspace stays.");
        tab.Remove(surface);
        _cmux.Events.Publish("surface.closed", tab.Id, surface.Id);
        return Success(id, Ids(tab, surface));
    }

    private JsonObject Rename(JsonNode? id, SimulatedTab tab, JsonObject parameters)
    {
        if (Text(parameters, "title") is not { Length: > 0 } title) return Failure(id, "invalid_params", "Missing title.");
        tab.Title = title;
        _cmux.Events.Publish("workspace.renamed", tab.Id, null);
        return Success(id, Ids(tab, null, ("title", title)));
    }

    private JsonObject TabAction(JsonNode? id, SimulatedTab tab, SimulatedSurface surface, JsonObject parameters)
    {
        if (Text(parameters, "action") != "rename" || Text(parameters, "title") is not { Length: > 0 } title) return Failure(id, "invalid_params", "Unknown action.");
        surface.Title = title;
        _cmux.Events.Publish("surface.action", tab.Id, surface.Id);
        return Success(id, Ids(tab, surface));
    }

    private JsonObject Notify(JsonNode? id, JsonObject parameters)
    {
        if (Text(parameters, "title").Length == 0) return Failure(id, "invalid_params", "Missing title.");
        var selector = Text(parameters, "workspace_id");
        if (FindTab(_cmux, selector) is not { } tab) return Failure(id, "not_found", "Workspace not found");
        Guid? surface = Guid.TryParse(Text(parameters, "surface_id"), out var about) ? about : null;
        var notification = new SimulatedNotification(_cmux.NewId(), tab.Id, surface, Text(parameters, "title"), Text(parameters, "subtitle"), Text(parameters, "body"), IsRead: false);
        _cmux.Notify(notification);
        return Success(id, Ids(tab, null, ("id", Id(notification.Id))));
    }

    private static JsonObject Notification(SimulatedNotification notification, int index) => new()
    {
        ["id"] = Id(notification.Id),
        ["workspace_id"] = Id(notification.Tab),
        ["surface_id"] = notification.Surface is { } surface ? Id(surface) : null,
        ["is_read"] = notification.IsRead,
        ["title"] = notification.Title,
        ["subtitle"] = notification.Subtitle,
        ["body"] = notification.Body,
    };

    private static JsonArray Array<T>(IReadOnlyList<T> items, Func<T, int, JsonObject> one) => new([.. items.Select((item, i) => (JsonNode)one(item, i))]);
}
