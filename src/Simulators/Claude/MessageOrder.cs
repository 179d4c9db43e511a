using System.Text.Json.Nodes;

namespace CallActors.Simulators.Claude;

/// <summary>What the vendor refuses in the order of messages and of what is in them.</summary>
internal static class MessageOrder
{
    public static void Check(JsonObject request, ClaudeSimulatorOptions options)
    {
        var messages = request["messages"]!.AsArray();
        if (messages.Count == 0) throw MessageRules.Invalid("messages: at least one message is required");
        for (var i = 0; i < messages.Count; i++)
        {
            var role = messages[i]!["role"]?.GetValue<string>();
            if (role is not ("user" or "assistant")) throw MessageRules.Invalid($"messages.{i}.role: Input should be 'user' or 'assistant'");
            if (i == 0 && role is not "user") throw MessageRules.Invalid("messages: first message must use the \"user\" role");
            if (i > 0 && !options.JoinsTurns && role == Role(messages[i - 1]))
                throw MessageRules.Invalid($"messages: roles must alternate between \"user\" and \"assistant\", but found multiple \"{role}\" roles in a row");
            CheckBlocks(request, messages, i);
        }

        if (Role(messages[^1]) is "assistant") throw MessageRules.Invalid("This model does not support assistant message prefill. The conversation must end with a user message.");
        CheckToolIds(request, messages);
    }

    private static void CheckBlocks(JsonObject request, JsonArray messages, int i)
    {
        var blocks = MessageRules.Blocks(messages[i]!);
        if (blocks.Count == 0) throw MessageRules.Invalid("messages: all messages must have non-empty content");
        for (var j = 0; j < blocks.Count; j++)
        {
            var (block, at) = (blocks[j]!, $"messages.{i}.content.{j}");
            switch (block["type"]?.GetValue<string>())
            {
                case "text" when block["text"]!.GetValue<string>().Length == 0:
                    throw MessageRules.Invalid("messages: text content blocks must be non-empty");
                case "text" when string.IsNullOrWhiteSpace(block["text"]!.GetValue<string>()):
                    throw MessageRules.Invalid("messages: text content blocks must contain non-whitespace text");
                case "tool_use" when Role(messages[i]) is not "assistant":
                    throw MessageRules.Invalid($"{at}: `tool_use` blocks can only be in `assistant` messages");
                case "tool_use" when block["input"] is not JsonObject:
                    throw MessageRules.Invalid($"{at}.tool_use.input: Input should be a valid dictionary");
                case "tool_result" when Role(messages[i]) is not "user":
                    throw MessageRules.Invalid($"{at}: `tool_result` blocks can only be in `user` messages");
                case "thinking":
                    var seal = ThinkingSeal.Of(request, messages.Take(i), blocks.Take(j), block["thinking"]!.GetValue<string>());
                    if (block["signature"]?.GetValue<string>() != seal)
                        throw MessageRules.Invalid($"{at}: Invalid `signature` in `thinking` block. The block is bound to a different conversation. Remove the block.");
                    break;
                case "text" or "tool_use" or "tool_result":
                    break;
                case var other:
                    throw MessageRules.Invalid($"{at}: Input tag '{other}' found using 'type' does not match any of the expected tags");
            }
        }
    }

    /// <summary>Each use of a tool is answered in the next message, before anything else is said there; nothing else is answered.</summary>
    private static void CheckToolIds(JsonObject request, JsonArray messages)
    {
        var used = new HashSet<string>();
        var tools = false;
        for (var i = 0; i < messages.Count; i++)
        {
            string[] asked = i == 0 ? [] : Ids(messages[i - 1]!, "tool_use", "id");
            var blocks = MessageRules.Blocks(messages[i]!);
            string[] answered = [.. blocks.TakeWhile(b => b!["type"]!.GetValue<string>() is "tool_result").Select(b => b!["tool_use_id"]!.GetValue<string>())];
            if (asked.Except(answered).ToArray() is { Length: > 0 } open) throw Unanswered(i - 1, open);
            if (Ids(messages[i]!, "tool_result", "tool_use_id").Except(asked).FirstOrDefault() is { } stray)
            {
                throw MessageRules.Invalid(
                    $"messages.{i}.content.0: unexpected `tool_use_id` found in `tool_result` blocks: {stray}. Each `tool_result` block must have a corresponding `tool_use` block in the previous message.");
            }

            if (answered.Length != answered.Distinct().Count()) throw MessageRules.Invalid($"messages.{i}.content: each tool_use must have a single result.");
            foreach (var id in Ids(messages[i]!, "tool_use", "id"))
                if (!used.Add(id)) throw MessageRules.Invalid("messages: `tool_use` ids must be unique");
            tools |= used.Count > 0;
        }

        if (tools && request["tools"] is not JsonArray { Count: > 0 }) throw MessageRules.Invalid("Requests which include `tool_use` or `tool_result` blocks must define tools");
    }

    private static ClaudeRefusal Unanswered(int message, string[] ids) => MessageRules.Invalid(
        $"messages.{message}: `tool_use` ids were found without `tool_result` blocks immediately after: {string.Join(", ", ids)}. Each `tool_use` block must have a corresponding `tool_result` block in the next message.");

    private static string? Role(JsonNode? message) => message!["role"]?.GetValue<string>();

    private static string[] Ids(JsonNode message, string type, string field) =>
        [.. MessageRules.Blocks(message).Where(b => b!["type"]!.GetValue<string>() == type).Select(b => b![field]!.GetValue<string>())];
}
