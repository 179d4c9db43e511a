using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CallActors.Simulators.Claude;

/// <summary>What the vendor refuses in a request, and the words in which it does.</summary>
internal static partial class MessageRules
{
    private static readonly string[] Known =
    [
        "model", "max_tokens", "messages", "system", "tools", "tool_choice", "stream", "thinking", "output_config", "metadata", "stop_sequences",
        "service_tier", "temperature", "top_p", "top_k", "cache_control", "container", "inference_geo", "speed",
    ];

    private static readonly string[] Sampling = ["temperature", "top_p", "top_k"];

    public static void Check(JsonObject request, ClaudeSimulatorOptions options)
    {
        foreach (var field in new[] { "model", "max_tokens", "messages" })
            if (request[field] is null) throw Invalid($"{field}: Field required");
        if (request.FirstOrDefault(f => !Known.Contains(f.Key)).Key is { } unknown) throw Invalid($"{unknown}: Extra inputs are not permitted");
        var model = request["model"]!.GetValue<string>();
        if (!options.Models.Contains(model)) throw new ClaudeRefusal(new ClaudeError(404, "not_found_error", $"model: {model}"));
        var most = request["max_tokens"]!.GetValue<long>();
        if (most < 1) throw Invalid("max_tokens: Input should be greater than or equal to 1");
        if (most > options.MostOutputTokens) throw Invalid($"max_tokens: {most} > {options.MostOutputTokens}, which is the maximum allowed number of output tokens for {model}");
        CheckThinking(request, model);
        CheckTools(request, model);
        MessageOrder.Check(request, options);
        CheckCaching(request);
        var tokens = request.ToJsonString().Length / 4;
        if (tokens > options.ContextTokens) throw Invalid($"prompt is too long: {tokens} tokens > {options.ContextTokens} maximum");
    }

    /// <summary>A message's content as blocks; a text alone is one.</summary>
    public static JsonArray Blocks(JsonNode message) => message["content"] switch
    {
        JsonArray blocks => blocks,
        JsonValue text => [new JsonObject { ["type"] = "text", ["text"] = text.GetValue<string>() }],
        _ => throw Invalid("messages: content: Field required"),
    };

    public static ClaudeRefusal Invalid(string message) => new(ClaudeError.Invalid(message));

    /// <summary>The newest models think as they will, but for what comes between tools.</summary>
    private static bool IsNew(string model) => model.EndsWith("-5-5", StringComparison.Ordinal);

    private static void CheckThinking(JsonObject request, string model)
    {
        if (IsNew(model) && Sampling.FirstOrDefault(request.ContainsKey) is { } sampling)
            throw Invalid($"{sampling}: Sampling parameters are not supported by {model}");
        var type = request["thinking"]?["type"]?.GetValue<string>();
        string[] taken = IsNew(model) ? ["adaptive", "between_tools"] : ["enabled", "disabled"];
        if (type is not null && !taken.Contains(type))
            throw Invalid($"thinking.type: \"{type}\" is not supported by {model}.{(IsNew(model) ? " Use \"between_tools\" to turn off up-front thinking." : "")}");
        var effort = request["output_config"]?["effort"]?.GetValue<string>();
        if (effort is not null && !IsNew(model)) throw Invalid($"output_config.effort: not supported by {model}");
        if (type is "between_tools" && effort is "xhigh" or "max") throw Invalid($"thinking: \"between_tools\" cannot be used with effort \"{effort}\"");
    }

    private static void CheckTools(JsonObject request, string model)
    {
        var names = new HashSet<string>();
        var tools = request["tools"]?.AsArray() ?? [];
        for (var i = 0; i < tools.Count; i++)
        {
            var name = tools[i]!["name"]?.GetValue<string>() ?? throw Invalid($"tools.{i}.name: Field required");
            if (!ToolName().IsMatch(name)) throw Invalid($"tools.{i}.custom.name: String should match pattern '^[a-zA-Z0-9_-]{{1,128}}$'");
            if (!names.Add(name)) throw Invalid("tools: Tool names must be unique.");
            if (tools[i]!["input_schema"] is not JsonObject schema) throw Invalid($"tools.{i}.custom.input_schema: Field required");
            if (schema["type"]?.GetValue<string>() is not "object") throw Invalid($"tools.{i}.custom.input_schema.type: Input should be 'object'");
        }

        var choice = request["tool_choice"]?["type"]?.GetValue<string>();
        if (choice is not (null or "auto" or "any" or "tool" or "none")) throw Invalid("tool_choice.type: Input should be 'auto', 'any', 'tool' or 'none'");
        if (choice is not null && tools.Count == 0) throw Invalid("tool_choice: may only be specified while providing tools");
        if (choice is "any" or "tool" && IsNew(model)) throw Invalid($"tool_choice: forced tool use is not supported by {model}");
    }

    private static void CheckCaching(JsonObject request)
    {
        var marks = CacheMark().Count(request.ToJsonString());
        if (marks > 4) throw Invalid($"A maximum of 4 blocks with cache_control may be provided. Found {marks}.");
    }

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,128}$")]
    private static partial Regex ToolName();

    [GeneratedRegex("\"cache_control\":\\{")]
    private static partial Regex CacheMark();
}
