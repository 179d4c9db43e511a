using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace CallActors.Simulators.Claude;

/// <summary>One response: streamed as server-sent events, or whole.</summary>
internal sealed class MessageStream(HttpContext http, JsonObject request, ClaudeAnswer answer, ClaudeSimulatorOptions options, string id, bool? isCached)
{
    private readonly JsonArray _content = [];
    private int _deltas;

    private string StopReason => answer.StopReason ?? (answer.Blocks.Any(b => b is ClaudeBlock.ToolUse) ? "tool_use" : "end_turn");

    public async Task WriteAsync()
    {
        if (request["stream"]?.GetValue<bool>() is not true)
        {
            foreach (var block in answer.Blocks) _content.Add(Whole(block));
            http.Response.ContentType = "application/json";
            var message = Message(StopReason);
            message["content"] = _content;
            await http.Response.WriteAsync(message.ToJsonString(), http.RequestAborted).ConfigureAwait(false);
            return;
        }

        http.Response.ContentType = "text/event-stream; charset=utf-8";
        await http.Response.StartAsync(http.RequestAborted).ConfigureAwait(false);
        await TroubleAsync().ConfigureAwait(false);
        var start = Message(null);
        start["content"] = new JsonArray();
        await EventAsync("message_start", new JsonObject { ["message"] = start }).ConfigureAwait(false);
        await EventAsync("ping", []).ConfigureAwait(false);
        for (var i = 0; i < answer.Blocks.Count; i++) await BlockAsync(i, answer.Blocks[i]).ConfigureAwait(false);
        var usage = Usage();
        usage["output_tokens"] = Tokens(_content.ToJsonString());
        await EventAsync("message_delta", new JsonObject { ["delta"] = new JsonObject { ["stop_reason"] = StopReason, ["stop_sequence"] = null }, ["usage"] = usage }).ConfigureAwait(false);
        await EventAsync("message_stop", []).ConfigureAwait(false);
    }

    private async Task BlockAsync(int index, ClaudeBlock block)
    {
        var whole = Whole(block);
        var empty = whole.DeepClone().AsObject();
        foreach (var field in new[] { "text", "thinking", "signature" })
            if (empty.ContainsKey(field)) empty[field] = "";
        if (block is ClaudeBlock.ToolUse) empty["input"] = new JsonObject();
        await EventAsync("content_block_start", new JsonObject { ["index"] = index, ["content_block"] = empty }).ConfigureAwait(false);
        var (kind, name, text) = block switch
        {
            ClaudeBlock.Text t => ("text_delta", "text", t.Words),
            ClaudeBlock.Thinking t => ("thinking_delta", "thinking", t.Summary),
            ClaudeBlock.ToolUse t => ("input_json_delta", "partial_json", t.Input),
            _ => throw new InvalidOperationException("A block that nobody sends."),
        };
        // The vendor begins a tool's input with an empty piece.
        if (block is ClaudeBlock.ToolUse) await DeltaAsync(index, kind, name, "").ConfigureAwait(false);
        for (var at = 0; at < text.Length; at += options.PieceCharacters)
            await DeltaAsync(index, kind, name, text.Substring(at, Math.Min(options.PieceCharacters, text.Length - at))).ConfigureAwait(false);
        if (block is ClaudeBlock.Thinking) await DeltaAsync(index, "signature_delta", "signature", whole["signature"]!.GetValue<string>()).ConfigureAwait(false);
        await EventAsync("content_block_stop", new JsonObject { ["index"] = index }).ConfigureAwait(false);
        _content.Add(whole);
    }

    private async Task DeltaAsync(int index, string kind, string field, string piece)
    {
        await EventAsync("content_block_delta", new JsonObject { ["index"] = index, ["delta"] = new JsonObject { ["type"] = kind, [field] = piece } }).ConfigureAwait(false);
        _deltas++;
        await TroubleAsync().ConfigureAwait(false);
    }

    private async Task TroubleAsync()
    {
        if (answer.Error is { } error && error.After == _deltas)
        {
            await EventAsync("error", new JsonObject { ["error"] = new JsonObject { ["type"] = error.Type, ["message"] = "Simulated." } }).ConfigureAwait(false);
            throw new OperationCanceledException();
        }

        if (answer.StallsAfter == _deltas) await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted).ConfigureAwait(false);
        if (answer.BreaksAfter != _deltas) return;
        http.Abort();
        throw new OperationCanceledException();
    }

    private async Task EventAsync(string name, JsonObject data)
    {
        data.Insert(0, "type", name);
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($"event: {name}\ndata: {data.ToJsonString()}\n\n"), http.RequestAborted).ConfigureAwait(false);
        await http.Response.Body.FlushAsync(http.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>A block as it is sent, and taken back.</summary>
    private JsonObject Whole(ClaudeBlock block) => block switch
    {
        ClaudeBlock.Text t => new JsonObject { ["type"] = "text", ["text"] = t.Words },
        ClaudeBlock.Thinking t => new JsonObject { ["type"] = "thinking", ["thinking"] = t.Summary, ["signature"] = ThinkingSeal.Of(request, request["messages"]!.AsArray(), _content, t.Summary) },
        ClaudeBlock.ToolUse t => new JsonObject { ["type"] = "tool_use", ["id"] = t.Id, ["name"] = t.Name, ["input"] = JsonNode.Parse(t.Input) },
        _ => throw new InvalidOperationException("A block that nobody sends."),
    };

    private JsonObject Message(string? stopReason) => new()
    {
        ["id"] = id,
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = request["model"]!.GetValue<string>(),
        ["content"] = null,
        ["stop_reason"] = stopReason,
        ["stop_sequence"] = null,
        ["usage"] = Usage(),
    };

    private JsonObject Usage()
    {
        var shared = Tokens((request["tools"]?.ToJsonString() ?? "") + request["system"]?.ToJsonString());
        var own = Tokens(request["messages"]!.ToJsonString());
        return new JsonObject
        {
            ["input_tokens"] = isCached is null ? own + shared : own,
            ["cache_creation_input_tokens"] = isCached is false ? shared : 0,
            ["cache_read_input_tokens"] = isCached is true ? shared : 0,
            ["output_tokens"] = 1,
            ["service_tier"] = "standard",
        };
    }

    private static int Tokens(string text) => Math.Max(1, text.Length / 4);
}
