using System.Text.Json;
using Anthropic.Models.Messages;
using CallActors.Contracts.Assistants;

namespace CallActors.Assistants.Claude;

/// <summary>A request in the SDK's words. What stays the same from request to request, tools and system prompt, is marked to be cached.</summary>
internal static class ClaudeRequest
{
    public static MessageCreateParams Of(ModelRequest request, ClaudeOptions options)
    {
        var thinking = Thinking(options.Model);
        return new MessageCreateParams
        {
            Model = options.Model,
            MaxTokens = options.MaxTokens,
            System = System(request, options) is { Count: > 0 } system ? (MessageCreateParamsSystem)system : null,
            Messages = [.. request.Messages.Select(Message)],
            Tools = request.Tools.Count == 0 ? null : [.. request.Tools.Select(t => (ToolUnion)Tool(t))],
            ToolChoice = request.MayUseTools || request.Tools.Count == 0 ? null : (ToolChoice)new ToolChoiceNone(),
            Thinking = thinking,
            OutputConfig = thinking is null ? null : new OutputConfig { Effort = Effort.Low },
        };
    }

    /// <summary>The moment stands behind what is cached.</summary>
    private static List<TextBlockParam> System(ModelRequest request, ClaudeOptions options)
    {
        var system = new List<TextBlockParam>();
        if (options.System.Length > 0) system.Add(new TextBlockParam(options.System) { CacheControl = new CacheControlEphemeral() });
        if (request.Moment.Length > 0) system.Add(new TextBlockParam(request.Moment));
        return system;
    }

    /// <summary>Who waits on a telephone does not want the model to think before it speaks. The newest Sonnet thinks unless it is told otherwise,
    /// and it alone knows this word; others take what is usual for them.</summary>
    private static ThinkingConfigParam? Thinking(string model) =>
        model.StartsWith("claude-sonnet-5-5", StringComparison.Ordinal) ? (ThinkingConfigParam)new ThinkingConfigBetweenTools() : null;

    private static MessageParam Message(ModelMessage message)
    {
        var parts = message.Parts.Select(Part).ToList();
        return message.Role is ModelRole.Person ? new UserMessageParam { Content = parts } : new AssistantMessageParam { Content = parts };
    }

    private static ContentBlockParam Part(ModelPart part) => part switch
    {
        ModelPart.Text t => new TextBlockParam(t.Words),
        ModelPart.ToolUse t => new ToolUseBlockParam { ID = t.UseId, Name = t.Name, Input = Fields(t.Input) },
        ModelPart.ToolResult t => new ToolResultBlockParam(t.UseId) { Content = t.Content, IsError = t.IsError },
        ModelPart.Note t => new ContentBlockParam(Element(t.Data)),
        _ => throw new ArgumentOutOfRangeException(nameof(part), part.GetType().Name, "A part that nobody sends."),
    };

    private static Tool Tool(ModelTool tool)
    {
        return new Tool { Name = tool.Name, Description = tool.Description, InputSchema = InputSchema.FromRawUnchecked(Fields(tool.Schema)) };
    }

    private static Dictionary<string, JsonElement> Fields(string json) => Element(json).EnumerateObject().ToDictionary(f => f.Name, f => f.Value);

    private static JsonElement Element(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
