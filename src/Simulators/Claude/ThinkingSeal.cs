using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace CallActors.Simulators.Claude;

/// <summary>Signs thinking: for its model, and for all that came before it. Marks of what is to be cached are no part of that.</summary>
internal static class ThinkingSeal
{
    /// <param name="before">The messages before the one that it is in.</param>
    /// <param name="own">The blocks before it in that message.</param>
    public static string Of(JsonObject request, IEnumerable<JsonNode?> before, IEnumerable<JsonNode?> own, string thinking)
    {
        var prefix = new StringBuilder();
        prefix.Append(request["model"]).Append('|').Append(Plain(request["system"])).Append('|').Append(Plain(request["tools"])).Append('|');
        foreach (var message in before) prefix.Append(message!["role"]).Append(Plain(MessageRules.Blocks(message))).Append('|');
        foreach (var block in own) prefix.Append(Plain(block));
        prefix.Append('|').Append(thinking);
        return Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(prefix.ToString())));
    }

    private static string Plain(JsonNode? node)
    {
        var plain = node?.DeepClone();
        Strip(plain);
        return plain?.ToJsonString() ?? "";
    }

    private static void Strip(JsonNode? node)
    {
        if (node is JsonObject fields)
        {
            fields.Remove("cache_control");
            foreach (var (_, value) in fields) Strip(value);
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items) Strip(item);
        }
    }
}
