using System.Text;
using System.Text.Json.Nodes;

namespace CallActors.Simulators.Cmux;

/// <summary>The v2 methods that go to a terminal.</summary>
internal sealed class JsonTerminals(CmuxSimulator cmux)
{
    /// <summary>Every name that this year's builds know, lower-case, and the key that it means.</summary>
    private static readonly Dictionary<string, string> Keys = new()
    {
        ["enter"] = "enter",
        ["return"] = "enter",
        ["tab"] = "tab",
        ["escape"] = "escape",
        ["esc"] = "escape",
        ["backspace"] = "backspace",
        ["ctrl-c"] = "ctrl-c",
        ["ctrl+c"] = "ctrl-c",
        ["sigint"] = "ctrl-c",
        ["ctrl-d"] = "ctrl-d",
        ["ctrl+d"] = "ctrl-d",
        ["eof"] = "ctrl-d",
        ["shift+tab"] = "shift+tab",
        ["shift-tab"] = "shift+tab",
        ["backtab"] = "shift+tab",
        ["delete"] = "delete",
        ["del"] = "delete",
        ["up"] = "up",
        ["arrow_up"] = "up",
        ["arrowup"] = "up",
        ["down"] = "down",
        ["left"] = "left",
        ["right"] = "right",
        ["home"] = "home",
        ["end"] = "end",
        ["pageup"] = "pageup",
        ["page_up"] = "pageup",
        ["pagedown"] = "pagedown",
        ["page_down"] = "pagedown",
        ["ctrl-u"] = "ctrl-u",
        ["kill-line"] = "ctrl-u",
        ["ctrl-f"] = "ctrl-f",
    };

    private static readonly string[] OldKeys = ["enter", "tab", "escape", "backspace", "ctrl-c", "ctrl-d"];

    public JsonObject SendText(JsonNode? id, JsonObject parameters) => Of(id, parameters, (tab, surface, terminal) =>
    {
        if (!terminal.HasStarted) return JsonDialect.Failure(id, "terminal_not_ready", "The terminal has not started.");
        terminal.Type(JsonDialect.Text(parameters, "text"));
        cmux.Events.Publish("surface.input_sent", tab.Id, surface.Id);
        return JsonDialect.Success(id, JsonDialect.Ids(tab, surface, ("queued", false)));
    });

    public JsonObject SendKey(JsonNode? id, JsonObject parameters) => Of(id, parameters, (tab, surface, terminal) =>
    {
        var name = JsonDialect.Text(parameters, "key").ToLowerInvariant();
        if (!Keys.TryGetValue(name, out var key) || (cmux.Options.KnowsFewKeys && !OldKeys.Contains(key)))
            return JsonDialect.Failure(id, "invalid_params", "Unknown key", new JsonObject { ["key"] = name });
        // A key starts a terminal.
        terminal.HasStarted = true;
        terminal.Press(key);
        cmux.Events.Publish("surface.key_sent", tab.Id, surface.Id);
        return JsonDialect.Success(id, JsonDialect.Ids(tab, surface, ("queued", false)));
    });

    public JsonObject ReadText(JsonNode? id, JsonObject parameters) => Of(id, parameters, (tab, surface, terminal) =>
    {
        if (parameters["start_if_needed"]?.GetValue<bool>() is true) terminal.HasStarted = true;
        if (!terminal.HasStarted) return JsonDialect.Failure(id, "internal_error", "Failed to read terminal text");
        var lines = parameters["lines"]?.GetValue<int>() ?? 0;
        if (parameters["lines"] is not null && lines <= 0) return JsonDialect.Failure(id, "invalid_params", "lines must be positive");
        var text = terminal.Render(lines);
        return JsonDialect.Success(id, JsonDialect.Ids(tab, surface, ("text", text), ("base64", Convert.ToBase64String(Encoding.UTF8.GetBytes(text)))));
    });

    /// <summary>Text and Enter in one, unless a person is typing.</summary>
    public JsonObject AgentSubmit(JsonNode? id, JsonObject parameters) => Of(id, parameters, (tab, surface, terminal) =>
    {
        if (!surface.HasAgent) return JsonDialect.Failure(id, "agent_scope_unavailable", "No agent here.");
        if (surface.IsAgentBusy) return JsonDialect.Failure(id, "agent_busy", "The agent is busy.");
        if (terminal.Composer.Length > 0)
        {
            return JsonDialect.Failure(id, "rejected_composer_busy", "A person is typing.", new JsonObject
            {
                ["retryable"] = true,
                ["retry_after"] = "human_prompt_submit_or_agent_restart",
            });
        }
        foreach (var character in JsonDialect.Text(parameters, "text")) terminal.Type(character.ToString());
        terminal.Press("enter");
        return JsonDialect.Success(id, JsonDialect.Ids(tab, surface, ("submitted", true), ("queued", false), ("delivery_state", "accepted")));
    });

    private JsonObject Of(JsonNode? id, JsonObject parameters, Func<SimulatedTab, SimulatedSurface, SimulatedTerminal, JsonObject> answer)
    {
        if (JsonDialect.FindTab(cmux, JsonDialect.Text(parameters, "workspace_id")) is not { } tab) return JsonDialect.Failure(id, "not_found", "Workspace not found");
        var selector = JsonDialect.Text(parameters, "surface_id");
        var surface = selector.Length == 0 ? tab.Surfaces.Take(1).SingleOrDefault() : tab.Surfaces.FirstOrDefault(surface => JsonDialect.Id(surface.Id) == selector);
        if (surface is null) return JsonDialect.Failure(id, "not_found", "Surface not found");
        return surface.Terminal is { } terminal ? answer(tab, surface, terminal) : JsonDialect.Failure(id, "invalid_params", "Not a terminal");
    }
}
