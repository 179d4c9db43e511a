using System.Text.Json.Nodes;

namespace CallActors.ScriptedAgent;

/// <summary>One conversation: its transcript, line by line as Claude Code writes it, and what its hooks are told.</summary>
internal sealed class Conversation
{
    private readonly Hooks _hooks;
    private readonly Lock _lock = new();
    private string? _last;

    public Conversation(string folder, Hooks hooks)
    {
        _hooks = hooks;
        // What was said is the person's alone.
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Id = Guid.NewGuid().ToString();
        Transcript = Path.Combine(folder, $"{Id}.jsonl");
    }

    private string Id { get; }

    private string Transcript { get; }

    /// <summary>Names the prompt that is worked on.</summary>
    public string PromptId { get; private set; } = "";

    /// <summary>Takes a prompt.</summary>
    public async Task PromptAsync(string text)
    {
        PromptId = Guid.NewGuid().ToString();
        await HookAsync("UserPromptSubmit", new() { ["permission_mode"] = "default", ["prompt"] = text }).ConfigureAwait(false);
        WriteUser(text);
    }

    /// <summary>Runs the hooks of an event.</summary>
    /// <param name="more">What the event has besides.</param>
    public Task HookAsync(string kind, JsonObject more)
    {
        var payload = new JsonObject { ["session_id"] = Id, ["transcript_path"] = Transcript, ["cwd"] = Environment.CurrentDirectory };
        if (PromptId.Length > 0) payload["prompt_id"] = PromptId;
        payload["hook_event_name"] = kind;
        foreach (var (name, value) in more) payload[name] = value?.DeepClone();
        return _hooks.RunAsync(payload);
    }

    /// <summary>A block of the agent's message: its words, or the use of a tool.</summary>
    /// <param name="message">The message that it is part of.</param>
    /// <param name="stop">Why the message ends with it; null when it goes on.</param>
    public void WriteBlock(string message, JsonObject block, string? stop) => Write("assistant", new()
    {
        ["message"] = new JsonObject
        {
            ["id"] = message,
            ["type"] = "message",
            ["role"] = "assistant",
            ["model"] = "scripted",
            ["content"] = new JsonArray(block),
            ["stop_reason"] = stop,
        },
    });

    /// <summary>What a tool returned.</summary>
    public void WriteResult(string call, string output, bool isError) => WriteUser(
        new JsonArray(new JsonObject { ["tool_use_id"] = call, ["type"] = "tool_result", ["content"] = output, ["is_error"] = isError }));

    /// <summary>The person stopped it.</summary>
    /// <param name="atTool">When it asked whether it may use a tool.</param>
    public void WriteInterruption(bool atTool) => WriteUser(
        new JsonArray(new JsonObject { ["type"] = "text", ["text"] = atTool ? "[Request interrupted by user for tool use]" : "[Request interrupted by user]" }));

    /// <summary>The turn is over.</summary>
    public void WriteEnd(TimeSpan took) => Write("system", new() { ["subtype"] = "turn_duration", ["durationMs"] = (long)took.TotalMilliseconds, ["isMeta"] = false });

    private void WriteUser(JsonNode content) => Write("user", new() { ["promptId"] = PromptId, ["message"] = new JsonObject { ["role"] = "user", ["content"] = content } });

    private void Write(string type, JsonObject more)
    {
        lock (_lock)
        {
            var id = Guid.NewGuid().ToString();
            var line = new JsonObject { ["parentUuid"] = _last, ["isSidechain"] = false, ["type"] = type };
            foreach (var (name, value) in more) line[name] = value?.DeepClone();
            line["uuid"] = id;
            line["timestamp"] = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
            line["cwd"] = Environment.CurrentDirectory;
            line["sessionId"] = Id;
            File.AppendAllText(Transcript, line.ToJsonString() + "\n");
            _last = id;
        }
    }
}
