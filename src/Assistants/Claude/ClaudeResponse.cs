using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Anthropic.Models.Messages;
using CallActors.Contracts.Assistants;

namespace CallActors.Assistants.Claude;

/// <summary>Puts a streamed response together: words as they come, tools and the model's own notes once they are whole.</summary>
internal sealed class ClaudeResponse
{
    /// <summary>A tool's input, or a note, is not let grow beyond this. In characters.</summary>
    private const int MostCharacters = 512 * 1024;

    private readonly StringBuilder _text = new();
    private readonly StringBuilder _signature = new();
    private ToolUseBlock? _tool;
    private bool _isThinking;
    private string? _redacted;
    private long _input;
    private long _cached;
    private ModelEvent.Ended? _ended;

    /// <summary>What one of the vendor's events means; null for what means nothing to anybody.</summary>
    public ModelEvent? Take(RawMessageStreamEvent told)
    {
        if (told.TryPickStart(out var start)) return Began(start.Message.Usage);
        if (told.TryPickContentBlockStart(out var block)) return Began(block.ContentBlock);
        if (told.TryPickContentBlockDelta(out var delta)) return Grown(delta.Delta);
        if (told.TryPickContentBlockStop(out _)) return Finished();
        if (told.TryPickDelta(out var message))
        {
            _ended = new ModelEvent.Ended(StopOf(message.Delta.StopReason?.Raw()), message.Usage.InputTokens is > 0 and var input ? input + _cached : _input, message.Usage.OutputTokens, _cached);
            return null;
        }

        // Without a reason to stop it has not stopped: the connection broke.
        return told.TryPickStop(out _) ? _ended ?? (ModelEvent)Broken() : new ModelEvent.Alive();
    }

    /// <summary>The connection ended before the response did.</summary>
    public static ModelEvent.Failed Broken() => new(ModelFault.Network, "The response ended in its middle.");

    private ModelEvent.Alive Began(Usage usage)
    {
        // What is read from the cache, or written to it, is counted apart.
        _cached = usage.CacheReadInputTokens ?? 0;
        _input = usage.InputTokens + _cached + (usage.CacheCreationInputTokens ?? 0);
        return new ModelEvent.Alive();
    }

    private ModelEvent Began(RawContentBlockStartEventContentBlock block)
    {
        _text.Clear();
        _signature.Clear();
        (_tool, _isThinking, _redacted) = (null, false, null);
        if (block.TryPickText(out var text) && text.Text.Length > 0) return new ModelEvent.Text(text.Text);
        if (block.TryPickToolUse(out var tool)) _tool = tool;
        if (block.TryPickRedactedThinking(out var redacted)) _redacted = redacted.Data;
        if (block.TryPickThinking(out var thinking))
        {
            _isThinking = true;
            _text.Append(thinking.Thinking);
            _signature.Append(thinking.Signature);
        }

        return new ModelEvent.Alive();
    }

    private ModelEvent Grown(RawContentBlockDelta delta)
    {
        if (delta.TryPickText(out var text)) return text.Text.Length > 0 ? new ModelEvent.Text(text.Text) : new ModelEvent.Alive();
        if (delta.TryPickInputJson(out var input)) _text.Append(input.PartialJson);
        if (delta.TryPickThinking(out var thinking)) _text.Append(thinking.Thinking);
        if (delta.TryPickSignature(out var signature)) _signature.Append(signature.Signature);
        return _text.Length + _signature.Length <= MostCharacters ? new ModelEvent.Alive() : new ModelEvent.Failed(ModelFault.VendorFailed, "A block of the response grew beyond its bound.");
    }

    private ModelEvent? Finished()
    {
        if (_tool is { } tool)
        {
            _tool = null;
            var input = _text.Length > 0 ? _text.ToString() : JsonSerializer.Serialize(tool.Input);
            // What is cut off by the longest response is no use of a tool.
            return IsObject(input) ? new ModelEvent.UsedTool(tool.ID, tool.Name, input) : null;
        }

        if (_redacted is { } data) return new ModelEvent.Noted(new JsonObject { ["type"] = "redacted_thinking", ["data"] = data }.ToJsonString());
        if (!_isThinking) return null;
        _isThinking = false;
        return new ModelEvent.Noted(new JsonObject { ["type"] = "thinking", ["thinking"] = _text.ToString(), ["signature"] = _signature.ToString() }.ToJsonString());
    }

    private static bool IsObject(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind is JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static ModelStop StopOf(string? reason) => reason switch
    {
        "tool_use" => ModelStop.ToolUse,
        "max_tokens" => ModelStop.MaxTokens,
        "refusal" => ModelStop.Refusal,
        "model_context_window_exceeded" => ModelStop.ContextFull,
        _ => ModelStop.EndOfTurn,
    };
}
